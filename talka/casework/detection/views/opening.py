"""From a presumption to a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from talka.casework.cases.models import Case
from talka.casework.detection import actions, forms, queries
from talka.casework.detection.actions.opening import person_of
from talka.casework.detection.holding import HeldSignal, hold_signal
from talka.casework.detection.models import Screening
from talka.casework.detection.rules import OPENS_CASE
from talka.ground.audit import trail
from talka.ground.kernel.errors import Broken
from talka.ground.ui import screens
from talka.ground.ui.screens import Asked, signed_in


@signed_in
def known(request: Asked, signal_id: UUID) -> HttpResponse:
    """Who knows the person: institutions and phones. What was typed is not kept anywhere."""
    held = hold_signal(request.actor, signal_id)
    told = person_of(held.signal)
    if told:
        trail.look("signal", signal_id, {"story"})
    form = screens.form(request, forms.KnownForm, initial=told)
    form.draft_key = ""
    found, status = None, 200
    if request.method == "POST":
        found = _ask(request, signal_id, form)
        status = 200 if found is not None else 422
    shown = {"signal": held.signal, "form": form, "found": found, "onward": _onward(held)}
    return render(request, "detection/known.html", shown, status=status)


def _ask(request: Asked, signal_id: UUID, form: forms.KnownForm) -> list[tuple[str, str]] | None:
    """(institution, phone), or None with the faults put on the form."""
    if not form.is_valid():
        return None
    actor = request.actor
    try:
        asked = actions.ask_known(actor=actor, signal_id=signal_id, **form.cleaned_data)
    except Broken as broken:
        form.add_faults(broken.faults)
        return None
    return [(i.name(queries.spoken(actor)), i.phone) for i in asked]


def _onward(held: HeldSignal) -> str:
    presumed = (
        Screening.objects.filter(signal=held.signal, decision__in=OPENS_CASE)
        .order_by("-decided_at")
        .values_list("id", flat=True)
        .first()
    )
    return reverse("signal_open", args=[held.signal.id, presumed]) if presumed else ""


@signed_in
def open_case(request: Asked, signal_id: UUID, screening_id: UUID) -> HttpResponse:
    held = hold_signal(request.actor, signal_id)
    signal = held.signal
    there = {
        "municipality": signal.municipality_id,
        "age_group": "child" if signal.child_suspected else "unknown",
        "gender": "unknown",
        **dict(zip(("language", "other_language"), signal.languages, strict=False)),
    }
    form = screens.form(request, forms.OpenForm, initial=there)
    return screens.act(
        request,
        form,
        do=lambda values: _open(request, signal_id, screening_id, values),
        template="detection/open.html",
        page={"signal": signal, "asked": signal.asked_at, "told": person_of(signal)},
        success=case_address,
        message=lambda case: _("Case %(code)s is open.") % {"code": case.code},
    )


def _open(request: Asked, signal_id: UUID, screening_id: UUID, values: dict[str, Any]) -> Case:
    def several(*names: str) -> list[str]:
        return list(dict.fromkeys(values[n] for n in names if values[n]))

    return actions.open_from_signal(
        actor=request.actor,
        signal_id=signal_id,
        screening_id=screening_id,
        municipality=values["municipality"],
        profile={
            "gender": values["gender"],
            "age_group": values["age_group"],
            "exploitation": values["exploitation"],
            "citizenship": several("citizenship", "other_citizenship"),
            "languages": several("language", "other_language"),
        },
    )


def case_address(case: Case) -> str:
    """The case page; without one, the first part of the case."""
    try:
        return reverse("case", args=[case.id])
    except NoReverseMatch:
        return reverse("case_statuses", args=[case.id])
