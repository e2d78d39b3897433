"""A table comes in on three screens: the file, what is in it, the draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role
from talka.prevention.programmes import forms, policy
from talka.prevention.programmes.actions import tables
from talka.prevention.programmes.queries import incoming
from talka.prevention.programmes.views.drafts import at_plan, fill

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def at_table(row: Any) -> str:
    return reverse("programme_incoming", args=[row.id])


@with_role("coordinator", "ministry")
def import_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    return fill(
        request, screens.form(request, forms.TableForm),
        lambda v: tables.upload(actor=actor, name=v["file"].name, body=v["file"].read()),
        heading=_("Take a plan in from a table"), back=reverse("programmes"), success=at_table,
        message=_("The table is read. Nothing is entered yet."), button=_("Read the table"),
        intro=_("The customary plan table as XLSX or CSV. First you see what would be entered."),
    )  # fmt: skip


@with_role("coordinator", "ministry")
def import_read(request: HttpRequest, table_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    page = incoming.incoming_page(actor, table_id)
    form = screens.form(request, forms.IncomingForm, page=page, initial=page.said)
    return screens.act(
        request, form, do=lambda values: _answered(actor, page, form.answers(values)),
        template="programmes/incoming.html", page={"page": page},
        success=lambda made: at_plan(made) if made else reverse("programme_incoming",
                                                               args=[table_id]),
        message=lambda made: _("The table is now a draft. You can discard it whole.") if made
        else _("Your answers are stored. Look at what the table says now."),
    )  # fmt: skip


def _answered(actor: Any, page: incoming.IncomingPage, answers: dict[str, str]) -> Any:
    """Store what was said; enter the draft when the person had seen a table without faults."""
    tables.answer(actor=actor, table_id=page.id, version=page.version, answers=answers)
    now = incoming.incoming_page(actor, page.id)
    if not (page.ready and now.ready and now.plan):
        return None
    return tables.take_in(
        actor=actor, plan=now.plan, programme_id=now.into, institutions=now.institutions,
        table_id=page.id,
    )  # fmt: skip


@require_safe
@with_role("coordinator", "ministry")
def import_notes(request: HttpRequest, table_id: UUID) -> HttpResponse:
    """The person's own workbook with a note at each cell that needs a look."""
    page = incoming.incoming_page(request.actor, table_id)  # type: ignore[attr-defined]
    answer = HttpResponse(page.annotated(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="pastabos.xlsx"'
    return answer


@signed_in
def discard(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Asked once more before: what is discarded does not come back."""
    actor = request.actor  # type: ignore[attr-defined]
    version = policy.draft(actor, plan_id)
    return fill(
        request, screens.form(request, forms.Sure),
        lambda v: tables.discard(actor=actor, plan_id=plan_id),
        heading=_("Discard the draft"), back=at_plan(version), success=reverse("programmes"),
        message=_("The draft is discarded, with all that came with it."),
        button=_("Discard the draft"),
        intro=_("The whole draft goes, with everything that was entered in it. It does not come "
                "back."),
    )  # fmt: skip
