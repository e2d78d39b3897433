"""A trainer on a phone: attendance, closing, and a stranger who checks the certificate."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from talka.ground.access.actor import begun
from talka.people.teams.models import Team
from talka.prevention.training.actions import sessions
from tests.cast import Member
from tests.prevention.training.conftest import make_course, make_session
from tests.stories import looking

pytestmark = pytest.mark.stories
SHOTS = os.environ.get("TALKA_SHOTS", "")


@pytest.fixture
def waiting(cast: dict[str, Member]) -> str:
    """The address of a session with two people in it, as its keeper left it."""
    with begun(cast["coordinator"].token) as actor:
        course = make_course(actor, code=f"STORY-{uuid4().hex[:6]}", pass_percent=None)
        made = make_session(actor, course, cast["ngo_supervisor"].account)
        sessions.enrol(actor=actor, session_id=made.id, assignment_id=cast["police"].assignment)
        sessions.enrol_outside(actor=actor, session_id=made.id, organisation="Mokykla",
                               function="pedagogas", number=7)  # fmt: skip
    return f"/training/sessions/{made.id}/"


def looked(page: Any, name: str, width: int) -> None:
    """No barrier, nothing over the edge; a picture when asked for."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    assert looking.barriers(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def at(chromium: Any, served: str, token: str, width: int, scheme: str = "light") -> Any:
    context = chromium.new_context(
        base_url=served, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    context.set_default_timeout(8_000)
    cookies = {"talka_language": "lt", **({"talka": token} if token else {})}
    context.add_cookies([{"name": n, "value": v, "url": served} for n, v in cookies.items()])
    return context.new_page()


def test_a_trainer_closes_a_session_on_a_phone(
    chromium: Any, served: str, cast: dict[str, Member], waiting: str
) -> None:
    page = at(chromium, served, cast["ngo_supervisor"].token, 390)
    page.goto("/training/")
    looked(page, "training", 390)
    page.goto(waiting)
    looked(page, "session", 390)
    for _ in range(2):
        page.get_by_role("button", name="Visi dalyvavo").first.click()
        page.get_by_text("Įrašyta: dalyvavo visi.").wait_for()
    page.get_by_role("link", name="Užbaigti mokymus").click()
    page.get_by_text("Pažymėjimą gauna 2 asmenys.").wait_for()
    looked(page, "close", 390)
    page.get_by_role("button", name="Užbaigti ir išduoti pažymėjimus").click()
    page.get_by_text("Mokymai užbaigti.").wait_for()
    page.get_by_role("link", name="išduotas Police").click()
    page.get_by_text("Bet kas gali jį patikrinti").wait_for()
    looked(page, "certificate", 390)
    check = page.locator("a[href^='/check/']").get_attribute("href")

    stranger = at(chromium, served, "", 390, "dark")
    stranger.goto(check)
    stranger.get_by_text("galioja", exact=True).wait_for()
    assert "Police" not in stranger.content()
    looked(stranger, "checked", 390)
    stranger.get_by_label("Vardas ir pavardė pažymėjime").fill("police")
    stranger.get_by_role("button", name="Palyginti").click()
    stranger.get_by_text("Taip: pažymėjimas išduotas").wait_for()
    assert {c["name"] for c in stranger.context.cookies()} == {"talka_language"}
    page.context.close()
    stranger.context.close()


def test_the_pages_of_training_on_a_desk(
    chromium: Any, served: str, cast: dict[str, Member], waiting: str
) -> None:
    from talka.people.teams import actions as teams

    with begun(cast["coordinator"].token) as actor:
        team = Team.objects.filter(municipality="29", until__isnull=True).first()
        team = team or teams.found_team(actor=actor, municipality="29")
    page = at(chromium, served, cast["coordinator"].token, 1280)
    page.goto("/training/")
    links = page.locator("a[href^='/training/courses/']")
    found = next(h for h in (link.get_attribute("href") for link in links.all()) if "new" not in h)
    for name, address in (
        ("training", "/training/"), ("course", found), ("effect", f"{found}effect/"),
        ("session", waiting), ("enrol", f"{waiting}outside/"), ("ask", "/check/"),
        ("team", f"/training/teams/{team.id}/"),
    ):  # fmt: skip
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.goto(address).status == 200, name
            looked(page, f"desk-{name}", width)
    page.context.close()
