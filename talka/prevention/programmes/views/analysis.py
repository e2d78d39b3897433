"""The analysis of indicators: two axes out of what there is, as a page and as CSV."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.ui.screens import signed_in
from talka.prevention.programmes import words
from talka.prevention.programmes.forms import PivotForm
from talka.prevention.programmes.queries import pivot
from talka.prevention.programmes.views.pages import lang

MOST = 1500
"""Cells of one page; the CSV has all of them."""


def asked_for(request: HttpRequest) -> tuple[PivotForm, pivot.Asked]:
    """What the address asks for. What cannot be read is left out and said at its field."""
    first = {"rows": "town", "columns": "year", "level": "municipal"}
    offered = vars(pivot.choices(lang()))
    data = {**first, **request.GET.dict()} if request.GET else None
    form = PivotForm(data, initial=first, offered=offered)
    form.is_valid()
    said = {k: v for k, v in getattr(form, "cleaned_data", {}).items() if v}
    return form, pivot.Asked(**said)


@require_safe
@signed_in
def analysis(request: HttpRequest) -> HttpResponse:
    form, asked = asked_for(request)
    table = None if asked.lacks else pivot.table(asked, lang())
    lines = table.lines[: max(1, MOST // max(1, len(table.columns)))] if table else ()
    shown = {"form": form, "asked": asked, "table": table, "lines": lines,
             "said": pivot.way(asked.indicator), "query": request.GET.urlencode()}  # fmt: skip
    return render(request, "programmes/analysis.html", shown)


@require_safe
@signed_in
def analysis_out(request: HttpRequest) -> HttpResponse:
    """A line a cell. Where a choice is lacking there is no line but the heads."""
    _form, asked = asked_for(request)
    table = pivot.Table((), ()) if asked.lacks else pivot.table(asked, lang())
    heads = [str(words.AXIS[asked.rows]), str(words.AXIS[asked.columns]), _("Unit"), _("State"),
             _("Figure"), _("Known"), _("Of how many")]  # fmt: skip
    answer = HttpResponse(pivot.as_csv(table, heads), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="indicators.csv"'
    return answer
