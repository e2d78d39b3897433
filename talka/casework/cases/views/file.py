"""The case itself: its page, its whole story, and who has seen it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talka.casework.cases import pages, policy, queries
from talka.casework.cases.permission import hold
from talka.ground.audit import trail
from talka.ground.ui.screens import Asked, signed_in


@require_safe
@signed_in
def case(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE)
    trail.look("case", case_id, held.classes)
    return render(request, "cases/case.html", {"held": held, "page": pages.case_page(held)})


@require_safe
@signed_in
def story(request: Asked, case_id: UUID) -> HttpResponse:
    """Every dated fact, from the first to the last."""
    held = hold(request.actor, case_id, policy.SEE)
    trail.look("case", case_id, held.classes)
    language = pages.reading(held)
    told = pages.events(reversed(queries.timeline(held.actor, case_id)), language)
    return render(request, "cases/story.html", {"held": held, "events": told})


@require_safe
@signed_in
def seen(request: Asked, case_id: UUID) -> HttpResponse:
    """Who has seen the case, and what they did."""
    held = hold(request.actor, case_id, policy.SEE_TRAIL)
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    lines, older = queries.glances(case_id, number)
    page = {"held": held, "lines": pages.trail_rows(lines, held), "older": older}
    return render(request, "cases/seen.html", page)
