"""Record a service that was received, or withdraw a wrong record."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.aid import policy, queries, rules
from talka.casework.aid.actions.writing import coded, end_mine, past_day, signed, worded
from talka.casework.aid.models import Goal, ServiceDelivery
from talka.casework.cases.actions import note_step
from talka.casework.cases.keys import keyring
from talka.casework.cases.permission import Held, hold
from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken
from talka.ground.kernel.pack import ServiceType, load_pack

CENT = Decimal("0.01")
MOST_QUANTITY, MOST_COST = Decimal("9999999"), Decimal("999999999")


def record_service(
    *,
    actor: Actor,
    case_id: UUID,
    service: str,
    since: date,
    quantity: Decimal | int | str,
    until: date | None = None,
    provider: UUID | None = None,
    cost: Decimal | int | str | None = None,
    payer: str = "",
    payer_municipality: str = "",
    goal_id: UUID | None = None,
    remark: str = "",
) -> ServiceDelivery:
    """Record one service. The unit and the data class follow from its type.

    `provider`: own institution unless said; only the institution that has the case records for
    others on it. `cost` None = not known. Raises Broken, Refused, Absent.
    """
    kind = _kind(service)
    held = hold(actor, case_id, policy.RECORD_SERVICE[rules.class_of(kind.group)])
    _check_days(held, since, until)
    _check_links(held, provider, goal_id)
    with act("service.record"):
        row = ServiceDelivery(
            **signed(held),
            data_class=rules.class_of(kind.group),
            service=service,
            since=since,
            until=until,
            quantity=_amount("quantity", quantity, MOST_QUANTITY, least=CENT),
            unit=kind.unit,
            provider_id=provider or held.seat.institution,
            cost=None if cost is None else _amount("cost", cost, MOST_COST, least=Decimal(0)),
            payer=coded("payer", payer, "payer") if payer else "",
            payer_municipality_id=_payer_place(payer, payer_municipality),
            goal_id=goal_id,
        )
        row.put(keyring(case_id), remark=remark)
        row.save(force_insert=True)
        note_step(
            case_id=case_id, seat=held.seat, kind="service", on=since, outcome=service,
            data_class=row.data_class, ref=row.id,
        )  # fmt: skip
        end_mine(held, "service.deliver")
        end_mine(held, "contact.first")
    return row


def _kind(service: str) -> ServiceType:
    found = next((s for s in load_pack().services if s.code == service), None)
    if found is None:
        raise Broken({"service": _("Choose one of the answers.")})
    return found


def _check_days(held: Held, since: date, until: date | None) -> None:
    past_day(since, "since")
    if until is not None and until < since:
        raise Broken({"until": _("The last day lies before the first.")})
    if until is not None and until > timezone.localdate() + timedelta(days=366):
        raise Broken({"until": _("This day lies too far away.")})
    if held.case.closed_on and since > held.case.closed_on:
        raise Broken({"since": _("The case was closed before this day.")})


def _check_links(held: Held, provider: UUID | None, goal_id: UUID | None) -> None:
    if provider not in {None, held.seat.institution}:
        if held.seat.institution != held.case.institution_id:
            raise Broken({"provider": _("Record only the services of your own institution.")})
        if provider not in queries.on_the_case(held):
            raise Broken({"provider": _("Choose an institution of the case.")})
    if goal_id and not Goal.objects.filter(id=goal_id, case=held.case).exists():
        raise Broken({"goal": _("Choose a goal of this plan.")})


def _amount(field: str, given: Decimal | int | str, most: Decimal, *, least: Decimal) -> Decimal:
    try:
        amount = Decimal(given)
    except InvalidOperation:
        raise Broken({field: _("Write a number.")})
    if not amount.is_finite() or not least <= amount <= most:
        raise Broken({field: _("This number is too small or too large.")})
    if amount != amount.quantize(CENT):
        raise Broken({field: _("Write at most two digits after the point.")})
    return amount


def _payer_place(payer: str, place: str) -> str | None:
    if not place:
        return None
    if payer != "municipality":
        raise Broken(
            {"payer_municipality": _("Name a municipality only when a municipality pays.")}
        )
    return coded("payer_municipality", place, "municipality")


def withdraw_service(
    *, actor: Actor, case_id: UUID, service_id: UUID, reason: str
) -> ServiceDelivery:
    """Take a wrong record back, with the reason; it stays readable and counts nowhere."""
    row = ServiceDelivery.objects.filter(id=service_id, case_id=case_id).first()
    if row is None:
        raise Absent
    held = hold(actor, case_id, policy.RECORD_SERVICE[row.data_class])
    if held.seat.institution not in {row.institution_id, held.case.institution_id}:
        raise Broken(_("Only those who recorded it, or who have the case, take it back."))
    if row.withdrawn_at:
        raise Broken(_("This was taken back already."))
    with act("service.withdraw"):
        row.put(keyring(case_id), withdrawn_reason=worded("reason", reason))
        row.withdrawn_at = timezone.now()
        row.withdrawn_by_id = held.seat.id
        row.save(update_fields=["withdrawn_reason_sealed", "withdrawn_at", "withdrawn_by"])
        note_step(
            case_id=case_id, seat=held.seat, kind="service_withdrawn", outcome=row.service,
            data_class=row.data_class, ref=row.id,
        )  # fmt: skip
    return row
