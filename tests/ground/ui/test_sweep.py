"""The worker drops what is old and reads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone


@pytest.fixture
def worker() -> Iterator[psycopg.Connection[Any]]:
    place = settings.HOME.databases(as_worker=True)["default"]
    with psycopg.connect(
        host=place["HOST"],
        port=place["PORT"],
        dbname=place["NAME"],
        user=place["USER"],
        password=place["PASSWORD"],
        autocommit=True,
    ) as db:
        yield db


def put_in(form_key: str, days: int) -> None:
    """A parked draft of that age."""
    with connections["door"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO talka.draft (id, account, form_key, updated_at, parked, key_id,"
            " key_wrapped, body_sealed) VALUES (%s, %s, %s, %s, true, %s, '', '')",
            [uuid4(), uuid4(), form_key, timezone.now() - timedelta(days=days), uuid4()],
        )


def test_old_drafts_go_and_young_ones_stay(worker: psycopg.Connection[Any]) -> None:
    before = worker.execute("SELECT count(id) FROM talka.draft").fetchone()
    put_in("/old/", 31)
    put_in("/young/", 29)
    gone = worker.execute("DELETE FROM talka.draft WHERE updated_at < now()").rowcount
    after = worker.execute("SELECT count(id) FROM talka.draft").fetchone()
    assert before is not None
    assert after is not None
    assert (gone, after[0] - before[0]) == (1, 1)


@pytest.mark.parametrize("column", ["body_sealed", "key_wrapped", "form_key", "account"])
def test_it_reads_neither_words_nor_writers(worker: psycopg.Connection[Any], column: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        worker.execute(f"SELECT {column} FROM talka.draft")
