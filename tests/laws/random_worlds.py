"""Random worlds of one person and one case, put in by the administrator with triggers asleep."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from talka.casework.cases.models import DATA_CLASSES
from talka.casework.cases.rules import CHILD_ROLES
from talka.ground.access.decide import CaseFacts, GrantFact, SeatFact, Verb, decide
from tests.laws.worlds import Stage

ROLES = ("case_worker", "supervisor", "police", "prosecutor", "social_worker", "child_rights",
         "coordinator", "operator", "institution_admin", "ministry", "evaluator")  # fmt: skip


@dataclass(frozen=True)
class World:
    """One person, one case, and the facts that the rule judges; `token` is theirs."""

    facts: CaseFacts
    case: UUID
    token: str
    seat: UUID

    def allows(self, data_class: str, writes: bool = False) -> bool:
        return bool(decide(Verb("twin", data_class, writes), self.facts))


class Worlds(Stage):
    """Random worlds, put in by the administrator with triggers asleep."""

    def __init__(self, db: psycopg.Connection, cast: dict[str, Any], seed: int, many: int) -> None:
        super().__init__(db, cast, [])
        self.chance = random.Random(seed)
        self.now: datetime = self._sql("now()")
        self.today = self._sql("talka.today()")
        self.worlds = [self._world() for _ in range(many)]

    def _often(self, percent: int) -> bool:
        return self.chance.randrange(100) < percent

    def _world(self) -> World:
        """A quarter are tangles: one good seat, a seal, many grants of few classes."""
        tangle = self._often(25)
        sealed, child = tangle or self._often(30), self._often(30)
        active = tangle or self._often(92)
        worker = self._row("worker", name="w", phone="", language="lt", active=active, version=1)
        many = 1 if tangle else self.chance.randrange(1, 4)
        seats = [self._seat(worker, active, tangle) for _ in range(many)]
        case = self._bare_case(child, sealed)
        homes: dict[UUID | None, UUID] = {s.id: place for s, place in seats}
        owners = [*homes] if tangle else [*homes, None, self.opener.assignment]
        grants = [
            self._random_grant(
                case, self.chance.choice(owners), homes, (2,) if tangle else (1, 3, 8)
            )
            for _ in range(8 if tangle else self.chance.choice((0, 1, 2, 4, 8, 12)))
        ]
        return World(
            CaseFacts(
                grants=tuple(grants),
                seats=tuple(s for s, _ in seats),
                conflict=self._conflict(worker, case),
                sealed=sealed,
                child=child,
                now=self.now,
                child_roles=CHILD_ROLES,
            ),
            case,
            self._session("+ interval '1 hour'", worker),
            seats[0][0].id,
        )

    def _seat(self, worker: UUID, worker_active: bool, good: bool) -> tuple[SeatFact, UUID]:
        open_house = good or self._often(90)
        institution = self._row(
            "institution", kind="ngo", name_lt="i", name_en="i", phone="", active=open_house,
            version=1,
        )  # fmt: skip
        period = self.chance.choice(
            ((-9, None), (-9, None), (-9, None), (-9, 1), (0, None), (-9, 0), (1, None), (-9, -1))
        )
        begins, ends = (-9, None) if good else period
        role = self.chance.choice(ROLES)
        seat = self._row(
            "assignment", worker_id=worker, institution_id=institution, role=role,
            since=self.today + timedelta(days=begins),
            until=None if ends is None else self.today + timedelta(days=ends),
        )  # fmt: skip
        holds = begins <= 0 and (ends is None or ends > 0)
        return SeatFact(seat, role, holds and open_house and worker_active), institution

    def _bare_case(self, child: bool, sealed: bool) -> UUID:
        """A case with one row of every class in every table of the room."""
        case = self._row(
            "case_file", code=f"W{self.chance.getrandbits(40)}", person=self._uuid(),
            municipality_id="29", institution_id=self.opener.institution,
            opened_by_id=self.opener.assignment, opened_on=self.today, opened_at=self.now,
            opened_tx=0, protocol="lt", protocol_version=1, child=child, sealed=sealed,
            closure_reason="", version=1,
        )  # fmt: skip
        self._row(
            "case_profile", case_id=case, gender="female", age_group="adult", citizenship=[],
            exploitation=[], languages=[], source="ngo", version=1,
        )  # fmt: skip
        self._row("case_identity", case_id=case, version=1)
        for name in DATA_CLASSES:
            self._row("case_key", case_id=case, data_class=name, wrapped=b"x")
            self._step(case, name, self.opener.assignment, self.opener.institution)
        return case

    def _step(self, case: UUID, data_class: str, by: UUID, house: UUID) -> None:
        self._row(
            "case_step", case_id=case, kind="note", outcome="", data_class=data_class,
            on=self.today, at=self.now, by_id=by, institution_id=house,
        )  # fmt: skip

    def _uuid(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128))

    def _random_grant(
        self, case: UUID, owner: UUID | None, homes: dict[UUID | None, UUID], among: tuple[int, ...]
    ) -> GrantFact:
        day = timedelta(days=1)
        fact = GrantFact(
            seat=owner,
            data_class=self.chance.choice(DATA_CLASSES[: self.chance.choice(among)]),
            may_write=self._often(60),
            since=self.now + (day if self._often(8) else -day),
            until=self.chance.choice((None, None, self.now + day, self.now - day)),
            ended=self._often(15),
            admits_sealed=self._often(40),
        )
        self._row(
            "case_grant", case_id=case,
            institution_id=homes.get(owner, self.opener.institution),
            assignment_id=owner, data_class=fact.data_class, may_write=fact.may_write,
            admits_sealed=fact.admits_sealed, basis=self.chance.choice(("own_work", "consent")),
            reason="", granted_by_id=self.opener.assignment, since=fact.since, until=fact.until,
            ended_at=self.now if fact.ended else None,
        )  # fmt: skip
        return fact

    def _conflict(self, worker: UUID, case: UUID) -> bool:
        kind = self.chance.choice(("none",) * 5 + ("open", "lifted", "of another"))
        if kind == "none":
            return False
        self._row(
            "conflict_mark", worker_id=self.opener.account if kind == "of another" else worker,
            scope=case, reason="other", marked_by_id=self.opener.account, marked_at=self.now,
            lifted_at=self.now if kind == "lifted" else None,
        )  # fmt: skip
        return kind == "open"

    def _house_of(self, seat: UUID) -> UUID:
        """The institution of a seat, also of one that the person who asks may not see."""
        self.db.execute("RESET ROLE")
        row = self.db.execute("SELECT institution_id FROM talka.assignment WHERE id = %s", [seat])
        found = row.fetchone()
        self.db.execute("SET LOCAL ROLE talka_app")
        assert found
        return UUID(str(found[0]))

    def inserts(self, world: World, table: str) -> bool:
        """Does the database take a new row of this table ("case_step:class", "case_identity")?"""
        name, _, data_class = table.partition(":")
        try:
            with self.savepoint():
                if name == "case_identity":
                    self.db.execute("RESET ROLE")
                    self.db.execute(
                        "DELETE FROM talka.case_identity WHERE case_id = %s", [world.case]
                    )
                    self.db.execute("SET LOCAL ROLE talka_app")
                    self._row("case_identity", case_id=world.case, version=1)
                else:
                    self._step(world.case, data_class, world.seat, self._house_of(world.seat))
        except psycopg.errors.InsufficientPrivilege:
            return False
        finally:
            self.db.execute("SET LOCAL ROLE talka_app")
        return True
