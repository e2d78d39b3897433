"""Notes and files of a case, as far as the database shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language

from talka.casework.aid import words
from talka.casework.aid.models import Note
from talka.casework.aid.queries.reading import ring_for
from talka.casework.cases.permission import Held
from talka.ground.crypto.rows import Keyring
from talka.ground.files import queries as files
from talka.ground.files.models import Attachment
from talka.ground.files.queries import FileBody, FileLine
from talka.ground.kernel.errors import Absent
from talka.people.accounts.models import Worker

CLASSES = frozenset({"story", "health", "legal", "aid", "note"})
"""Classes a file may belong to."""


@dataclass(frozen=True)
class NoteLine:
    """`before`: what it said before it was corrected, newest first."""

    id: UUID
    kind: str
    on: date
    at: datetime
    by: str
    institution: str
    text: str
    before: tuple[str, ...]

    @property
    def kind_name(self) -> Promise:
        return words.NOTE_TAGS[self.kind]


def notes_page(held: Held) -> list[NoteLine]:
    """Notes, newest first, each with what it took the place of (3 queries)."""
    ring = ring_for(held, "notes", {"note"})
    rows = list(
        Note.objects.filter(case=held.case)
        .select_related("author", "institution")
        .order_by("-on", "-at")
    )
    return _lines(rows, ring)


def _lines(rows: Iterable[Note], ring: Keyring) -> list[NoteLine]:
    known = {n.id: n for n in rows}
    replaced = {n.corrects_id for n in known.values()}
    language = (get_language() or "lt").split("-")[0]
    return [
        NoteLine(
            n.id,
            n.kind,
            n.on,
            n.at,
            n.author.name,
            n.institution.name(language),
            n.read(ring, "text"),
            tuple(old.read(ring, "text") for old in _earlier(n, known)),
        )
        for n in known.values()
        if n.id not in replaced
    ]


def _earlier(note: Note, known: dict[UUID, Note]) -> list[Note]:
    found: list[Note] = []
    step = note.corrects_id
    while step in known:
        found.append(known[step])
        step = known[step].corrects_id
    return found


def one_note(held: Held, note_id: UUID) -> NoteLine:
    """One note (3 queries). Raises Absent."""
    row = (
        Note.objects.filter(id=note_id, case=held.case)
        .select_related("author", "institution")
        .first()
    )
    if row is None:
        raise Absent
    return _lines([row], ring_for(held, "notes", {"note"}))[0]


@dataclass(frozen=True)
class FilesPage:
    """`lines`: each file with the name of who put it there. `hidden`: classes not open."""

    lines: tuple[tuple[FileLine, str], ...]
    hidden: tuple[str, ...]


def files_page(held: Held) -> FilesPage:
    """Files of the classes that are held, newest first, with who put them there (4 queries)."""
    ring = ring_for(held, "files", CLASSES & held.classes)
    lines = files.listed(ring)
    people = dict(Worker.objects.filter(id__in={f.by for f in lines}).values_list("id", "name"))
    return FilesPage(
        tuple((f, people.get(f.by, "")) for f in lines), tuple(sorted(CLASSES - held.classes))
    )


def one_file(held: Held, file_id: UUID) -> FileBody:
    """The content of a file (4 queries). Raises Absent, Unopenable."""
    return files.opened(ring_for(held, "file", CLASSES & held.classes), file_id)


def known_file(held: Held, file_id: UUID) -> None:
    """Raises Absent unless the file is of this case and shows to the asker (1 query)."""
    if not Attachment.objects.filter(id=file_id, scope=held.case.id).exists():
        raise Absent
