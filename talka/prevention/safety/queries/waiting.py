"""What waits in safety: assessments, and recommendations to answer, carry out and confirm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.ground.access.actor import Actor
from talka.ground.ui.waiting import Waiting
from talka.prevention.safety import policy
from talka.prevention.safety.models import Addressee, Assessment


def waiting(actor: Actor, today: date, language: str) -> Iterator[Waiting]:
    """(2 queries)"""
    yield from _assessments(actor, language)
    yield from _advice(actor, language)


def _assessments(actor: Actor, language: str) -> Iterator[Waiting]:
    towns, reviews = policy.towns(actor), policy.is_ministry(actor)
    if not towns and not reviews:
        return
    open_for = Q(municipality__in=towns, submitted_at__isnull=True)
    if reviews:
        open_for |= Q(submitted_at__isnull=False, reviewed_at__isnull=True)
    rows = Assessment.objects.filter(open_for).select_related("municipality").order_by("year")
    for one in rows:
        label = _("Assess the municipality") if one.submitted_at is None else (
            _("Review an assessment"))  # fmt: skip
        yield Waiting(label, f"{one.municipality.name(language)}, {one.year}",
                      reverse("assessment", args=[one.id]))  # fmt: skip


def _advice(actor: Actor, language: str) -> Iterator[Waiting]:
    owes = {s.institution for s in actor.seats if s.role in policy.ANSWERING}
    wrote = {s.institution for s in actor.seats if s.role in policy.AUTHORS}
    if not owes and not wrote:
        return
    rows = (
        Addressee.objects.filter(
            Q(institution__in=owes) | Q(recommendation__institution__in=wrote),
            recommendation__sent_on__isnull=False, recommendation__withdrawn_on__isnull=True,
            confirmation__isnull=True,
        )
        .exclude(response__answer="rejected")
        .exclude(recommendation__successors__sent_on__isnull=False)
        .select_related("recommendation__institution", "institution")
        .annotate(answer=F("response__answer"), progress=Max("step__progress"),
                  until=Coalesce("response__due", "recommendation__due"))
    )  # fmt: skip
    for row in rows:
        yield _owed(row, language, row.institution_id in owes)


def _owed(row: Addressee, language: str, mine: bool) -> Waiting:
    """Answered and wholly done it waits for a word of its author, else for the addressee."""
    advice = row.recommendation
    answered = bool(row.answer)  # type: ignore[attr-defined]
    full = row.progress == 100  # type: ignore[attr-defined]
    label = _("Answer a recommendation") if not answered else _("Carry out a recommendation")
    if full:
        label = _("Confirm that a recommendation is carried out")
    return Waiting(
        label, advice.text[:120], reverse("recommendation", args=[advice.id]),
        row.until if answered else row.answer_due,  # type: ignore[attr-defined]
        _("set by %(who)s") % {"who": advice.institution.name(language)},
        who=(advice.institution if full else row.institution).name(language), mine=mine != full,
    )  # fmt: skip
