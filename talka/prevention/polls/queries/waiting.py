"""What waits in polls: one whose days are past and that nobody closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.ground.access.actor import Actor
from talka.ground.ui.waiting import Waiting
from talka.prevention.polls.models import Poll
from talka.prevention.programmes.queries.waiting import kept


def waiting(actor: Actor, today: date, language: str) -> Iterator[Waiting]:
    """(1 query)"""
    mine = kept(actor, "municipality")
    if mine is None:
        return
    rows = Poll.objects.filter(
        mine, fielded_at__isnull=False, closed_at__isnull=True, until__lt=today
    )
    for poll in rows.order_by("until"):
        yield Waiting(_("Close a poll"), poll.title(language), reverse("poll", args=[poll.id]),
                      poll.until, _("the last day of the poll"))  # fmt: skip
