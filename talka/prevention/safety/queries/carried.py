"""Recommendations that a draft programme has to reckon with: sent, not rejected, not done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.ground.access.actor import Actor
from talka.prevention.programmes.beside import Carried
from talka.prevention.programmes.models import PlanNode, ProgrammeVersion
from talka.prevention.safety import rules, words
from talka.prevention.safety.models import Addressee


def owed(actor: Actor, plan: ProgrammeVersion) -> QuerySet[Addressee, Any]:
    """What the institution that keeps the plan was recommended and has not done, oldest first."""
    place = plan.programme.municipality_id
    role = "ministry" if place is None else "coordinator"
    keeps = [s.institution for s in actor.seats if s.role == role and s.area == place]
    return (
        Addressee.objects.filter(
            institution__in=keeps, recommendation__sent_on__isnull=False,
            recommendation__withdrawn_on__isnull=True, confirmation__isnull=True,
        )
        .exclude(response__answer="rejected")
        .exclude(recommendation__successors__sent_on__isnull=False)
        .select_related("recommendation__institution")
        .annotate(until=Coalesce("response__due", "recommendation__due"),
                  answer=F("response__answer"))
        .order_by("recommendation__sent_on", "recommendation__priority", "id")
    )  # fmt: skip


def carried(actor: Actor, plan: ProgrammeVersion, language: str) -> Iterator[Carried]:
    """(1 query)"""
    today = timezone.localdate()
    here = PlanNode.objects.filter(plan=plan, lineage=OuterRef("recommendation"))
    for row in owed(actor, plan).annotate(taken=Exists(here)):
        advice = row.recommendation
        sent = advice.sent_on or today
        years = rules.age(sent, today)
        late = row.until < today if row.answer else row.answer_due < today
        told = [
            _("%(who)s, %(on)s") % {"who": advice.institution.name(language), "on": sent},
            ngettext("%(n)d year old", "%(n)d years old", years) % {"n": years},
            str(words.STATUS["overdue"]) if late else "",
        ]  # fmt: skip
        take = "" if row.taken else reverse("advice_measure", args=[row.id, plan.id])
        yield Carried(advice.text, " · ".join(t for t in told if t),
                      reverse("recommendation", args=[advice.id]), take)  # fmt: skip
