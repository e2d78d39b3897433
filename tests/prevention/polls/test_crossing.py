"""Answers within groups: nothing of one to four people is shown, and nothing is found by
subtraction from the results that stand beside."""

from __future__ import annotations

import math
import random
from collections import Counter
from typing import Any

import numpy
import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from talka.ground.access.actor import begun
from talka.prevention.polls import crossing, rules, weights
from talka.prevention.polls.actions import keeping, taking
from talka.prevention.polls.crossing import Person
from tests.prevention.polls.conftest import administrator

ANSWERS, GROUPS = ["yes", "rather_yes", "rather_no", "no", "dk"], ["f", "m", "o", crossing.UNTOLD]
MERGING = {"yes": "yes", "rather_yes": "yes", "rather_no": "no", "no": "no"}
PEOPLE = st.dictionaries(
    st.builds(Person, st.frozensets(st.sampled_from(ANSWERS), min_size=1, max_size=2),
              st.sampled_from(GROUPS)),
    st.integers(1, 25), max_size=25,
)  # fmt: skip


@given(PEOPLE, st.sampled_from([{}, MERGING]))
@settings(max_examples=400, deadline=None)
def test_every_number_shown_is_of_nobody_or_of_five(people, merging):
    layout = crossing.laid_out(people, ANSWERS, GROUPS, merging)
    if layout is None:
        return
    people = crossing.merge(people, merging) if layout.merged else people
    shown = {a for p in people for a in p.chose}
    assert shown <= {a for row in layout.rows for a in row}
    assert sorted(g for c in layout.columns for g in c) == sorted({p.group for p in people})
    for column in layout.columns:
        base = sum(n for p, n in people.items() if p.group in column)
        assert base >= (rules.NOTHING_BELOW if layout.merged else rules.MERGED_BELOW)
        numbers = [crossing.number(people, row, column) for row in layout.rows]
        assert not [n for n in numbers if 0 < n < rules.MIN_CELL]
        assert base not in numbers  # nobody learns what everybody of a group said


def drawn(seed: int) -> Counter[Person]:
    """A poll of few people, a small group and rare answers: what is hard to protect."""
    draw = random.Random(seed)
    answers = draw.choices(ANSWERS, [40, 20, 6, 5, 2], k=160)
    groups = draw.choices(GROUPS, [20, 16, 3, 2], k=160)
    return Counter(Person(frozenset([a]), g) for a, g in zip(answers, groups, strict=True))


def beside(people: Counter[Person]) -> list[tuple[set[tuple[str, str]], int]]:
    """What the results of the poll tell of the same people: (cells, their sum)."""
    by_answer, by_group = Counter[str](), Counter[str]()
    for person, n in people.items():
        by_answer[min(person.chose)] += n
        by_group[person.group] += n
    of_answers = rules.joined(by_answer).values()
    of_groups = rules.joined({g: by_group[g] for g in GROUPS[:3]}).values()
    return [
        *(({(a, g) for a in codes for g in GROUPS}, sum(by_answer[a] for a in codes))
          for codes in of_answers),
        *(({(a, g) for a in ANSWERS for g in codes}, sum(by_group[g] for g in codes))
          for codes in of_groups),
    ]  # fmt: skip


def found_out(people: Counter[Person], told: list[tuple[set[tuple[str, str]], int]]) -> int:
    """How many cells of one to four people an attacker with an exact solver knows for sure."""
    cells = [(a, g) for a in ANSWERS for g in GROUPS]
    matrix = numpy.array([[float(c in some) for c in cells] for some, _n in told])
    sums = numpy.array([float(n) for _some, n in told])
    words: dict[str, Any] = {
        "constraints": LinearConstraint(matrix, sums, sums), "bounds": Bounds(0, numpy.inf),
        "integrality": numpy.ones(len(cells)),
    }  # fmt: skip
    known = 0
    for at, (answer, group) in enumerate(cells):
        if not 0 < people[Person(frozenset([answer]), group)] < rules.MIN_CELL:
            continue
        goal = numpy.zeros(len(cells))
        goal[at] = 1
        least, most = milp(goal, **words), milp(-goal, **words)
        known += round(least.fun) == round(-most.fun)
    return known


def test_nobody_finds_a_few_by_subtraction():
    """The control: a table that only leaves out what is of one to four people is undone."""
    leaks, undone, tables = 0, 0, 0
    for seed in range(40):
        people = drawn(seed)
        table = [({(a, g)}, n) for a in ANSWERS for g in GROUPS
                 if not 0 < (n := people[Person(frozenset([a]), g)]) < rules.MIN_CELL]  # fmt: skip
        undone += found_out(people, [*beside(people), *table])
        layout = crossing.laid_out(people, ANSWERS, GROUPS, {})
        if layout is None:
            continue
        tables += 1
        shown = [({(a, g) for a in row for g in column}, crossing.number(people, row, column))
                 for row in layout.rows for column in layout.columns]  # fmt: skip
        leaks += found_out(people, [*beside(people), *shown])
    assert tables > 30
    assert leaks == 0
    assert undone > 100


def test_a_mean_within_a_group_is_that_of_the_subset():
    """svymean(~y, subset(d, g == "a")) of a stratified sample, written out: everybody outside
    counts with nothing, in the number and in the mean of their stratum."""
    draw = numpy.random.default_rng(7)
    y, w = draw.normal(5, 2, 60), draw.uniform(0.5, 2, 60)
    inside, h = draw.random(60) < 0.4, numpy.repeat(["t", "v"], [40, 20])
    strata = weights.Strata(list(h), {"t": 10**6, "v": 10**6})
    found = weights.mean(list(y), list(w), strata, list(inside))
    total = math.fsum(w[inside])
    mean = math.fsum((w * y)[inside]) / total
    variance = 0.0
    for name, n in (("t", 40), ("v", 20)):
        z = [float(b * (a - mean) / total) if i else 0.0
             for a, b, i, k in zip(y, w, inside, h, strict=True) if k == name]  # fmt: skip
        middle = math.fsum(z) / n
        variance += n / (n - 1) * math.fsum((x - middle) ** 2 for x in z)
    assert found.value == pytest.approx(mean, abs=1e-10)
    assert found.error == pytest.approx(math.sqrt(variance), abs=1e-10)
    assert found.n == inside.sum()
    alone = weights.mean(list(y[inside]), list(w[inside]), strata.where(list(inside)))
    assert alone.error != pytest.approx(found.error, abs=1e-4)  # the control: it is not the same


def test_the_interval_within_a_group_covers_as_often_as_it_says():
    """Samples of 600 of two strata weighted back; a group of about a third, unevenly spread."""
    draw, covered, rounds = numpy.random.default_rng(5), 0, 2000
    truth = (0.5 * 0.2 * 0.6 + 0.5 * 0.5 * 0.3) / (0.5 * 0.2 + 0.5 * 0.5)
    rare = numpy.arange(600) < 150
    strata = weights.Strata(["ab"[int(not r)] for r in rare], {"a": 10**6, "b": 10**6})
    w = weights.of_design(strata)
    for _turn in range(rounds):
        of = draw.random(600) < numpy.where(rare, 0.2, 0.5)
        chose = draw.random(600) < numpy.where(rare, 0.6, 0.3)
        found = weights.share(list(chose), w, strata=strata, of=list(of))
        covered += found.low <= truth <= found.high
    assert 0.94 <= covered / rounds <= 0.96, covered / rounds


@pytest.fixture
def client(cast):
    made = Client(headers={"accept-language": "en"})
    made.cookies["talka"] = cast["coordinator"].token
    made.cookies["talka_language"] = "en"
    return made


def test_results_within_groups_through_the_screens(asked, keeper, mix, client, cast):
    poll = asked(mode="open")
    people = [{"sex": "female", "report": "yes" if n < 45 else "no", "sure": 6} for n in range(60)]
    people += [{"sex": "male", "report": "yes" if n < 15 else "no", "sure": 3} for n in range(60)]
    people += [{"sex": "other", "report": "no"}] * 4 + [{"report": "no"}] * 3
    for one in people:
        assert taking.take(poll=poll, code="", answers=one) == "taken"
    keeper(keeping.close_poll, poll_id=poll.id)
    at = f"/polls/{poll.id}/crossed/sex/"
    for address in (at, f"/polls/{poll.id}/results/"):
        early = client.get(address)
        assert early.status_code == 403  # the last answers wait
        assert "being mixed" in early.content.decode()
    assert mix(poll.id) == len(people)
    assert at in client.get(f"/polls/{poll.id}/results/").content.decode()
    page = client.get(at)
    tables = page.context["crossed"].tables
    report = next(t for t in tables if "report" in t.text)
    assert [(c.text, c.base) for c in report.columns] == [
        ("Together, because they are few: Woman; Other; Did not say", 67), ("Man", 60)]  # fmt: skip
    yes = next(r for r in report.rows if r.text == "Yes")
    assert [round(c.value) for c in yes.cells] == [67, 25]
    sure = next(t for t in tables if t.rows and not t.rows[0].text)
    assert [c.value for c in sure.rows[0].cells] == [6, 3]
    table = client.get(f"/polls/{poll.id}/crossed/sex.csv").content.decode("utf-8-sig")
    assert any(line.endswith(";Yes;67;;") for line in table.splitlines())
    assert client.get(f"/polls/{poll.id}/crossed/report/").status_code == 404
    client.cookies["talka"] = cast["ngo"].token
    assert client.get(at).status_code == 403


def test_own_words_of_fewer_than_ten_are_read_by_nobody(asked, keeper, mix, cast):
    """Nine people answered: the database itself keeps their words. With the tenth they are read."""
    for people in (9, 10):
        poll = asked(code="residents", mode="open")
        for n in range(people):
            taking.take(poll=poll, code="", answers={"risk": n % 11, "wish": f"w{n}"})
        keeper(keeping.close_poll, poll_id=poll.id)
        with begun(cast["coordinator"].token) as actor:
            assert _words(actor, poll) == 0  # still being mixed
        mix(poll.id)
        with begun(cast["coordinator"].token) as actor:
            assert _words(actor, poll) == (0 if people < 10 else 10)
        with administrator() as db:
            kept = db.execute("SELECT count(*) FROM talka.poll_words WHERE poll_id = %s", [poll.id])
            assert kept.fetchone() == (people,)


def _words(_actor: Any, poll: Any) -> int:
    from talka.prevention.polls.queries.pages import own_words

    return len(own_words(poll))
