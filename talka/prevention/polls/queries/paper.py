"""Batches of paper: who is to do what, what two people read, where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Refused
from talka.ground.ui.collation import sorting_key
from talka.people.accounts.models import Assignment, Worker
from talka.prevention.polls import rules
from talka.prevention.polls.models import Batch, Entry, Poll

PEOPLE = {1: "first_id", 2: "second_id", 3: "third_id"}


@dataclass(frozen=True)
class Progress:
    """Sheets entered by the first and the second; sheets that differ and nobody decided."""

    first: int
    second: int
    undecided: int


@dataclass(frozen=True)
class Readings:
    """Sheet → turn → answers, of a batch."""

    sheets: dict[int, dict[int, dict[str, Any]]]

    def differing_in(self, sheet: int) -> set[rules.Cell]:
        found = self.sheets.get(sheet, {})
        return rules.differing(found[1], found[2]) if {1, 2} <= set(found) else set()

    def complete(self, wanted: int) -> bool:
        """Every sheet twice, and decided where the two differ."""
        return set(self.sheets) == set(range(1, wanted + 1)) and all(
            {1, 2} <= set(turns) and (3 in turns or not self.differing_in(sheet))
            for sheet, turns in self.sheets.items()
        )

    def final(self) -> list[dict[str, Any]]:
        """The sheets as they count."""
        return [
            rules.agreed(turns[1], turns[2], turns.get(3, {}))
            for _sheet, turns in sorted(self.sheets.items())
        ]

    @property
    def cells(self) -> int:
        return sum(len({**rules.cells(t[1]), **rules.cells(t[2])}) for t in self.sheets.values())

    @property
    def differing(self) -> int:
        return sum(len(self.differing_in(sheet)) for sheet in self.sheets)


@dataclass(frozen=True)
class BatchLine:
    """`turns`: what the person who looks is to do in it."""

    batch: Batch
    progress: Progress
    mine: int | None

    @property
    def agreement(self) -> float | None:
        """Percent of answers that both read alike; None before it counts."""
        cells = self.batch.cells
        return 100 * (cells - self.batch.differing) / cells if cells else None


@dataclass(frozen=True)
class SheetLine:
    """`state` for the person who looks: missing, entered, differs or decided."""

    n: int
    state: str


def batch(batch_id: UUID) -> Batch:
    """A batch the person keeps or has a turn in; Absent otherwise."""
    beside = ("poll__questionnaire", "stratum", "first", "second", "third")
    found = Batch.objects.select_related(*beside).filter(id=batch_id).first()
    if found is None:
        raise Absent
    return found


def open_batch(batch_id: UUID) -> Batch:
    from django.utils.translation import gettext as _

    found = batch(batch_id)
    if found.counted_at is not None:
        raise Refused(_("This batch counts already."))
    return found


def turn_of(actor: Actor, found: Batch) -> int:
    """1, 2 or 3; Refused for who has no turn in it."""
    from django.utils.translation import gettext as _

    for turn, column in PEOPLE.items():
        if getattr(found, column) == actor.id:
            return turn
    raise Refused(_("You are not one of the three people of this batch."))


def progress(found: Batch) -> Progress:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT first, second, undecided FROM talka.poll_batch_state(%s)", [found.id]
        )
        return Progress(*(cursor.fetchone() or (0, 0, 0)))


def batches(actor: Actor, poll: Poll) -> list[BatchLine]:
    """Of a poll, those that the person may see."""
    rows = poll.batches.select_related("first", "second", "third", "stratum").order_by("n")
    return [
        BatchLine(b, progress(b), next((t for t, c in PEOPLE.items()
                                        if getattr(b, c) == actor.id), None))
        for b in rows
    ]  # fmt: skip


def readings(found: Batch) -> Readings:
    """All that the person may read of it: the third everything, the others what they entered."""
    sheets: dict[int, dict[int, dict[str, Any]]] = {}
    for entry in Entry.objects.filter(batch=found):
        sheets.setdefault(entry.sheet, {})[entry.turn] = entry.answers
    return Readings(sheets)


def differing(found: Batch) -> set[int]:
    """Sheets that two people read differently."""
    read = readings(found)
    return {sheet for sheet in read.sheets if read.differing_in(sheet)}


def sheets(found: Batch, turn: int) -> list[SheetLine]:
    """Every sheet of the batch, as it stands for this turn."""
    read = readings(found)

    def state(n: int) -> str:
        turns = read.sheets.get(n, {})
        if turn != 3:
            return "entered" if turn in turns else "missing"
        if not {1, 2} <= set(turns):
            return "missing"
        if not read.differing_in(n):
            return "entered"
        return "decided" if 3 in turns else "differs"

    return [SheetLine(n, state(n)) for n in range(1, found.sheets + 1)]


def entered(found: Batch, turn: int, sheet: int) -> dict[str, Any]:
    """What the person of this turn read on a sheet; {} when nothing yet."""
    row = Entry.objects.filter(batch=found, sheet=sheet, turn=turn).first()
    return dict(row.answers) if row else {}


def people(actor: Actor, poll: Poll) -> list[tuple[str, str]]:
    """Who may be asked to enter: people with a seat in the municipality, or in my institutions."""
    near = Q(institution_id__in=actor.institutions)
    if poll.municipality_id:
        near |= Q(municipality_id=poll.municipality_id)
    ids = Assignment.objects.filter(near, until__isnull=True).values("worker_id")
    found = Worker.objects.filter(id__in=ids)
    return [(str(w.id), w.name) for w in sorted(found, key=lambda w: sorting_key(w.name))]
