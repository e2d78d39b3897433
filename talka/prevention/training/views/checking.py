"""Anybody who holds the number of a certificate asks whether it is valid. No cookie, no name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from talka.ground.ui import screens
from talka.prevention.training import forms
from talka.prevention.training.rules import read_number
from talka.prevention.training.views.pages import lang


@screens.public
def ask(request: HttpRequest) -> HttpResponse:
    """Type a number; GET only, so that no cookie is needed."""
    if typed := read_number(request.GET.get("number", "")):
        return screens.SeeOther(reverse("certificate_check", args=[typed]))
    return render(request, "training/check.html", {"form": forms.NumberForm()})


@csrf_exempt
@screens.repeatable
@screens.public
def check(request: HttpRequest, certificate_number: str) -> HttpResponse:
    """Valid, expired or revoked, which course, which days. A name is compared, never shown; it
    comes by post, so that it stands in no address and no log. The post changes nothing."""
    from talka.prevention.training.queries.outcomes import checked

    form = forms.NameForm(request.POST) if request.method == "POST" else forms.NameForm()
    name = form.cleaned_data["name"] if form.is_bound and form.is_valid() else ""
    found, number = checked(certificate_number, name), read_number(certificate_number)
    shown = {"found": found, "form": form, "number": number,
             "title": found.title(lang()) if found else "",
             "standing": found.standing(timezone.localdate()) if found else ""}  # fmt: skip
    return render(request, "training/checked.html", shown, status=200 if found else 404)
