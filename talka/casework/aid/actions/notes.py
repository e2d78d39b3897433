"""Write and correct notes; put files to a case and take them back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from talka.casework.aid import policy, rules
from talka.casework.aid.actions.writing import one_of, past_day, signed, worded
from talka.casework.aid.models import Note
from talka.casework.cases.actions import note_step
from talka.casework.cases.keys import keyring
from talka.casework.cases.permission import hold
from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.files import actions as files
from talka.ground.files.models import Attachment
from talka.ground.kernel.errors import Absent, Broken

SEEN_BY_ALL = frozenset({"shared", "monitoring"})


def write_note(
    *,
    actor: Actor,
    case_id: UUID,
    kind: str,
    text: str,
    corrects: UUID | None = None,
    on: date | None = None,
) -> Note:
    """Write a note: shared, monitoring, own (the author alone), protected (the author's
    institution). `corrects`: the note it takes the place of; that one stays, and its kind holds."""
    held = hold(actor, case_id, policy.WRITE_NOTE)
    on = past_day(on)
    one_of("kind", kind, rules.NOTE_KINDS)
    if corrects is not None:
        old = Note.objects.filter(id=corrects, case_id=case_id).first()
        if old is None:
            raise Absent
        if old.kind != kind:
            raise Broken({"kind": _("A correction is read by the same people as the note.")})
    with act("note.write"):
        note = Note(**signed(held), kind=kind, on=on, author_id=actor.id, corrects_id=corrects)
        note.put(keyring(case_id), text=worded("text", text))
        note.save(force_insert=True)
        if kind in SEEN_BY_ALL:
            told = "monitoring" if kind == "monitoring" else "note"
            note_step(
                case_id=case_id, seat=held.seat, kind=told, on=on, data_class="note", ref=note.id
            )
    return note


def add_file(*, actor: Actor, case_id: UUID, data_class: str, name: str, body: bytes) -> Attachment:
    """Put a file to a class of the case. Raises Broken at `file` for its type, size or number."""
    held = hold(actor, case_id, policy.ADD_FILE[one_of("data_class", data_class, policy.ADD_FILE)])
    with act("file.add"):
        made = files.attach(
            ring=keyring(case_id), by=actor.id, data_class=data_class, name=name, body=body
        )
        note_step(case_id=case_id, seat=held.seat, kind="file", data_class=data_class, ref=made.id)
    return made


def withdraw_file(*, actor: Actor, case_id: UUID, file_id: UUID, reason: str) -> Attachment:
    """Take a file back, with the reason: its content is destroyed, the fact that it was stays."""
    held = hold(actor, case_id, policy.SEE_FILES)
    row = Attachment.objects.filter(id=file_id, scope=case_id).first()
    if row is None:
        raise Absent
    held.require(policy.ADD_FILE[row.data_class])
    if row.by != actor.id and held.seat.institution != held.case.institution_id:
        raise Broken(_("Only those who put it there, or who have the case, take it back."))
    with act("file.withdraw"):
        files.withdraw(
            ring=keyring(case_id), by=actor.id, attachment=row, reason=worded("reason", reason)
        )
        note_step(
            case_id=case_id, seat=held.seat, kind="file_withdrawn",
            data_class=row.data_class, ref=row.id,
        )  # fmt: skip
    return row
