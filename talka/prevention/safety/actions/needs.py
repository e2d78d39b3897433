"""Analyses of needs: findings, needs, publishing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Stale
from talka.prevention.safety import policy
from talka.prevention.safety.models import Analysis, Finding, Need


def begin(*, actor: Actor, year: int, **texts: Any) -> Analysis:
    """A new analysis: of the coordinator's municipality, else of the country."""
    seat = policy.author(actor)
    _year(year)
    with act("safety.analyse"):
        return Analysis.objects.create(
            municipality_id=seat.area if seat.role == "coordinator" else None,
            institution_id=seat.institution, year=year, **texts,
        )  # fmt: skip


def edit(*, actor: Actor, analysis_id: UUID, version: int, year: int, **texts: Any) -> Analysis:
    """Change the head of an analysis that is not published."""
    row = policy.draft_analysis(actor, analysis_id)
    _year(year)
    _rewrite(row, version, "safety.edit_analysis", year=year, **texts)
    return row


def find(*, actor: Actor, analysis_id: UUID, **said: Any) -> Finding:
    """Add a finding."""
    row = policy.draft_analysis(actor, analysis_id)
    with act("safety.find"):
        return Finding.objects.create(analysis=row, **said)


def edit_finding(*, actor: Actor, finding_id: UUID, version: int, **said: Any) -> Finding:
    row = Finding.objects.filter(id=finding_id).first()
    if row is None:
        raise Absent
    policy.draft_analysis(actor, row.analysis_id)
    _rewrite(row, version, "safety.edit_finding", **said)
    return row


def need(*, actor: Actor, finding_id: UUID, **said: Any) -> Need:
    """Add a need that follows from a finding."""
    row = Finding.objects.filter(id=finding_id).first()
    if row is None:
        raise Absent
    policy.draft_analysis(actor, row.analysis_id)
    with act("safety.need"):
        return Need.objects.create(analysis_id=row.analysis_id, finding=row, **said)


def publish(*, actor: Actor, analysis_id: UUID) -> Analysis:
    """From now on everybody who is signed in reads it, and nobody changes it."""
    row = policy.draft_analysis(actor, analysis_id)
    if not Finding.objects.filter(analysis=row).exists():
        raise Broken(_("An analysis has at least one finding."))
    with act("safety.publish_analysis"):
        waiting = Analysis.objects.filter(id=row.id, published_at__isnull=True)
        if not waiting.update(published_at=timezone.now()):
            raise Broken(_("It is published already."))
    row.refresh_from_db()
    return row


def _year(year: int) -> None:
    if not 2011 <= year <= timezone.localdate().year:
        raise Broken({"year": _("From 2011 to this year.")})


def _rewrite(row: Model, version: int, verb: str, **said: Any) -> None:
    stands = row.version  # type: ignore[attr-defined]
    if stands != version:
        raise Stale({name: getattr(row, name) for name in said} | {"version": stands})
    with act(verb):
        changed = type(row)._default_manager.filter(pk=row.pk, version=version)
        if not changed.update(**said, version=version + 1):
            raise Stale({"version": version + 1})
    row.refresh_from_db()
