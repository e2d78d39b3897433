"""Enter and rename institutions. The only writers of institutions."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.ground.kernel.pack import load_pack
from talka.people.institutions.models import Institution, RoleKind


def found_institution(
    *,
    actor: Actor,
    kind: str,
    name_lt: str,
    name_en: str,
    municipality: str | None,
    phone: str = "",
) -> Institution:
    """Enter an institution (technical administrator). No municipality = works nationally."""
    if "technical_admin" not in actor.roles:
        raise Refused(
            _("Only a technical administrator enters institutions."),
            _("the technical administrator of this house"),
        )
    _check(kind, municipality)
    with act("institution.found"):
        institution = Institution(
            kind=kind,
            name_lt=name_lt,
            name_en=name_en,
            municipality_id=municipality or None,
            phone=phone,
        )
        institution.save(force_insert=True)
    return institution


def _check(kind: str, municipality: str | None) -> None:
    pack = load_pack()
    faults = {}
    if not pack.has("institution", kind):
        faults["kind"] = _("Choose a kind from the list.")
    if municipality and not pack.has("municipality", municipality):
        faults["municipality"] = _("Choose a municipality from the list.")
    if faults:
        raise Broken(faults)


def rename_institution(
    *,
    actor: Actor,
    institution_id: UUID,
    name_lt: str,
    name_en: str,
    phone: str,
    version: int | None,
) -> None:
    """Names and telephone, by an administrator of the institution. Stale when changed meanwhile."""
    administered = {s.institution for s in actor.seats if s.role == "institution_admin"}
    if institution_id not in administered:
        raise Absent
    with act("institution.rename"):
        changed = Institution.objects.filter(id=institution_id, version=version or 0).update(
            name_lt=name_lt, name_en=name_en, phone=phone, version=F("version") + 1
        )
    if not changed:
        theirs = Institution.objects.values("name_lt", "name_en", "phone", "version")
        raise Stale(theirs.get(id=institution_id))


def load_role_kinds(*, using: str) -> None:
    """Which role may be held where, as the pack says today (at setup, as the owner)."""
    rows = [RoleKind(role=r.code, kind=k) for r in load_pack().roles for k in r.kinds]
    with transaction.atomic(using=using):
        RoleKind.objects.using(using).all().delete()
        RoleKind.objects.using(using).bulk_create(rows)
