"""What waits for who keeps programmes: steps, drafts, a national plan nobody took up here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.ground.access.actor import Actor
from talka.ground.ui.waiting import SOON, Waiting
from talka.prevention.programmes.models import Drop, Milestone, ProgrammeVersion
from talka.prevention.programmes.queries.force import speaks


def kept(actor: Actor, prefix: str) -> Q | None:
    """Rows below `prefix` (a path to a municipality) that the person keeps; None: keeps none."""
    towns = [s.area for s in actor.seats if s.role == "coordinator" and s.area]
    found = Q(**{f"{prefix}__in": towns})
    if "ministry" in actor.roles:
        return found | Q(**{f"{prefix}__isnull": True})
    return found if towns else None


def waiting(actor: Actor, today: date, language: str) -> Iterator[Waiting]:
    """Steps late or soon, drafts, national plans not taken up (2 queries)."""
    mine = kept(actor, "programme__municipality")
    steps = kept(actor, "plan__programme__municipality")
    if mine is None or steps is None:
        return
    yield from _steps(steps, today, language)
    yield from _versions(actor, mine, today, language)


def _steps(mine: Q, today: date, language: str) -> Iterator[Waiting]:
    own = Q(plan__programme=OuterRef("plan__programme"))
    done = Milestone.objects.filter(own, lineage=OuterRef("lineage"), done_on__isnull=False)
    given_up = Drop.objects.filter(own, node__lineage=OuterRef("node__lineage"),
                                   lifted_at__isnull=True)  # fmt: skip
    rows = Milestone.objects.filter(
        mine, ~Exists(done), ~Exists(given_up), speaks(today, "plan__"), due__lte=today + SOON,
    ).select_related("node", "plan__programme").order_by("due")  # fmt: skip
    for step in rows:
        yield Waiting(
            _("Finish a step of a measure"), f"{step.node.code} {step.title}",
            reverse("measure", args=[step.node_id]), step.due,
            step.plan.programme.name(language),
        )  # fmt: skip


def _versions(actor: Actor, mine: Q, today: date, language: str) -> Iterator[Waiting]:
    towns = {s.area for s in actor.seats if s.role == "coordinator" and s.area}
    draft = Q(published_at__isnull=True)
    nation = speaks(today) & Q(until__gte=today, programme__level="national")
    takers = ProgrammeVersion.objects.filter(
        adopted_from__programme=OuterRef("programme"), programme__municipality__in=towns
    ).values("programme__municipality")
    rows = (
        ProgrammeVersion.objects.filter((draft & mine) | nation if towns else draft & mine)
        .select_related("programme").annotate(takers=ArraySubquery(takers)).order_by("since")
    )  # fmt: skip
    for version in rows:
        url, name = reverse("programme", args=[version.id]), version.programme.name(language)
        if version.published_at is None:
            yield Waiting(_("Publish a draft programme"), name, url, version.since,
                          _("the first day of its period"))  # fmt: skip
        elif towns - set(version.takers):  # type: ignore[attr-defined]
            yield Waiting(_("Take up a national programme"), name, url)
