"""What a form of activities offers: measures, steps, institutions, places."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.kernel.pack import load_pack
from talka.ground.ui.collation import sorting_key
from talka.people.institutions.models import Institution
from talka.prevention.activities import policy
from talka.prevention.activities.models import Activity
from talka.prevention.programmes import policy as plans
from talka.prevention.programmes.models import Milestone, PlanNode
from talka.prevention.programmes.queries.force import speaks
from talka.prevention.programmes.shapes import natural

Choices = list[tuple[str, str]]
STILL_REPORTED = timedelta(days=366)
"""A year after a programme ended its last activities are still written down."""


def places(actor: Actor, language: str) -> Choices:
    """Where the person records: municipalities; "" is the country."""
    pack = load_pack()
    return [
        (code or "", pack.label("municipality", code, language) if code else _("The whole country"))
        for code in policy.places(actor)
    ]


def measures(municipalities: list[str | None]) -> Choices:
    """Measures of published programmes of these places and of the country (1 query)."""
    today = timezone.localdate()
    rows = PlanNode.objects.filter(
        Q(plan__programme__municipality__in=[m for m in municipalities if m])
        | Q(plan__programme__municipality=None),
        speaks(today, "plan__"), kind="measure", plan__since__lte=today,
        plan__until__gte=today - STILL_REPORTED,
    ).select_related("plan__programme")  # fmt: skip
    found = sorted(rows, key=lambda n: (n.plan.programme.municipality_id is None, natural(n.code)))
    return [(str(n.id), f"{n.code} {n.title} ({n.plan.programme.title})") for n in found]


def institutions(municipalities: list[str | None], language: str) -> Choices:
    """Working institutions of these places and of the country, in order (1 query)."""
    rows = Institution.objects.filter(
        Q(municipality__in=[m for m in municipalities if m]) | Q(municipality=None), active=True
    )
    named = [(str(i.id), i.name(language)) for i in rows]
    return sorted(named, key=lambda pair: sorting_key(pair[1]))


def organisers(actor: Actor, language: str) -> Choices:
    """On whose behalf the person may record: who coordinates a place, for every institution there;
    others for their own."""
    wide = [p for p in policy.places(actor) if policy.coordinates(actor, p)]
    own = [s.institution for s in actor.seats if s.role in policy.RECORDERS | {"coordinator"}]
    if wide:
        return institutions(wide, language)
    rows = Institution.objects.filter(id__in=own)
    return [(str(i.id), i.name(language)) for i in rows]


def own_institution(actor: Actor) -> UUID | None:
    seat = actor.seat("coordinator", "ministry", *sorted(policy.RECORDERS))
    return seat.institution if seat else None


def open_steps(actor: Actor, row: Activity) -> Choices:
    """Steps not yet done of the measures that it serves, where the person keeps the programme."""
    served = PlanNode.objects.filter(activities__activity=row,
                                     plan__programme=OuterRef("plan__programme"),
                                     lineage=OuterRef("node__lineage"))  # fmt: skip
    done = Milestone.objects.filter(lineage=OuterRef("lineage"), done_on__isnull=False,
                                    plan__programme=OuterRef("plan__programme"))  # fmt: skip
    steps = Milestone.objects.filter(
        Exists(served), ~Exists(done), speaks(timezone.localdate(), "plan__")
    ).select_related("node__plan__programme")
    return [
        (str(s.id), f"{s.node.code} {s.title}")
        for s in steps.order_by("due", "id")
        if plans.keeps(actor, s.node.plan.programme.municipality_id)
    ]
