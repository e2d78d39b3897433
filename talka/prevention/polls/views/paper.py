"""Paper questionnaires: print them, enter them twice, decide, count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.ground.ui import screens
from talka.ground.ui.screens import SeeOther, signed_in
from talka.prevention.polls import forms, policy, rules, words
from talka.prevention.polls.actions import paper as actions
from talka.prevention.polls.models import Batch
from talka.prevention.polls.queries import paper as queries
from talka.prevention.polls.queries.asking import form_of
from talka.prevention.polls.views.public import language, question_page


@require_safe
@signed_in
def batches(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = policy.poll(poll_id)
    lines = queries.batches(actor, found)
    keeper = policy.keeps(actor, found.municipality_id)
    if not keeper and not lines:
        raise Refused(_("Only who keeps the poll or enters its sheets sees them."))
    may = keeper and found.fielded_at is not None and found.closed_at is None
    shown = {"poll": found, "title": found.title(language()), "lines": lines, "may": may}
    return render(request, "polls/batches.html", shown)


@signed_in
def batch_new(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = policy.mine(actor, poll_id)
    strata = [(str(s.id), s.name) for s in found.strata.order_by("name")]
    form = screens.form(
        request, forms.BatchForm, people=queries.people(actor, found), strata=strata
    )  # fmt: skip
    return screens.act(
        request, form, template="polls/form.html",
        do=lambda v: actions.begin_batch(actor=actor, poll_id=poll_id, **_identified(v)),
        success=lambda made: reverse("poll_batch", args=[made.id]), message=_("Saved."),
        page={"heading": _("New batch of paper"), "back": reverse("poll_paper", args=[poll_id])},
    )  # fmt: skip


def _identified(values: Mapping[str, Any]) -> dict[str, Any]:
    """Chosen rows by their identifiers."""
    chosen = {k: UUID(values[k]) for k in ("stratum_id", *actions.PEOPLE) if values.get(k)}
    return {**values, **chosen}


@require_safe
@signed_in
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.batch(batch_id)
    line = next(b for b in queries.batches(actor, found.poll) if b.batch.id == found.id)
    open_ = found.counted_at is None
    sheets = queries.sheets(found, line.mine) if line.mine and open_ else []
    shown = {
        "batch": found, "line": line, "title": found.poll.title(language()), "sheets": sheets,
        "keeper": open_ and policy.keeps(actor, found.poll.municipality_id),
        "ready": line.mine == 3 and open_ and queries.readings(found).complete(found.sheets),
    }  # fmt: skip
    return render(request, "polls/batch.html", shown)


@signed_in
def batch_edit(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.open_batch(batch_id)
    policy.require(actor, found.poll.municipality_id)
    said = {n: getattr(found, n) for n in (*actions.NUMBERS, "version")}
    said |= {p: str(getattr(found, f"{p}_id")) for p in actions.PEOPLE}
    form = screens.form(
        request, forms.CorrectionForm, initial=said, strata=[],
        people=queries.people(actor, found.poll),
    )  # fmt: skip
    return screens.act(
        request, form, template="polls/form.html",
        do=lambda v: actions.correct_batch(
            actor=actor, batch_id=batch_id, **_identified({**v, "version": v["version"] or 0})),
        success=reverse("poll_batch", args=[batch_id]), message=_("Saved."),
        page={"heading": _("Correct the batch"), "back": reverse("poll_batch", args=[batch_id])},
    )  # fmt: skip


@signed_in
def batch_count(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.open_batch(batch_id)
    if queries.turn_of(actor, found) != 3:
        raise Refused(_("The third person lets a batch count."))
    return screens.press(
        request, lambda: actions.count_batch(actor=actor, batch_id=batch_id),
        success=reverse("poll_batch", args=[batch_id]),
        message=lambda n: ngettext("%(n)s sheet counts now.", "%(n)s sheets count now.", n or 0)
        % {"n": n},
    )  # fmt: skip


@signed_in
def sheet(request: HttpRequest, batch_id: UUID, sheet: int) -> HttpResponse:
    """One sheet, all its questions on one page; for the third only those that differ."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.open_batch(batch_id)
    turn = queries.turn_of(actor, found)
    if not 1 <= sheet <= found.sheets:
        raise Absent
    questions = _questions(found, turn, sheet)
    answers = queries.entered(found, turn, sheet)
    faults: dict[str, str] = {}
    if request.method == "POST":
        answers, faults = _read(questions, request.POST)
        if not faults and (fault := _kept(request, found, sheet, answers)):
            faults[""] = fault
        if not faults:
            return SeeOther(_next(found, turn, sheet))
    sent = request.POST if faults else None
    shown = {
        "batch": found, "sheet": sheet, "turn": turn, "faults": faults,
        "title": found.poll.title(language()), "fault": faults.get("", ""),
        "questions": [question_page(q, answers, faults.get(q.key, ""), sent) for q in questions],
    }  # fmt: skip
    return render(request, "polls/sheet.html", shown, status=422 if faults else 200)


def _questions(found: Batch, turn: int, sheet: int) -> list[rules.Question]:
    """On paper anything can be left out."""
    every = [replace(q, required=False) for q in form_of(found.poll).questions
             if q.kind not in {"information", "consent"}]  # fmt: skip
    if turn != 3:
        return every
    differ = {key for key, _row in queries.readings(found).differing_in(sheet)}
    if not differ:
        raise Refused(_("Two people read this sheet alike, or have not both entered it."))
    return [q for q in every if q.key in differ]


def _read(
    questions: list[rules.Question], sent: Any
) -> tuple[dict[str, rules.Answer], dict[str, str]]:
    answers: dict[str, rules.Answer] = {}
    faults: dict[str, str] = {}
    for question in questions:
        try:
            given = rules.taken(question, dict(sent.lists()))
        except rules.Wrong as wrong:
            faults[question.key] = str(words.WRONG[wrong.why])
            continue
        if given is not None:
            answers[question.key] = given
    return answers, faults


def _kept(request: HttpRequest, found: Batch, sheet: int, answers: dict[str, rules.Answer]) -> str:
    """What went wrong, or ""."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        screens.first_of_two(lambda: actions.enter_sheet(
            actor=actor, batch_id=found.id, sheet=sheet, answers=answers))  # fmt: skip
    except Broken as broken:
        return " ".join(broken.faults.values())
    return ""


def _next(found: Batch, turn: int, sheet: int) -> str:
    """The next sheet that waits for this person, else the batch."""
    waiting = "differs" if turn == 3 else "missing"
    left = [s.n for s in queries.sheets(found, turn) if s.state == waiting]
    after = [n for n in left if n > sheet] or left
    if not after:
        return reverse("poll_batch", args=[found.id])
    return reverse("poll_sheet", args=[found.id, after[0]])


@require_safe
@signed_in
def printed(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """The questionnaire to print: it carries its version and nothing about a person."""
    actor = request.actor  # type: ignore[attr-defined]
    found = policy.mine(actor, poll_id)
    form, tongue = form_of(found), language()
    sections = [(s.title[tongue], [question_page(replace(q, required=False), {}, "", None)
                                   for q in s.questions if q.kind != "consent"])
                for s in form.sections]  # fmt: skip
    shown = {"poll": found, "title": found.title(tongue), "asked": form, "sections": sections}
    return render(request, "polls/printed.html", shown)
