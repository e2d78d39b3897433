"""The labour criteria weigh answers exactly at the thresholds, and never decide."""

from __future__ import annotations

import copy
import csv
import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talka.ground.kernel.pack import load_pack
from talka.method.criteria.rules import (
    ANSWERS,
    CriteriaError,
    difference,
    evaluate,
    parse,
)

DOCUMENT = load_pack("lt").documents("criteria")["labour-v1"]
LABOUR = parse(DOCUMENT)
GRADES_2009 = Path(__file__).parents[4] / "shared" / "data" / "delphi_indicators_labour_2009.csv"
PROFILES = ("adult_labour", "child_labour")


def expected_rule(strong: int, medium: int, weak: int) -> str | None:
    """The published rule, written a second time from its words."""
    if strong >= 2:
        return "two_strong"
    if strong == 1 and (medium or weak):
        return "strong_and_other"
    if medium >= 3:
        return "three_medium"
    if medium == 2 and weak:
        return "two_medium_one_weak"
    return None


def expected_rules(profile: str, positive: frozenset[int]) -> str:
    if profile == "child_labour":
        if 4 in positive:
            return "child_exploitation"
        return "child_means_only" if positive else "child_none"
    if 4 not in positive:
        return "adult_means_only" if positive else "adult_none"
    if 5 in positive:
        if positive & {1, 2}:
            return "adult_means_exploitation_coercion"
        if 3 in positive:
            return "adult_vulnerability_exploitation_coercion"
        return "adult_exploitation_coercion"
    if 1 in positive:
        return "adult_deception_exploitation"
    if positive & {2, 3, 6}:
        return "adult_other_means_exploitation"
    return "adult_exploitation_only"


def by_grade(profile: str, dimension: int) -> dict[str, list[str]]:
    column = LABOUR.profile(profile).column
    found: dict[str, list[str]] = {"S": [], "M": [], "W": []}
    for indicator in LABOUR.questions(profile):
        if indicator.dimension == dimension:
            grade = indicator.grade(column)
            assert grade is not None
            found[grade].append(indicator.code)
    return found


def yes(*codes: str) -> dict[str, str]:
    return dict.fromkeys(codes, "yes")


def test_the_published_counts() -> None:
    assert len(LABOUR.questions("adult_labour")) == 67
    assert len(LABOUR.questions("child_labour")) == 65
    counts = [len([i for i in LABOUR.indicators if i.dimension == n]) for n in range(1, 7)]
    assert counts == [10, 10, 16, 9, 15, 7]


def test_the_grades_are_those_of_2009() -> None:
    if not GRADES_2009.exists():
        pytest.skip(f"the table of grades is not on this machine: {GRADES_2009.name}")
    with GRADES_2009.open(encoding="utf-8", newline="") as handle:
        table = list(csv.DictReader(handle))
    theirs = [(int(r["dimension"][0]), r["adult_labour"], r["child_labour"]) for r in table]
    ours = [
        (i.dimension, i.grade("adult") or "", i.grade("child") or "") for i in LABOUR.indicators
    ]
    assert ours == theirs
    labels = {r["indicator"].lower() for r in table}
    assert not labels & {i.label("en").lower() for i in LABOUR.indicators}


def test_the_sums_of_grades() -> None:
    """Stands in for the table where it is absent: the sums fix a slip in any one grade."""
    sums = {
        (column, grade): sum(i.grade(column) == grade for i in LABOUR.indicators)
        for column in ("adult", "child")
        for grade in ("S", "M", "W", None)
    }
    assert sums == {
        ("adult", "S"): 7,
        ("adult", "M"): 53,
        ("adult", "W"): 7,
        ("adult", None): 0,
        ("child", "S"): 15,
        ("child", "M"): 50,
        ("child", "W"): 0,
        ("child", None): 2,
    }


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("dimension", range(1, 7))
def test_every_combination_near_the_thresholds(profile: str, dimension: int) -> None:
    grades = by_grade(profile, dimension)
    ranges = [range(min(len(grades[g]), 4) + 1) for g in "SMW"]
    fired = set()
    for strong, medium, weak in itertools.product(*ranges):
        codes = grades["S"][:strong] + grades["M"][:medium] + grades["W"][:weak]
        result = evaluate(LABOUR, profile, yes(*codes))
        found = result.dimensions[dimension - 1]
        assert found.rule_id == expected_rule(strong, medium, weak), (strong, medium, weak)
        assert found.positive == (found.rule_id is not None)
        assert set(found.counted) == set(codes)
        assert result.positive <= {dimension}
        fired.add(found.rule_id)
    assert None in fired
    assert len(fired) > 1


@pytest.mark.parametrize("profile", PROFILES)
def test_every_combination_of_dimensions_fires_its_rule(profile: str) -> None:
    everything = {
        n: [c for codes in by_grade(profile, n).values() for c in codes] for n in range(1, 7)
    }
    seen = set()
    for size in range(7):
        for positive in itertools.combinations(range(1, 7), size):
            result = evaluate(LABOUR, profile, yes(*(c for n in positive for c in everything[n])))
            assert result.positive == frozenset(positive)
            assert result.rule_id == expected_rules(profile, frozenset(positive))
            seen.add(result.rule_id)
    assert seen == {rule.id for rule in LABOUR.profile(profile).rules}


def test_a_weak_sign_for_an_adult_may_be_strong_for_a_child() -> None:
    answers = yes("d1_education", "d1_wages")
    assert evaluate(LABOUR, "adult_labour", answers).positive == frozenset()
    assert evaluate(LABOUR, "child_labour", answers).positive == {1}


def test_a_question_the_child_list_lacks_does_not_count_for_a_child() -> None:
    answers = yes("d4_social_protection", "d4_low_pay", "d4_hazards")
    assert evaluate(LABOUR, "adult_labour", answers).positive == {4}
    assert evaluate(LABOUR, "child_labour", answers).positive == frozenset()


@st.composite
def answered(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    codes = [i.code for i in LABOUR.indicators]
    answers = draw(st.dictionaries(st.sampled_from(codes), st.sampled_from(ANSWERS)))
    return draw(st.sampled_from(PROFILES)), answers


@given(answered())
def test_no_and_unknown_count_for_nothing(case: tuple[str, dict[str, str]]) -> None:
    profile, answers = case
    only_yes = {code: a for code, a in answers.items() if a == "yes"}
    full, bare = evaluate(LABOUR, profile, answers), evaluate(LABOUR, profile, only_yes)
    assert (full.rule_id, full.positive) == (bare.rule_id, bare.positive)
    assert not set(full.ask_next) & set(answers)


@given(answered(), st.data())
def test_one_more_yes_never_makes_a_dimension_negative(
    case: tuple[str, dict[str, str]], data: st.DataObject
) -> None:
    profile, answers = case
    more = data.draw(st.sampled_from([i.code for i in LABOUR.indicators]))
    before = evaluate(LABOUR, profile, answers).positive
    assert before <= evaluate(LABOUR, profile, {**answers, more: "yes"}).positive


def test_it_asks_next_for_the_strongest_open_sign() -> None:
    result = evaluate(LABOUR, "adult_labour", yes("d4_hours", "d4_low_pay"))
    assert not [code for code in result.ask_next if code.startswith("d4_")]
    fifth = [code for code in result.ask_next if code.startswith("d5_")]
    assert fifth[:4] == ["d5_documents", "d5_debt", "d5_isolation", "d5_violence"]


@pytest.mark.parametrize("lang", ["lt", "en"])
def test_every_explanation_ends_with_who_decides(lang: str) -> None:
    nothing = evaluate(LABOUR, "adult_labour", {}).explain(lang)
    told = evaluate(LABOUR, "adult_labour", yes("d5_documents", "d5_debt")).explain(lang)
    last = {"lt": "Balas nieko nenusprendžia", "en": "The score decides nothing"}[lang]
    assert nothing[-1].startswith(last)
    assert told[-1] == nothing[-1]
    assert len(told) == len(nothing) + 1


def test_unknown_questions_answers_and_profiles_are_refused() -> None:
    with pytest.raises(CriteriaError) as caught:
        evaluate(LABOUR, "adult_labour", {"d9_magic": "yes", "d4_hours": "perhaps"})
    assert caught.value.faults == ("no question d9_magic", "d4_hours: no answer 'perhaps'")
    with pytest.raises(KeyError):
        evaluate(LABOUR, "adult_sexual", {})


def test_the_sexual_lists_are_not_shipped() -> None:
    assert list(load_pack("lt").documents("criteria")) == ["labour-v1"]
    assert LABOUR.verified_by is None


def _broken(*path: Any, value: Any) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({}, "criteria: needs indicators, profiles and dimension rules"),
        (_broken("indicators", 0, "adult", value="X"), "d1_job_nature: adult should be S, M, W"),
        (_broken("indicators", 0, "en", value=""), "indicator d1_job_nature: en is missing"),
        (_broken("indicators", 0, "dimension", value=9), "d1_job_nature: no dimension 9"),
        (_broken("indicators", 1, "code", value="d1_job_nature"), "d1_job_nature stands twice"),
        (_broken("dimension_rules", 0, "strong", value=0), "would hold without any sign"),
        (_broken("profiles", 0, "rules", 0, "all", value=[7]), "no dimension 7"),
        (_broken("profiles", 0, "rules", 0, "conclusion", value="x"), "no conclusion x"),
        (_broken("profiles", 0, "rules", 7, "all", value=[1]), "the last rule should have no"),
        (_broken("profiles", 0, "rules", 5, "all", value=[]), "hides the rules after it"),
        (_broken("source_en", value=None), "criteria: source_en is missing"),
    ],
)
def test_a_broken_set_is_refused(document: dict[str, Any], told: str) -> None:
    with pytest.raises(CriteriaError) as caught:
        parse(document)
    assert any(told in fault for fault in caught.value.faults), caught.value.faults


def test_a_changed_grade_shows_as_a_difference() -> None:
    assert difference(LABOUR, LABOUR) == []
    changed = parse(_broken("indicators", 0, "adult", value="M"))
    assert [(c.path, c.kind, c.old, c.new) for c in difference(LABOUR, changed)] == [
        ("indicator/d1_job_nature/adult", "changed", "S", "M")
    ]
