"""Sixty municipalities with random histories in the tables: the country's page says of them what a
count by hand over the histories says."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

import pytest

from talka.ground.access.actor import Actor
from talka.ground.kernel.begun import counted
from talka.ground.kernel.pack import load_pack
from talka.prevention.programmes import rules
from talka.prevention.programmes.queries.country import CountryPage, country_page
from talka.prevention.programmes.rollup import Figure, Joined
from tests.prevention.programmes.sixty import (
    TODAY,
    UNTIL,
    Country,
    Measure,
    Seen,
    Use,
    Version,
    administrator,
    country,
    stored,
)
from tests.prevention.programmes.test_rollup import by_hand

Acts = Callable[[str], AbstractContextManager[Actor]]


def euros(measure: Measure, stage: str) -> Decimal | None:
    """Each line to the cent, half to even; None when nobody said a number."""
    found = []
    for _, _, kind, of, _, amount, currency, times in measure.money:
        if kind == "total" and of == stage and amount is not None:
            exact = amount * times / (Decimal("3.45280") if currency == "LTL" else 1)
            found.append(exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN))
    return sum(found, Decimal(0)) if found else None


def planned(measure: Measure) -> Decimal | None:
    approved = euros(measure, "approved")
    return euros(measure, "requested") if approved is None else approved


def together(amounts: list[Decimal | None]) -> Decimal | None:
    said = [a for a in amounts if a is not None]
    return sum(said, Decimal(0)) if said else None


def last(use: Use) -> Seen | None:
    """What was recorded last of the latest year."""
    years = [s for s in use.seen if s.year == max(s.year for s in use.seen)]
    return years[-1] if years else None


def by_year(use: Use) -> list[Figure]:
    latest = {s.year: s for s in use.seen}
    return [Figure(s.state, s.value, s.base, s.year) for _, s in sorted(latest.items())]


def status(version: Version, measure: Measure) -> str:
    """What a person said, else what follows from the dates, told once more in other words."""
    if measure.said:
        return measure.said
    if measure.dropped and measure.dropped <= TODAY:
        return "dropped"
    still = [due for due, done in measure.steps if not (done and done <= TODAY)]
    wanted = [(u, last(u)) for u in measure.uses if u.target is not None]
    reached = {u.id: bool(s and s.value is not None and u.target is not None
                          and s.value >= u.target) for u, s in wanted}  # fmt: skip
    if (measure.steps and not still) or (not measure.steps and wanted and all(reached.values())):
        return "done"
    end = min(still) if still else measure.due or UNTIL
    if end < TODAY:
        return "late"
    if any(u.year and u.year < TODAY.year and not reached[u.id] for u, _ in wanted):
        return "late"
    paid, approved = euros(measure, "paid"), euros(measure, "approved")
    noted = any((s := last(u)) and s.value is not None for u in measure.uses)
    near = (end - TODAY).days <= 30
    if not (noted or paid or len(still) < len(measure.steps)):
        return "at_risk" if near and version.since <= TODAY else "not_started"
    over = paid is not None and approved is not None and paid > approved
    return "at_risk" if over or near else "on_course"


def counts(found: list[str]) -> dict[str, int]:
    return {s: found.count(s) for s in rules.STATUSES}


def expected(made: Country) -> dict[str, Any]:
    said: dict[str, Any] = {"adopted": 0}
    names = {m.code: load_pack().label("municipality", m.code, "lt")
             for m in load_pack().municipalities}  # fmt: skip
    for code in names:
        own = [(v, m) for v, m in made.taken if v.place == code]
        plan = sorted(own, key=lambda x: x[0].since)[-1][0].id if own else None
        said["adopted"] += bool(own)
        said[code] = (plan, len(own), counts([status(v, m) for v, m in own]),
                      together([planned(m) for _, m in own]),
                      together([euros(m, "paid") for _, m in own]))  # fmt: skip
    for n, (node, _) in enumerate(made.national):
        own = [(v, m) for v, m in made.taken if n in m.serves]
        said[str(node)] = (len({v.place for v, _ in own}), counts([status(v, m) for v, m in own]))
    for n, (_, code, units, time) in enumerate(made.ways):
        used = [(v, u) for v, m in made.taken for u in m.uses if u.of == n]
        silent = {names[v.place] for v, u in used if mute(u, time)}
        state, value, known, of = by_hand([by_year(u) for _, u in used], units, time)
        said[code] = (state, None if value is None else near(value), known, of, silent)
    said["all"] = counts([status(v, m) for v, m in made.taken])
    for n, name in ((3, "planned"), (4, "paid")):
        sums = [said[code][n] for code in names if said[code][0]]
        said[name] = (together(sums), len([s for s in sums if s is not None]), len(sums))
    return said


def mute(use: Use, time: str) -> bool:
    """Nothing is known of any year (of the last one, where only that speaks), though it applies."""
    years = by_year(use)
    if time not in ("last", "none") and any(f.state in ("value", "zero") for f in years):
        return False
    return not years or years[-1].state == "missing"


def near(value: Any) -> Fraction:
    return round(Fraction(value), 12)


def told(page: CountryPage) -> dict[str, Any]:
    said: dict[str, Any] = {"adopted": page.adopted, "all": dict(page.counts)}
    said |= {t.code: (t.plan, t.taken, dict(t.counts), t.planned, t.paid) for t in page.towns}
    said |= {str(m.id): (m.towns, dict(m.counts)) for m in page.measures}
    for roll in page.indicators:
        j = roll.joined
        value = None if j.value is None else near(j.value)
        said[roll.said.indicator.code] = (j.state, value, j.known, j.of, set(roll.silent))

    def money(j: Joined) -> tuple[Any, ...]:
        return j.value, j.known, j.of

    return {**said, "planned": money(page.planned), "paid": money(page.paid)}


@pytest.mark.parametrize("seed", range(3))
def test_the_page_of_sixty_equals_the_count_by_hand(acts: Acts, seed: int) -> None:
    chance = random.Random(seed)
    made = country(chance)
    with stored(made, chance), acts("ministry"):
        with counted() as asked:
            page = country_page(made.plan, "lt")
        want = expected(made)
        assert told(page) == want
        assert len(page.towns) == 60
        assert want["adopted"] > 30
        late = [t.late for t in page.towns]
        assert late == sorted(late, reverse=True)
        assert min(want["all"].values()) > 0, "every status occurs"
        assert len(asked) <= 9


CHANGES = (
    "UPDATE milestone SET done_on = NULL, done_by_id = NULL WHERE done_on IS NOT NULL",
    "UPDATE observation SET state = 'zero', value = 0 WHERE state = 'missing'",
    "UPDATE observation SET state = 'not_applicable' WHERE state = 'missing'",
    "UPDATE budget_line SET state = 'missing', amount = NULL WHERE state = 'zero'",
    "UPDATE budget_line SET amount = amount + 0.01 WHERE state = 'value' AND stage = 'paid'",
    "UPDATE status_override SET lifted_at = now() WHERE lifted_at IS NULL",
)


@pytest.mark.parametrize("change", CHANGES)
def test_one_change_in_the_tables_is_seen(acts: Acts, change: str) -> None:
    """Control: the comparison fails when the tables hold another history than was lived."""
    chance = random.Random(7)
    made = country(chance)
    with stored(made, chance):
        with administrator() as db:
            serving = [
                v.id for v in made.versions if v.counts and any(m.serves for m in v.measures)
            ]
            assert db.execute(f"{change} AND plan_id = ANY(%s)", [serving]).rowcount > 0
        with acts("ministry"):
            assert told(country_page(made.plan, "lt")) != expected(made)
