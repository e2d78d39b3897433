"""What waits for who keeps programmes: steps, drafts, a national plan nobody took up here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.ground.access.actor import Actor
from talka.ground.ui.waiting import SOON, Row, Source, Waiting, spoken
from talka.prevention.programmes.models import Drop, Milestone, ProgrammeVersion
from talka.prevention.programmes.queries.force import speaks


def kept(actor: Actor, prefix: str) -> Q | None:
    """Rows below `prefix` (a path to a municipality) that the person keeps; None: keeps none."""
    towns = _towns(actor)
    found = Q(**{f"{prefix}__in": towns})
    if "ministry" in actor.roles:
        return found | Q(**{f"{prefix}__isnull": True})
    return found if towns else None


def _towns(actor: Actor) -> set[str]:
    return {s.area for s in actor.seats if s.role == "coordinator" and s.area}


def _steps(actor: Actor, today: date, language: str) -> QuerySet[Any, Any] | None:
    """Late or soon."""
    mine = kept(actor, "plan__programme__municipality")
    if mine is None:
        return None
    own = Q(plan__programme=OuterRef("plan__programme"))
    done = Milestone.objects.filter(own, lineage=OuterRef("lineage"), done_on__isnull=False)
    given_up = Drop.objects.filter(own, node__lineage=OuterRef("node__lineage"),
                                   lifted_at__isnull=True)  # fmt: skip
    rows = Milestone.objects.filter(
        mine, ~Exists(done), ~Exists(given_up), speaks(today, "plan__"), due__lte=today + SOON,
    )  # fmt: skip
    name = spoken("plan__programme__title_en", "plan__programme__title", language)
    return rows.annotate(
        told=JSONObject(node="node", at="due", code="node__code", title="title", programme=name)
    )


def _finish(row: Row, actor: Actor, today: date, language: str) -> Waiting:
    return Waiting(
        _("Finish a step of a measure"), f"{row['code']} {row['title']}",
        reverse("measure", args=[row["node"]]), date.fromisoformat(row["at"]), row["programme"],
    )  # fmt: skip


def _versions(actor: Actor, today: date, language: str) -> QuerySet[Any, Any] | None:
    """Drafts, and national plans with the towns that took them up."""
    mine, towns = kept(actor, "programme__municipality"), _towns(actor)
    if mine is None:
        return None
    draft = Q(published_at__isnull=True)
    nation = speaks(today) & Q(until__gte=today, programme__level="national")
    takers = ProgrammeVersion.objects.filter(
        adopted_from__programme=OuterRef("programme"), programme__municipality__in=towns
    ).values("programme__municipality")
    rows = ProgrammeVersion.objects.filter((draft & mine) | nation if towns else draft & mine)
    name = spoken("programme__title_en", "programme__title", language)
    return rows.annotate(
        told=JSONObject(id="id", at="since", published="published_at", programme=name,
                        takers=ArraySubquery(takers))
    )  # fmt: skip


def _publish_or_take_up(row: Row, actor: Actor, today: date, language: str) -> Waiting | None:
    url, name = reverse("programme", args=[row["id"]]), row["programme"]
    if row["published"] is None:
        return Waiting(_("Publish a draft programme"), name, url, date.fromisoformat(row["at"]),
                       _("the first day of its period"))  # fmt: skip
    if _towns(actor) - set(row["takers"]):
        return Waiting(_("Take up a national programme"), name, url)
    return None


SOURCES = (
    Source("programmes.steps", _steps, _finish),
    Source("programmes.versions", _versions, _publish_or_take_up),
)
