"""Recommendations: written, sent, answered, worked on, confirmed or withdrawn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Stale
from talka.people.institutions.models import Institution
from talka.prevention.programmes.models import PlanNode
from talka.prevention.safety import policy
from talka.prevention.safety.models import (
    Addressee,
    Confirmation,
    Need,
    Recommendation,
    Response,
    Step,
)

ANSWER_DAYS = 30
"""Days to answer from the day of sending: a house rule, no law says another."""


def write(
    *, actor: Actor, text: str, basis: str, priority: int, due: date, cost: Decimal | None,
    addressees: Collection[UUID], need_id: UUID | None = None, supersedes_id: UUID | None = None,
) -> Recommendation:  # fmt: skip
    """A draft: only the author's institution sees it."""
    seat = policy.author(actor)
    _check(text, due)
    if need_id is not None and not Need.objects.filter(id=need_id).exists():
        raise Absent
    _may_supersede(actor, supersedes_id)
    found = _institutions(addressees)
    with act("safety.recommend"):
        made = Recommendation.objects.create(
            institution_id=seat.institution, written_by_id=actor.id, text=text.strip(),
            basis=basis, priority=priority, due=due, cost=cost, need_id=need_id,
            supersedes_id=supersedes_id,
        )  # fmt: skip
        Addressee.objects.bulk_create(
            Addressee(recommendation=made, institution_id=i) for i in found
        )
    return made


def rewrite(
    *, actor: Actor, recommendation_id: UUID, version: int, text: str, basis: str, priority: int,
    due: date, cost: Decimal | None, addressees: Collection[UUID],
    supersedes_id: UUID | None = None,
) -> Recommendation:  # fmt: skip
    """Change a draft. Stale when a colleague did meanwhile."""
    row = policy.draft_recommendation(actor, recommendation_id)
    _check(text, due)
    _may_supersede(actor, supersedes_id)
    found = _institutions(addressees)
    said = {"text": text.strip(), "basis": basis, "priority": priority, "due": due, "cost": cost,
            "supersedes_id": supersedes_id}  # fmt: skip
    if row.version != version:
        raise Stale({n: getattr(row, n) for n in said} | {"version": row.version})
    with act("safety.rewrite"):
        changed = Recommendation.objects.filter(id=row.id, version=version)
        if not changed.update(**said, version=version + 1):
            raise Stale({"version": version + 1})
        Addressee.objects.filter(recommendation=row).exclude(institution__in=found).delete()
        there = set(Addressee.objects.filter(recommendation=row).values_list("institution", flat=1))  # type: ignore[arg-type]
        Addressee.objects.bulk_create(
            Addressee(recommendation=row, institution_id=i) for i in found if i not in there
        )
    row.refresh_from_db()
    return row


def _check(text: str, due: date) -> None:
    if not text.strip():
        raise Broken({"text": _("Say what is recommended.")})
    if due < timezone.localdate():
        raise Broken({"due": _("This day is past.")})


def _institutions(given: Collection[UUID]) -> list[UUID]:
    found = list(Institution.objects.filter(id__in=given, active=True).values_list("id", flat=True))
    if not found or len(found) != len(set(given)):
        raise Broken({"addressees": _("Choose who is to do it.")})
    return found


def _may_supersede(actor: Actor, earlier: UUID | None) -> None:
    if earlier is None:
        return
    row = Recommendation.objects.filter(id=earlier, sent_at__isnull=False).first()
    if row is None or not policy.writes_as(actor, row.institution_id):
        raise Broken({"supersedes_id": _("Only what your own institution sent is superseded.")})


def send(*, actor: Actor, recommendation_id: UUID) -> Recommendation:
    """It goes to its addressees; from today their clock runs."""
    row = policy.draft_recommendation(actor, recommendation_id)
    today = timezone.localdate()
    if row.due < today:
        raise Broken(_("The day by which it is to be done is past."))
    with act("safety.send"):
        if not Addressee.objects.filter(recommendation=row).update(
            answer_due=today + timedelta(days=ANSWER_DAYS)
        ):
            raise Broken(_("Choose who is to do it."))
        waiting = Recommendation.objects.filter(id=row.id, sent_at__isnull=True)
        if not waiting.update(sent_at=timezone.now(), sent_on=today):
            raise Broken(_("It is sent already."))
    row.refresh_from_db()
    return row


def withdraw(*, actor: Actor, recommendation_id: UUID, why: str) -> Recommendation:
    """The author takes it back, once and with a reason; nobody owes anything any more."""
    row = policy.own_recommendation(actor, recommendation_id)
    if not why.strip():
        raise Broken({"why": _("Say why.")})
    with act("safety.withdraw"):
        open_ = Recommendation.objects.filter(
            id=row.id, sent_at__isnull=False, withdrawn_on__isnull=True
        )
        if not open_.update(withdrawn_on=timezone.localdate(), withdrawn_why=why.strip()):
            raise Broken(_("Only a recommendation that was sent is withdrawn, and once."))
    row.refresh_from_db()
    return row


def respond(
    *, actor: Actor, addressee_id: UUID, answer: str, reason: str, due: date | None
) -> Response:
    """Accepted, partly or rejected, once; with a reason unless accepted, and by when."""
    to = policy.addressed(actor, addressee_id)
    faults = {}
    if answer != "accepted" and not reason.strip():
        faults["reason"] = _("Say why.")
    if answer != "rejected" and due is None:
        faults["due"] = _("Say by when.")
    if due is not None and due < timezone.localdate():
        faults["due"] = _("This day is past.")
    if faults:
        raise Broken(faults)
    if Response.objects.filter(addressee=to).exists():
        raise Broken(_("It is answered already."))
    with act("safety.respond"):
        return Response.objects.create(
            addressee=to, answer=answer, reason=reason.strip(), by_id=actor.id,
            due=None if answer == "rejected" else due, on=timezone.localdate(),
        )  # fmt: skip


def follow_up(
    *, actor: Actor, addressee_id: UUID, on: date, action: str, progress: int, evidence: str,
    measure_id: UUID | None = None,
) -> Step:  # fmt: skip
    """Something done about it; perhaps a measure of a published programme."""
    to = policy.addressed(actor, addressee_id)
    _accepted(to)
    if not (to.recommendation.sent_on or on) <= on <= timezone.localdate():
        raise Broken({"on": _("Between the day of sending and today.")})
    if (
        measure_id is not None
        and not PlanNode.objects.filter(
            id=measure_id, kind="measure", plan__published_at__isnull=False
        ).exists()
    ):
        raise Broken({"measure_id": _("Choose a measure of a published programme.")})
    with act("safety.follow_up"):
        return Step.objects.create(
            addressee=to, on=on, action=action.strip(), progress=progress, by_id=actor.id,
            evidence=evidence.strip(), measure_id=measure_id,
        )  # fmt: skip


def _accepted(to: Addressee) -> Response:
    said = Response.objects.filter(addressee=to).exclude(answer="rejected").first()
    if said is None:
        raise Broken(_("First the addressee accepts it, wholly or partly."))
    return said


def confirm(*, actor: Actor, addressee_id: UUID, note: str) -> Confirmation:
    """It is implemented: said by the author or the ministry, never by the addressee."""
    to = policy.confirmable(actor, addressee_id)
    said = _accepted(to)
    if said.by_id == actor.id:
        raise Broken(_("Who answered does not confirm."))
    if Confirmation.objects.filter(addressee=to).exists():
        raise Broken(_("It is confirmed already."))
    with act("safety.confirm"):
        return Confirmation.objects.create(
            addressee=to, on=timezone.localdate(), note=note.strip(), by_id=actor.id
        )
