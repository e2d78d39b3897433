"""Read the published method: the list of versions, and one criteria set."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from talka.ground.ui.screens import signed_in
from talka.method.criteria.pages import criteria_view
from talka.method.criteria.queries import criteria_sets
from talka.method.protocol.queries import protocols


@require_safe
@signed_in
def method(request: HttpRequest) -> HttpResponse:
    """Every published version of both rooms."""
    lang = get_language() or "lt"
    versions = {
        "protocols": [(v, v.label(lang)) for v in protocols.listed()],
        "criteria": [(v, v.label(lang)) for v in criteria_sets.listed()],
    }
    return render(request, "criteria/method.html", versions)


@require_safe
@signed_in
def criteria_version(request: HttpRequest, code: str, version: int) -> HttpResponse:
    page = criteria_sets.page(code, version)
    view = criteria_view(page, get_language() or "lt")
    return render(request, "criteria/version.html", {"criteria": view})
