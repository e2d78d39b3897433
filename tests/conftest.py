"""One house for the whole run; every test leaves it as it found it.

`world`   rolls back what the test does on the runtime connection (fast, the default).
`commits` gives the test a real, committing database: a copy of the house of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests import house

HOME = house.build()

from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

from talka.ground.access.actor import Actor, begun  # noqa: E402
from tests.cast import Member, gather  # noqa: E402
from tests.serving import chromium, page, served  # noqa: E402

__all__ = ["chromium", "page", "served"]

setup_test_environment()
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")  # no test is judged by the clock: machines are noisy


@pytest.fixture(scope="session")
def cast() -> dict[str, Member]:
    """Everybody, committed once: name → Member."""
    return gather()


@pytest.fixture
def world(cast: dict[str, Member]) -> Iterator[dict[str, Member]]:
    """The cast in a transaction that is rolled back at the end."""
    with transaction.atomic():
        yield cast
        transaction.set_rollback(True)


@pytest.fixture
def acts(world: dict[str, Member]) -> Callable[[str], Any]:
    """`with acts("ngo") as actor:` the database knows that this member asks."""

    @contextmanager
    def enter(name: str) -> Iterator[Actor]:
        with begun(world[name].token, "work", "test") as actor:
            yield actor

    return enter


@pytest.fixture
def browser_of(world: dict[str, Member]) -> Callable[[str], Client]:
    """A signed-in test client of a member (no script, real middleware, real policies)."""

    def make(name: str, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.cookies["talka"] = world[name].token
        client.cookies["talka_language"] = language
        return client

    return make
