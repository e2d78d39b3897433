"""Notes, and files."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.casework.aid import actions, forms, policy, queries
from talka.casework.aid.views.framing import Asked, form_page
from talka.casework.cases.permission import Held, hold
from talka.ground.files.serving import download
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in


@require_safe
@signed_in
def notes(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_NOTES)
    page = {
        "held": held,
        "title": _("Notes"),
        "notes": queries.notes_page(held),
        "may": held.may(policy.WRITE_NOTE),
    }
    return render(request, "aid/notes.html", page)


@signed_in
def note_new(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.WRITE_NOTE)
    return form_page(
        request,
        held,
        screens.form(request, forms.NoteForm),
        lambda v: actions.write_note(actor=request.actor, case_id=case_id, **v),
        title=_("Write a note"),
        act=_("Save the note"),
        message=_("The note was saved."),
        back="notes",
    )


@signed_in
def note_correct(request: Asked, case_id: UUID, note_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.WRITE_NOTE)
    there = queries.one_note(held, note_id)
    return form_page(
        request,
        held,
        screens.form(request, forms.CorrectionForm, initial={"text": there.text}),
        lambda v: actions.write_note(
            actor=request.actor, case_id=case_id, kind=there.kind, corrects=note_id, **v
        ),
        title=_("Correct a note"),
        intro=_("What stood there before stays readable beneath the corrected note."),
        act=_("Save the correction"),
        message=_("The note was corrected."),
        back="notes",
    )


def _addable(held: Held) -> list[str]:
    return [name for name, verb in policy.ADD_FILE.items() if held.may(verb)]


@require_safe
@signed_in
def files(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_FILES)
    page = {
        "held": held,
        "title": _("Files"),
        "files": queries.files_page(held),
        "may": bool(_addable(held)),
    }
    return render(request, "aid/files.html", page)


@signed_in
def file_new(request: Asked, case_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_FILES)
    if not (classes := _addable(held)):
        held.require(policy.ADD_FILE["aid"])
    return form_page(
        request,
        held,
        screens.form(request, forms.FileForm, classes=classes),
        lambda v: actions.add_file(
            actor=request.actor,
            case_id=case_id,
            data_class=v["data_class"],
            name=v["file"].name,
            body=v["file"].read(),
        ),
        title=_("Add a file"),
        act=_("Add the file"),
        message=_("The file was added."),
        back="files",
    )


@require_safe
@signed_in
def file(request: Asked, case_id: UUID, file_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_FILES)
    return download(queries.one_file(held, file_id))


@signed_in
def file_withdraw(request: Asked, case_id: UUID, file_id: UUID) -> HttpResponse:
    held = hold(request.actor, case_id, policy.SEE_FILES)
    queries.known_file(held, file_id)
    return form_page(
        request,
        held,
        screens.form(request, forms.ReasonForm),
        lambda v: actions.withdraw_file(actor=request.actor, case_id=case_id, file_id=file_id, **v),
        title=_("Take a file back"),
        intro=_("Its content is destroyed for good. Its name and your reason stay in the list."),
        act=_("Destroy the content"),
        message=_("The file was taken back."),
        back="files",
    )
