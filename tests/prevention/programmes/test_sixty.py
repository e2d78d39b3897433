"""Sixty municipalities with random histories in the tables: the country's page says of them what a
count by hand over the histories says."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
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


def line(measure: Measure) -> list[Measure]:
    """The measure in every version of its programme, the first one first."""
    return [*(line(measure.before) if measure.before else ()), measure]


def cells(measure: Measure, stage: str) -> dict[tuple[int, str], Decimal]:
    """What was said last of each year and source, to the cent, half to even."""
    found: dict[tuple[int, str], Decimal | None] = {}
    for year, source, kind, of, _, amount, currency, times in measure.money:
        if kind == "total" and of == stage:
            rate = Decimal("3.45280") if currency == "LTL" else 1
            found[year, source] = None if amount is None else (amount * times / rate).quantize(
                Decimal("0.01"), ROUND_HALF_EVEN)  # fmt: skip
    return {cell: eur for cell, eur in found.items() if eur is not None}


def silenced(measure: Measure) -> set[tuple[int, str]]:
    """Cells of which a later version says that the amount paid is not known."""
    last = {(y, s): amount for y, s, kind, of, _, amount, *_ in measure.money
            if (kind, of) == ("total", "paid")}  # fmt: skip
    return {cell for cell, amount in last.items() if amount is None}


def paid(measure: Measure) -> Decimal | None:
    """Of every version of the measure."""
    found: dict[tuple[int, str], Decimal] = {}
    for one in line(measure):
        found = {c: eur for c, eur in found.items() if c not in silenced(one)}
        found |= cells(one, "paid")
    return sum(found.values(), Decimal(0)) if found else None


def planned(measure: Measure) -> Decimal | None:
    """Of its newest version: revised, else approved, else requested."""
    stages = [cells(measure, stage) for stage in ("revised", "approved", "requested")]
    sums = [next(s[c] for s in stages if c in s) for c in {c for s in stages for c in s}]
    return sum(sums, Decimal(0)) if sums else None


def finished(measure: Measure) -> list[tuple[date, date | None]]:
    """Each step with the day it was done first, in whichever version."""
    days: dict[Any, list[date]] = {}
    for one in line(measure):
        for step in one.steps:
            days.setdefault(step.line, []).extend([step.done] if step.done else [])
    return [(s.due, min(days[s.line], default=None)) for s in measure.steps]


def lately(words: list[Any]) -> Any:
    return next((w for w in reversed(words) if w), None)


def seen(measure: Measure, use: Use) -> list[Seen]:
    """In the order of recording, in every version that judged it by this indicator."""
    return [s for one in line(measure) for u in one.uses if u.of == use.of for s in u.seen]


def together(amounts: list[Decimal | None]) -> Decimal | None:
    said = [a for a in amounts if a is not None]
    return sum(said, Decimal(0)) if said else None


def last(all_seen: list[Seen]) -> Seen | None:
    """What was recorded last of the latest year."""
    years = [s for s in all_seen if s.year == max(s.year for s in all_seen)]
    return years[-1] if years else None


def by_year(all_seen: list[Seen]) -> list[Figure]:
    latest = {s.year: s for s in all_seen}
    return [Figure(s.state, s.value, s.base, s.year) for _, s in sorted(latest.items())]


def status(version: Version, measure: Measure) -> str:
    """What a person said, else what follows from the dates, told once more in other words."""
    if said := lately([one.said for one in line(measure)]):
        return str(said)
    dropped = lately([one.dropped for one in line(measure)])
    if dropped and dropped <= TODAY:
        return "dropped"
    still = [due for due, done in finished(measure) if not (done and done <= TODAY)]
    wanted = [(u, last(seen(measure, u))) for u in measure.uses if u.target is not None]
    reached = {u.id: bool(s and s.value is not None and u.target is not None
                          and s.value >= u.target) for u, s in wanted}  # fmt: skip
    if measure.steps + wanted and not still and all(reached.values()):
        return "done"
    end = min(still) if still else measure.due or UNTIL
    if end < TODAY:
        return "late"
    if any(u.year and u.year < TODAY.year and not reached[u.id] for u, _ in wanted):
        return "late"
    out, plan = paid(measure), planned(measure)
    noted = any((s := last(seen(measure, u))) and s.value is not None for u in measure.uses)
    near = (end - TODAY).days <= 30
    if not (noted or out or len(still) < len(measure.steps)):
        return "at_risk" if near and version.since <= TODAY else "not_started"
    over = out is not None and plan is not None and out > plan
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
                      together([paid(m) for _, m in own]))  # fmt: skip
    for n, (node, _) in enumerate(made.national):
        own = [(v, m) for v, m in made.taken if n in m.serves]
        said[str(node)] = (len({v.place for v, _ in own}), counts([status(v, m) for v, m in own]))
    for n, (_, code, units, time) in enumerate(made.ways):
        used = [(v, by_year(seen(m, u))) for v, m in made.taken for u in m.uses if u.of == n]
        silent = {names[v.place] for v, years in used if mute(years, time)}
        state, value, known, of = by_hand([years for _, years in used], units, time)
        said[code] = (state, None if value is None else near(value), known, of, silent)
    said["all"] = counts([status(v, m) for v, m in made.taken])
    for n, name in ((3, "planned"), (4, "paid")):
        sums = [said[code][n] for code in names if said[code][0]]
        said[name] = (together(sums), len([s for s in sums if s is not None]), len(sums))
    return said


def mute(years: list[Figure], time: str) -> bool:
    """Nothing is known of any year (of the last one, where only that speaks), though it applies."""
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


@pytest.mark.parametrize("seed", range(17))
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
        assert any(m.before for _, m in made.taken), "some measure lived in two versions"


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
