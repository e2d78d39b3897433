"""Activities of the town, and a measure of its published programme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone, translation

from talka.ground.access.actor import Actor
from talka.prevention.activities.actions import recording
from talka.prevention.activities.actions.recording import Said
from talka.prevention.activities.models import Activity
from talka.prevention.activities.rules import Count
from tests.cast import Member
from tests.prevention.programmes.conftest import nation, running, town, write

__all__ = ["nation", "running", "town", "write"]

Acts = Callable[[str], AbstractContextManager[Actor]]
PUPILS = Count("pupils", "persons", "counted", 25)


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def lecture(since: date | None = None, **more: Any) -> Said:
    said: dict[str, Any] = {"kind": "lecture", "title": "Pamoka apie darbą užsienyje",
                            "since": since or ago(1), "setting": "school",
                            "groups": ("pupils",), "languages": ("lt",)}  # fmt: skip
    return Said(**{**said, **more})


def recorded(actor: Actor, organiser: UUID, said: Said | None = None, **more: Any) -> Activity:
    given: dict[str, Any] = {"municipality": "29", "held": True, "counts": (PUPILS,)}
    return recording.record(actor=actor, organiser=organiser, said=said or lecture(),
                            **{**given, **more})  # fmt: skip


def post(client: Any, address: str, **values: Any) -> Any:
    return client.post(address, {"idempotency_key": str(uuid4()), **values})


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared in the language of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def held(acts: Acts, world: dict[str, Member]) -> Activity:
    """A lecture that an NGO held yesterday, with 25 pupils counted."""
    with acts("ngo") as actor:
        return recorded(actor, world["ngo"].institution)


@pytest.fixture
def planned(acts: Acts, world: dict[str, Member]) -> Activity:
    """A lecture that was to be held three days ago."""
    with acts("ngo") as actor:
        return recorded(actor, world["ngo"].institution, lecture(ago(3)), held=False, counts=())
