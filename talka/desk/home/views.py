"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from talka.casework.cases.rules import TEAM_ROLES
from talka.casework.detection.rules import SIGNAL_ROLES
from talka.desk.home import queries
from talka.ground.ui import screens

SHOWN = 20
"""Lines of each list at first; the soonest stand first."""


def first(request: HttpRequest) -> HttpResponse:
    """Whose turn it is; a visitor goes to the public page."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor is None:
        return screens.SeeOther(reverse("public_welcome"))
    works = bool(actor.roles & (TEAM_ROLES | SIGNAL_ROLES))
    most = None if "all" in request.GET else SHOWN
    page = {"works": works, "desk": queries.desk(actor, timezone.now(), works, most)}
    return render(request, "home/first.html", page)


first.gated = True  # type: ignore[attr-defined]


@screens.signed_in
def empty(request: HttpRequest) -> HttpResponse:
    """A signed-in page that shows nothing: what every other page is measured against."""
    return render(request, "home/empty.html")
