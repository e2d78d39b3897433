"""The rules, over many made-up facts, and the database's copies of two tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from talka.casework.cases.rules import CASE_ROLES
from talka.casework.detection import rules
from talka.ground.kernel.pack import load_pack

BODIES = [UUID(int=n) for n in range(4)]
STATUSES = sorted(rules.AFFIRMING | {"not_a_victim", "declined"})


@st.composite
def assertions(draw: st.DrawFn) -> list[rules.Asserted]:
    written = draw(st.integers(0, 12))
    return [
        rules.Asserted(
            draw(st.sampled_from(BODIES)),
            draw(st.sampled_from(STATUSES)),
            draw(st.dates(date(2026, 1, 1), date(2026, 2, 1))),
            datetime(2026, 3, 1, minute=n, tzinfo=UTC),
        )
        for n in range(written)
    ]


@given(assertions(), st.randoms())
def test_an_opinion_is_each_bodys_latest_word_in_any_order(said, chance) -> None:
    opinion = rules.opinion(said)
    assert set(opinion.by_body) == {a.body for a in said}
    for body, word in opinion.by_body.items():
        others = [(a.on, a.at) for a in said if a.body == body]
        assert (word.on, word.at) == max(others)
    mixed = list(said)
    chance.shuffle(mixed)
    assert rules.opinion(mixed) == opinion


@given(assertions(), st.sampled_from(BODIES), st.sampled_from(STATUSES))
def test_one_body_never_changes_anothers_word(said, body, status) -> None:
    before = rules.opinion(said).by_body
    new = rules.Asserted(body, status, date(2026, 2, 2), datetime(2026, 4, 1, tzinfo=UTC))
    after = rules.opinion([*said, new]).by_body
    assert after[body] == new
    assert {b: a for b, a in after.items() if b != body} == {
        b: a for b, a in before.items() if b != body
    }


@given(assertions())
def test_bodies_differ_only_when_one_denies_what_another_affirms(said) -> None:
    opinion = rules.opinion(said)
    denied = any(a.status == "not_a_victim" for a in opinion.by_body.values())
    affirmed = any(a.status in rules.AFFIRMING for a in opinion.by_body.values())
    assert opinion.differ == (denied and affirmed)


@given(st.sets(st.integers(1, 6)), st.sampled_from(rules.DECISIONS))
def test_any_decision_is_possible_and_the_score_only_asks_for_a_reason(positive, decision) -> None:
    against = rules.against_score(positive, decision)
    assert against == (bool(positive) == (decision == "not_presumed"))


@pytest.mark.parametrize("role", sorted(CASE_ROLES))
@pytest.mark.parametrize("decision", sorted(rules.OPENS_CASE))
def test_whoever_opens_a_case_has_words_for_it(role, decision) -> None:
    status = rules.first_status(role, decision)
    assert rules.may_assert(role, status)
    assert status in rules.AFFIRMING


def test_no_first_word_without_a_presumption() -> None:
    with pytest.raises(ValueError):
        rules.first_status("case_worker", "not_presumed")


def test_who_may_say_what() -> None:
    assert rules.may_assert("case_worker", "presumed")
    assert not rules.may_assert("case_worker", "recognised")
    assert not rules.may_assert("police", "recognised")
    assert rules.may_assert("prosecutor", "recognised")
    assert not rules.may_assert("prosecutor", "presumed")
    assert not any(rules.may_assert("coordinator", s) for s in STATUSES)
    known = {c.code for c in load_pack().codes("status")}
    assert set().union(*rules.MAY_ASSERT.values()) <= known


@given(st.sampled_from(["police", "ngo"]), st.booleans(), st.booleans())
def test_a_childs_terms_are_never_fewer(source, child, danger) -> None:
    def codes(is_child: bool) -> set[tuple[str, str]]:
        return set(rules.deadlines(rules.SignalFacts(source, is_child, danger)))

    assert codes(False) <= codes(True)
    assert (("signal", "unsafe_place") in codes(child)) == (child and danger and source == "police")


@pytest.mark.parametrize(
    ("settled", "decisions", "passed", "state"),
    [
        ("", [], False, "received"),
        ("", [""], False, "received"),
        ("", ["", "possible"], False, "screened"),
        ("", [], True, "passed_on"),
        ("no_further_action", ["presumed"], False, "no_further_action"),
        ("case", [], True, "case_opened"),
    ],
)
def test_state_is_computed(settled, decisions, passed, state) -> None:
    assert rules.state(settled, decisions, passed) == state


def test_the_database_holds_the_same_tables(acts) -> None:
    roles = sorted({r.code for r in load_pack().roles})
    with acts("ngo"), connection.cursor() as cursor:
        cursor.execute("SELECT talka.signal_roles()")
        assert set(cursor.fetchone()[0]) == rules.SIGNAL_ROLES
        for role in roles:
            cursor.execute("SELECT talka.may_assert(%s)", [role])
            assert set(cursor.fetchone()[0]) == rules.MAY_ASSERT.get(role, frozenset()), role
