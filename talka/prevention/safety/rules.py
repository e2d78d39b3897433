"""What must hold: scores and composites of indicators, and where a recommendation stands.

A score is 0 to 1, more is safer; a composite is 0 to 100. Sources: OECD and JRC, Handbook on
Constructing Composite Indicators (2008), for ways to normalise and to aggregate.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from talka.prevention.safety.shapes import Criterion, Measure, Rubric

SHARE = (4, 5)
"""A composite shows when four fifths of its weight is present: whole numbers, so that exactly
80 % is enough."""
FLOOR = 0.01
"""The least score in a geometric mean: one zero does not make everything nothing."""

STATUSES = ("open", "answered", "in_progress", "implemented", "overdue", "dropped")
ANSWERS = ("accepted", "partly", "rejected")
BREAKS = (20, 40, 60, 80)
"""The classes of the map for a composite, fixed, so that years and places compare."""


@dataclass(frozen=True)
class Cell:
    """A figure of a municipality: a number, or why there is none."""

    state: str
    value: Decimal | None = None

    @property
    def number(self) -> Decimal | None:
        return self.value if self.state in ("value", "zero") else None


MISSING = Cell("missing")


def score(measure: Measure, value: Decimal) -> float:
    """0 to 1. min_max: between fixed goalposts; target: the share of the way; z: a fixed
    reference mean is 0.5, three standard deviations from it are the ends."""
    low, high, x = float(measure.low), float(measure.high), float(value)
    if measure.way == "target":
        if measure.direction == "up":
            return _clip(x / high)
        return 1.0 if x <= high else _clip(high / x)
    at = (x - low) / (high - low) if measure.way == "min_max" else 0.5 + (x - low) / high / 6
    return _clip(at if measure.direction == "up" else 1 - at)


def _clip(at: float) -> float:
    return min(1.0, max(0.0, at))


@dataclass(frozen=True)
class Share:
    """What one indicator brings: `points` of the composite now, `room` up to the best."""

    measure: Measure
    cell: Cell
    score: float | None
    points: float
    room: float


@dataclass(frozen=True)
class Composite:
    """`linear` and `geometric` are None when too little of the weight is present. `present` and
    `whole` are weights; what is not applicable counts in neither."""

    linear: float | None
    geometric: float | None
    present: int
    whole: int
    shares: tuple[Share, ...]

    @property
    def percent(self) -> int:
        return self.present * 100 // self.whole if self.whole else 0


def enough(present: int, whole: int) -> bool:
    """At least 80 % of the weight. Nothing at all is never enough."""
    return whole > 0 and present * SHARE[1] >= whole * SHARE[0]


def composite(measures: Sequence[Measure], cells: Mapping[str, Cell]) -> Composite:
    """Weighted mean and weighted geometric mean of the scores present, times 100."""
    found = {m.code: cells.get(m.code, MISSING) for m in measures}
    counted = [m for m in measures if found[m.code].state != "not_applicable"]
    scores = {
        m.code: score(m, n) for m in counted if (n := found[m.code].number) is not None
    }  # fmt: skip
    present = sum(m.weight for m in counted if m.code in scores)
    whole = sum(m.weight for m in counted)
    shares = tuple(_share(m, found[m.code], scores.get(m.code), present) for m in measures)
    if not enough(present, whole):
        return Composite(None, None, present, whole, shares)
    logs = [m.weight * math.log(max(scores[m.code], FLOOR)) for m in counted if m.code in scores]
    linear = 100 * math.fsum(m.weight * scores[m.code] for m in counted if m.code in scores)
    return Composite(
        linear / present, 100 * math.exp(math.fsum(logs) / present), present, whole, shares
    )


def _share(measure: Measure, cell: Cell, at: float | None, present: int) -> Share:
    if at is None or not present:
        return Share(measure, cell, at, 0.0, 0.0)
    part = 100 * measure.weight / present
    return Share(measure, cell, at, part * at, part * (1 - at))


def ranks(scores: Mapping[str, float]) -> dict[str, int]:
    """Place of each, 1 is the safest; equal ones share the better place."""
    return {k: 1 + sum(other > v for other in scores.values()) for k, v in scores.items()}


def class_of(number: float | None, breaks: Sequence[float] = BREAKS) -> int | None:
    """0 to 4: how many breaks the number has reached; None for no number."""
    return None if number is None else sum(number >= b for b in breaks)


# The assessment


def mean_level(levels: Iterable[int | None]) -> float | None:
    """The mean of the levels given, 0 to 4; None when there is none."""
    given = [x for x in levels if x is not None]
    return math.fsum(given) / len(given) if given else None


def lacks(rubric: Rubric, criterion: Criterion, level: int | None, reasoning: str,
          evidence: str) -> str:  # fmt: skip
    """What an answer lacks before it can be submitted: level, reasoning, evidence or nothing."""
    if level is None:
        return "level"
    if not reasoning.strip():
        return "reasoning"
    return "evidence" if level >= rubric.evidence_from and not evidence.strip() else ""


# Recommendations


@dataclass(frozen=True)
class Way:
    """What became of a recommendation at one addressee. Days; None: not yet."""

    answer_due: date
    answer: str | None = None
    due: date | None = None
    """When it is to be done: the addressee's own day, else that of the recommendation."""
    steps: int = 0
    confirmed_on: date | None = None
    answered_on: date | None = None


def status_of(way: Way, dropped_on: date | None, today: date) -> str:
    """Where one addressee stands. Confirmed is for good; withdrawn, superseded or rejected is
    dropped; an answer or the work past its day is overdue."""
    if way.confirmed_on is not None:
        return "implemented"
    if dropped_on is not None or way.answer == "rejected":
        return "dropped"
    if way.answer is None:
        return "overdue" if today > way.answer_due else "open"
    if way.due is not None and today > way.due:
        return "overdue"
    return "in_progress" if way.steps else "answered"


def whole_status(statuses: Sequence[str]) -> str:
    """Of all addressees together: overdue if any is; else the least advanced of those that did
    not drop it."""
    going = [s for s in statuses if s != "dropped"]
    if not going:
        return "dropped"
    if "overdue" in going:
        return "overdue"
    return min(going, key=STATUSES.index)


def ended_on(ways: Sequence[Way], dropped_on: date | None) -> date | None:
    """The day after which nobody owes anything any more; None while somebody does."""
    days = [
        w.confirmed_on or (w.answered_on if w.answer == "rejected" else None) or dropped_on
        for w in ways
    ]
    known = [d for d in days if d is not None]
    return max(known) if days and len(known) == len(days) else None


def carried(sent_on: date, ended: date | None, year: int) -> bool:
    """Does the list of this year still carry it? Sent by its end and not over before it began."""
    return sent_on.year <= year and (ended is None or ended.year >= year)


def age(sent_on: date, until: date) -> int:
    """Full years since it was sent."""
    before = (until.month, until.day) < (sent_on.month, sent_on.day)
    return max(0, until.year - sent_on.year - before)


def next_below(code: str, codes: Iterable[str]) -> str:
    """The next number right below a code of a plan, or at its top: 1.2 has 1.2.1, then 1.2.2."""
    start = f"{code}." if code else ""
    said = (c.strip(".")[len(start) :] for c in codes if c.startswith(start))
    numbers = [int(s) for s in said if s.isascii() and s.isdecimal()]
    return f"{start}{max(numbers, default=0) + 1}"


# Groups


def counts(started_on: date, ended: date | None, year: int) -> bool:
    """Does a group count on the last day of the year?"""
    return started_on.year <= year and (ended is None or ended.year > year)
