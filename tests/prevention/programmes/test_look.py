"""The pages in a real browser: nothing spills over the edge of a phone, and none needs scripts."""

from __future__ import annotations

import os
from typing import Any

import pytest

from talka.ground.access.actor import begun
from talka.prevention.programmes.actions import drafting, tables
from talka.prevention.programmes.models import IndicatorUse, PlanNode
from tests.cast import Member
from tests.prevention.programmes.plans import national


@pytest.fixture(scope="module")
def pages(cast: dict[str, Member]) -> list[str]:
    with begun(cast["ministry"].token) as actor:
        version = tables.take_in(actor=actor, plan=national())
        drafting.publish(actor=actor, version_id=version.id)
        node = PlanNode.objects.get(plan=version, code="1.1.1").id
        way = IndicatorUse.objects.get(node_id=node).indicator_id
    towns = f"/measures/{node}/municipalities/"
    asked = f"/programmes/analysis/?rows=goal&level=national&indicator={way}"
    return ["/programmes/", f"/programmes/{version.id}/", f"/measures/{node}/", towns, asked]


@pytest.mark.stories
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["lt", "en"])
def test_nothing_spills_over(
    chromium: Any, served: str, cast: dict[str, Member], pages: list[str], width: int, language: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=True
    )
    for name, value in (("talka", cast["coordinator"].token), ("talka_language", language)):
        context.add_cookies([{"name": name, "value": value, "url": served}])
    page = context.new_page()
    for number, address in enumerate(pages):
        assert page.goto(served + address).status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        if folder := os.environ.get("TALKA_SHOTS"):
            page.screenshot(path=f"{folder}/{language}-{width}-{number}.png", full_page=True)
    context.close()
