"""What waits in bodies: decisions to be followed up, proposals without an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, JSONObject, Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.ground.access.actor import Actor
from talka.ground.ui.waiting import SOON, Row, Source, Waiting
from talka.method.protocol.queries import calendar
from talka.prevention.bodies import policy, rules
from talka.prevention.bodies.models import Decision, Proposal
from talka.prevention.programmes.policy import keeps
from talka.prevention.programmes.queries.waiting import kept


def _name(language: str) -> str:
    """The column of an institution's name."""
    return "name_en" if language == "en" else "name_lt"


def _decisions(actor: Actor, today: date, language: str) -> QuerySet[Any, Any]:
    """Of bodies the person keeps, and those that fall to a seat of their institution."""
    whose = Q(seat__institution__in=actor.institutions)
    if (kept_here := kept(actor, "body__municipality")) is not None:
        whose |= kept_here
    rows = Decision.objects.filter(whose, due__lte=today + SOON).exclude(follow_ups__done=True)
    seat = Coalesce(f"seat__institution__{_name(language)}", "seat__organisation")
    return rows.annotate(
        told=JSONObject(id="id", at="due", number="number", text=Left("text", 120),
                        body="body__name", place="body__municipality",
                        responsible="responsible", seat=seat)
    )  # fmt: skip


def _carry_out(row: Row, actor: Actor, today: date, language: str) -> Waiting:
    keeper = keeps(actor, row["place"])
    return Waiting(
        _("Follow up a decision") if keeper else _("Carry out a decision"),
        f"{row['number']} {row['text']}", reverse("body_decision", args=[row["id"]]),
        date.fromisoformat(row["at"]), row["body"], who=row["responsible"] or row["seat"] or "",
    )  # fmt: skip


def _proposals(actor: Actor, today: date, language: str) -> QuerySet[Any, Any] | None:
    ours = policy.proposers(actor)
    whose = Q(institution__in=ours)
    if (kept_here := kept(actor, "process__municipality")) is not None:
        whose |= kept_here
    elif not ours:
        return None
    rows = Proposal.objects.filter(whose, submitted_on__isnull=False, answer__isnull=True)
    name = _name(language)
    return rows.exclude(successor__submitted_on__isnull=False).annotate(
        told=JSONObject(id="id", at="submitted_on", text=Left("text", 120),
                        place="process__municipality", institution=f"institution__{name}",
                        keeper=f"process__keeper__{name}")
    )  # fmt: skip


def _answer(row: Row, actor: Actor, today: date, language: str) -> Waiting:
    mine = keeps(actor, row["place"])
    return Waiting(
        _("Answer a proposal"), row["text"], reverse("proposal", args=[row["id"]]),
        calendar().after(date.fromisoformat(row["at"]), rules.ANSWER_WITHIN),
        _("20 working days, Law on Public Administration"), "law",
        who=row["institution"] if mine else row["keeper"], mine=mine,
    )  # fmt: skip


SOURCES = (
    Source("bodies.decisions", _decisions, _carry_out),
    Source("bodies.proposals", _proposals, _answer),
)
