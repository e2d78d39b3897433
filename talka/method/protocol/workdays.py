"""Working days of a country: which days rest, as rules read from its pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

SATURDAY = 5


@dataclass(frozen=True)
class Holiday:
    """Exactly one of: month and day, days after Easter Sunday, first Sunday of a month."""

    code: str
    month_day: tuple[int, int] | None = None
    easter: int | None = None
    first_sunday: int | None = None
    since: int = 1

    def in_year(self, year: int) -> date | None:
        """The day it falls on; None before it existed."""
        if year < self.since:
            return None
        if self.month_day is not None:
            return date(year, *self.month_day)
        if self.easter is not None:
            return easter_sunday(year) + timedelta(days=self.easter)
        first = date(year, self.first_sunday or 1, 1)
        return first + timedelta(days=6 - first.weekday())


@dataclass(frozen=True)
class Calendar:
    """`timezone`: where a day begins and ends, an IANA name."""

    timezone: str
    holidays: tuple[Holiday, ...]

    def is_working(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in _rest(self.holidays, day.year)

    def after(self, day: date, working_days: int) -> date:
        """The n-th working day after `day`; `day` itself never counts."""
        current = day
        for _ in range(working_days):
            current += timedelta(days=1)
            while not self.is_working(current):
                current += timedelta(days=1)
        return current


@lru_cache(maxsize=256)
def _rest(holidays: tuple[Holiday, ...], year: int) -> frozenset[date]:
    days: Iterable[date | None] = (holiday.in_year(year) for holiday in holidays)
    return frozenset(day for day in days if day is not None)


def easter_sunday(year: int) -> date:
    """Western Easter (the anonymous Gregorian computus, as in Meeus, Astronomical Algorithms)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, plain = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - correction + 15) % 30
    quarter, left = divmod(rest, 4)
    week = (32 + 2 * plain + 2 * quarter - moon - left) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def read_calendar(document: Mapping[str, Any]) -> Calendar:
    """The calendar of a pack's holidays.yaml. Raises ValueError naming the holiday."""
    zone = document.get("timezone")
    try:
        ZoneInfo(str(zone))
    except (KeyError, ValueError, OSError) as fault:
        raise ValueError(f"holidays.yaml: {zone!r} is no time zone") from fault
    return Calendar(str(zone), tuple(_holiday(item) for item in document.get("holidays", [])))


def _holiday(item: Mapping[str, Any]) -> Holiday:
    code = str(item.get("code", "?"))
    if sum(key in item for key in ("date", "easter", "first_sunday")) != 1:
        raise ValueError(f"holidays.yaml {code}: give one of date, easter, first_sunday")
    try:
        month_day = None
        if "date" in item:
            # A leap year, so that 29 February may be written.
            day = date.fromisoformat(f"2000-{item['date']}")
            month_day = (day.month, day.day)
        easter = int(item["easter"]) if "easter" in item else None
        month = int(item["first_sunday"]) if "first_sunday" in item else None
        date(2000, month or 1, 1)
        return Holiday(code, month_day, easter, month, int(item.get("since", 1)))
    except (TypeError, ValueError) as fault:
        raise ValueError(f"holidays.yaml {code}: {fault}") from fault
