"""A large house for measuring: cases, grants, keys, steps, turns and a million notes.

Rows are what the actions would have written (real data keys, real ciphertext), put in by the
bulk road because a hundred thousand cases through the screens would take a day.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg

from talka.casework.cases.models import DATA_CLASSES
from talka.ground.crypto.provider import provider
from talka.ground.crypto.sealing import DataKey, Place, seal

MINE = 600
"""Cases that the measured person holds, in the small house and in the large one."""

NOTES_A_CASE = 10
KINDS = ("signal", "screening", "assertion", "information", "consent", "referral", "risk", "needs")


Holder = tuple[UUID, UUID, UUID]
"""Assignment, institution, worker."""


class World:
    """Adds cases to a set-up house. `mine` and `others` are (assignment, institution, worker)."""

    def __init__(self, admin: dict[str, Any], mine: Holder, others: Holder) -> None:
        self.db = psycopg.connect(**admin)
        self.db.execute("SET session_replication_role = replica")
        self.db.execute("SET search_path = talka")
        self.db.execute("SET synchronous_commit = off")
        self.mine, self.others = mine, others
        self.cases = 0
        self.chance = random.Random(7)

    def grow(self, to: int, say: Callable[[str], None]) -> list[UUID]:
        """Cases up to `to`; returns the ids that are mine. The newest ones are spread evenly, so
        that the list has to find mine among everybody's."""
        fresh = [(n, uuid4()) for n in range(self.cases, to)]
        owned = self._owned(len(fresh))
        for start in range(0, len(fresh), 5_000):
            part = fresh[start : start + 5_000]
            self._put([(n, i, (self.mine if n in owned else self.others)) for n, i in part])
            if start % 20_000 == 0:
                say(f"{start + len(part) + self.cases:,} cases")
        self.cases = to
        self.db.commit()
        self.db.autocommit = True
        say("statistics of the tables")
        self.db.execute("ANALYZE")
        self.db.execute("CHECKPOINT")
        self.db.autocommit = False
        return [i for n, i in fresh if n in owned]

    def _owned(self, fresh: int) -> set[int]:
        """Case numbers that are mine: MINE in the first growth, none later."""
        if self.cases:
            return set()
        return set(range(0, fresh, max(1, fresh // MINE))[:MINE])

    def _copy(self, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with self.db.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def _put(self, cases: list[tuple[int, UUID, Holder]]) -> None:
        when = {i: self._opened(n) for n, i, _ in cases}
        self._copy(
            "case_file",
            "id, code, person, municipality_id, institution_id, opened_by_id, opened_on, opened_at,"
            " opened_tx, protocol, protocol_version, child, sealed, closure_reason, version",
            (
                (i, f"T-{when[i].year}-{n:06d}", uuid4(), "29", holder[1], holder[0],
                 when[i].date(), when[i], 0, "lt", 1, _child(n), n % 50 == 9, "", 1)
                for n, i, holder in cases
            ),
        )  # fmt: skip
        self._copy(
            "case_profile",
            "case_id, id, gender, age_group, citizenship, exploitation, languages, source, version",
            (
                (
                    i,
                    uuid4(),
                    "female",
                    "child" if _child(n) else "adult",
                    ["LT"],
                    ["labour"],
                    ["lt"],
                    "ngo",
                    1,
                )
                for n, i, _ in cases
            ),
        )
        self._copy(
            "case_grant",
            "id, case_id, institution_id, assignment_id, data_class, may_write, admits_sealed,"
            " basis, reason, granted_by_id, since",
            (
                (uuid4(), i, h[1], h[0], c, True, True, "own_work", "", h[0], when[i])
                for _, i, h in cases
                for c in DATA_CLASSES
            ),
        )
        self._keys_and_notes(cases, when)
        self._path(cases, when)

    def _opened(self, number: int) -> datetime:
        """Mine and others' interleave in time, over three years."""
        start = datetime(2024, 1, 1, tzinfo=UTC)
        return start + timedelta(minutes=self.chance.randrange(1_500_000), seconds=number % 60)

    def _keys_and_notes(self, cases: list[Any], when: dict[UUID, datetime]) -> None:
        keys = {(i, c): DataKey(uuid4(), os.urandom(32)) for _, i, _ in cases for c in DATA_CLASSES}
        self._copy(
            "case_key",
            "id, case_id, data_class, wrapped",
            ((k.id, i, c, provider().wrap(k, i, c)) for (i, c), k in keys.items()),
        )
        self._copy(
            "case_note",
            ", ".join(NOTE_COLUMNS),
            (
                note_row(keys[i, "note"], i, holder, when[i] + timedelta(days=d))
                for _, i, holder in cases
                for d in range(NOTES_A_CASE)
            ),
        )

    def _path(self, cases: list[Any], when: dict[UUID, datetime]) -> None:
        self._copy(
            "case_step",
            'id, case_id, kind, outcome, data_class, "on", at, by_id, institution_id',
            (
                (uuid4(), i, kind, "", "case", (when[i] + timedelta(days=d)).date(),
                 when[i] + timedelta(days=d), h[0], h[1])
                for _, i, h in cases
                for d, kind in enumerate(KINDS[: 3 + self.chance.randrange(6)])
            ),
        )  # fmt: skip
        self._copy(
            "case_turn",
            "id, case_id, act, institution_id, since, due_at, due_kind, due_source",
            (
                (
                    uuid4(),
                    i,
                    "risk.assess",
                    h[1],
                    when[i],
                    when[i] + timedelta(days=1),
                    "standard",
                    "",
                )
                for n, i, h in cases
                if n % 20 == 0
            ),
        )


def _child(number: int) -> bool:
    """Every tenth case; every fiftieth is sealed: the floors have something to look at."""
    return number % 10 == 3


NOTE_COLUMNS = (
    "id", "case_id", "institution_id", "by_id", "author_id", "at", "kind", '"on"', "text_sealed",
)  # fmt: skip


def note_row(key: DataKey, case: UUID, holder: Holder, at: datetime) -> tuple[Any, ...]:
    """One shared note with real ciphertext."""
    row = uuid4()
    place = Place("case_note", "text", row, case)
    text = seal(key, place, "Susitikta sutartoje vietoje; kita diena sutarta.")
    return (row, case, holder[1], holder[0], holder[2], at, "shared", at.date(), text)
