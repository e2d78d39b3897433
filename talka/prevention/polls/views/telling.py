"""What a closed poll said: results, within groups, since an earlier poll; pages and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.access.actor import Actor, counting
from talka.ground.kernel.errors import Absent, Refused
from talka.ground.ui.screens import signed_in
from talka.prevention.polls import policy
from talka.prevention.polls.models import Poll
from talka.prevention.polls.queries import pages
from talka.prevention.polls.queries.crossed import Crossed, about, crossed
from talka.prevention.polls.queries.results import Results, results
from talka.prevention.polls.queries.trend import comparable, trend
from talka.prevention.polls.views.public import language


@require_safe
@signed_in
def poll_results(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    page = _results(request, poll_id)
    return render(request, "polls/results.html", page)


@require_safe
@signed_in
def poll_table(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """The same numbers as CSV."""
    page = _results(request, poll_id)
    rows = [
        [one.text, str(one.base), line.text,
         *(_decimal(x, one.decimals) for x in (line.share, line.low, line.high))]
        for one in page["results"].tables for line in one.lines
    ]  # fmt: skip
    head = [_("Question"), _("Base"), _("Answer"), _("Percent"), _("From"), _("To")]
    return _csv(f"poll-{poll_id}.csv", [head, *rows])


def _csv(name: str, rows: Iterable[Iterable[str]]) -> HttpResponse:
    out = io.StringIO()
    table = csv.writer(out, delimiter=";")
    table.writerows([_harmless(cell) for cell in row] for row in rows)
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _decimal(value: float | None, decimals: int) -> str:
    return "" if value is None else f"{value:.{decimals}f}".replace(".", ",")


def _harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula is kept a text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _results(request: HttpRequest, poll_id: UUID) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    found = _closed(actor, poll_id)
    margins = list(found.margins.all())
    with counting(request.session.session_key or ""):
        counted: Results = results(found, margins, language())
    return {
        "poll": found, "title": found.title(language()), "results": counted,
        "words": pages.own_words(found),
        "on_paper": pages.on_paper(found),
        "about": [(q.key, q.text[language()]) for q in about(found)],
        "earlier": [(p.id, p.title(language()), p.until) for p in comparable(found)],
    }  # fmt: skip


@require_safe
@signed_in
def poll_trend(request: HttpRequest, poll_id: UUID, earlier_id: UUID) -> HttpResponse:
    """What changed since an earlier poll of the same keeper."""
    actor = request.actor  # type: ignore[attr-defined]
    now = _closed(actor, poll_id)
    before = next((p for p in comparable(now) if p.id == earlier_id), None)
    if before is None:
        raise Absent
    with counting(request.session.session_key or ""):
        found = trend(now, before, language())
    shown = {"poll": now, "title": now.title(language()), "before": before, "trend": found,
             "before_title": before.title(language())}  # fmt: skip
    return render(request, "polls/trend.html", shown)


@require_safe
@signed_in
def poll_crossed(request: HttpRequest, poll_id: UUID, question: str) -> HttpResponse:
    """What was answered within the groups of one question about the person."""
    return render(request, "polls/crossed.html", _crossed(request, poll_id, question))


@require_safe
@signed_in
def poll_crossed_table(request: HttpRequest, poll_id: UUID, question: str) -> HttpResponse:
    """The same numbers as CSV."""
    page = _crossed(request, poll_id, question)
    found: Crossed = page["crossed"]
    head = [_("Question"), found.by, _("Base"), _("Answer"), _("Percent"), _("From"), _("To")]
    rows = [
        [one.text, column.text, str(column.base), row.text or _("mean"),
         *(_decimal(x, one.decimals) for x in found.told(cell))]
        for one in found.tables for row in one.rows
        for column, cell in zip(one.columns, row.cells, strict=True)
    ]  # fmt: skip
    return _csv(f"poll-{poll_id}-{question}.csv", [head, *rows])


def _crossed(request: HttpRequest, poll_id: UUID, question: str) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    poll = _closed(actor, poll_id)
    by = next((q for q in about(poll) if q.key == question), None)
    if by is None:
        raise Absent
    margins = list(poll.margins.all())
    with counting(request.session.session_key or ""):
        found = crossed(poll, margins, by, language())
    return {"poll": poll, "title": poll.title(language()), "crossed": found, "by": question}


def _closed(actor: Actor, poll_id: UUID) -> Poll:
    """A poll of which everything is mixed: results that grew by the last few answers would tell
    what those few said."""
    found = policy.mine(actor, poll_id)
    if found.closed_at is None:
        raise Refused(_("Results are counted when the poll is closed."))
    if pages.counts(found).waiting:
        raise Refused(_("The last answers are being mixed. Look again in ten minutes."))
    return found
