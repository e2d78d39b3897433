"""Decisions and proposals as CSV: semicolons, and no text a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.ui.screens import signed_in
from talka.prevention.bodies import policy, words
from talka.prevention.bodies.queries import assembly, participation
from talka.prevention.bodies.views.filling import lang
from talka.prevention.programmes.table.grid import escaped


def table(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(head)
    writer.writerows([escaped("" if x is None else str(x)) for x in row] for row in rows)
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@require_safe
@signed_in
def decisions(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """Every decision of a body with its state."""
    policy.body(body_id)
    head = [_("Number"), _("Decision"), _("Responsible"), _("Decided on"), _("Due"), _("State"),
            _("Done on")]  # fmt: skip
    rows = [
        (t.number, t.text, t.responsible, t.decided, t.due, words.DECISION[t.state], t.done_on)
        for t in assembly.taken(lang(), body=body_id)
    ]
    return table("decisions", head, rows)


@require_safe
@signed_in
def proposals(request: HttpRequest, policy_process_id: UUID) -> HttpResponse:
    """Every submitted proposal of a process with its answer."""
    policy.process(policy_process_id)
    head = [_("Organisation"), _("Clause"), _("Proposal"), _("Submitted on"), _("Answer due"),
            _("State"), _("Answer"), _("Answered on"), _("Reason")]  # fmt: skip
    found = participation.proposals(lang(), process=policy_process_id, submitted_on__isnull=False)
    rows = []
    for one in found:
        said = one.answer
        end = (words.VERDICT[said.verdict], said.on, said.reason) if said else ("", "", "")
        row = one.row
        rows.append((one.by, row.clause, row.text, row.submitted_on, one.due,
                     words.STANDING[one.standing], *end))  # fmt: skip
    return table("proposals", head, rows)
