"""Send a referral, or take it back while it waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases.actions import end_turns, give_turn, note_step
from talka.casework.cases.permission import Held, hold
from talka.casework.cases.rules import TEAM_ROLES
from talka.casework.sharing import policy, rules
from talka.casework.sharing.actions.offering import carried_by, offer_all, take_back
from talka.casework.sharing.answering import seal_text
from talka.casework.sharing.models import Referral
from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken
from talka.ground.kernel.pack import load_pack
from talka.method.protocol.queries import turn_due
from talka.people.accounts.models import Assignment


def send_referral(
    *,
    actor: Actor,
    case_id: UUID,
    recipient: UUID,
    purpose: str,
    needs: Sequence[str] = (),
    urgency: str = "normal",
    message: str = "",
    at: datetime | None = None,
) -> Referral:
    """Refer the person to another institution and offer it the classes that live consents or
    legal grounds for this purpose allow. `needs`: codes; `urgency`: danger, high, normal;
    `message`: short, sealed. Raises Broken when class *case* may not be shared yet."""
    held = hold(actor, case_id, policy.SEND_REFERRAL)
    _check(held, recipient, purpose, needs, urgency)
    consents = carried_by(held, recipient, purpose)
    if not consents:
        raise Broken(
            {
                "purpose": _(
                    "Cannot send yet: there is no consent to show this institution the case."
                )
            }
        )
    try:
        with act("referral.send"):
            return _send(held, recipient, purpose, list(needs), urgency, message, consents, at)
    except IntegrityError as fault:
        if "one_waiting_referral" not in str(fault):
            raise
        raise Broken(_("A referral to this institution already waits for its answer.")) from None


def _send(
    held: Held,
    recipient: UUID,
    purpose: str,
    needs: list[str],
    urgency: str,
    message: str,
    consents: Sequence[rules.ConsentFact],
    at: datetime | None,
) -> Referral:
    case, moment = held.case, at or timezone.now()
    due = turn_due(
        case.protocol, case.protocol_version, "referral", moment, "acknowledge", case.child
    )
    referral = Referral(
        case=case,
        code=case.code,
        child=case.child,
        from_institution_id=held.seat.institution,
        sent_by_id=held.seat.id,
        to_institution_id=recipient,
        purpose=purpose,
        needs=needs,
        urgency=urgency,
        sent_at=moment,
        due_at=due[0] if due else None,
        due_kind=due[1] if due else "",
        due_source=due[2] if due else "",
    )
    referral.save(force_insert=True)
    if message:
        seal_text(referral, "message", message).save(force_insert=True)
    offer_all(held, recipient, consents)
    note_step(
        case_id=case.id, seat=held.seat, kind="referral", outcome=purpose, ref=referral.id,
        on=timezone.localdate(moment),
    )  # fmt: skip
    end_turns(case_id=case.id, act_code="referral.send", seat=held.seat)
    give_turn(
        case_id=case.id,
        act_code="referral.answer",
        institution=recipient,
        due=due,
        ref=referral.id,
    )
    return referral


def _check(held: Held, recipient: UUID, purpose: str, needs: Sequence[str], urgency: str) -> None:
    pack, today = load_pack(), timezone.localdate()
    if held.case.closed_on:
        raise Broken(_("This case is closed."))
    if held.case.sealed:
        raise Broken(_("This case is sealed. Unseal it before you refer it to others."))
    answers = (
        Assignment.objects.filter(
            institution_id=recipient,
            institution__active=True,
            role__in=TEAM_ROLES,
            since__lte=today,
            worker__active=True,
        )
        .exclude(until__lte=today)
        .exclude(institution_id=held.seat.institution)
    )
    faults = {
        "recipient": "" if answers.exists() else _("Nobody there can answer a referral."),
        "purpose": "" if purpose in rules.NEXT_ACT else _("Choose what for."),
        "needs": _("Choose needs from the list.")
        if any(not pack.has("need", n) for n in needs)
        else "",
        "urgency": "" if urgency in rules.URGENCIES else _("Choose how urgent it is."),
    }
    if found := {name: said for name, said in faults.items() if said}:
        raise Broken(found)


def withdraw_referral(*, actor: Actor, case_id: UUID, referral_id: UUID) -> bool:
    """Take back a referral that waits; its offers end. False when it was answered before."""
    held = hold(actor, case_id, policy.WITHDRAW_REFERRAL)
    referral = Referral.objects.filter(
        id=referral_id, case_id=case_id, from_institution_id=held.seat.institution
    ).first()
    if referral is None:
        raise Absent
    with act("referral.withdraw"):
        return take_back(held, referral.id, referral.to_institution_id)


def ask_nobody_else(*, actor: Actor, case_id: UUID, referral_id: UUID) -> int:
    """A referral was refused and no other institution will be asked: the sender's turn ends.
    Returns how many turns ended, 0 when it was done before."""
    held = hold(actor, case_id, policy.WITHDRAW_REFERRAL)
    with act("referral.rest"):
        return end_turns(case_id=case_id, act_code="referral.send", seat=held.seat, ref=referral_id)
