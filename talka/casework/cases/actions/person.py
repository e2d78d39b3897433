"""Who the person is: the vault, the coded facts, and whether anybody knows them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from talka.casework.cases import policy, rules
from talka.casework.cases.actions.path import note_step
from talka.casework.cases.keys import keyring
from talka.casework.cases.models import BlindToken, Case, Identity, Profile
from talka.casework.cases.permission import Held, hold
from talka.casework.cases.queries import identity_texts, last_hand
from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.crypto.provider import provider
from talka.ground.kernel.errors import Broken, Refused, Stale
from talka.people.institutions.models import Institution


def write_identity(*, actor: Actor, case_id: UUID, version: int, texts: dict[str, str]) -> Identity:
    """Write the vault and its blind tokens. `texts`: name, born, personal_code, phone, address,
    other. `version` 0 = none was seen. Raises Stale with what stands there now."""
    held = hold(actor, case_id, policy.WRITE_IDENTITY)
    ring = keyring(case_id)
    with act("identity.write"):
        row = Identity.objects.select_for_update().filter(case_id=case_id).first()
        if (row.version if row else 0) != version:
            there = {k: row.read(ring, k) for k in texts} if row else {}
            seen = {**there, "version": row.version if row else 0}
            raise Stale(seen, *(last_hand(case_id, row.id) if row else ()))
        row = row or Identity(case=held.case, id=uuid4(), version=0)
        row.put(ring, **texts)
        row.version += 1
        row.save()
        _index(held, texts)
        if version == 0:
            note_step(case_id=case_id, seat=held.seat, kind="identity", data_class="identity")
    return row


def _index(held: Held, texts: dict[str, str]) -> None:
    """Blind tokens of what is known, in place of those before."""
    keys = rules.blind_keys(*(texts.get(k, "") for k in ("name", "born", "personal_code", "phone")))
    BlindToken.objects.filter(case_id=held.case.id).delete()
    BlindToken.objects.bulk_create(
        BlindToken(
            case=held.case, institution_id=held.case.institution_id, token=provider().blind(*k)
        )
        for k in keys
    )


def change_profile(*, actor: Actor, case_id: UUID, version: int, codes: dict[str, Any]) -> Profile:
    """Change coded facts. Raises Stale with the codes that stand there now. A person whose age
    is not known stays what they were: when in doubt a child."""
    held = hold(actor, case_id, policy.CHANGE_PROFILE)
    with act("case.profile"):
        changed = Profile.objects.filter(case_id=case_id, version=version).update(
            **codes, version=version + 1
        )
        profile = Profile.objects.get(case_id=case_id)
        if not changed:
            there = {k: getattr(profile, k) for k in codes}
            raise Stale({**there, "version": profile.version}, *last_hand(case_id, profile.id))
        child = {"child": True, "adult": False}.get(codes.get("age_group", ""))
        if child is not None and child != held.case.child:
            Case.objects.filter(id=held.case.id).update(child=child)
    return profile


def ask_who_knows(
    *, actor: Actor, name: str = "", born: str = "", personal_code: str = "", phone: str = ""
) -> list[UUID]:
    """Institutions that may know this person; never a case. Limited by the database to 30 an
    hour a person. Raises Refused (role), Broken (not enough to ask with, asked too often)."""
    if not actor.seat(*rules.ASKING_ROLES):
        raise Refused(_("Your role does not do this."), _("the coordinator of your team"))
    keys = rules.blind_keys(name, born, personal_code, phone)
    if not keys:
        raise Broken(_("Write a name with a date of birth, a personal code, or a phone number."))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT talka.who_knows(%s)", [[provider().blind(*k) for k in keys]])
            return list(cursor.fetchone()[0])
    except OperationalError:
        raise Broken(_("You have asked 30 times within an hour. Ask again later."))


def ask_about(*, actor: Actor, case_id: UUID) -> list[Institution]:
    """Ask who knows the person of a case, with what the vault holds: other institutions to ask."""
    held = hold(actor, case_id, policy.ASK_WHO_KNOWS)
    texts, _version = identity_texts(held)
    asked = {k: texts.get(k, "") for k in ("name", "born", "personal_code", "phone")}
    found = set(ask_who_knows(actor=actor, **asked)) - {held.seat.institution}
    return list(Institution.objects.filter(id__in=found))
