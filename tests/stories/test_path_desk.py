"""The same path in English on a desk, in the dark and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories.help import persons_counted
from tests.stories.person import PICTURES, Screen, Seen
from tests.stories.stages import Who
from tests.stories.walking import the_whole_path

pytestmark = pytest.mark.stories

DESK = Screen("en", 1280, "light") if PICTURES else Screen("en", 1280, "dark", scripts=False)


def test_the_whole_path_on_a_desk(people: Callable[[Screen], Who], seen: Seen) -> None:
    who = people(DESK)
    before = persons_counted(who)
    the_whole_path(who)
    assert persons_counted(who) == before + 1
    assert seen.faults == [], "\n".join(seen.faults)
