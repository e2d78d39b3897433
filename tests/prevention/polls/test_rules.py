"""Codes, questionnaires, what may be answered, and what may be shown."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from talka.prevention.polls import codes, rules, wording

PACK = Path(__file__).parents[3] / "packs" / "lt" / "polls"
DOCUMENTS = {p.stem: yaml.safe_load(p.read_text()) for p in PACK.glob("*.yaml")}


def test_a_code_survives_handwriting_and_no_slip():
    for _n in range(200):
        code = codes.fresh()
        assert codes.read(codes.written(code)) == code
        assert codes.read(code.lower().replace("0", "o").replace("1", "l")) == code
        for at in range(12):
            wrong = code[:at] + codes.ALPHABET[(codes.ALPHABET.index(code[at]) + 7) % 32]
            assert codes.read(wrong + code[at + 1 :]) == ""
        for at in range(11):
            if code[at] != code[at + 1]:
                turned = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
                assert codes.read(turned) == ""


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_code_or_nothing(typed):
    found = codes.read(typed)
    assert found == "" or codes.read(found) == found


def test_every_questionnaire_of_the_pack_can_be_asked():
    assert set(DOCUMENTS) == {"residents", "know_and_report"}
    for document in DOCUMENTS.values():
        form = rules.form_of(document)
        assert form.sections[-1].key == "about"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda q: q.update(key="Ne key"), "a key is small letters"),
        (lambda q: q.update(kind="song"), "no kind of question"),
        (lambda q: q.update(options=q["options"][:1]), "fewer than two"),
        (lambda q: q["options"][0].update(code="dk"), "means no answer"),
        (lambda q: q["text"].pop("en"), "no en text"),
        (lambda q: q.update({"if": {"key": "later", "is": ["x"]}}), "nobody can have given"),
    ],
)
def test_a_faulty_questionnaire_is_refused_whole(spoil, told):
    document = copy.deepcopy(DOCUMENTS["know_and_report"])
    spoil(document["sections"][0]["questions"][1])
    with pytest.raises(rules.Unfit, match=told):
        rules.form_of(document)


ONE = rules.Question("a", "single", {}, tuple(rules.Option(c, {}) for c in "xyz"))
X, Y, NONE = rules.Option("x", {}), rules.Option("y", {}), rules.Option("none", {}, alone=True)
MANY = rules.Question("a", "multiple", {}, (X, Y, NONE))
RANK = rules.Question("a", "ranking", {}, tuple(rules.Option(c, {}) for c in "xyz"))
GRID = rules.Question("a", "matrix", {}, tuple(rules.Option(c, {}) for c in "xy"),
                      rows=(rules.Option("r", {}), rules.Option("s", {})))  # fmt: skip
TEXT = rules.Question("a", "short", {})
TEN = rules.Question("a", "scale", {})
MONTH = rules.Question("a", "month", {})
AGE = rules.Question("a", "number", {}, high=120)


@pytest.mark.parametrize(
    ("question", "sent", "kept"),
    [
        (ONE, {"q_a": ["x"]}, "x"),
        (ONE, {"q_a": ["dk"]}, "dk"),
        (ONE, {}, None),
        (MANY, {"q_a": ["y", "x", "y"]}, ["x", "y"]),
        (MANY, {"q_a": ["refused"]}, ["refused"]),
        (RANK, {"q_a_z": ["1"], "q_a_x": ["3"]}, ["z", "x"]),
        (GRID, {"q_a_r": ["x"], "q_a_s": ["dk"]}, {"r": "x", "s": "dk"}),
        (TEXT, {"q_a": [" žodis "]}, "žodis"),
        (TEN, {"q_a": ["0"]}, 0),
        (TEN, {"q_a": ["dk"]}, "dk"),
        (MONTH, {"q_a": ["2026-03"]}, "2026-03"),
        (MONTH, {"q_a": ["", "refused"]}, "refused"),
        (AGE, {"q_a": ["", "dk"]}, "dk"),
        (RANK, {"q_a": ["dk"], "q_a_x": [""]}, ["dk"]),
    ],
)
def test_an_answer_is_taken_as_given(question, sent, kept):
    assert rules.taken(question, sent) == kept


@pytest.mark.parametrize(
    ("question", "sent", "why"),
    [
        (ONE, {"q_a": ["w"]}, "choice"),
        (MANY, {"q_a": ["x", "none"]}, "alone"),
        (MANY, {"q_a": ["x", "dk"]}, "alone"),
        (RANK, {"q_a_z": ["1"], "q_a_x": ["1"]}, "alone"),
        (RANK, {"q_a_z": ["4"]}, "number"),
        (GRID, {"q_a_r": ["z"]}, "choice"),
        (TEXT, {"q_a": ["x" * 201]}, "long"),
        (TEN, {"q_a": ["11"]}, "number"),
        (TEN, {"q_a": ["1e1"]}, "number"),
        (AGE, {"q_a": ["7", "dk"]}, "alone"),
        (RANK, {"q_a": ["dk"], "q_a_x": ["1"]}, "alone"),
        (RANK, {"q_a": ["x"]}, "choice"),
        (MONTH, {"q_a": ["2026-13"]}, "month"),
        (rules.Question("a", "single", {}, ONE.options, required=True), {}, "missing"),
    ],
)
def test_an_answer_that_cannot_be_is_not_taken(question, sent, why):
    with pytest.raises(rules.Wrong) as wrong:
        rules.taken(question, sent)
    assert wrong.value.why == why


def test_a_question_is_asked_only_after_its_answer():
    after = rules.Question("b", "single", {}, when=("a", ("x", "y")))
    assert rules.asked(after, {"a": "x"})
    assert rules.asked(after, {"a": ["z", "y"]})
    assert not rules.asked(after, {"a": "z"})
    assert not rules.asked(after, {})
    assert rules.asked(ONE, {})


def test_mixed_answers_stand_in_another_order_for_another_person():
    many = rules.Question("a", "multiple", {}, (*(rules.Option(c, {}) for c in "uvwxyz"), NONE),
                          mixed=True)  # fmt: skip
    orders = [rules.turned(many, turn).codes for turn in range(rules.TURNS)]
    assert orders == [rules.turned(many, turn).codes for turn in range(rules.TURNS)]
    assert len(set(orders)) > 15
    assert {o[-1] for o in orders} == {"none"}
    assert all(sorted(o) == sorted(many.codes) for o in orders)
    firsts = {c: sum(o[0] == c for o in orders) for c in "uvwxyz"}
    assert max(firsts.values()) <= 10  # no answer is favoured
    grid = rules.turned(rules.Question("a", "matrix", {}, GRID.options, GRID.rows, mixed=True), 3)
    assert {r.code for r in grid.rows} == {"r", "s"}
    assert rules.turned(MANY, 3) is MANY
    document = copy.deepcopy(DOCUMENTS["residents"])
    scale = next(q for s in document["sections"] for q in s["questions"] if q["kind"] == "scale")
    scale["mixed"] = True
    with pytest.raises(rules.Unfit, match="have one order"):
        rules.form_of(document)


def test_a_questionnaire_whose_answers_cannot_be_kept_alike_is_refused():
    document = copy.deepcopy(DOCUMENTS["know_and_report"])
    words = {"kind": "long", "text": {"lt": "x", "en": "x"}}
    document["sections"][0]["questions"] += [{**words, "key": f"w{n}"} for n in range(12)]
    with pytest.raises(rules.Unfit, match="fewer long texts"):
        rules.form_of(document)


def test_a_week_begins_on_monday():
    assert rules.week_of(date(2026, 3, 29)) == date(2026, 3, 23)
    assert rules.week_of(date(2026, 3, 30)) == date(2026, 3, 30)


@pytest.mark.parametrize(
    "text",
    ["rašykite vardas@pastas.lt", "tel. +370 600 00 000", "860000000", "a. k. 39001010000",
     "žr. https://vieta.lt", "vardas (eta) pastas.lt", "vardas @ pastas . lt", "vardas[at]pastas",
     "pastas.LT/vardas", "parašyk @vardas", "390-0101-0000", "8 (600) 00 000"],
)  # fmt: skip
def test_a_text_that_names_somebody_is_held_back(text):
    assert wording.names_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026 metais buvo 12 vagysčių",
        "daugiau šviesos 3 gatvėse",
        "",
        "Nežinau. Lt buvo geriau",
        "nuo 1990 iki 2024",
        "12.30 val.",
    ],
)
def test_a_harmless_text_is_not(text):
    assert not wording.names_somebody(text)


@given(st.integers(0, 500))
def test_five_go_together_and_five_stay(waiting):
    now = rules.to_mix(waiting, closed=False)
    assert now == 0 or (now >= 5 and waiting - now == 5)
    assert rules.to_mix(waiting, closed=True) == waiting


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), max_size=8))
def test_no_shown_answer_is_of_one_to_four_people(counts):
    shown = rules.joined(counts)
    assert sorted(c for codes_ in shown.values() for c in codes_) == sorted(counts)
    for codes_ in shown.values():
        number = sum(counts[c] for c in codes_)
        assert number == 0 or number >= 5 or sum(counts.values()) < 5
        if 0 < min(counts[c] for c in codes_) < 5:
            assert len(codes_) > 1 or len([n for n in counts.values() if n]) == 1


def test_bases():
    assert [rules.showing(n) for n in (0, 9, 10, 29, 30, 49, 50)] == [
        "nothing", "nothing", "merged", "merged", "small", "small", "full"]  # fmt: skip
