"""What must hold in training: certificates, reminders, competence on a day, who may be counted.

Pure. Days are dates; minutes and percents whole numbers.
"""

from __future__ import annotations

import calendar
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

BEFORE, AFTER = "before", "after"
FOLLOW_UPS = {"m3": 3, "m6": 6, "m12": 12}
PHASES = (BEFORE, AFTER, *FOLLOW_UPS)
FOLLOW_UP_DAYS = 60
"""A follow-up is taken from its day on, for so many days; it is evaluated once they are over."""

REMIND_AT = (90, 60, 30, 7)
EXPIRING_DAYS = 90
FEWEST = 10
"""No figure about fewer people than this is shown (prevention register, effect of training)."""

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 16


def fresh_number() -> str:
    """A certificate number: 16 signs of 32, that is 80 random bits, without 0, 1, I and O."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_number(typed: str) -> str:
    """The number as somebody types it from paper: small letters, spaces and hyphens allowed."""
    return "".join(c for c in typed.upper() if c in ALPHABET)[:LENGTH]


def months_later(day: date, months: int) -> date:
    """The same day of the month, so many months later; the last day when there is no such one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def judge(
    *,
    attended: int,
    total: int,
    attendance_percent: int,
    score: tuple[int, int] | None,
    pass_percent: int | None,
) -> tuple[str, ...]:
    """Why somebody gets no certificate: codes; empty when they get one. Compared exactly, in whole
    numbers. `score`: (right, questions) of the test after the course, None when not taken."""
    why = []
    if attended * 100 < attendance_percent * total:
        why.append("attendance")
    if pass_percent is not None:
        if score is None:
            why.append("test_missing")
        elif score[0] * 100 < pass_percent * score[1]:
            why.append("test_failed")
    return tuple(why)


def due_reminder(valid_until: date, today: date) -> int | None:
    """The nearest reminder that is due: the smallest threshold not passed yet. None: more than 90
    days left, or run out already. After an outage the earlier ones are not sent any more."""
    left = (valid_until - today).days
    if left < 0:
        return None
    return min((d for d in REMIND_AT if left <= d), default=None)


def follow_up_window(closed_on: date, phase: str) -> tuple[date, date]:
    """First and last day on which a follow-up is taken."""
    first = months_later(closed_on, FOLLOW_UPS[phase])
    return first, date.fromordinal(first.toordinal() + FOLLOW_UP_DAYS - 1)


@dataclass(frozen=True)
class Award:
    """A certificate as far as competence goes. Runs out after `valid_until`; a revoked one counts
    until the day before: what people relied on then is not rewritten."""

    competences: tuple[str, ...]
    issued_on: date
    valid_until: date | None = None
    revoked_on: date | None = None

    def on(self, day: date) -> bool:
        return (
            self.issued_on <= day
            and (self.valid_until is None or day <= self.valid_until)
            and (self.revoked_on is None or day < self.revoked_on)
        )


def competence_on(awards: Iterable[Award], competence: str, day: date) -> tuple[str, date | None]:
    """(state, until): valid, expiring (≤ 90 days left), expired or missing, on a day. Of several
    awards the one that lasts longest counts; None: without end."""
    had = [a for a in awards if competence in a.competences and a.issued_on <= day]
    live = [a for a in had if a.on(day)]
    if not live:
        ends = [e for a in had for e in (a.valid_until, a.revoked_on) if e is not None]
        return ("expired", max(e for e in ends if e <= day)) if had else ("missing", None)
    if any(a.valid_until is None for a in live):
        return "valid", None
    until = max(a.valid_until for a in live if a.valid_until is not None)
    return ("expiring" if (until - day).days <= EXPIRING_DAYS else "valid"), until


@dataclass(frozen=True)
class SeatOn:
    """A seat of a team on a day: whether a member holds it, and that member's awards."""

    seat: str
    held: bool
    awards: tuple[Award, ...] = ()


def faults_on(
    seats: Sequence[SeatOn], required: Mapping[str, Sequence[str]], day: date
) -> tuple[tuple[str, str, str], ...]:
    """Why a team was not operational on a day: (seat, competence, state); an empty seat is
    (seat, "", "empty"). Nothing when it was: all seats filled, mandatory competences valid."""
    found = []
    for one in seats:
        if not one.held:
            found.append((one.seat, "", "empty"))
            continue
        for competence in required.get(one.seat, ()):
            state, _until = competence_on(one.awards, competence, day)
            if state in ("expired", "missing"):
                found.append((one.seat, competence, state))
    return tuple(found)


def shown(sizes: Mapping[object, int], fewest: int = FEWEST) -> tuple[frozenset[object], bool]:
    """Which groups are shown, and whether the small ones count together in the total.

    A group below `fewest` is never shown. The total holds the shown groups, and the small ones
    only when they are `fewest` together: so total minus shown groups never tells of fewer people.
    """
    large = frozenset(name for name, n in sizes.items() if n >= fewest)
    small = sum(n for name, n in sizes.items() if name not in large)
    return large, small >= fewest
