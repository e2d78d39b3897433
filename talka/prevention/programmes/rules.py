"""The status of a measure, computed from dated facts. Pure.

A person may say otherwise with a reason; the computed status stays shown beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

STATUSES = ("not_started", "on_course", "at_risk", "late", "done", "dropped")
OVER_UNITS = ("none", "sum", "ratio", "mean", "max", "min", "latest")
"""How the figures of several places become one."""
OVER_TIME = ("none", "sum", "last", "max", "mean")
"""How the figures of several years become one."""
SOON = timedelta(days=30)
"""An unfinished step that is due within this is a risk."""


@dataclass(frozen=True)
class Step:
    """A milestone; `done` is the day somebody finished it."""

    due: date
    done: date | None = None


@dataclass(frozen=True)
class Goal:
    """An indicator of the measure: where it shall be by the end of a year, what was seen last."""

    direction: str
    target: Decimal | None
    year: int | None
    seen: Decimal | None = None
    seen_year: int | None = None

    @property
    def reached(self) -> bool:
        if self.target is None or self.seen is None:
            return False
        return self.seen <= self.target if self.direction == "down" else self.seen >= self.target


@dataclass(frozen=True)
class Facts:
    """Everything dated that is known of one measure. `paid` and `planned` are euros, all years."""

    since: date
    until: date
    due: date | None = None
    steps: tuple[Step, ...] = ()
    goals: tuple[Goal, ...] = ()
    planned: Decimal | None = None
    paid: Decimal | None = None
    dropped: date | None = None


def status(facts: Facts, today: date) -> str:
    """One of STATUSES as of `today`; what was entered for a later day does not count yet."""
    if facts.dropped is not None and facts.dropped <= today:
        return "dropped"
    open_steps = [s for s in facts.steps if s.done is None or s.done > today]
    if _done(facts, open_steps):
        return "done"
    ends = [s.due for s in open_steps] or [facts.due or facts.until]
    if min(ends) < today or _missed(facts, today):
        return "late"
    if not _begun(facts, today):
        soon = today >= facts.since and min(ends) - today <= SOON
        return "at_risk" if soon else "not_started"
    overspent = None not in (facts.paid, facts.planned) and facts.paid > facts.planned  # type: ignore[operator]
    return "at_risk" if overspent or min(ends) - today <= SOON else "on_course"


def _done(facts: Facts, open_steps: list[Step]) -> bool:
    """All its steps are done and all its targets reached; one that has neither is never done."""
    wanted = [g for g in facts.goals if g.target is not None]
    stated = facts.steps or wanted
    return bool(stated) and not open_steps and all(g.reached for g in wanted)


def _missed(facts: Facts, today: date) -> bool:
    """The year of a target is over and it was not reached."""
    return any(g.year is not None and g.target is not None and g.year < today.year
               and not g.reached for g in facts.goals)  # fmt: skip


def _begun(facts: Facts, today: date) -> bool:
    """Something happened: a step done, an indicator seen, money paid."""
    stepped = any(s.done is not None and s.done <= today for s in facts.steps)
    return stepped or any(g.seen is not None for g in facts.goals) or bool(facts.paid)


def achievement(baseline: Decimal | None, target: Decimal | None, seen: Decimal | None) -> (
    Decimal | None
):  # fmt: skip
    """(seen - baseline) / (target - baseline); None where that says nothing. Never capped."""
    if baseline is None or target is None or seen is None or target == baseline:
        return None
    return (seen - baseline) / (target - baseline)


def part_fault(whole: Decimal | None, parts: list[Decimal | None]) -> bool:
    """Do the members of a breakdown contradict the whole? An unknown member says nothing."""
    known = [p for p in parts if p is not None]
    if whole is None or len(known) < len(parts):
        return whole is not None and sum(known, Decimal(0)) > whole
    return bool(parts) and sum(known, Decimal(0)) != whole


CRITERIA = ("problem", "logic", "evidence", "transfer")
"""The four criteria of the European network's quality card, each 0 (absent) to 3 (fully): the
problem is described; how the measure answers it; it was seen to work; others could repeat it."""
