"""Whose turn it is: mine, overdue, waiting for others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talka.casework.cases import pages, words
from talka.casework.cases.queries import TurnLine, open_turns, spoken
from talka.casework.detection.queries import SignalLine, waiting_signals
from talka.ground.access.actor import Actor
from talka.ground.ui.waiting import Waiting, waiting


@dataclass(frozen=True)
class Line:
    """One thing that waits. `code` "" when the case is not open to the reader; `what`: of which
    thing, where it is no case."""

    label: str | Promise
    url: str
    code: str
    who: str
    due: Any
    overdue: bool
    what: str = ""


@dataclass
class Pile:
    """Lines of one list, soonest first: at most `most` of them are made, all are counted."""

    most: int | None
    lines: list[Line] = field(default_factory=list)
    count: int = 0

    def add(self, line: Callable[[], Line]) -> None:
        self.count += 1
        if self.most is None or self.count <= self.most:
            self.lines.append(line())


@dataclass(frozen=True)
class Desk:
    """The three lists."""

    mine: Pile
    overdue: Pile
    others: Pile

    @property
    def empty(self) -> bool:
        return not (self.mine.count or self.overdue.count or self.others.count)


@dataclass(frozen=True)
class Owed:
    """Something that waits, before its line is made. `due` None: no day was set."""

    due: date | None
    mine: bool
    overdue: bool
    line: Callable[[], Line]


def desk(actor: Actor, now: datetime, works: bool, most: int | None = None) -> Desk:
    """What waits; `most` lines of each list. Of cases where the person `works` with them (4
    queries), and of what all other rooms know (1)."""
    found = Desk(Pile(most), Pile(most), Pile(most))
    known = [*(_of_cases(actor, now) if works else ()), *_of_rooms(actor, now)]
    for one in sorted(known, key=lambda o: o.due or date.max):
        pile = found.others if not one.mine else found.overdue if one.overdue else found.mine
        pile.add(one.line)
    return found


def _of_cases(actor: Actor, now: datetime) -> list[Owed]:
    signals = [
        Owed(_day(s.due), True, s.overdue, partial(_signal, s)) for s in waiting_signals(actor, now)
    ]
    turns = [Owed(_day(t), t.mine, t.overdue, partial(_turn, t)) for t in open_turns(actor, now)]
    return [*signals, *turns]


def _of_rooms(actor: Actor, now: datetime) -> list[Owed]:
    found = waiting(actor, timezone.localdate(now), spoken(actor))
    return [Owed(w.due_at, w.mine, w.overdue, partial(_waiting, w)) for w in found]


def _day(due: Any) -> date | None:
    """The day of a deadline, if there is one."""
    at = getattr(due, "due_at", None)
    return timezone.localdate(at) if at else None


def _signal(signal: SignalLine) -> Line:
    url = reverse("signal", args=[signal.id])
    return Line(_("Screen a signal"), url, signal.code, "", signal.due, signal.overdue)


def _turn(turn: TurnLine) -> Line:
    label = words.ACTS.get(turn.act, turn.act)
    others = not turn.mine and turn.code
    url = reverse("case", args=[turn.case_id]) if others else pages.turn_url(turn)
    return Line(label, url, turn.code, turn.institution, turn, turn.overdue)


def _waiting(one: Waiting) -> Line:
    return Line(one.label, one.url, "", one.who, one, one.overdue, one.what)
