"""Polls that are really committed: the resident's page asks over a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone

from talka.ground.access.actor import begun
from talka.prevention.polls.actions import keeping, taking
from talka.prevention.polls.models import Poll, Questionnaire
from tests import house
from tests.cast import Member

OF_POLL = ("poll_words", "poll_response", "poll_waiting", "poll_code", "poll_batch", "poll_margin",
           "poll_stratum")  # fmt: skip


def administrator() -> psycopg.Connection[Any]:
    """Reads and cleans behind every policy: for asserting, never for acting."""
    words = {**house.admin_connection(settings.HOME.path), "dbname": house.NAME}
    return psycopg.connect(**words, autocommit=True)


@pytest.fixture(scope="session")
def worker_connection() -> Iterator[str]:
    """The alias of a connection as the worker's own role."""
    place = settings.HOME.databases(as_worker=True)["default"]
    connections.databases["polls_worker"] = {**connections.databases["default"], **place}
    yield "polls_worker"
    connections["polls_worker"].close()
    del connections.databases["polls_worker"]


@pytest.fixture
def mix(worker_connection: str) -> Callable[[UUID], int]:
    return lambda poll_id: taking.mix(poll_id=poll_id, using=worker_connection)


@pytest.fixture
def asked(cast: dict[str, Member]) -> Iterator[Callable[..., Poll]]:
    """`asked(mode="open")`: a poll of Šiauliai that is being asked; gone after the test."""
    made: list[UUID] = []

    def make(code: str = "know_and_report", fielded: bool = True, **more: Any) -> Poll:
        today = timezone.localdate()
        with begun(cast["coordinator"].token, "work", "test") as actor:
            kind = Questionnaire.objects.get(code=code)
            poll = keeping.draft_poll(actor=actor, **{
                "municipality": "29", "questionnaire_id": kind.id, "mode": "code",
                "title_lt": "Apklausa", "title_en": "Poll", "since": today,
                "until": today + timedelta(days=30), "min_age": 18, "probability": False,
                "population": None, **more,
            })  # fmt: skip
            made.append(poll.id)
            if fielded:
                keeping.field_poll(actor=actor, poll_id=poll.id)
        return poll

    yield make
    forget(made)


def forget(polls: Iterable[UUID]) -> None:
    """Take polls out with all that belongs to them; what a test committed would stay else."""
    with administrator() as db:
        db.execute("SET session_replication_role = replica")
        for poll in polls:
            db.execute(
                "DELETE FROM talka.poll_entry e USING talka.poll_batch b"
                " WHERE b.id = e.batch_id AND b.poll_id = %s", [poll],
            )  # fmt: skip
            for table in OF_POLL:
                db.execute(f"DELETE FROM talka.{table} WHERE poll_id = %s", [poll])
            db.execute("DELETE FROM talka.poll WHERE id = %s", [poll])
            db.execute("DELETE FROM talka.audit_event WHERE object = %s", [poll])
            db.execute("DELETE FROM talka.procrastinate_jobs WHERE args ->> 'poll_id' = %s",
                       [str(poll)])  # fmt: skip


@pytest.fixture
def keeper(cast: dict[str, Member]) -> Callable[..., Any]:
    """`keeper(keeping.print_codes, poll_id=…)`: the coordinator does it, committed."""

    def do(action: Callable[..., Any], **words: Any) -> Any:
        with begun(cast["coordinator"].token, "work", "test") as actor:
            return action(actor=actor, **words)

    return do


@pytest.fixture
def resident() -> Client:
    """Somebody with no cookie, from a page of ours."""
    return Client(headers={"sec-fetch-site": "same-origin", "accept-language": "lt"})
