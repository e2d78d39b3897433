"""Screen a signal or a case: one theme a page, check, result, decision."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.cases.permission import hold
from talka.casework.detection import actions, forms, pages, policy, words
from talka.casework.detection.actions.screenings import CRITERIA
from talka.casework.detection.holding import HeldScreening, hold_screening, hold_signal
from talka.casework.detection.models import Screening
from talka.ground.audit import trail
from talka.ground.ui import screens
from talka.ground.ui.screens import Asked, SeeOther, signed_in
from talka.method.criteria import queries as criteria


@signed_in
def of_signal(request: Asked, signal_id: UUID) -> HttpResponse:
    signal = hold_signal(request.actor, signal_id).signal
    child = {"profile": "child_labour"} if signal.child_suspected else {}
    back = reverse("signal", args=[signal_id])
    begin = partial(actions.begin_screening, actor=request.actor, signal_id=signal_id)
    return _begin(request, begin, child, back)


@signed_in
def of_case(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SCREEN)
    child = {"profile": "child_labour"} if held.case.child else {}
    back = reverse("case_signal", args=[case_id])
    begin = partial(actions.begin_screening, actor=request.actor, case_id=case_id)
    return _begin(request, begin, child, back)


def _begin(
    request: Asked, begin: Callable[..., Screening], initial: dict[str, str], back: str
) -> HttpResponse:
    known = criteria.pinned(*criteria.newest(CRITERIA))
    form = screens.form(request, forms.ProfileForm, initial=initial, criteria=known)
    lang = get_language() or "lt"
    return screens.act(
        request,
        form,
        do=lambda v: begin(profile=v["profile"]),
        template="detection/screening_new.html",
        page={
            "criteria": known.names.label(lang),
            "source": known.source.label(lang),
            "back": back,
        },
        success=lambda screening: pages.theme_url(screening, 1),
    )


@signed_in
def theme(request: Asked, screening_id: UUID, number: int) -> HttpResponse:
    held = hold_screening(request.actor, screening_id, policy.SCREEN)
    if held.screening.decision:
        return SeeOther(reverse("screening", args=[screening_id]))
    shown = pages.theme(held.screening, number, get_language() or "lt")
    trail.look("screening", held.screening.scope, {"story"})
    form = screens.form(
        request,
        forms.AnswersForm,
        initial=pages.initial(held, shown),
        indicators=shown.indicators,
    )
    return screens.act(
        request,
        form,
        do=lambda values: _answer(request, screening_id, form, values),
        template="detection/theme.html",
        page={"topic": shown, "screening": held.screening, **_bound(held)},
        success=_onward(request, held, shown),
    )


def _answer(
    request: Asked, screening_id: UUID, form: forms.AnswersForm, values: dict[str, Any]
) -> Any:
    return actions.answer(
        actor=request.actor,
        screening_id=screening_id,
        version=values["version"] or 0,
        answers=form.answers(values),
        notes=form.notes(values),
    )


def _onward(request: Asked, held: HeldScreening, shown: pages.Theme) -> str:
    """Back, next, or after the last theme the page that shows all answers."""
    back = request.POST.get("go") == "back"
    number = max(1, shown.number - 1) if back else shown.number + 1
    if number > shown.of:
        return reverse("screening_check", args=[held.screening.id])
    return pages.theme_url(held.screening, number)


def _bound(held: HeldScreening) -> dict[str, str]:
    """Code and address of the signal or case a screening belongs to."""
    if held.case:
        address = reverse("case_signal", args=[held.case.case.id])
        return {"code": held.case.case.code, "home": address}
    assert held.signal is not None
    address = reverse("signal", args=[held.signal.signal.id])
    return {"code": held.signal.signal.code, "home": address}


@require_safe
@signed_in
def check(request: Asked, screening_id: UUID) -> HttpResponse:
    held = hold_screening(request.actor, screening_id)
    trail.look("screening", held.screening.scope, {"story"})
    shown = {
        "screening": held.screening,
        "themes": pages.answers(held, get_language() or "lt"),
        **_bound(held),
    }
    return render(request, "detection/check.html", shown)


@require_safe
@signed_in
def result(request: Asked, screening_id: UUID) -> HttpResponse:
    held = hold_screening(request.actor, screening_id)
    trail.look("screening", held.screening.scope, {"story"})
    shown = {
        "screening": held.screening,
        "result": pages.result(held.screening, get_language() or "lt"),
        "decided": words.DECIDED,
        "reason": held.screening.read(held.ring, "reason"),
        **_bound(held),
    }
    return render(request, "detection/result.html", shown)


@signed_in
def decide(request: Asked, screening_id: UUID) -> HttpResponse:
    held = hold_screening(request.actor, screening_id, policy.SCREEN)
    bound = _bound(held)
    there = {"version": held.screening.version}
    form = screens.form(request, forms.DecisionForm, initial=there)
    return screens.act(
        request,
        form,
        do=lambda v: actions.decide(
            actor=request.actor, screening_id=screening_id, **{**v, "version": v["version"] or 0}
        ),
        template="detection/decide.html",
        page={
            "told": pages.result(held.screening, get_language() or "lt").told,
            "screening": held.screening,
            **bound,
        },
        success=bound["home"],
        message=_("Your decision is written down."),
    )
