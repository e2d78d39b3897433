"""A room of one form and a few stubborn pages, built only from what the house offers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path

from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.ground.ui import screens
from talka.ground.ui.forms import CodeField, Form, LongTextField
from talka.people.accounts.models import Worker
from talka.urls import urlpatterns as house


class NoteForm(Form):
    versioned = True
    text = LongTextField(label="Text")
    level = CodeField("risk_level", label="Level")
    paper = forms.FileField(required=False)


written: list[dict[str, Any]] = []


def write(values: dict[str, Any]) -> dict[str, Any]:
    """What an action would do: refuse some words, notice a colleague, else write."""
    if values["text"] == "broken":
        raise Broken({"text": "Say it whole.", "": "Something else."})
    if values["version"] == 1:
        raise Stale({"text": "what the colleague wrote", "level": "high", "version": 2}, by="Ona")
    written.append(values)
    return values


@screens.signed_in
def note(request: HttpRequest) -> HttpResponse:
    return screens.act(
        request,
        screens.form(request, NoteForm, initial={"version": 0}),
        do=write,
        template="ui/styleguide.html",
        success="/help/",
        message="Written.",
    )


@screens.signed_in
def half(request: Any) -> HttpResponse:
    """Writes one thing, then is refused the second."""
    with act("card.change"):
        Worker.objects.filter(id=request.actor.id).update(phone="half done")
    raise Refused("Only the first half was yours.", "the other half")


def says(no: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise no

    return view


@screens.public
def outside(request: HttpRequest) -> HttpResponse:
    from django.shortcuts import render

    return render(request, "ui/public.html", {"public_languages": screens.PUBLIC_LANGUAGES.items()})


urlpatterns = [
    *house,
    path("note/", note),
    path("half/", half),
    path("refused/", says(Refused("Not your task.", "the coordinator"))),
    path("absent/", says(Absent())),
    path("stale/", says(Stale({}))),
    path("broken/", says(Broken("Not yet."))),
    path("outside/", outside),
]
