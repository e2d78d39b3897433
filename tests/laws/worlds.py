"""Worlds for the access matrix: rows put in by the server's administrator with triggers asleep,
so that every relation exists, also those that no action would make."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import psycopg

from talka.casework.cases.models import DATA_CLASSES
from tests.laws.oracle import Relation

TABLES = {
    "case_file": ("case", "id"),
    "case_profile": ("case", "case_id"),
    "case_identity": ("identity", "case_id"),
    "case_key": ("*", "case_id"),
    "case_step": ("*", "case_id"),
    "case_turn": ("case", "case_id"),
    "case_grant": ("case", "case_id"),
}
"""Table → data class ("*": one row of every class, told apart by its column), case column."""


class Stage:
    """A case for every relation, each with a person of its own and a row in every table."""

    def __init__(
        self, db: psycopg.Connection, cast: dict[str, Any], wanted: list[Relation]
    ) -> None:
        self.db = db
        db.execute("SET LOCAL session_replication_role = replica")
        db.execute("SET LOCAL search_path = talka")
        self.opener = cast["ngo"]
        self.tables = {
            f"{table}:{c}" if kind == "*" else table: c
            for table, (kind, _) in TABLES.items()
            for c in (DATA_CLASSES if kind == "*" else (kind,))
        }
        self.changeable = {"case_file", "case_profile", "case_identity"}
        self.seats: dict[UUID, tuple[UUID, UUID]] = {}
        self.people = [(r, *self._enact(r)) for r in wanted]
        self.dead_tokens = {
            "expired": self._session("- interval '1 minute'"),
            "ended": self._session("+ interval '1 hour'", ended=True),
        }

    def _row(self, table: str, **values: Any) -> UUID:
        values.setdefault("id", uuid4())
        columns = ", ".join(f'"{c}"' for c in values)
        marks = ", ".join(["%s"] * len(values))
        self.db.execute(
            f"INSERT INTO talka.{table} ({columns}) VALUES ({marks})", list(values.values())
        )  # type: ignore[arg-type]
        return values["id"]

    def _session(self, until: str, account: UUID | None = None, ended: bool = False) -> str:
        token = uuid4().hex
        self.db.execute(
            "INSERT INTO priv.session (token_hash, account, expires, ended)"  # type: ignore[arg-type]
            f" VALUES (%s, %s, now() {until}, {'now()' if ended else 'NULL'})",
            [hashlib.sha256(token.encode()).digest(), account or self.opener.account],
        )
        return token

    def _sql(self, text: str) -> Any:
        return self.db.execute(f"SELECT {text}").fetchone()[0]  # type: ignore[arg-type, index]

    def _enact(self, r: Relation) -> tuple[str, UUID]:
        """Worker, institution, assignment, case, grants of one relation; returns (token, case)."""
        institution = self._row(
            "institution", kind="ngo", name_lt=r.name, name_en=r.name, phone="",
            active=not r.institution_closed, version=1,
        )  # fmt: skip
        worker = self._row(
            "worker", name=r.name, phone="", language="lt", active=not r.worker_inactive, version=1
        )
        today = self._sql("talka.today()")
        seat = self._row(
            "assignment", worker_id=worker, institution_id=institution, role=r.role,
            since=self._sql(f"talka.today() + {3 if r.seat_future else -9}"),
            until=today if r.seat_over else None,
        )  # fmt: skip
        case = self._case(r)
        for data_class in r.grants:
            how = r.stale if data_class in r.stale_classes else ""
            held = replace(r, admitted=True) if data_class in r.admits else r
            self._grant(held, case, institution, seat, data_class, how)
            if r.stale_admission:
                self._grant(
                    replace(r, admitted=True),
                    case,
                    institution,
                    seat,
                    data_class,
                    r.stale_admission,
                )
        if r.owes:
            self._turn(case, institution, "referral.answer")
        self.seats[case] = (seat, institution)
        if r.conflict:
            self._row(
                "conflict_mark", worker_id=worker, scope=case, reason="relative",
                marked_by_id=self.opener.account, marked_at=self._sql("now()"),
                lifted_at=self._sql("now()") if r.lifted else None,
            )  # fmt: skip
        if r.colleague_holds:
            other = self._row("worker", name="c", phone="", language="lt", active=True, version=1)
            theirs = self._row(
                "assignment", worker_id=other, institution_id=institution, role=r.role, since=today
            )
            for data_class in DATA_CLASSES:
                self._grant(r, case, institution, theirs, data_class)
        return self._session("+ interval '1 hour'", worker), case

    def _case(self, r: Relation) -> UUID:
        now = self._sql("now()")
        case = self._row(
            "case_file", code=uuid4().hex[:12], person=uuid4(), municipality_id="29",
            institution_id=self.opener.institution, opened_by_id=self.opener.assignment,
            opened_on=now.date(), opened_at=now, opened_tx=0, protocol="lt", protocol_version=1,
            child=r.child, sealed=r.sealed, closure_reason="", version=1,
        )  # fmt: skip
        self._row(
            "case_profile", case_id=case, gender="female", age_group="adult", citizenship=[],
            exploitation=[], languages=[], source="ngo", version=1,
        )  # fmt: skip
        self._row("case_identity", case_id=case, version=1)
        by = {"by_id": self.opener.assignment, "institution_id": self.opener.institution}
        for c in DATA_CLASSES:
            self._row("case_key", case_id=case, data_class=c, wrapped=b"x")
            self._row(
                "case_step", case_id=case, kind="note", outcome="", data_class=c, on=now.date(),
                at=now, **by,
            )  # fmt: skip
        self._turn(case, self.opener.institution, "risk.assess")
        return case

    def _turn(self, case: UUID, institution: UUID, act: str) -> None:
        self._row(
            "case_turn", case_id=case, act=act, institution_id=institution,
            since=self._sql("now()"), due_kind="", due_source="",
        )  # fmt: skip

    def _grant(
        self, r: Relation, case: UUID, institution: UUID, seat: UUID, data_class: str, how: str = ""
    ) -> None:
        """One grant; `how`: ended, expired or future, whatever the relation says."""
        past, future = (
            self._sql("now() - interval '2 days'"),
            self._sql("now() + interval '2 days'"),
        )
        self._row(
            "case_grant", case_id=case, institution_id=institution,
            assignment_id=None if r.offered else seat, data_class=data_class,
            may_write=r.may_write, admits_sealed=r.admitted, basis=r.basis, reason="",
            granted_by_id=self.opener.assignment,
            since=future if r.future or how == "future" else past,
            until=self._sql("now() - interval '1 hour'") if r.expired or how == "expired" else None,
            ended_at=self._sql("now()") if r.ended or how == "ended" else None,
        )  # fmt: skip

    def become(self, token: str | None) -> None:
        """Speak as the runtime role with this token (None: begin was never called)."""
        if token is not None:
            self.db.execute("SELECT talka.begin(%s, 'test', '')", [token])
        else:
            self.db.execute("SELECT set_config('talka.token', '', true)")
        self.db.execute("SET LOCAL ROLE talka_app")

    def resign(self) -> None:
        self.db.execute("RESET ROLE")
        self.db.execute("SELECT set_config('talka.token', '', true)")

    def _place(self, table: str) -> tuple[str, str, str]:
        """(table, case column, extra condition) of "table" or "table:class"."""
        name, _, data_class = table.partition(":")
        extra = f" AND data_class = '{data_class}'" if data_class else ""
        return name, TABLES[name][1], extra

    def reads(self, case: UUID, tables: Iterable[str]) -> dict[str, tuple[bool, bool]]:
        """table → (a row of this case shows, a row of any other case shows): one question."""
        asked = []
        for table in tables:
            name, column, extra = self._place(table)
            rows = f"SELECT 1 FROM talka.{name} WHERE {column}"
            asked.append(
                f"SELECT '{table}', EXISTS ({rows} = %(case)s{extra}),"
                f" EXISTS ({rows} <> %(case)s{extra})"
            )
        found = self.db.execute(" UNION ALL ".join(asked), {"case": case})  # type: ignore[arg-type]
        return {table: (mine, foreign) for table, mine, foreign in found.fetchall()}

    def gives(self, case: UUID, data_class: str) -> bool:
        """Does the database let the person pass this class on to themself once more?"""
        seat, institution = self.seats[case]
        try:
            with self.savepoint():
                self._row(
                    "case_grant", case_id=case, institution_id=institution, assignment_id=seat,
                    data_class=data_class, may_write=False, admits_sealed=False, basis="own_work",
                    reason="", granted_by_id=seat, since=self._sql("now()"),
                )  # fmt: skip
        except psycopg.errors.InsufficientPrivilege:
            return False
        return True

    def count(self, table: str) -> int:
        name, _, _ = self._place(table)
        return int(self.db.execute(f"SELECT count(*) FROM talka.{name}").fetchone()[0])  # type: ignore[arg-type, index]

    def changes(self, table: str, case: UUID) -> bool:
        name, column, _ = self._place(table)
        with self.savepoint():
            done = self.db.execute(
                f"UPDATE talka.{name} SET version = version WHERE {column} = %s", [case]
            )  # type: ignore[arg-type]
            return done.rowcount == 1

    def account_of(self, person: tuple[Relation, str, UUID]) -> UUID:
        digest = hashlib.sha256(person[1].encode()).digest()
        row = self.db.execute("SELECT account FROM priv.session WHERE token_hash = %s", [digest])
        return row.fetchone()[0]  # type: ignore[index]

    def measures(self, table: str, policy: str) -> bool:
        """Whether the matrix asks what this policy decides (rooms.py asks about other inserts and
        changes)."""
        (kind,) = self.db.execute(  # type: ignore[misc]
            "SELECT cmd FROM pg_policies WHERE tablename = %s AND policyname = %s", [table, policy]
        ).fetchone()
        changes = kind == "UPDATE" and table in self.changeable
        return kind in {"SELECT", "ALL"} or changes or (kind, table) == ("INSERT", "case_grant")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        name = f"s{uuid4().hex}"
        self.db.execute(f"SAVEPOINT {name}")  # type: ignore[arg-type]
        try:
            yield
        finally:
            self.db.execute(f"ROLLBACK TO SAVEPOINT {name}")  # type: ignore[arg-type]
            self.db.execute(f"RELEASE SAVEPOINT {name}")  # type: ignore[arg-type]
