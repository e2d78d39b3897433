"""Let people in, give them seats, end seats. The only writers of accounts and assignments."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor, end_sessions_of
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.ground.kernel.pack import load_pack
from talka.people.accounts.models import Account, Assignment, Invitation, Worker
from talka.people.institutions.models import Institution

INVITATION_DAYS = 7


def found_institution(
    *, actor: Actor, kind: str, name_lt: str, name_en: str, municipality: str | None
) -> Institution:
    """Enter an institution (technical administrator)."""
    _require(actor, "technical_admin")
    if not load_pack().has("institution", kind):
        raise Broken({"kind": _("Choose a kind from the list.")})
    with act("institution.found"):
        institution = Institution(
            kind=kind, name_lt=name_lt, name_en=name_en, municipality_id=municipality
        )
        institution.save(force_insert=True)
    return institution


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

    Returns the worker and the secret of the link (only its hash is kept). An administrator of an
    institution invites to it; a technical administrator invites only administrators.
    """
    _may_invite(actor, institution_id, role)
    try:
        validate_email(email)
    except ValidationError:
        raise Broken({"email": _("Write a full e-mail address.")})
    if Account.objects.filter(email__iexact=email).exists():
        raise Broken({"email": _("This address already has an account.")})
    with act("worker.invite"):
        worker = Worker(id=uuid4(), name=name, language=language)
        worker.save(force_insert=True)
        Assignment(
            worker=worker,
            institution_id=institution_id,
            role=role,
            municipality_id=municipality,
            since=since or timezone.localdate(),
        ).save(force_insert=True)
    account = Account(id=worker.id, email=email, is_active=False)
    account.set_unusable_password()
    account.save(force_insert=True)
    return worker, _link_secret(account)


def _link_secret(account: Account) -> str:
    secret = secrets.token_urlsafe(32)
    Invitation.objects.create(
        account=account,
        token_hash=hashlib.sha256(secret.encode()).digest(),
        until=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    return secret


def accept_invitation(*, secret: str, password: str) -> Account:
    """Use an invitation once: choose a password, the account opens. Absent when it is not valid."""
    found = (
        Invitation.objects.select_related("account")
        .filter(
            token_hash=hashlib.sha256(secret.encode()).digest(),
            used_at__isnull=True,
            until__gt=timezone.now(),
        )
        .first()
    )
    if found is None:
        raise Absent
    account = found.account
    try:
        validate_password(password, account)
    except ValidationError as fault:
        raise Broken({"password": " ".join(fault.messages)})
    used = Invitation.objects.filter(id=found.id, used_at__isnull=True).update(
        used_at=timezone.now()
    )
    if not used:
        raise Absent
    account.set_password(password)
    account.is_active = True
    account.save(update_fields=["password", "is_active"])
    return account


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
    """Give a colleague one more seat."""
    _may_invite(actor, institution_id, role)
    with act("assignment.give"):
        assignment = Assignment(
            worker_id=worker_id,
            institution_id=institution_id,
            role=role,
            municipality_id=municipality,
            since=since or timezone.localdate(),
            until=until,
        )
        assignment.save(force_insert=True)
    return assignment


def end_assignment(*, actor: Actor, assignment_id: UUID, on: date | None = None) -> None:
    """End a seat: what it opened closes at the next statement."""
    with act("assignment.end"):
        ended = Assignment.objects.filter(
            id=assignment_id,
            institution_id__in=actor.institutions,
            until__isnull=True,
        ).update(until=on or timezone.localdate())
        if not ended or "institution_admin" not in actor.roles:
            raise Absent
    worker = Assignment.objects.values_list("worker_id", flat=True).get(id=assignment_id)
    end_sessions_of(worker)


def _require(actor: Actor, role: str) -> None:
    if role not in actor.roles:
        raise Refused(
            _("Only an administrator does this."), _("the administrator of your institution")
        )


def _may_invite(actor: Actor, institution_id: UUID, role: str) -> None:
    if role not in {r.code for r in load_pack().roles}:
        raise Broken({"role": _("Choose a role from the list.")})
    if "technical_admin" in actor.roles and role == "institution_admin":
        return
    administered = {s.institution for s in actor.seats if s.role == "institution_admin"}
    if institution_id not in administered or role == "technical_admin":
        raise Refused(
            _("You invite only colleagues of an institution that you administer."),
            _("the administrator of that institution"),
        )
