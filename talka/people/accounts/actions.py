"""Let people in, give them seats, end seats. The only writers of workers and assignments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor, end_sessions_of
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.ground.kernel.pack import load_pack
from talka.people.accounts import rules
from talka.people.accounts.invitations import accept_invitation, link_secret
from talka.people.accounts.models import Account, Assignment, Worker
from talka.people.institutions.actions import found_institution
from talka.people.institutions.models import Institution
from talka.people.institutions.rules import role_fits

__all__ = [
    "accept_invitation",
    "assign",
    "end_assignment",
    "found_institution",
    "invite",
    "keep_card",
    "resend",
]


def administered(actor: Actor) -> frozenset[UUID]:
    """The institutions the person administers."""
    return frozenset(s.institution for s in actor.seats if s.role == "institution_admin")


def invite(
    *,
    actor: Actor,
    institution_id: UUID,
    name: str,
    email: str,
    role: str,
    municipality: str | None = None,
    language: str = "lt",
    since: date | None = None,
) -> tuple[Worker, str]:
    """Invite a colleague: worker and assignment now, account when the link is used.

    Returns the worker and the secret of the link (only its hash is kept); "" when the address
    already works with Talka: then the seat is theirs at once and no link is needed. An
    administrator of an institution invites to it; a technical administrator invites only
    administrators.
    """
    _may_invite(actor, institution_id, role)
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Broken({"email": _("Write a full e-mail address.")})
    account = Account.objects.filter(email__iexact=email).first()
    known = Worker.objects.filter(id=account.id).first() if account else None
    seat = {"institution_id": institution_id, "role": role, "municipality": municipality}
    if known is not None:
        assign(actor=actor, worker_id=known.id, since=since, **seat)  # type: ignore[arg-type]
        return known, ""
    with act("worker.invite"):
        # An account without a worker is left over from an invitation that was never saved.
        worker = Worker(id=account.id if account else uuid4(), name=name, language=language)
        worker.save(force_insert=True)
        _give(worker.id, since=since, until=None, **seat)  # type: ignore[arg-type]
    if account is None:
        account = Account(id=worker.id, email=email, is_active=False)
        account.set_unusable_password()
        account.save(force_insert=True)
    return worker, link_secret(account)


def resend(*, actor: Actor, worker_id: UUID) -> tuple[str, str, str]:
    """A new link for a colleague who has not come in yet; the old link dies.

    Returns address, secret and language. Absent for anybody else's colleague.
    """
    seats = Assignment.objects.filter(worker_id=worker_id)
    mine = Q(institution_id__in=administered(actor))
    if "technical_admin" in actor.roles:
        mine |= Q(role="institution_admin")
    seat = seats.filter(mine).select_related("worker").first()
    account = Account.objects.filter(id=worker_id).first()
    if seat is None or account is None:
        raise Absent
    if account.is_active or account.has_usable_password():
        raise Broken(_("This colleague has already come in."))
    return account.email, link_secret(account), seat.worker.language


def assign(
    *,
    actor: Actor,
    worker_id: UUID,
    institution_id: UUID,
    role: str,
    municipality: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Assignment:
    """Give a colleague one more seat. Nobody gives one to themself."""
    _may_invite(actor, institution_id, role)
    if worker_id == actor.id:
        raise Refused(
            _("Nobody gives a seat to themself."), _("another administrator of your institution")
        )
    if not Worker.objects.filter(id=worker_id, active=True).exists():
        raise Absent
    with act("assignment.give"):
        return _give(
            worker_id,
            institution_id=institution_id,
            role=role,
            municipality=municipality,
            since=since,
            until=until,
        )


def _give(
    worker_id: UUID,
    *,
    institution_id: UUID,
    role: str,
    municipality: str | None,
    since: date | None,
    until: date | None,
) -> Assignment:
    given = Assignment(
        worker_id=worker_id,
        institution_id=institution_id,
        role=role,
        municipality_id=municipality or None,
        since=since or timezone.localdate(),
        until=until,
    )
    faults = _faults(given)
    if faults:
        raise Broken(faults)
    given.save(force_insert=True)
    return given


def _faults(given: Assignment) -> Mapping[str, str]:
    """What hinders this seat, by form field."""
    place = Institution.objects.get(id=given.institution_id)
    held = list(Assignment.objects.filter(worker_id=given.worker_id))
    new = rules.Period(given.role, given.since, given.until)
    periods = [rules.Period(a.role, a.since, a.until) for a in held]
    twin = any(
        (a.institution_id, a.role, a.municipality_id)
        == (given.institution_id, given.role, given.municipality_id)
        and rules.overlap(new, p)
        for a, p in zip(held, periods, strict=True)
    )
    pack, area = load_pack(), given.municipality_id
    for hindered, field, why in (
        (bool(area) and not pack.has("municipality", str(area)), "municipality",
         _("Choose a municipality from the list.")),
        (given.until is not None and given.until < given.since, "until",
         _("The end is before the beginning.")),
        (not role_fits(pack.role(given.role).kinds, place.kind), "role",
         _("This role is not held in this kind of institution.")),
        (not rules.area_fits(given.role, area, place.municipality_id), "municipality",
         _("A coordinator works for the municipality that employs them.")),
        (not rules.stands_apart(new, periods), "role",
         _("Technical administration stands alone: it goes with no other role.")),
        (twin, "role", _("This person already has this seat.")),
    ):  # fmt: skip
        if hindered:
            return {field: why}
    return {}


def end_assignment(*, actor: Actor, assignment_id: UUID, on: date | None = None) -> None:
    """End a seat: what it opened closes at the next statement (or on a later day). Who holds no
    other seat is signed out."""
    today = timezone.localdate()
    mine = administered(actor)
    seat = Assignment.objects.filter(id=assignment_id, institution_id__in=mine).first()
    if seat is None or (seat.until is not None and seat.until <= today):
        raise Absent
    ends = max(on or today, seat.since)
    if on is not None and on < today:
        raise Broken({"on": _("A seat ends today or later: what was done stays done.")})
    with act("assignment.end"):
        Assignment.objects.filter(id=seat.id).update(until=ends)
    left = Assignment.objects.filter(worker_id=seat.worker_id, since__lte=today)
    if not left.filter(Q(until__isnull=True) | Q(until__gt=today)).exists():
        end_sessions_of(seat.worker_id)


def keep_card(
    *, actor: Actor, name: str, phone: str, language: str, version: int | None
) -> dict[str, Any]:
    """Own name, telephone and language. Stale when changed meanwhile."""
    if language not in {"lt", "en"}:
        raise Broken({"language": _("Choose a language from the list.")})
    with act("worker.card"):
        changed = Worker.objects.filter(id=actor.id, version=version or 0).update(
            name=name, phone=phone, language=language, version=F("version") + 1
        )
    if not changed:
        raise Stale(Worker.objects.values("name", "phone", "language", "version").get(id=actor.id))
    return {"language": language}


def _may_invite(actor: Actor, institution_id: UUID, role: str) -> None:
    if role not in {r.code for r in load_pack().roles}:
        raise Broken({"role": _("Choose a role from the list.")})
    if not Institution.objects.filter(id=institution_id, active=True).exists():
        raise Absent
    if "technical_admin" in actor.roles and role == "institution_admin":
        return
    if institution_id not in administered(actor) or role == "technical_admin":
        raise Refused(
            _("You invite only colleagues of an institution that you administer."),
            _("the administrator of that institution"),
        )
