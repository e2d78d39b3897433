"""What waits in polls: one whose days are past and that nobody closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.ground.access.actor import Actor
from talka.ground.ui.waiting import Row, Source, Waiting
from talka.prevention.polls.models import Poll
from talka.prevention.programmes.queries.waiting import kept


def _over(actor: Actor, today: date, language: str) -> QuerySet[Any, Any] | None:
    mine = kept(actor, "municipality")
    if mine is None:
        return None
    rows = Poll.objects.filter(
        mine, fielded_at__isnull=False, closed_at__isnull=True, until__lt=today
    )
    title = "title_lt" if language == "lt" else "title_en"
    return rows.annotate(told=JSONObject(id="id", at="until", title=title))


def _close(row: Row, actor: Actor, today: date, language: str) -> Waiting:
    return Waiting(_("Close a poll"), row["title"], reverse("poll", args=[row["id"]]),
                   date.fromisoformat(row["at"]), _("the last day of the poll"))  # fmt: skip


SOURCES = (Source("polls.over", _over, _close),)
