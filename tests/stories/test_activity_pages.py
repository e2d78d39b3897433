"""The pages in a real browser: nothing spills over the edge of a phone, in both languages."""

from __future__ import annotations

import os
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from talka.ground.access.actor import begun
from talka.prevention.activities.actions import lines
from talka.prevention.activities.rules import Count
from tests.cast import Member
from tests.prevention.activities.conftest import ago, lecture, recorded

KINDS = ("lecture", "campaign", "round_table")


@pytest.fixture(scope="module")
def pages(cast: dict[str, Member]) -> list[str]:
    """Activities over two weeks, one with every sort of line."""
    with begun(cast["ngo"].token) as actor:
        own = cast["ngo"].institution
        for n, kind in enumerate(KINDS):
            said = lecture(ago(2 + n), kind=kind, title="Tarptautinė savaitė prieš išnaudojimą",
                           until=ago(2 + n) + timedelta(days=n))  # fmt: skip
            row = recorded(actor, own, said, counts=[
                Count("pupils", "persons", "counted", 25), Count("public", "views", "views", 9000),
            ])  # fmt: skip
        lines.add(actor=actor, activity_id=row.id, part="cost",
                  values={"source": "SB", "amount": Decimal("1200.50")})  # fmt: skip
        lines.add(actor=actor, activity_id=row.id, part="partner",
                  values={"institution_id": cast["police"].institution, "name": ""})  # fmt: skip
        recorded(actor, own, lecture(ago(5)), held=False, counts=())
    at = f"/activities/{row.id}/"
    return ["/activities/", "/activities/?kind=lecture", "/activities/calendar/", at,
            "/activities/new/", f"{at}edit/", f"{at}evidence/new/"]  # fmt: skip


@pytest.mark.stories
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["lt", "en"])
def test_nothing_spills_over(
    chromium: Any, served: str, cast: dict[str, Member], pages: list[str], width: int, language: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if width == 1280 else "light"
    )
    for name, value in (("talka", cast["ngo"].token), ("talka_language", language)):
        context.add_cookies([{"name": name, "value": value, "url": served}])
    page = context.new_page()
    for number, address in enumerate(pages):
        assert page.goto(served + address).status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        if folder := os.environ.get("TALKA_SHOTS"):
            page.screenshot(path=f"{folder}/{language}-{width}-{number}.png", full_page=True)
    context.close()
