"""What waits in training: own certificates that run out, sessions that are over and not closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.ground.access.actor import Actor
from talka.ground.ui.waiting import Row, Source, Waiting, spoken
from talka.prevention.programmes.queries.waiting import kept
from talka.prevention.training import rules
from talka.prevention.training.models import Certificate, SessionTrainer, TrainingSession


def _title(language: str) -> Combinable:
    return spoken("course__title_en", "course__title_lt", language)


def _certificates(actor: Actor, today: date, language: str) -> QuerySet[Any, Any]:
    """Own ones that run out within 90 days or did, but not where a later one took over."""
    own = Certificate.objects.filter(worker=actor.id, revoked_on__isnull=True)
    later = own.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until")),
        course__course=OuterRef("course__course"),
    )
    ends = today + timedelta(days=rules.REMIND_AT[0])
    return own.filter(~Exists(later), valid_until__lte=ends).annotate(
        told=JSONObject(enrolment="enrolment", at="valid_until", course=_title(language))
    )


def _refresh(row: Row, actor: Actor, today: date, language: str) -> Waiting:
    return Waiting(
        _("Refresh your training"), row["course"], reverse("enrolment", args=[row["enrolment"]]),
        date.fromisoformat(row["at"]), _("the last day of your certificate"),
    )  # fmt: skip


def _sessions(actor: Actor, today: date, language: str) -> QuerySet[Any, Any]:
    """Of those the person teaches or keeps."""
    teaches = SessionTrainer.objects.filter(session=OuterRef("id"), worker=actor.id)
    mine = Q(Exists(teaches))
    if (kept_here := kept(actor, "municipality")) is not None:
        mine |= kept_here
    rows = TrainingSession.objects.filter(mine, closed_at__isnull=True)
    return rows.annotate(last=Max("sessionpart__day")).filter(last__lt=today).annotate(
        told=JSONObject(id="id", at="last", course=_title(language), place="place")
    )  # fmt: skip


def _close(row: Row, actor: Actor, today: date, language: str) -> Waiting:
    return Waiting(
        _("Close a training session"), f"{row['course']}, {row['place']}",
        reverse("training_session", args=[row["id"]]), date.fromisoformat(row["at"]),
        _("the last day of the session"),
    )  # fmt: skip


SOURCES = (
    Source("training.certificates", _certificates, _refresh),
    Source("training.sessions", _sessions, _close),
)
