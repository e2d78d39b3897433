"""The country, one municipality, and the framework by which they are judged."""

from __future__ import annotations

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in
from talka.prevention.programmes.views.drafts import fill
from talka.prevention.programmes.views.pages import lang
from talka.prevention.safety import forms, policy, words
from talka.prevention.safety.actions import methods as act
from talka.prevention.safety.queries import assessments, methods
from talka.prevention.safety.queries import country as asked


def asked_number(request: HttpRequest, name: str, default: int) -> int:
    """A whole number of the address, within reason; else the default."""
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) == 4 else default


def asked_version(request: HttpRequest) -> int | None:
    said = request.GET.get("version", "")
    known = {str(v) for v, _who, _why in methods.versions()} if said else set()
    return int(said) if said in known else None


@require_safe
@signed_in
def country(request: HttpRequest) -> HttpResponse:
    year = asked_number(request, "year", timezone.localdate().year)
    show = request.GET.get("show", "")
    show = show if show in words.SHOWS else "composite"
    page = asked.country_page(year, show, lang(), asked_version(request))
    mine = policy.towns(request.actor)  # type: ignore[attr-defined]
    shown = {
        "page": page, "shows": words.SHOWS.items(), "mine": mine,
        "open": assessments.own_open(request.actor) if mine else [],  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "safety/country.html", shown)


def safe_cell(text: object) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    said = "" if text is None else str(text)
    return f"'{said}" if said[:1] in ("=", "+", "-", "@", "\t", "\r") else said


def csv_answer(name: str, head: list[str], rows: list[list[object]]) -> HttpResponse:
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(answer, delimiter=";")
    writer.writerow(head)
    writer.writerows([[safe_cell(c) for c in row] for row in rows])
    return answer


@require_safe
@signed_in
def table_out(request: HttpRequest) -> HttpResponse:
    """The figures of a year, in the shape in which they are taken in."""
    year = asked_number(request, "year", timezone.localdate().year)
    return csv_answer(f"figures-{year}", list(COLUMNS), asked.figure_table(year))


COLUMNS = ("municipality", "year", "indicator", "state", "value", "source")


@require_safe
@signed_in
def town(request: HttpRequest, safety_place: str) -> HttpResponse:
    year = asked_number(request, "year", timezone.localdate().year)
    page = asked.town_page(safety_place, year, lang(), asked_version(request))
    actor = request.actor  # type: ignore[attr-defined]
    shown = {
        "page": page, "writes": policy.is_ministry(actor) or safety_place in policy.towns(actor),
        "rows": asked.figure_rows(safety_place, year),
    }  # fmt: skip
    return render(request, "safety/town.html", shown)


@require_safe
@signed_in
def framework(request: HttpRequest) -> HttpResponse:
    shown = {
        "page": methods.framework(asked_version(request)), "versions": methods.versions(),
        "weighs": policy.is_ministry(request.actor),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "safety/framework.html", shown)


@signed_in
def weights(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.require_ministry(actor)
    last = methods.framework()
    initial = {"version": last.version, **{m.code: m.weight for m in last.measures}}
    form = screens.form(
        request, forms.WeightsForm, initial=initial, framework=last, language=lang()
    )
    return fill(
        request, form,
        lambda v: act.weigh(
            actor=actor, version=v["version"] or 0, reason=v["reason"],
            weights={m.code: v[m.code] for m in last.measures}),
        heading=_("Weigh the indicators anew"), back=reverse("safety_framework"),
        intro=_("A new version is published. Earlier years are counted anew by it when they are "
                "compared; the earlier version stays."),
    )  # fmt: skip
