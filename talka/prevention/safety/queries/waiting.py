"""What waits in safety: assessments, and recommendations to answer, carry out and confirm."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce, JSONObject, Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.ground.access.actor import Actor
from talka.ground.ui.waiting import Row, Source, Waiting
from talka.prevention.safety import policy
from talka.prevention.safety.models import Addressee, Assessment


def _assessments(actor: Actor, today: date, language: str) -> QuerySet[Any, Any] | None:
    towns, reviews = policy.towns(actor), policy.is_ministry(actor)
    if not towns and not reviews:
        return None
    open_for = Q(municipality__in=towns, submitted_at__isnull=True)
    if reviews:
        open_for |= Q(submitted_at__isnull=False, reviewed_at__isnull=True)
    town = "municipality__name_en" if language == "en" else "municipality__name_short_lt"
    return Assessment.objects.filter(open_for).annotate(
        told=JSONObject(id="id", at="year", town=town, submitted="submitted_at")
    )


def _assess(row: Row, actor: Actor, today: date, language: str) -> Waiting:
    label = _("Assess the municipality") if row["submitted"] is None else _("Review an assessment")
    return Waiting(label, f"{row['town']}, {row['at']}", reverse("assessment", args=[row["id"]]))


def _owing(actor: Actor) -> set[UUID]:
    return {s.institution for s in actor.seats if s.role in policy.ANSWERING}


def _advice(actor: Actor, today: date, language: str) -> QuerySet[Any, Any] | None:
    owes = _owing(actor)
    wrote = {s.institution for s in actor.seats if s.role in policy.AUTHORS}
    if not owes and not wrote:
        return None
    rows = (
        Addressee.objects.filter(
            Q(institution__in=owes) | Q(recommendation__institution__in=wrote),
            recommendation__sent_on__isnull=False, recommendation__withdrawn_on__isnull=True,
            confirmation__isnull=True,
        )
        .exclude(response__answer="rejected")
        .exclude(recommendation__successors__sent_on__isnull=False)
    )  # fmt: skip
    name = "name_en" if language == "en" else "name_lt"
    return rows.annotate(
        told=JSONObject(
            advice="recommendation", text=Left("recommendation__text", 120),
            institution="institution", owes=f"institution__{name}",
            wrote=f"recommendation__institution__{name}", answer="response__answer",
            progress=Max("step__progress"), answer_due="answer_due",
            until=Coalesce("response__due", "recommendation__due"),
        )
    )  # fmt: skip


def _owed(row: Row, actor: Actor, today: date, language: str) -> Waiting:
    """Answered and wholly done it waits for a word of its author, else for the addressee."""
    mine, full = UUID(row["institution"]) in _owing(actor), row["progress"] == 100
    label = _("Carry out a recommendation") if row["answer"] else _("Answer a recommendation")
    if full:
        label = _("Confirm that a recommendation is carried out")
    due = row["until"] if row["answer"] else row["answer_due"]
    return Waiting(
        label, row["text"], reverse("recommendation", args=[row["advice"]]),
        due and date.fromisoformat(due), _("set by %(who)s") % {"who": row["wrote"]},
        who=row["wrote"] if full else row["owes"], mine=mine != full,
    )  # fmt: skip


SOURCES = (
    Source("safety.assessments", _assessments, _assess),
    Source("safety.advice", _advice, _owed),
)
