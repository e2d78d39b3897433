"""What protection costs: the same work with and without it, in turns; and how fast people enter."""

from __future__ import annotations

import csv
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg

TIMES = 60


def costs(account: UUID, case: UUID, admin: dict[str, Any]) -> dict[str, float]:
    """Ratios with to without: policies on the newest cases and on the notes of a case, and the
    sealing of a note's text, measured against the insert of a note."""
    with psycopg.connect(**admin, autocommit=True) as free:
        free.execute("SET search_path = talka")
        list_sql = (
            "SELECT id, code, opened_on FROM talka.case_file WHERE id = ANY(%s)"
            " ORDER BY opened_at DESC LIMIT 25"
        )
        notes_sql = "SELECT id, text_sealed FROM talka.case_note WHERE case_id = %s"
        mine = [r[0] for r in free.execute(
            "SELECT case_id FROM case_grant g JOIN assignment a ON a.id = g.assignment_id"
            " WHERE a.worker_id = %s AND g.data_class = 'case'", [account],
        ).fetchall()]  # fmt: skip
        return {
            "policies_on_the_list": _policies(account, free, list_sql, mine),
            "policies_on_notes": _policies(account, free, notes_sql, case),
            "sealing_of_a_note_ms": round(_sealing() * 1000, 3),
        }


def _policies(account: UUID, free: psycopg.Connection[Any], sql: str, value: Any) -> float:
    """Median time of a statement as the pages' role to that of a superuser, who has no policies.

    Both get the ids of the cases: what differs is only the work of the policies."""
    from django.db import connection

    from talka.ground.access.actor import acting

    held: list[float] = []
    bare: list[float] = []
    with acting(account), connection.cursor() as cursor:
        for _ in range(TIMES):
            began = time.perf_counter()
            cursor.execute(sql, [value])
            cursor.fetchall()
            middle = time.perf_counter()
            free.execute(sql, [value]).fetchall()  # type: ignore[arg-type]
            held.append(middle - began)
            bare.append(time.perf_counter() - middle)
    return round(statistics.median(held) / statistics.median(bare), 2)


def _sealing() -> float:
    """Seconds to seal and open again the text of a note."""
    from talka.ground.crypto.sealing import DataKey, Place, seal, unseal

    key, place = DataKey.fresh(), Place("case_note", "text", uuid4(), uuid4())
    text = "Susitikta sutartoje vietoje; kita diena sutarta. " * 20
    began = time.perf_counter()
    for _ in range(1000):
        unseal(key, place, seal(key, place, text))
    return (time.perf_counter() - began) / 1000


def entering(say: Callable[[str], None], people: int) -> dict[str, float]:
    """People a second through signal, screening, presumption, case, consent and referral."""
    from talka.command import intake, table, words

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "referrals.csv"
        _sample(path, people)
        read = table.read(path, partial=True)
    began = time.monotonic()
    entered, _ = intake.enter(read, words.read(None), date(2023, 12, 31), "29", say)
    elapsed = time.monotonic() - began
    return {"people": entered, "people_per_second": round(entered / elapsed, 1)}


def _sample(path: Path, people: int) -> None:
    """An invented table: one person a cell, all of one responder."""
    from talka.command.table import COLUMNS, PEOPLE

    forms = ("Labour", "Sexual", "Domestic", "Criminal")
    ages = ("Adult (18 or over)", "Child (17 or under)")
    cells = list(product(forms, ages, ("Female", "Male"), ("Albanian", "UK", "Afghan", "Algerian")))
    with path.open("w", encoding="utf-8", newline="") as target:
        out = csv.writer(target)
        out.writerow([*COLUMNS, PEOPLE])
        for cell in cells[:people]:
            out.writerow(["NGO and third sector", "Bench house", *cell, 1])
