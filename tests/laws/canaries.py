"""Plant secrets in every place of the house that takes text. Run by test_canaries.py in a house of
its own: `python -m tests.laws.canaries sealed|bare OUT.json`; `bare` turns encryption off.

A secret is a word nobody else writes; each stands in one place only. Those of one script share a
mark of eight letters, so that a search for six marks is a search for all of them.
"""

from __future__ import annotations

import json
import logging
import os
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django

WANTED = 500

SCRIPTS = {
    "latin": "abcdefghijkmnopqrstuvwxyz",
    "lithuanian": "ąčęėįšųūžaeiou",
    "cyrillic": "абвгдежзиклмнопрстуфхцчшщыэюяії",
    "greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
}


class Seeds:
    """An endless row of secrets, one script after the other; `out` remembers where each went."""

    def __init__(self, seed: str) -> None:
        chance = random.Random(seed)
        self._chance = chance
        self.marks = {s: "".join(chance.choices(a, k=8)) for s, a in SCRIPTS.items()}
        self.out: dict[str, str] = {}
        self._next = self._all()

    def _all(self) -> Iterator[tuple[str, str]]:
        while True:
            for script, letters in SCRIPTS.items():
                yield script, self.marks[script] + "".join(self._chance.choices(letters, k=8))

    def __call__(self, where: str) -> str:
        script, secret = next(self._next)
        self.out[secret] = f"{where} ({script})"
        return secret


class Bare:
    """A cipher that does nothing, for the control."""

    def __init__(self, _secret: bytes) -> None:
        pass

    @staticmethod
    def generate_key(bit_length: int) -> bytes:
        return os.urandom(bit_length // 8)

    def encrypt(self, _nonce: bytes, raw: bytes, _bound: bytes) -> bytes:
        return raw + b"\0" * 16

    def decrypt(self, _nonce: bytes, value: bytes, _bound: bytes) -> bytes:
        return value[:-16]


def main() -> None:
    how, target = sys.argv[1], Path(sys.argv[2])
    if how == "bare":
        from talka.ground.crypto import sealing

        sealing.AESGCM = Bare  # type: ignore[misc, assignment]
    django.setup()
    from talka.command.bootstrap import connect_migrate

    connect_migrate()
    from tests.cast import gather

    cast, seeds = gather(), Seeds(how)
    while len(seeds.out) < WANTED:
        case = _case(cast, seeds)
    turn = _owed(cast, seeds)
    _pages(cast, case, seeds)
    _faults(cast, seeds)
    target.write_text(
        json.dumps({"marks": seeds.marks, "secrets": seeds.out, "turn": str(turn)}), "utf-8"
    )


def _case(cast: Any, seeds: Seeds) -> UUID:
    """One case with a secret in every sealed column of every room, and one signal left waiting."""
    from tests.laws import planting

    planting.waiting_signal(cast, seeds)
    case = planting.detected(cast, seeds)
    planting.shared(cast, seeds, case)
    planting.helped(cast, seeds, case)
    planting.ended(cast, seeds, case)
    return case


def _owed(cast: Any, seeds: Seeds) -> UUID:
    """A turn of another institution, of which an e-mail will tell."""
    from tests.laws import planting

    return planting.shared(cast, seeds, planting.detected(cast, seeds))


def _pages(cast: Any, case: UUID, seeds: Seeds) -> None:
    """Over the whole middleware: forms with faults (drafts), a time-out, a search, a session."""
    from django.db import connections
    from django.test import Client

    from talka.ground.access.actor import open_session
    from talka.ground.access.sessions import SessionStore

    token = open_session(cast["ngo"].account)
    client = Client()
    client.cookies["talka"] = token

    def post(path: str, **fields: Any) -> Any:
        return client.post(path, {"idempotency_key": str(uuid4()), **fields})

    note = f"/case/{case}/notes/new/"
    assert post(note, kind="no such kind", text=seeds("page: draft of a note")).status_code == 422
    stale = {"name": seeds("page: conflict, name"), "other": seeds("page: conflict, other")}
    assert post(f"/case/{case}/identity/edit/", version="0", **stale).status_code == 409
    said = post(note, kind="shared", text=seeds("page: note"))
    assert said.status_code == 303, said.content[:2000]
    assert client.get("/cases/", {"code": seeds("page: search")}).status_code < 500
    session = SessionStore(token)
    session["kept"] = seeds("session")
    session.save()
    with connections["door"].cursor() as cursor:
        cursor.execute("UPDATE priv.session SET expires = now() WHERE account IS NOT NULL"
                       " AND token_hash = sha256(convert_to(%s, 'UTF8'))", [token])  # fmt: skip
    assert post(note, kind="shared", text=seeds("page: typed after time-out")).status_code == 303


def _faults(cast: Any, seeds: Seeds) -> None:
    """Errors that carry a value: of a statement, of a constraint, of the application."""
    from django.db import DatabaseError, connection

    from talka.ground.access.actor import begun

    def failing(statement: str, where: str) -> None:
        try:
            with begun(cast["ngo"].token), connection.cursor() as cursor:
                cursor.execute(statement, [seeds(where)])
        except DatabaseError:
            logging.getLogger("talka").exception("a statement failed")

    failing("SELECT %s::int", "error: cast")
    failing("SELECT * FROM talka.nowhere WHERE x = %s", "error: no such table")
    failing("INSERT INTO talka.case_note (kind) VALUES (%s)", "error: constraint")
    raised: Callable[[str], None] = lambda text: (_ for _ in ()).throw(ValueError(text))  # noqa: E731
    try:
        raised(seeds("error: of the application"))
    except ValueError:
        logging.getLogger("django.request").error("Internal Server Error", exc_info=True)


if __name__ == "__main__":
    main()
