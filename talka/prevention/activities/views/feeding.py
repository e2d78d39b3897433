"""Which indicator is fed by activities, and taking a figure over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.ground.kernel.errors import Absent
from talka.ground.ui import screens
from talka.ground.ui.screens import Asked, signed_in
from talka.prevention.activities import forms
from talka.prevention.activities.actions import feeding
from talka.prevention.activities.models import Feed
from talka.prevention.activities.views.framing import fill
from talka.prevention.programmes import policy as plans
from talka.prevention.programmes.models import IndicatorUse


def kept(request: Asked, use_id: UUID) -> str:
    """The page of the measure whose indicator it is; the person keeps it."""
    use = IndicatorUse.objects.filter(id=use_id).first()
    if use is None:
        raise Absent
    plans.measure(request.actor, use.node_id)
    return reverse("measure_activities", args=[use.node_id])


@signed_in
def feed(request: Asked, fed_use_id: UUID) -> HttpResponse:
    back = kept(request, fed_use_id)
    now = Feed.objects.filter(use=fed_use_id).first()
    initial: dict[str, Any] = {"way": "persons:signed_list"}
    if now is not None:
        initial = {"way": f"{now.unit}:{now.method}", "kind": now.kind}
    return fill(
        request, screens.form(request, forms.FeedForm, initial=initial),
        lambda v: feeding.feed(actor=request.actor, use_id=fed_use_id, **v),
        heading=_("Fed by activities"), back=back,
        intro=_("One way of counting only: ways are never added up."),
    )  # fmt: skip


@signed_in
def starve(request: Asked, fed_use_id: UUID) -> HttpResponse:
    back = kept(request, fed_use_id)
    return screens.press(
        request, lambda: feeding.starve(actor=request.actor, use_id=fed_use_id), success=back,
        message=_("Activities feed it no longer."),
    )  # fmt: skip


@signed_in
def take(request: Asked, fed_use_id: UUID, figure_year: int) -> HttpResponse:
    back = kept(request, fed_use_id)
    sent = request.POST.get("shown", "")
    shown = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 12 else -1
    return screens.press(
        request,
        lambda: feeding.take_over(
            actor=request.actor, use_id=fed_use_id, year=figure_year, shown=shown),
        success=back, message=_("The figure is taken over, with its sources."),
    )  # fmt: skip
