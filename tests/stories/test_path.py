"""One possible victim in Šiauliai, from the first signal to the annual figure, in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories.help import persons_counted
from tests.stories.person import PICTURES, Screen, Seen
from tests.stories.stages import Who
from tests.stories.walking import remember, the_whole_path

pytestmark = pytest.mark.stories

SCREENS = [
    Screen("lt", 390, "light", scripts=True),
    Screen("en", 1280, "light") if PICTURES else Screen("en", 1280, "dark", scripts=False),
]


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_whole_path(screen: Screen, people: Callable[[Screen], Who], seen: Seen) -> None:
    who = people(screen)
    before = persons_counted(who)
    path = the_whole_path(who)
    if screen.language == "lt":
        remember(path, seen)
    assert persons_counted(who) == before + 1
    assert seen.faults == [], "\n" + "\n".join(seen.faults)
