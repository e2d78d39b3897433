"""What everybody signed in may read."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.ui.screens import signed_in
from talka.prevention.programmes import beside, policy, table, words
from talka.prevention.programmes.queries import country as countries
from talka.prevention.programmes.queries import measures, pages
from talka.prevention.programmes.queries.reading import plan_of
from talka.prevention.programmes.shapes import LEVELS


def lang() -> str:
    return get_language() or "lt"


@require_safe
@signed_in
def programmes(request: HttpRequest) -> HttpResponse:
    lines = pages.listed(lang())
    groups = [(words.LEVEL[level], lines[level]) for level in LEVELS if level in lines]
    may = request.actor.roles & {"coordinator", "ministry"}  # type: ignore[attr-defined]
    return render(request, "programmes/programmes.html", {"groups": groups, "may": may})


@require_safe
@signed_in
def programme(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    page = pages.version_page(actor, plan_id, lang())
    owed = beside.carried(actor, page.version, lang()) if page.mine and page.draft else []
    shown = {"page": page, "version": page.version, "carried": owed}
    return render(request, "programmes/programme.html", shown)


@require_safe
@signed_in
def compare(request: HttpRequest, plan_id: UUID, other_id: UUID) -> HttpResponse:
    before, after = policy.version(other_id), policy.version(plan_id)
    found = pages.compared(before, after)
    shown = {"before": before, "after": after, "differences": found}
    return render(request, "programmes/compare.html", shown)


@require_safe
@signed_in
def measure(request: HttpRequest, node_id: UUID) -> HttpResponse:
    page = measures.measure_page(request.actor, node_id)  # type: ignore[attr-defined]
    return render(request, "programmes/measure.html", {"page": page, "node": page.node})


@require_safe
@signed_in
def municipalities(request: HttpRequest, node_id: UUID) -> HttpResponse:
    node, towns = measures.over_towns(node_id, lang())
    adopted = sum(t.node is not None for t in towns)
    shown = {"node": node, "towns": towns, "adopted": adopted}
    return render(request, "programmes/towns.html", shown)


@require_safe
@signed_in
def country(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    page = countries.country_page(plan_id, lang())
    return render(request, "programmes/country.html", {"page": page, "version": page.version})


@require_safe
@signed_in
def country_out(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The lines of the country as CSV."""
    heads = [_("Municipality"), _("Adopted"), *map(str, words.STATUS.values()),
             _("Planned, euros"), _("Paid, euros")]  # fmt: skip
    page = countries.country_page(plan_id, lang())
    answer = HttpResponse(countries.as_csv(page, heads), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="country.csv"'
    return answer


@require_safe
@signed_in
def table_out(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The version as the official table."""
    book = table.write(plan_of(policy.version(plan_id)), lang())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = HttpResponse(book, content_type=kind)
    answer["Content-Disposition"] = 'attachment; filename="plan.xlsx"'
    return answer
