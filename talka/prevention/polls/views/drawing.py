"""Strata of a poll and its field work."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.ground.kernel.errors import Absent
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in
from talka.prevention.polls import forms, policy, sizes
from talka.prevention.polls.actions import drawing


@signed_in
def stratum_new(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.draft(actor, poll_id)
    return screens.act(
        request, screens.form(request, forms.StratumForm), template="polls/form.html",
        do=lambda v: drawing.add_stratum(actor=actor, poll_id=poll_id, **v),
        success=reverse("poll", args=[poll_id]), message=_("Saved."),
        page={"heading": _("New stratum"), "back": reverse("poll", args=[poll_id]),
              "intro": _("A part of the population that people are drawn from by themselves, for "
                         "example the town and the villages.")},
    )  # fmt: skip


@signed_in
def strata_divide(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    strata = list(policy.draft(actor, poll_id).strata.order_by("name"))
    form = screens.form(request, forms.DivideForm, strata=[(s.code, s.name) for s in strata])
    return screens.act(
        request, form, template="polls/form.html",
        do=lambda v: drawing.divide(
            actor=actor, poll_id=poll_id, answers=v["answers"], points=v["points"],
            shares=form.shares()),
        success=reverse("poll", args=[poll_id]),
        message=lambda wanted: _("%(answers)s answers wanted: hand out %(codes)s codes.") % {
            "answers": wanted, "codes": sizes.to_hand_out(wanted, form.cleaned_data["rate"])},
        page={"heading": _("Divide the answers"), "back": reverse("poll", args=[poll_id]),
              "intro": _("How many answers are wanted from each stratum. How exact a share is, is "
                         "meant at 95 %.")},
    )  # fmt: skip


@signed_in
def stratum_strike(request: HttpRequest, poll_id: UUID, stratum_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.draft(actor, poll_id)
    return screens.press(
        request,
        lambda: drawing.strike_stratum(actor=actor, poll_id=poll_id, stratum_id=stratum_id),
        success=reverse("poll", args=[poll_id]), message=_("Taken out."),
    )  # fmt: skip


@signed_in
def field_work(request: HttpRequest, poll_id: UUID, stratum_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = policy.mine(actor, poll_id).strata.filter(id=stratum_id).first()
    if found is None:
        raise Absent
    said = {name: getattr(found, name) for name in (*drawing.NOTED, "version")}
    return screens.act(
        request, screens.form(request, forms.FieldWorkForm, initial=said),
        template="polls/form.html",
        do=lambda v: drawing.note_field_work(
            actor=actor, poll_id=poll_id, stratum_id=stratum_id,
            **{**v, "version": v["version"] or 0}),
        success=reverse("poll", args=[poll_id]), message=_("Saved."),
        page={"heading": found.name, "back": reverse("poll", args=[poll_id]),
              "intro": _("What became of the codes handed out there. Who neither answered nor "
                         "stands here counts as unknown.")},
    )  # fmt: skip
