"""Analyses of needs and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent
from talka.prevention.safety import policy
from talka.prevention.safety.models import Analysis, Finding, Need, Recommendation
from talka.prevention.safety.queries.advice import Advice, advices


@dataclass(frozen=True)
class Wanted:
    need: Need
    advices: tuple[Advice, ...]


@dataclass(frozen=True)
class Found:
    finding: Finding
    needs: tuple[Wanted, ...]


@dataclass(frozen=True)
class AnalysisPage:
    analysis: Analysis
    place: str
    findings: tuple[Found, ...]
    writes: bool
    recommends: bool


def analyses(language: str) -> list[tuple[Analysis, str]]:
    """Analyses the person may see, latest first, with their place (1 query)."""
    rows = Analysis.objects.select_related("municipality", "institution").order_by("-year", "title")
    return [(a, a.municipality.name(language) if a.municipality else "") for a in rows]


def analysis_page(actor: Actor, analysis_id: UUID, language: str) -> AnalysisPage:
    """One analysis down to its recommendations; the gravest needs first (9 queries)."""
    row = policy.analysis(analysis_id)
    findings = Finding.objects.filter(analysis=row).order_by("id")
    needs = list(Need.objects.filter(analysis=row).order_by("-severity", "id"))
    rows = Recommendation.objects.filter(need__in=[n.id for n in needs])
    advice = advices(rows.order_by("priority", "due"), language, timezone.localdate())
    found = tuple(
        Found(f, tuple(
            Wanted(n, tuple(a for a in advice if a.row.need_id == n.id))
            for n in needs if n.finding_id == f.id
        ))
        for f in findings
    )  # fmt: skip
    return AnalysisPage(
        row, row.municipality.name(language) if row.municipality else "", found,
        row.published_at is None and policy.writes_as(actor, row.institution_id),
        bool(actor.roles & set(policy.AUTHORS)),
    )  # fmt: skip


def need_of(need_id: UUID) -> Need:
    found = Need.objects.select_related("analysis").filter(id=need_id).first()
    if found is None:
        raise Absent
    return found


def finding_of(finding_id: UUID) -> Finding:
    found = Finding.objects.filter(id=finding_id).first()
    if found is None:
        raise Absent
    return found
