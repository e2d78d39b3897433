"""What a case still lacks, in sentences, each with the screen where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talka.casework.aid import rules
from talka.casework.aid.models import Goal
from talka.casework.cases.queries import gaps_of
from talka.casework.cases.rules import may_close

SENTENCES: dict[str, tuple[Promise, str]] = {
    "no_screening": (_("No screening has been made."), "case_signal"),
    "no_assertion": (_("No body has stated its view of the person's status."), "case_statuses"),
    "no_information": (_("The person has not been told about their rights."), "information"),
    "no_risk": (_("The risk has not been assessed."), "risk"),
    "no_needs": (_("The needs have not been assessed."), "needs"),
    "no_plan": (_("There is no plan."), "plan"),
    "exploitation_unknown": (_("The form of exploitation is not known."), "profile"),
    "open_goals": (_("Goals of the plan are open: mark them done or dropped."), "plan"),
    "open_turn:information.give": (_("Information is still owed to the person."), "information"),
    "open_turn:referral.answer": (_("A referral waits for its answer."), "referrals"),
    "open_turn:contact.first": (_("The first contact has not been made."), "contact"),
    "open_turn:risk.assess": (_("A risk assessment is due."), "risk"),
    "open_turn:needs.assess": (_("A needs assessment is due."), "needs"),
    "open_turn:plan.make": (_("A plan is due."), "plan"),
    "open_turn:plan.review": (_("A review of the plan is due."), "plan"),
    "open_turn:service.deliver": (_("A service that was taken over is not recorded."), "services"),
    "open_turn:consent.renew": (_("A consent runs out."), "consents"),
    "open_turn:assertion.answer": (
        _("A body was asked for its view and owes it."),
        "case_statuses",
    ),
    "open_turn:case.close": (_("A proposal to close waits for an answer."), "closure"),
    "open_turn:follow_up.make": (_("The person is to be asked how they are."), "follow_up"),
}
"""Gap code → sentence and the name of the screen (which takes the case id)."""


@dataclass(frozen=True)
class Missing:
    """`url` "" when no screen for it is there."""

    code: str
    sentence: Promise | str
    url: str
    blocks: bool


def explain(code: str) -> tuple[Promise | str, str]:
    """The sentence and the screen's name of a gap code; every code has a sentence."""
    if code in SENTENCES:
        return SENTENCES[code]
    return (_("Somebody still owes this case an act."), "case")


def _missing(code: str, case_id: UUID, blocks: bool) -> Missing:
    sentence, url_name = explain(code)
    try:
        url = reverse(url_name, args=[case_id])
    except NoReverseMatch:
        url = ""
    return Missing(code, sentence, url, blocks)


def of_case(case_id: UUID) -> list[Missing]:
    """Everything missing; what only comes back by itself is left out (4 queries)."""
    found = {g.code: g.blocks for g in gaps_of(case_id)}
    goals = _open_goals(case_id)
    blocking = rules.hindering([c for c, b in found.items() if b], goals, "goals_met")
    rest = [c for c, blocks in found.items() if not blocks]
    return [_missing(c, case_id, True) for c in blocking] + [
        _missing(c, case_id, False) for c in rest
    ]


def hindering(case_id: UUID, reason: str) -> list[Missing]:
    """What forbids closing for this reason (4 queries)."""
    codes = [g.code for g in may_close(gaps_of(case_id), reason)]
    left = rules.hindering(codes, _open_goals(case_id), reason)
    return [_missing(c, case_id, True) for c in left]


def _open_goals(case_id: UUID) -> int:
    return Goal.objects.filter(case_id=case_id, state="open").count()
