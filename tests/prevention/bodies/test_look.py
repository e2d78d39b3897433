"""The pages in a real browser: nothing spills over the edge of a phone, and axe finds nothing."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from talka.ground.access.actor import begun
from talka.prevention.bodies.actions import assembly, participation
from tests.cast import Member
from tests.prevention.bodies.conftest import proposed, seat
from tests.stories import looking


@pytest.fixture(scope="module")
def pages(cast: dict[str, Member]) -> list[str]:
    today = timezone.localdate()
    with begun(cast["coordinator"].token) as actor:
        body = assembly.found_body(
            actor=actor, kind="commission", municipality="29", since=today - timedelta(days=900),
            name="Šiaulių miesto savivaldybės kovos su prekyba žmonėmis koordinavimo komisija",
            mandate="Savivaldybės tarybos sprendimas Nr. T-212",
        )  # fmt: skip
        ngo = seat(actor, body, "ngo", cast["ngo"].institution)
        police = seat(actor, body, "police", cast["police"].institution)
        seat(actor, body, "ministry", votes=False)
        met = assembly.call_meeting(
            actor=actor, body_id=body.id, held_on=today - timedelta(days=400), remote=False,
            place="Savivaldybės salė", agenda="1. Padėties vertinimas\n2. Mokymai mokyklose",
        )  # fmt: skip
        assembly.attend(actor=actor, meeting_id=met.id, version=1,
                        presence={ngo.id: "present", police.id: "represented"})  # fmt: skip
        assembly.minute(actor=actor, meeting_id=met.id, version=0, text="Nutarta surengti mokymus.")
        for n, due in enumerate((20, -30)):
            taken = assembly.decide(
                actor=actor, meeting_id=met.id, number=f"K-{n + 1}", seat_id=police.id,
                text="Surengti mokymus seniūnijų darbuotojams apie atpažinimo požymius",
                responsible="", due=today + timedelta(days=due),
            )  # fmt: skip
        assembly.follow_up(actor=actor, decision_id=taken.id, on=today, done=False,
                           text="Sutarta su lektoriais", evidence="Raštas Nr. 5")  # fmt: skip
    with begun(cast["ministry"].token) as actor:
        process = participation.open_process(
            actor=actor, kind="plan", title="Kovos su prekyba žmonėmis 2027–2029 metų planas",
            municipality=None, opened_on=today, closes_on=today + timedelta(days=30),
        )  # fmt: skip
        participation.publish_process(actor=actor, process_id=process.id)
    with begun(cast["ngo"].token) as actor:
        made = proposed(actor, process.id, "Numatyti lėšų prieglaudoms visuose regionuose")
        participation.submit(actor=actor, proposal_id=made.id)
    with begun(cast["ministry"].token) as actor:
        participation.answer(actor=actor, proposal_id=made.id, verdict="partly", on=today,
                             reason="Lėšų 2027 metais pakanka trims regionams.")  # fmt: skip
    return [
        "/bodies/", f"/bodies/{body.id}/", f"/bodies/meetings/{met.id}/",
        f"/bodies/decisions/{taken.id}/", "/policy/", f"/policy/{process.id}/",
        f"/policy/proposals/{made.id}/", "/policy/ours/", f"/policy/{process.id}/proposal/",
    ]  # fmt: skip


@pytest.mark.stories
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["lt", "en"])
def test_nothing_spills_over(
    chromium: Any, served: str, cast: dict[str, Member], pages: list[str], width: int, language: str
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    for name, value in (("talka", cast["ngo"].token), ("talka_language", language)):
        context.add_cookies([{"name": name, "value": value, "url": served}])
    page = context.new_page()
    for number, address in enumerate(pages):
        assert page.goto(served + address).status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert looking.barriers(page) == [], address
        if folder := os.environ.get("TALKA_SHOTS"):
            page.screenshot(path=f"{folder}/{language}-{width}-{number}.png", full_page=True)
    context.close()
