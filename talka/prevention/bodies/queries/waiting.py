"""What waits in bodies: decisions to be followed up, proposals without an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.ground.access.actor import Actor
from talka.ground.ui.waiting import SOON, Waiting
from talka.method.protocol.queries import calendar
from talka.prevention.bodies import policy, rules
from talka.prevention.bodies.models import Decision, Proposal
from talka.prevention.programmes.policy import keeps
from talka.prevention.programmes.queries.waiting import kept


def waiting(actor: Actor, today: date, language: str) -> Iterator[Waiting]:
    """(2 queries)"""
    yield from _decisions(actor, today, language)
    yield from _proposals(actor, language)


def _decisions(actor: Actor, today: date, language: str) -> Iterator[Waiting]:
    """Of bodies the person keeps, and those that fall to a seat of their institution."""
    whose = Q(seat__institution__in=actor.institutions)
    if (kept_here := kept(actor, "body__municipality")) is not None:
        whose |= kept_here
    rows = (
        Decision.objects.filter(whose, due__lte=today + SOON)
        .exclude(follow_ups__done=True)
        .select_related("body", "seat__institution").order_by("due")
    )  # fmt: skip
    for row in rows:
        keeper = keeps(actor, row.body.municipality_id)
        yield Waiting(
            _("Follow up a decision") if keeper else _("Carry out a decision"),
            f"{row.number} {row.text[:120]}", reverse("body_decision", args=[row.id]), row.due,
            row.body.name, who=row.responsible or (row.seat.name(language) if row.seat else ""),
        )  # fmt: skip


def _proposals(actor: Actor, language: str) -> Iterator[Waiting]:
    ours = policy.proposers(actor)
    whose = Q(institution__in=ours)
    if (kept_here := kept(actor, "process__municipality")) is not None:
        whose |= kept_here
    elif not ours:
        return
    rows = (
        Proposal.objects.filter(whose, submitted_on__isnull=False, answer__isnull=True)
        .exclude(successor__submitted_on__isnull=False)
        .select_related("process__keeper", "institution").order_by("submitted_on")
    )  # fmt: skip
    days = calendar()
    for row in rows:
        mine = keeps(actor, row.process.municipality_id)
        assert row.submitted_on is not None
        yield Waiting(
            _("Answer a proposal"), row.text[:120], reverse("proposal", args=[row.id]),
            days.after(row.submitted_on, rules.ANSWER_WITHIN),
            _("20 working days, Law on Public Administration"), "law",
            who=(row.institution if mine else row.process.keeper).name(language), mine=mine,
        )  # fmt: skip
