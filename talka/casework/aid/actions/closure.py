"""End help with a reason, begin it again, and ask later how the person is."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.aid import gaps, policy, rules
from talka.casework.aid.actions.writing import coded, give_once, one_of, past_day, signed, worded
from talka.casework.aid.models import Closure, FollowUp
from talka.casework.cases import policy as cases
from talka.casework.cases.actions import close_case, end_turns, note_step
from talka.casework.cases.keys import keyring
from talka.casework.cases.models import Case
from talka.casework.cases.permission import Held, hold
from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken, Stale


def close(
    *,
    actor: Actor,
    case_id: UUID,
    version: int,
    reason: str,
    remark: str = "",
    follow_up: bool = False,
    on: date | None = None,
) -> Case:
    """Close the case. `follow_up`: the person agrees to be asked after 3, 6 and 12 months.

    Broken lists, in sentences, what is still missing for this reason; Stale when the case changed.
    """
    held = hold(actor, case_id, policy.CLOSE)
    on = past_day(on)
    coded("reason", reason, "closure_reason")
    missing = gaps.hindering(case_id, reason)
    if missing:
        raise Broken({"": " ".join(str(g.sentence) for g in missing)})
    with act("closure.write"):
        for review in sorted(rules.REVIEWS):
            end_turns(case_id=case_id, act_code=review, seat=held.seat)
        case = close_case(actor=actor, case_id=case_id, version=version, reason=reason, on=on)
        closure = Closure(**signed(held), on=on, reason=reason, follow_up=follow_up)
        closure.put(keyring(case_id), remark=remark)
        closure.save(force_insert=True)
        if follow_up:
            _follow(held, closure)
    return case


def _follow(held: Held, closure: Closure) -> None:
    for month in rules.FOLLOW_UPS:
        give_once(
            held, "follow_up.make", step="follow_up", deadline=f"m{month}",
            start=closure.on, ref=turn_ref(closure.id, month),
        )  # fmt: skip


def turn_ref(closure_id: UUID, month: int) -> UUID:
    """The three turns of one closure, told apart."""
    return uuid5(closure_id, f"m{month}")


def reopen_case(*, actor: Actor, case_id: UUID, version: int, reason: str) -> Case:
    """Help begins again: the closure stays, with the reason it did not last."""
    held = hold(actor, case_id, policy.CLOSE)
    held.require(cases.CLOSE)
    if held.case.closed_on is None:
        raise Broken(_("This case is open."))
    with act("case.reopen"):
        changed = Case.objects.filter(id=case_id, version=version).update(
            closed_on=None, closure_reason="", version=version + 1
        )
        if not changed:
            raise Stale({"version": held.case.version})
        closure = _last(case_id)
        if closure:
            closure.put(keyring(case_id), reopened_reason=worded("reason", reason))
            closure.reopened_at = timezone.now()
            closure.reopened_by_id = held.seat.id
            closure.save(update_fields=["reopened_reason_sealed", "reopened_at", "reopened_by"])
        end_turns(case_id=case_id, act_code="follow_up.make", seat=held.seat)
        note_step(case_id=case_id, seat=held.seat, kind="reopening", data_class="case")
        today = past_day(None)
        give_once(held, "risk.assess", step="first_contact", deadline="contact", start=today)
        give_once(held, "plan.review", step="needs_plan", deadline="review", start=today)
    held.case.refresh_from_db()
    return held.case


def _last(case_id: UUID) -> Closure | None:
    return Closure.objects.filter(case_id=case_id, reopened_at__isnull=True).order_by("-at").first()


def record_follow_up(
    *,
    actor: Actor,
    case_id: UUID,
    month: int,
    outcome: str,
    remark: str = "",
    on: date | None = None,
) -> FollowUp:
    """How the person is, 3, 6 or 12 months after. *finished* ends the later turns too."""
    held = hold(actor, case_id, policy.FOLLOW_UP)
    on = past_day(on)
    if month not in rules.FOLLOW_UPS:
        raise Broken({"month": _("Choose one of the answers.")})
    one_of("outcome", outcome, rules.FOLLOW_UP_OUTCOMES)
    closure = _last(case_id)
    if held.case.closed_on is None or closure is None or not closure.follow_up:
        raise Broken(_("The person did not agree to be asked after help ended."))
    with act("follow_up.write"):
        row = FollowUp(**signed(held), closure=closure, month=month, on=on, outcome=outcome)
        row.put(keyring(case_id), remark=remark)
        row.save(force_insert=True)
        note_step(
            case_id=case_id, seat=held.seat, kind="follow_up", on=on, outcome=outcome,
            data_class="aid", ref=row.id,
        )  # fmt: skip
        for other in rules.FOLLOW_UPS:
            if other == month or outcome == "finished":
                ref = turn_ref(closure.id, other)
                end_turns(case_id=case_id, act_code="follow_up.make", seat=held.seat, ref=ref)
    return row
