"""Who may hold which seat. Pure: plain facts in, faults out. The database holds the first two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ALONE = "technical_admin"
"""A technical administrator runs the house and meets no content: no other role beside it."""


@dataclass(frozen=True)
class Period:
    """A seat held from a day on, until (not including) another; None = still."""

    role: str
    since: date
    until: date | None


def overlap(a: Period, b: Period) -> bool:
    """Do the two hold on some same day? An empty period (until = since) never does."""
    for one in (a, b):
        if one.until is not None and one.until <= one.since:
            return False
    starts, ends = max(a.since, b.since), [p.until for p in (a, b) if p.until is not None]
    return not ends or starts < min(ends)


def stands_apart(new: Period, held: Iterable[Period]) -> bool:
    """True when the new seat mixes technical administration with no other role, on any day."""
    return not any((h.role == ALONE) != (new.role == ALONE) and overlap(h, new) for h in held)


def area_fits(role: str, area: str | None, place_of_institution: str | None) -> bool:
    """A coordinator coordinates the municipality that employs them; others may work anywhere."""
    return role != "coordinator" or (area is not None and area == place_of_institution)
