"""What the forms of recommendations let one choose from."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.ui.collation import sorting_key
from talka.people.institutions.models import Institution
from talka.prevention.programmes.models import PlanNode
from talka.prevention.programmes.queries.force import speaks
from talka.prevention.programmes.shapes import natural
from talka.prevention.safety import policy
from talka.prevention.safety.models import Addressee, Recommendation


def institutions(language: str) -> list[tuple[str, str]]:
    """Working institutions by name (1 query)."""
    rows = Institution.objects.filter(active=True)
    named = [(str(i.id), i.name(language)) for i in rows]
    return sorted(named, key=lambda n: sorting_key(n[1]))


def earlier(actor: Actor) -> list[tuple[str, str]]:
    """What one's own institution sent and did not withdraw, the latest first (1 query)."""
    mine = [s.institution for s in actor.seats if s.role in policy.AUTHORS]
    rows = Recommendation.objects.filter(
        institution__in=mine, sent_on__isnull=False, withdrawn_on__isnull=True
    ).order_by("-sent_on")[:100]
    return [(str(r.id), f"{r.sent_on:%Y-%m-%d} {r.text[:80]}") for r in rows]


def addressed(recommendation_id: UUID) -> list[str]:
    rows = Addressee.objects.filter(recommendation=recommendation_id)
    return [str(i) for i in rows.values_list("institution_id", flat=True)]


def measures(municipality: str | None) -> list[tuple[str, str]]:
    """Measures of the programmes in force of a municipality, or of the country (1 query)."""
    today = timezone.localdate()
    rows = PlanNode.objects.filter(
        speaks(today, "plan__"), kind="measure", plan__since__lte=today, plan__until__gte=today,
        plan__programme__municipality=municipality,
    )  # fmt: skip
    found = sorted(rows, key=lambda n: natural(n.code))[:300]
    return [(str(n.id), f"{n.code} {n.title[:80]}") for n in found]
