"""The pages of those who ask."""

from __future__ import annotations

from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.kernel.errors import Absent, Refused
from talka.ground.kernel.pack import load_pack
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role
from talka.prevention.polls import codes, forms, policy
from talka.prevention.polls.actions import keeping
from talka.prevention.polls.models import Poll
from talka.prevention.polls.queries import pages
from talka.prevention.polls.views.public import language


@require_safe
@signed_in
def polls(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    may = bool(actor.roles & {"coordinator", "ministry"})
    return render(request, "polls/polls.html", {"polls": pages.polls(language()), "may": may})


@with_role("coordinator", "ministry")
def poll_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    areas = sorted({s.area for s in actor.seats if s.role == "coordinator" and s.area})
    known = [(str(q.id), f"{q.document['title'][language()]} ({q.version})")
             for q in pages.questionnaires()]  # fmt: skip
    places = [(code, load_pack().label("municipality", code, language())) for code in areas]
    form = screens.form(request, forms.PollForm, questionnaires=known, places=places)
    return screens.act(
        request, form, template="polls/form.html",
        do=lambda v: keeping.draft_poll(
            actor=actor, **{"municipality": None, **v, "questionnaire_id": UUID(
                v["questionnaire_id"])}),
        success=lambda made: reverse("poll", args=[made.id]), message=_("Saved."),
        page={"heading": _("New opinion poll"), "back": reverse("polls")},
    )  # fmt: skip


@require_safe
@signed_in
def poll(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    page = pages.poll_page(actor, poll_id, language())
    strata = pages.strata(page.poll) if page.may else []
    about = [q for q in page.form.questions if q.kind == "single" and q.trend.startswith("about_")]
    address = request.build_absolute_uri(reverse("poll_answer", args=[page.poll.slug]))
    shown = {"page": page, "about": [(q.key, q.text[language()]) for q in about],
             "address": address, "strata": strata, "whole": pages.whole(strata)}  # fmt: skip
    return render(request, "polls/poll.html", shown)


@signed_in
def poll_margin(request: HttpRequest, poll_id: UUID, question: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    draft = policy.draft(actor, poll_id)
    asked = next((q for q in policy.form(draft).questions if q.key == question), None)
    if asked is None:
        raise Absent
    known = {f"n_{m.option}": m.people for m in draft.margins.filter(question=question)}
    form = screens.form(
        request, forms.MarginForm, initial=known,
        options=[(o.code, o.text[language()]) for o in asked.options],
    )  # fmt: skip
    return screens.act(
        request, form, template="polls/form.html",
        do=lambda v: keeping.set_margin(
            actor=actor, poll_id=poll_id, question=question,
            people={name[2:]: n for name, n in v.items()}),
        success=reverse("poll", args=[poll_id]), message=_("Saved."),
        page={"heading": asked.text[language()], "back": reverse("poll", args=[poll_id]),
              "intro": _("How many people of the population each answer fits.")},
    )  # fmt: skip


@signed_in
def poll_field(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    return screens.press(
        request, lambda: keeping.field_poll(actor=actor, poll_id=poll_id),
        success=reverse("poll", args=[poll_id]), message=_("The poll is being asked."),
    )  # fmt: skip


@signed_in
def poll_close(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    return screens.press(
        request, lambda: keeping.close_poll(actor=actor, poll_id=poll_id),
        success=reverse("poll", args=[poll_id]),
        message=_("Closed. The last answers are mixed within ten minutes."),
    )  # fmt: skip


@signed_in
def poll_strike(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    return screens.press(
        request, lambda: keeping.strike_poll(actor=actor, poll_id=poll_id),
        success=reverse("polls"), message=_("Thrown away."),
    )  # fmt: skip


@signed_in
def poll_codes(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Ask how many; then the sheet, once: it is shown in answer to the post and never again."""
    actor = request.actor  # type: ignore[attr-defined]
    found = policy.mine(actor, poll_id)
    if found.mode != "code" or found.closed_at is not None:
        raise Refused(_("This poll takes no codes."))
    strata = [(str(s.id), s.name) for s in found.strata.order_by("name")]
    form = screens.form(request, forms.CodesForm, initial={"count": 24}, strata=strata)
    page = {"heading": _("Print codes"), "back": reverse("poll", args=[poll_id]), "form": form,
            "intro": _("Each code can be used once. The sheet is shown once: print it, hand the "
                       "strips out unsorted, and write down nowhere who got which.")}  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return render(request, "polls/form.html", page, status=422 if form.errors else 200)
    chosen = form.cleaned_data.get("stratum_id")
    made = keeping.print_codes(
        actor=actor, poll_id=poll_id, count=form.cleaned_data["count"],
        stratum_id=UUID(chosen) if chosen else None,
    )  # fmt: skip
    return render(request, "polls/codes.html", _sheet(request, found, made))


def _sheet(request: HttpRequest, poll: Poll, made: list[str]) -> dict[str, object]:
    at = request.build_absolute_uri(reverse("poll_answer", args=[poll.slug]))
    strips = [(codes.written(c), _qr(f"{at}?c={c}")) for c in made]
    return {"poll": poll, "title": poll.title(language()), "address": at, "strips": strips}


def _qr(address: str) -> SafeString:
    drawn = segno.make(address, error="m")
    return SafeString(
        drawn.svg_inline(scale=3, border=2, omitsize=False, svgclass="qr", lineclass=None)
    )


@require_safe
@signed_in
def questionnaire(request: HttpRequest, asked_code: str, asked_version: int) -> HttpResponse:
    form = pages.questionnaire(asked_code, asked_version)
    if form is None:
        raise Absent
    sections = [(s.title[language()], [(q.text[language()], q.kind,
                 [o.text[language()] for o in q.options]) for q in s.questions])
                for s in form.sections]  # fmt: skip
    shown = {"asked": form, "title": form.title[language()], "sections": sections}
    return render(request, "polls/questionnaire.html", shown)
