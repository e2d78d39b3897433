"""What everybody signed in may read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from talka.ground.places.models import Municipality
from talka.ground.ui.collation import sorting_key
from talka.ground.ui.screens import Asked, signed_in
from talka.prevention.activities import content, forms, policy, rules
from talka.prevention.activities.queries import feeding, pages, table


def lang() -> str:
    return get_language() or "lt"


def narrowed(request: HttpRequest) -> tuple[forms.FilterForm, pages.Asked]:
    """What the address asks for. What cannot be read is left out and said at its field."""
    places = [(m.code, m.name(lang())) for m in Municipality.objects.all()]
    places.sort(key=lambda pair: sorting_key(pair[1]))
    form = forms.FilterForm(request.GET or None, places=places)
    form.is_valid()
    chosen = {k: v for k, v in getattr(form, "cleaned_data", {}).items() if v}
    return form, pages.Asked(**chosen)


@require_safe
@signed_in
def activities(request: Asked) -> HttpResponse:
    form, asked = narrowed(request)
    page = pages.list_page(request.actor, asked, lang())
    shown = {"form": form, "page": page, "may": bool(policy.places(request.actor)),
             "query": request.GET.urlencode(), "verified": content.load().verified}  # fmt: skip
    return render(request, "activities/activities.html", shown)


@require_safe
@signed_in
def calendar(request: Asked) -> HttpResponse:
    form, asked = narrowed(request)
    first = rules.first_of_month(request.GET.get("month", ""), timezone.localdate())
    kept = request.GET.copy()
    kept.pop("month", None)
    shown: dict[str, Any] = {
        "form": form, "page": pages.month_page(first, asked), "query": kept.urlencode(),
        "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "activities/calendar.html", shown)


@require_safe
@signed_in
def table_out(request: Asked) -> HttpResponse:
    _form, asked = narrowed(request)
    text = table.written(pages.exported(asked, lang()), lang())
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="activities.csv"'
    return answer


@require_safe
@signed_in
def activity(request: Asked, activity_id: UUID) -> HttpResponse:
    page = pages.activity_page(request.actor, activity_id, lang())
    return render(request, "activities/activity.html", {"page": page, "row": page.row})


@require_safe
@signed_in
def measure(request: Asked, served_id: UUID) -> HttpResponse:
    page = feeding.measure_page(request.actor, served_id)
    return render(request, "activities/measure.html", {"page": page, "node": page.node})
