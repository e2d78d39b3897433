"""Whose turn it is: mine, overdue, waiting for others."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talka.casework.cases.queries import TurnLine, open_turns
from talka.casework.detection.queries import SignalLine, waiting_signals
from talka.ground.access.actor import Actor


@dataclass(frozen=True)
class Act:
    """What a turn asks for, said as a verb, and the screen on which it is done."""

    label: str | Promise
    url_name: str
    of_ref: bool = False
    """The screen belongs to what the turn is about (a referral), not to the case."""


ACTS = {
    "information.give": Act(_("Tell the person their rights"), "information"),
    "referral.answer": Act(_("Answer a referral"), "referral", of_ref=True),
    "referral.send": Act(_("Refer to somebody else: the referral was refused"), "referral_send"),
    "contact.first": Act(_("Make the first contact"), "contact_made"),
    "risk.assess": Act(_("Assess the risk"), "risk_new"),
    "needs.assess": Act(_("Assess the needs"), "needs_new"),
    "plan.make": Act(_("Make the plan"), "plan_new"),
    "plan.review": Act(_("Review the plan with the person"), "plan_review"),
    "service.deliver": Act(_("Give the service that was asked for"), "service_new"),
    "consent.renew": Act(_("Ask whether the consent still holds"), "consents"),
    "assertion.answer": Act(_("Say what your institution found"), "status_assert"),
    "follow_up.make": Act(_("Ask how the person is"), "follow_up"),
}
"""Code of an act → its words and screen. A turn with an unknown act leads to its case."""

UNKNOWN = Act(_("Look at the case"), "case")


@dataclass(frozen=True)
class Line:
    """One thing that waits. `code` "" when the case is not open to the reader."""

    label: str | Promise
    url: str
    code: str
    who: str
    due: Any
    overdue: bool


@dataclass(frozen=True)
class Desk:
    """The three lists, soonest first."""

    mine: list[Line] = field(default_factory=list)
    overdue: list[Line] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)


def desk(actor: Actor, now: datetime) -> Desk:
    """What waits, from open turns and waiting signals (3 queries)."""
    found = Desk()
    for signal in waiting_signals(actor, now):
        (found.overdue if signal.overdue else found.mine).append(_signal(signal))
    for turn in open_turns(actor, now):
        if turn.mine:
            (found.overdue if turn.overdue else found.mine).append(_turn(turn))
        else:
            found.others.append(_turn(turn))
    return found


def _signal(signal: SignalLine) -> Line:
    url = reverse("signal", args=[signal.id])
    return Line(_("Screen a signal"), url, signal.code, "", signal.due, signal.overdue)


def _turn(turn: TurnLine) -> Line:
    act = ACTS.get(turn.act, UNKNOWN)
    subject: UUID | None = turn.ref if act.of_ref else turn.case_id
    if not turn.mine and turn.code:
        act, subject = Act(act.label, "case"), turn.case_id
    url = reverse(act.url_name, args=[subject]) if subject else ""
    return Line(act.label, url, turn.code, turn.institution, turn, turn.overdue)
