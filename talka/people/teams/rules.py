"""Which seats of a team are held, and since when one is empty. Pure.

A period holds from `since` until (not including) `until`; None = still.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Held:
    """Somebody held a seat: as member, or as deputy."""

    seat: str
    deputy: bool
    since: date
    until: date | None

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class SeatState:
    """`empty_since` None: a member holds it today. A deputy stands in and does not fill it."""

    seat: str
    empty_since: date | None
    has_deputy: bool


def earlier(a: date | None, b: date | None) -> date | None:
    """The earlier end; None never ends."""
    return min((d for d in (a, b) if d is not None), default=None)


def empty_since(held: Iterable[Held], founded: date, today: date) -> date | None:
    """Since when nobody holds the seat as member; None when somebody does today.

    `held` is of one seat. The answer is never before the founding of the team, nor after today.
    """
    members = [h for h in held if not h.deputy]
    if any(h.on(today) for h in members):
        return None
    ends = [h.until for h in members if h.until is not None and h.since < h.until <= today]
    return max([founded, *ends])


def states(
    seats: Sequence[str], held: Sequence[Held], founded: date, today: date
) -> list[SeatState]:
    """Every seat of the team, in the order of the pack."""
    found = []
    for seat in seats:
        of_seat = [h for h in held if h.seat == seat]
        deputy = any(h.deputy and h.on(today) for h in of_seat)
        found.append(SeatState(seat, empty_since(of_seat, founded, today), deputy))
    return found


def overlaps(held: Iterable[Held], new: Held) -> bool:
    """Does somebody hold the same place (member or deputy) of the seat on a day of the new one?"""
    for h in held:
        same = (h.seat, h.deputy) == (new.seat, new.deputy)
        empty = h.until is not None and h.until <= h.since
        if same and not empty:
            last = earlier(h.until, new.until)
            if last is None or max(h.since, new.since) < last:
                return True
    return False
