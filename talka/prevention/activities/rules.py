"""What must hold of activities: plain values in, answers out.

Ways of counting stay apart. A signed list, a count and an estimate of persons are three figures; a
contact is no person; a view is neither. Nothing here adds two of them.
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Protocol, TypeVar
from uuid import UUID

STATUSES = ("planned", "held", "cancelled")
UNITS = ("persons", "contacts", "views")
METHODS = ("signed_list", "counted", "estimate", "views")
TIMES = "times"
"""A feed that counts the activities themselves."""
NOT_DIVIDED = "all"
"""The group of a figure that nobody divided by groups."""
EVIDENCE_KINDS = ("list", "protocol", "photo", "publication", "other")
EVIDENCE_CLASSES = {"none": "activity", "staff": "activity_staff"}
"""Mark of personal data → class of the key. Sensitive data have no class: they are not taken."""
SMALLEST_BASE = 10
UNIQUE_METHODS = ("signed_list", "counted")
LONGEST_RETENTION = 10
"""Years."""
REMIND_BEFORE = timedelta(days=30)
ENDINGS = ("reminded", "destroyed")
"""What is done once about the end of evidence."""

Way = tuple[str, str]
"""(unit, method)"""


@dataclass(frozen=True)
class Count:
    """So many of a group, counted one way."""

    group: str
    unit: str
    method: str
    count: int


def way_fault(unit: str, method: str) -> bool:
    """Views are counted as views and nothing else is."""
    return unit not in UNITS or method not in METHODS or (unit == "views") != (method == "views")


def reach_sums(counts: Iterable[Count]) -> dict[Way, int]:
    """The sum of every way of counting, in the order of UNITS and METHODS. A way nobody used is
    not there: nothing counted is not zero."""
    found: dict[Way, int] = {}
    for one in counts:
        way = (one.unit, one.method)
        found[way] = found.get(way, 0) + one.count
    return dict(sorted(found.items(), key=lambda i: (UNITS.index(i[0][0]), METHODS.index(i[0][1]))))


@dataclass(frozen=True)
class PerPerson:
    """Euros for each person reached, to the cent; or `why` there is none.

    why: no_cost, no_persons, estimate, two_methods, small_base, "" when there is a value.
    """

    value: Decimal | None
    why: str = ""
    base: int = 0
    method: str = ""


def per_person(cost: Decimal | None, sums: dict[Way, int]) -> PerPerson:
    """Cost by persons, only where persons were counted or signed, one way, ten or more of them."""
    ways = [method for unit, method in sums if unit == "persons"]
    if cost is None:
        return PerPerson(None, "no_cost")
    if not ways:
        return PerPerson(None, "no_persons")
    if len(ways) > 1:
        return PerPerson(None, "two_methods")
    method, base = ways[0], sums["persons", ways[0]]
    if method not in UNIQUE_METHODS:
        return PerPerson(None, "estimate", base, method)
    if base < SMALLEST_BASE:
        return PerPerson(None, "small_base", base, method)
    value = (cost / base).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    return PerPerson(value, "", base, method)


@dataclass(frozen=True)
class Held:
    """An activity that was held, as an indicator sees it."""

    id: UUID
    kind: str
    on: date
    counts: tuple[Count, ...]


def fed(
    kind: str, unit: str, method: str, year: int, held: Iterable[Held]
) -> tuple[tuple[UUID, int], ...]:
    """What each activity of a year gives to an indicator that is fed by one way of counting
    (`unit` TIMES: one each). An activity that did not count this way gives nothing, not zero."""
    found = []
    for one in held:
        if one.on.year != year or (kind and one.kind != kind):
            continue
        if unit == TIMES:
            found.append((one.id, 1))
            continue
        counts = [c.count for c in one.counts if (c.unit, c.method) == (unit, method)]
        if counts:
            found.append((one.id, sum(counts)))
    return tuple(found)


def overdue(until: date | None, destroyed: bool, today: date) -> bool:
    """The last day on which it may be kept has passed, and it is still there."""
    return until is not None and until < today and not destroyed


def first_of_month(text: str, today: date) -> date:
    """The month that "2026-03" names; the present one when it names none."""
    try:
        year, month = text.split("-")
        found = date(int(year), int(month), 1)
    except (ValueError, OverflowError):
        return today.replace(day=1)
    return found if 1990 <= found.year <= 2100 else today.replace(day=1)


def weeks(month: date) -> list[list[date]]:
    """Whole weeks from Monday that hold the month."""
    return Calendar().monthdatescalendar(month.year, month.month)


def month_after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_before(month: date) -> date:
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


class Lasting(Protocol):
    """Something that lasts from a day to a day."""

    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date: ...


L = TypeVar("L", bound=Lasting)


def by_day(days: Iterable[date], lasting: Sequence[L]) -> dict[date, list[L]]:
    """What happens on each of the days; both ends belong to it."""
    return {day: [one for one in lasting if one.since <= day <= one.until] for day in days}
