"""Paper: two people enter every sheet, each for themselves; a third decides where they differ, and
counts."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import connection
from django.db.models import F, Max
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.prevention.polls import policy, rules, wording
from talka.prevention.polls.actions.taking import sealed_answers
from talka.prevention.polls.models import Batch, Entry
from talka.prevention.polls.queries import paper as queries

PEOPLE = ("first", "second", "third")
NUMBERS = ("handed_out", "returned", "blank", "spoilt")


def begin_batch(
    *,
    actor: Actor,
    poll_id: UUID,
    stratum_id: UUID | None = None,
    handed_out: int,
    returned: int,
    blank: int,
    spoilt: int,
    first: UUID,
    second: UUID,
    third: UUID,
) -> Batch:
    """Sheets that came back together, and the three people who will enter them."""
    poll = policy.mine(actor, poll_id)
    if poll.fielded_at is None or poll.closed_at is not None:
        raise Refused(_("Paper is entered while the poll is being asked."))
    _fits((handed_out, returned, blank, spoilt), (first, second, third))
    strata = {s.id for s in poll.strata.all()}
    if (strata or stratum_id) and stratum_id not in strata:
        raise Broken({"stratum_id": _("Choose the stratum these sheets came from.")})
    with act("poll.paper"):
        last = poll.batches.aggregate(n=Max("n"))["n"] or 0
        return Batch.objects.create(
            poll=poll, stratum_id=stratum_id, n=last + 1, handed_out=handed_out, returned=returned,
            blank=blank, spoilt=spoilt, first_id=first, second_id=second, third_id=third,
        )  # fmt: skip


def correct_batch(
    *, actor: Actor, batch_id: UUID, version: int, first: UUID, second: UUID, third: UUID,
    **numbers: int,
) -> None:  # fmt: skip
    """Other numbers of sheets, or other people while nothing is entered. Stale with theirs."""
    batch = queries.open_batch(batch_id)
    policy.require(actor, batch.poll.municipality_id)
    people = dict(zip(PEOPLE, (first, second, third), strict=True))
    if batch.version != version:
        theirs = {n: getattr(batch, n) for n in NUMBERS}
        raise Stale({**theirs, **{p: getattr(batch, f"{p}_id") for p in PEOPLE},
                     "version": batch.version})  # fmt: skip
    _fits(tuple(numbers[n] for n in NUMBERS), (first, second, third))
    begun = queries.progress(batch)
    moved = any(getattr(batch, f"{p}_id") != people[p] for p in PEOPLE)
    if moved and (begun.first or begun.second):
        raise Broken({"first": _("Somebody has begun to enter: the people stay.")})
    with act("poll.paper"):
        Batch.objects.filter(id=batch.id, version=version).update(
            version=F("version") + 1, **{n: numbers[n] for n in NUMBERS},
            **{f"{p}_id": people[p] for p in PEOPLE},
        )  # fmt: skip


def _fits(numbers: tuple[int, ...], people: tuple[UUID, UUID, UUID]) -> None:
    handed_out, returned, blank, spoilt = numbers
    faults = {}
    if returned > handed_out:
        faults["returned"] = _("More came back than were handed out.")
    if blank + spoilt > returned:
        faults["blank"] = _("Blank and spoilt are more than came back.")
    if len(set(people)) < len(PEOPLE):
        faults["second"] = _("Two people enter and a third decides: name three.")
    if faults:
        raise Broken(faults)


def enter_sheet(
    *, actor: Actor, batch_id: UUID, sheet: int, answers: Mapping[str, rules.Answer]
) -> None:
    """What this person reads on a sheet; once more to correct it. Who entered it first is not
    shown to the second."""
    batch = queries.open_batch(batch_id)
    turn = queries.turn_of(actor, batch)
    if not 1 <= sheet <= batch.sheets:
        raise Absent
    if turn == 3 and sheet not in queries.differing(batch):
        raise Refused(_("Two people read this sheet alike, or have not both entered it."))
    tidy = {k: wording.tidied(v) if isinstance(v, str) else v for k, v in answers.items()}
    with act("poll.enter"):
        again = Entry.objects.filter(batch=batch, sheet=sheet, turn=turn).update(answers=tidy)
        if not again:
            Entry.objects.create(batch=batch, sheet=sheet, turn=turn, answers=tidy, by_id=actor.id)


def count_batch(*, actor: Actor, batch_id: UUID) -> int:
    """The third person lets the batch count: its answers wait to be mixed with all others, and the
    readings are gone. Broken while it does not add up. Returns how many sheets."""
    batch = queries.open_batch(batch_id)
    if queries.turn_of(actor, batch) != 3:
        raise Refused(_("The third person lets a batch count."))
    read = queries.readings(batch)
    if not read.complete(batch.sheets):
        raise Broken(_("Not every sheet was entered twice, or some differ and nobody decided."))
    stratum = batch.stratum.code if batch.stratum else ""
    form = policy.form(batch.poll)
    sealed = [sealed_answers(batch.poll_id, form, stratum, a) for a in read.final()]
    with act("poll.count"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT talka.poll_batch_count(%s, %s, %s, %s)",
            [batch.id, sealed, read.cells, read.differing],
        )
    return len(sealed)
