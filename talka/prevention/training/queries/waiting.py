"""What waits in training: own certificates that run out, sessions that are over and not closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.ground.access.actor import Actor
from talka.ground.ui.waiting import Waiting
from talka.prevention.programmes.queries.waiting import kept
from talka.prevention.training import rules
from talka.prevention.training.models import Certificate, SessionTrainer, TrainingSession


def waiting(actor: Actor, today: date, language: str) -> Iterator[Waiting]:
    """(2 queries)"""
    yield from _refreshes(actor, today, language)
    yield from _sessions(actor, today, language)


def _refreshes(actor: Actor, today: date, language: str) -> Iterator[Waiting]:
    """Certificates that run out within 90 days or did, but not where a later one took over."""
    own = Certificate.objects.filter(worker=actor.id, revoked_on__isnull=True)
    later = own.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until")),
        course__course=OuterRef("course__course"),
    )
    ends = today + timedelta(days=rules.REMIND_AT[0])
    rows = own.filter(~Exists(later), valid_until__lte=ends).select_related("course")
    for row in rows.order_by("valid_until"):
        yield Waiting(
            _("Refresh your training"), row.course.title(language),
            reverse("enrolment", args=[row.enrolment_id]), row.valid_until,
            _("the last day of your certificate"),
        )  # fmt: skip


def _sessions(actor: Actor, today: date, language: str) -> Iterator[Waiting]:
    """Of those the person teaches or keeps."""
    teaches = SessionTrainer.objects.filter(session=OuterRef("id"), worker=actor.id)
    mine = Q(Exists(teaches))
    if (kept_here := kept(actor, "municipality")) is not None:
        mine |= kept_here
    rows = (
        TrainingSession.objects.filter(mine, closed_at__isnull=True)
        .annotate(last=Max("sessionpart__day")).filter(last__lt=today)
        .select_related("course").order_by("last")
    )  # fmt: skip
    for row in rows:
        yield Waiting(
            _("Close a training session"), f"{row.course.title(language)}, {row.place}",
            reverse("training_session", args=[row.id]), row.last,  # type: ignore[attr-defined]
            _("the last day of the session"),
        )  # fmt: skip
