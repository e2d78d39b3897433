"""The annual figure on the screen: exact for those who answer for a place, protected for all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.ground.access.actor import counting
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.ground.kernel.pack import load_pack
from talka.ground.ui import screens
from talka.ground.ui.screens import Asked
from talka.insight.statistics import actions, queries

FIRST_YEAR = 2014


def _choice(request: Asked) -> tuple[int, str, set[str]]:
    """Year and place of the address, held against the places the person answers for."""
    mine = queries.places(request.actor)
    this_year = timezone.localdate().year
    raw = request.GET.get("year", str(this_year))
    if not raw.isdecimal() or not FIRST_YEAR <= int(raw) <= this_year:
        raise Broken({"year": _("Choose a year that has begun.")})
    place = request.GET.get("place") or ("*" if "*" in mine else sorted(mine)[0])
    if place not in mine and "*" not in mine:
        raise Refused(
            _("You read the figures only of your own municipality."), _("the coordinator there")
        )
    if place != "*" and not load_pack().has("municipality", place):
        raise Absent
    return int(raw), place, mine


@screens.with_role(*queries.EXACT_ROLES)
def figures(request: Asked) -> HttpResponse:
    """Exact counts with their sources; marked as not for publication."""
    try:
        year, place, mine = _choice(request)
    except Broken:
        return screens.SeeOther(reverse("figures"))
    with counting(request.session.session_key or ""):
        annual = queries.annual(year, place)
    names = sorted(load_pack().municipalities, key=lambda m: m.lt)
    page = {
        "annual": annual,
        "years": range(timezone.localdate().year, FIRST_YEAR - 1, -1),
        "places": [m for m in names if "*" in mine or m.code in mine],
        "whole_country": "*" in mine,
        "published": queries.published(year),
        "may_publish": bool({"ministry", "rapporteur"} & request.actor.roles),
    }
    return render(request, "statistics/figures.html", page)


@screens.with_role("ministry", "rapporteur")
def publish(request: Asked, year: int) -> HttpResponse:
    """Release the protected numbers of a year."""

    def do() -> None:
        with counting(request.session.session_key or ""):
            actions.publish(actor=request.actor, year=year)

    return screens.press(
        request, do, success=reverse("public_figures", args=[year]), message=_("Published.")
    )


@screens.public
def public_years(request: HttpRequest) -> HttpResponse:
    page = {"years": queries.published_years()}
    return render(request, "statistics/public_years.html", page)


@screens.public
def public_figures(request: HttpRequest, year: int) -> HttpResponse:
    """What was published for a year: no count below the threshold, nothing below county."""
    release = queries.published(year)
    if release is None:
        raise Absent
    language = (get_language() or "lt").split("-")[0]
    page = {"release": release, "tables": queries.tables(release, language)}
    return render(request, "statistics/public_figures.html", page)
