"""Answer a referral: take the case up, or refuse with a reason. Once, whoever is first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases.actions import end_turns, give_turn, note_step, take_up
from talka.casework.cases.models import Case, Grant
from talka.casework.sharing import rules
from talka.casework.sharing.actions.offering import end_offers
from talka.casework.sharing.answering import HeldReferral, hold_referral, seal_text
from talka.casework.sharing.models import Referral
from talka.ground.access.actor import Actor, Seat
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken
from talka.ground.kernel.pack import load_pack
from talka.method.protocol.queries import turn_due


def accept_referral(*, actor: Actor, referral_id: UUID, at: datetime | None = None) -> Referral:
    """Take up everything that is offered (a coordinator: the case and its aid only). Done again
    by the same person it changes nothing. Raises Absent, Broken when somebody else answered or
    nothing is offered any more."""
    with act("referral.accept"):
        held = hold_referral(actor, referral_id, lock=True)
        seat = held.answer_seat()
        if held.referral.state == "accepted" and held.referral.answered_by_id == seat.id:
            return held.referral
        _still_waits(held)
        answered = _answer(held.referral, seat, "accepted", at or timezone.now())
        _take(answered, seat)
    return answered


def _take(referral: Referral, seat: Seat) -> None:
    if not _take_up(referral.case_id, seat):
        raise Broken(_("Nothing is offered any more: the consent was withdrawn or has run out."))
    case = Case.objects.filter(id=referral.case_id).first()
    if case is None:
        raise Broken(_("This case cannot be opened to you. Ask the institution that sent it."))
    on = timezone.localdate(referral.answered_at)
    note_step(
        case_id=case.id, seat=seat, kind="referral_accepted", ref=referral.id, on=on,
        outcome=referral.purpose,
    )  # fmt: skip
    end_turns(case_id=case.id, act_code="referral.answer", seat=seat, ref=referral.id)
    _owe_next(case, referral, seat)


def _owe_next(case: Case, referral: Referral, seat: Seat) -> None:
    next_act = rules.NEXT_ACT[referral.purpose]
    if not next_act or referral.answered_at is None:
        return
    start = referral.answered_at
    due = turn_due(case.protocol, case.protocol_version, "referral", start, "contact", case.child)
    give_turn(
        case_id=case.id,
        act_code=next_act,
        institution=seat.institution,
        assignment=seat.id,
        due=due,
        ref=referral.id,
    )


def _take_up(case_id: UUID, seat: Seat) -> bool:
    """Take up what this role may; what remains offered ends. True when the case opens by it."""
    offered = Grant.objects.filter(
        case_id=case_id,
        institution_id=seat.institution,
        assignment__isnull=True,
        ended_at__isnull=True,
        until__gt=timezone.now(),
    ).values_list("basis_id", "data_class")
    fit = [basis for basis, name in offered if rules.may_take(seat.role, name)]
    take_up(case_id=case_id, seat=seat, basis_ids=[b for b in fit if b])
    end_offers(case_id, seat.institution)
    return Grant.objects.filter(
        case_id=case_id, assignment_id=seat.id, data_class=rules.NEEDED, ended_at__isnull=True,
        until__gt=timezone.now(),
    ).exists()  # fmt: skip


def refuse_referral(
    *, actor: Actor, referral_id: UUID, reason: str, note: str = "", at: datetime | None = None
) -> Referral:
    """Refuse with a reason (code of refusal_reason) and words. The offers end, the sender is told
    to choose another. Done again by the same person it changes nothing. Raises Absent, Broken."""
    if not load_pack().has("refusal_reason", reason):
        raise Broken({"reason": _("Choose a reason.")})
    with act("referral.refuse"):
        held = hold_referral(actor, referral_id, lock=True)
        seat, referral = held.answer_seat(), held.referral
        if referral.state == "refused" and referral.answered_by_id == seat.id:
            return referral
        _still_waits(held)
        end_offers(referral.case_id, seat.institution)
        end_turns(case_id=referral.case_id, act_code="referral.answer", seat=seat, ref=referral.id)
        _answer(referral, seat, "refused", at or timezone.now(), reason)
        if note:
            seal_text(referral, "refusal", note).save(force_insert=True)
        note_step(
            case_id=referral.case_id, seat=seat, kind="referral_refused", outcome=reason,
            ref=referral.id, on=timezone.localdate(referral.answered_at),
        )  # fmt: skip
        give_turn(
            case_id=referral.case_id,
            act_code="referral.send",
            institution=referral.from_institution_id,
            assignment=referral.sent_by_id,
            ref=referral.id,
        )
    return referral


def _still_waits(held: HeldReferral) -> None:
    referral = held.referral
    if referral.state == "withdrawn":
        raise Broken(_("The sender has taken this referral back."))
    if referral.state != "sent":
        who = referral.answered_by
        assert who is not None
        raise Broken(_("%(name)s has already answered this referral.") % {"name": who.worker.name})


def _answer(referral: Referral, seat: Seat, state: str, at: datetime, reason: str = "") -> Referral:
    referral.state, referral.answered_at, referral.refusal_reason = state, at, reason
    referral.answered_by_id = seat.id
    referral.save(update_fields=["state", "answered_at", "answered_by", "refusal_reason"])
    return referral
