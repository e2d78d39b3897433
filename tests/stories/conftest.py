"""The house over HTTP and a browser for everybody of the cast; stories run after all other tests,
because what they write stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache

from tests.cast import Member
from tests.stories.person import Person, Screen, Seen


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a story commits must not be counted by a test that counts everything. The longest story
    goes first, so that no worker waits for it at the end."""
    stories = [item for item in items if "tests/stories/" in item.nodeid]
    first = [item for item in stories if "/test_path.py" in item.nodeid]
    items[:] = [item for item in items if item not in stories] + first
    items += [item for item in stories if item not in first]


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def people(
    cast: dict[str, Member], chromium: Any, served: str, seen: Seen
) -> Iterator[Callable[[Screen], Callable[[str], Person]]]:
    """`people(screen)("ngo")`: the member, signed in once through the sign-in page."""
    came: dict[tuple[str, Screen], Person] = {}
    cache.clear()

    def at(screen: Screen) -> Callable[[str], Person]:
        def person(name: str) -> Person:
            key = (name, screen)
            if key not in came:
                came[key] = Person(cast[name], screen, chromium, served, seen)
                came[key].sign_in()
            return came[key]

        return person

    yield at
    for person in came.values():
        person.leave()
    cache.clear()
