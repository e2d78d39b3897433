"""Whose turn it is: mine, overdue, waiting for others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talka.casework.cases import pages, words
from talka.casework.cases.queries import TurnLine, open_turns
from talka.casework.detection.queries import SignalLine, waiting_signals
from talka.ground.access.actor import Actor


@dataclass(frozen=True)
class Line:
    """One thing that waits. `code` "" when the case is not open to the reader."""

    label: str | Promise
    url: str
    code: str
    who: str
    due: Any
    overdue: bool


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


def desk(actor: Actor, now: datetime, most: int | None = None) -> Desk:
    """What waits, from open turns and waiting signals (4 queries); `most` lines of each list."""
    found = Desk(Pile(most), Pile(most), Pile(most))
    for signal in waiting_signals(actor, now):
        (found.overdue if signal.overdue else found.mine).add(partial(_signal, signal))
    for turn in open_turns(actor, now):
        if turn.mine:
            (found.overdue if turn.overdue else found.mine).add(partial(_turn, turn))
        else:
            found.others.add(partial(_turn, turn))
    return found


def _signal(signal: SignalLine) -> Line:
    url = reverse("signal", args=[signal.id])
    return Line(_("Screen a signal"), url, signal.code, "", signal.due, signal.overdue)


def _turn(turn: TurnLine) -> Line:
    label = words.ACTS.get(turn.act, turn.act)
    others = not turn.mine and turn.code
    url = reverse("case", args=[turn.case_id]) if others else pages.turn_url(turn)
    return Line(label, url, turn.code, turn.institution, turn, turn.overdue)
