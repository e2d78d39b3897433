"""Receive, read, pass on and drop signals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.cases.rules import CASE_ROLES
from talka.casework.detection import actions, forms, queries, words
from talka.casework.detection.actions.opening import person_of
from talka.casework.detection.holding import HeldSignal, hold_signal, ring_of, signal_seat
from talka.casework.detection.models import Signal
from talka.casework.detection.rules import OPENS_CASE
from talka.ground.audit import trail
from talka.ground.ui import screens
from talka.ground.ui.screens import Asked, signed_in


@require_safe
@signed_in
def listed(request: Asked) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    signal_seat(actor)
    shown = {
        "waiting": queries.waiting_signals(actor, now),
        "settled": queries.settled_signals(actor, now),
        "receipts": queries.receipts(actor),
        "states": words.STATES,
    }
    return render(request, "detection/signals.html", shown)


@signed_in
def new(request: Asked) -> HttpResponse:
    signal_seat(request.actor)
    form = screens.form(request, forms.SignalForm, initial={"on": timezone.localdate()})
    return screens.act(
        request,
        form,
        do=lambda values: _receive(request, values),
        template="detection/signal_new.html",
        success=lambda signal: reverse("signal", args=[signal.id]),
        message=lambda signal: _("Signal %(code)s is logged.") % {"code": signal.code},
    )


def _receive(request: Asked, values: dict[str, Any]) -> Signal:
    told = {k: values.pop(k) for k in ("name", "born", "phone", "other")}
    on = values.pop("on")
    codes = [values.pop("language"), values.pop("other_language")]
    return actions.receive_signal(
        actor=request.actor,
        on=on.earliest,
        about="" if on.day else str(on),
        languages=list(dict.fromkeys(c for c in codes if c)),
        person=told,
        **values,
    )


@require_safe
@signed_in
def one(request: Asked, signal_id: UUID) -> HttpResponse:
    held = hold_signal(request.actor, signal_id)
    lang = queries.spoken(request.actor)
    signal, ring = held.signal, ring_of(held.signal)
    told = signal.key_wrapped is not None
    if told:
        trail.look("signal", signal.id, {"story"})
    lines = queries.screenings(signal.id, lang)
    shown = {
        "signal": signal,
        "place": signal.municipality.name(lang) if signal.municipality else "",
        "account": signal.read(ring, "account") if told else "",
        "caller": signal.read(ring, "caller") if told else "",
        "person": person_of(signal),
        "screenings": lines,
        "decided": words.DECIDED,
        "deadlines": queries.signal_deadlines(signal, lang) if held.waiting else [],
        "waiting": held.waiting,
        "opens": _opens(held, lines),
    }
    return render(request, "detection/signal.html", shown)


def _opens(held: HeldSignal, lines: list[queries.ScreeningLine]) -> str:
    """Where opening a case begins; "" while nobody presumed or the role opens none."""
    presumed = next((line for line in lines if line.decision in OPENS_CASE), None)
    if presumed is None or not held.waiting or held.seat.role not in CASE_ROLES:
        return ""
    if person_of(held.signal) and held.signal.asked_at is None:
        return reverse("signal_known", args=[held.signal.id])
    return reverse("signal_open", args=[held.signal.id, presumed.id])


@signed_in
def danger(request: Asked, signal_id: UUID) -> HttpResponse:
    signal = hold_signal(request.actor, signal_id).signal
    there = {"child_suspected": signal.child_suspected, "danger_now": signal.danger_now}
    form = screens.form(request, forms.DangerForm, initial=there)
    return screens.act(
        request,
        form,
        do=lambda v: actions.mark_danger(actor=request.actor, signal_id=signal_id, **v),
        template="detection/signal_act.html",
        page={"signal": signal, "title": _("Child, danger"), "act": _("Save")},
        success=lambda _done: after(request, signal_id),
        message=_("Saved. The deadline was set anew."),
    )


@signed_in
def pass_on(request: Asked, signal_id: UUID) -> HttpResponse:
    signal = hold_signal(request.actor, signal_id).signal
    form = screens.form(request, forms.PassForm, takers=queries.takers(request.actor))
    note = _(
        "The other institution gets everything. You keep a receipt: the code, to whom and when."
    )
    return screens.act(
        request,
        form,
        do=lambda v: actions.pass_on(
            actor=request.actor, signal_id=signal_id, institution_id=UUID(v["institution"])
        ),
        template="detection/signal_act.html",
        page={
            "signal": signal,
            "title": _("Pass the signal on"),
            "act": _("Pass on"),
            "note": note,
        },
        success=reverse("signals"),
        message=_("The signal was passed on."),
    )


@signed_in
def drop(request: Asked, signal_id: UUID) -> HttpResponse:
    signal = hold_signal(request.actor, signal_id).signal
    form = screens.form(request, forms.DropForm)
    return screens.act(
        request,
        form,
        do=lambda v: actions.drop_signal(actor=request.actor, signal_id=signal_id, **v),
        template="detection/signal_act.html",
        page={
            "signal": signal,
            "title": _("No further action"),
            "act": _("Close the signal"),
            "note": _("A closed signal is not opened again. Somebody may always log a new one."),
        },
        success=reverse("signals"),
        message=_("The signal is closed."),
    )


def after(request: Asked, signal_id: UUID) -> str:
    """The signal's page, or the list when this person no longer sees it (a child's signal)."""
    seen = Signal.objects.filter(id=signal_id).exists()
    return reverse("signal", args=[signal_id]) if seen else reverse("signals")
