"""A coordinator enters a plan and adopts the country's; the ministry sees both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from talka.prevention.programmes import content, table
from tests.stories.person import Screen, Seen
from tests.stories.stages import Who

pytestmark = pytest.mark.stories

PLAN = "Kovos su prekyba žmonėmis 2024–2026 metų veiksmų planas"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def chosen(who: Any, body: bytes) -> None:
    file = {"name": "planas.xlsx", "mimeType": XLSX, "buffer": body}
    who.main.locator("input[type=file]").set_input_files(files=[file])


def test_from_a_spreadsheet_to_the_country(people: Callable[[Screen], Who], seen: Seen) -> None:
    who = people(Screen("lt", 390, "light"))
    coordinator = who("coordinator")
    coordinator.menu("Prevention").go("Take in a table")
    chosen(coordinator, table.write(content.example(), "lt"))
    coordinator.press("Read the table")
    assert coordinator.reads("Nothing is entered yet. It becomes one draft, which can be discarded"
                             " whole.")  # fmt: skip
    coordinator.press("Enter as a draft")
    coordinator.go(f"{coordinator.say('Publish')}…").press("Publish")
    assert "1.1.1" in coordinator.main.inner_text()

    coordinator.menu("Prevention").go(PLAN).press("Adopt for my municipality")
    coordinator.go(f"{coordinator.say('Publish')}…").press("Publish")

    ministry = who("ministry")
    ministry.menu("Prevention").go(PLAN)
    ministry.go("In the country: sixty municipalities on one page")
    shown = " ".join(ministry.main.inner_text().split())
    assert "1 iš 60" in shown
    assert "Šiauli" in shown
    wide = people(Screen("en", 1280, "dark"))("ministry")
    wide.open(ministry.page.url)
    assert seen.faults == [], "\n".join(seen.faults)
