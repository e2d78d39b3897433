"""The list of cases."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from talka.casework.cases import forms, queries, rules
from talka.ground.ui.screens import Asked, SeeOther, with_role


@require_safe
@with_role(*rules.TEAM_ROLES)
def cases(request: Asked) -> HttpResponse:
    """The newest cases one holds; a number that finds one case leads straight to it."""
    search = forms.SearchForm(request.GET or None)
    asked = search.cleaned_data if search.is_bound and search.is_valid() else {}
    code, state = asked.get("code", ""), asked.get("state", "")
    after = _after(request.GET.get("after", ""))
    page = queries.newest(request.actor, code=code, state=state, after=after)
    if code and len(page.lines) == 1 and not after:
        return SeeOther(reverse("case", args=[page.lines[0].id]))
    shown = {"search": search, "asked": code or state, "lines": page.lines}
    return render(request, "cases/list.html", {**shown, "older": _older(page, code, state)})


def _older(page: queries.CasePage, code: str, state: str) -> str:
    """The query of the link to older cases; "" at the end."""
    if page.older is None:
        return ""
    at, last = page.older
    kept = {"code": code, "state": state, "after": f"{at.astimezone(UTC):%Y%m%dT%H%M%S.%f}~{last}"}
    return urlencode({name: value for name, value in kept.items() if value})


def _after(text: str) -> tuple[datetime, UUID] | None:
    """The place in the list that such a link carries; a bent one is the beginning."""
    moment, _tilde, last = text.partition("~")
    try:
        return datetime.strptime(f"{moment}+0000", "%Y%m%dT%H%M%S.%f%z"), UUID(last)
    except (ValueError, OverflowError):
        return None
