"""Put a file to an activity as its evidence, and destroy it again."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.crypto.provider import provider
from talka.ground.crypto.sealing import DataKey
from talka.ground.files import actions as files
from talka.ground.kernel.errors import Absent, Broken
from talka.prevention.activities import policy, rules, words
from talka.prevention.activities.actions.refusing import told
from talka.prevention.activities.models import Evidence, EvidenceKey
from talka.prevention.activities.queries.evidence import Ring, ring_of


def _with_key(activity_id: UUID, data_class: str) -> Ring:
    """The keys of the activity; a fresh one for a class that has none."""
    ring = ring_of(activity_id)
    if data_class in ring.classes:
        return ring
    fresh = DataKey.fresh()
    wrapped = provider().wrap(fresh, activity_id, data_class)
    EvidenceKey.objects.create(
        id=fresh.id, activity_id=activity_id, data_class=data_class, wrapped=wrapped
    )
    return ring_of(activity_id)


def _ends(personal_data: str, until: date | None) -> None:
    today = timezone.localdate()
    if personal_data not in rules.EVIDENCE_CLASSES:
        raise Broken({"personal_data": str(words.FAULTS["no_sensitive_evidence"][1])})
    if personal_data != "none" and until is None:
        raise Broken({"retention_until": str(words.FAULTS["evidence_with_an_end"][1])})
    latest = today + timedelta(days=366 * rules.LONGEST_RETENTION)
    if until is not None and not today < until <= latest:
        raise Broken({"retention_until": _("After today, and within ten years.")})


def add_evidence(
    *,
    actor: Actor,
    activity_id: UUID,
    kind: str,
    name: str,
    body: bytes,
    personal_data: str,
    retention_until: date | None,
    nobody_helped: bool,
    no_minor: bool,
) -> Evidence:
    """Seal a file, a picture without its metadata. Refused: sensitive data; personal data without
    an end; unconfirmed files."""
    row = policy.open_one(actor, activity_id)
    if kind not in rules.EVIDENCE_KINDS:
        raise Broken({"kind": _("Choose one of the list.")})
    _ends(personal_data, retention_until)
    said = {"nobody_helped": nobody_helped, "no_minor": no_minor}
    if missing := {n: str(words.FAULTS["evidence_checked"][1]) for n, ok in said.items() if not ok}:
        raise Broken(missing)
    data_class = rules.EVIDENCE_CLASSES[personal_data]
    body = files.without_metadata(body)
    with act("activity.evidence"), told():
        ring = _with_key(row.id, data_class)
        made = files.attach(ring=ring, by=actor.id, data_class=data_class, name=name, body=body)
        return Evidence.objects.create(
            activity=row, file=made, kind=kind, sha256=hashlib.sha256(body).hexdigest(),
            personal_data=personal_data, retention_until=retention_until, checked=True,
        )  # fmt: skip


def destroy_evidence(*, actor: Actor, activity_id: UUID, evidence_id: UUID, reason: str) -> None:
    """Destroy the content; that it was there, its hash and the reason stay."""
    policy.mine(actor, activity_id)
    found = Evidence.objects.select_related("file").filter(id=evidence_id, activity_id=activity_id)
    row = found.first()
    if row is None:
        raise Absent
    if not reason.strip():
        raise Broken({"reason": _("Say why.")})
    with act("activity.evidence_destroy"):
        files.withdraw(
            ring=ring_of(activity_id), by=actor.id, attachment=row.file, reason=reason.strip()
        )
