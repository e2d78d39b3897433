"""A resident answers on a telephone, without scripts and without leaving a cookie; the keeper reads
what all of them said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from talka.ground.access.actor import begun
from talka.prevention.polls import weights
from talka.prevention.polls.actions import keeping, taking
from talka.prevention.polls.models import Questionnaire
from tests.stories import looking
from tests.stories.person import HEIGHTS, Screen
from tests.stories.stages import Who

pytestmark = pytest.mark.stories


def begun_poll(cast: Any) -> tuple[Any, str]:
    today = timezone.localdate()
    with begun(cast["coordinator"].token, "work", "story") as actor:
        poll = keeping.draft_poll(
            actor=actor, municipality="29", mode="code", title_lt="Pažink ir pranešk",
            title_en="Know and report", since=today, until=today + timedelta(days=9), min_age=18,
            questionnaire_id=Questionnaire.objects.get(code="know_and_report").id,
            probability=True, population=1000,
        )  # fmt: skip
        keeping.field_poll(actor=actor, poll_id=poll.id)
        code = keeping.print_codes(actor=actor, poll_id=poll.id, count=1)[0]
    return poll, code


def test_a_resident_answers_on_a_telephone(
    cast: Any, chromium: Any, served: str, people: Callable[[Screen], Who]
) -> None:
    poll, code = begun_poll(cast)
    context = chromium.new_context(
        viewport={"width": 390, "height": HEIGHTS[390]}, java_script_enabled=False, locale="lt"
    )
    page = context.new_page()
    foreign: list[str] = []
    page.on("request", lambda r: foreign.append(r.url) if not r.url.startswith(served) else None)
    page.goto(f"{served}/a/{poll.slug}/?c={code}&lang=lt")
    _press(page, "Pradėti")
    page.get_by_label("Sutinku", exact=True).check()
    page.locator("#q_sign_papers").get_by_label("Taip", exact=True).check()
    page.locator("#q_sure").get_by_label("8", exact=True).check()
    _press(page, "Toliau")
    page.locator("#q_sex").get_by_label("Moteris").check()
    _press(page, "Siųsti")
    assert page.get_by_role("heading", name="Ačiū").is_visible()
    page.goto(f"{served}/a/{poll.slug}/?c={code}&lang=lt")
    _press(page, "Pradėti")
    assert "jau panaudotas" in page.content()
    assert context.cookies() == []
    assert foreign == []
    context.close()


@pytest.mark.parametrize("width", HEIGHTS)
def test_its_pages_are_readable_to_everybody(
    cast: Any, chromium: Any, served: str, width: int
) -> None:
    poll, code = begun_poll(cast)
    context = chromium.new_context(viewport={"width": width, "height": HEIGHTS[width]})
    page = context.new_page()
    page.goto(f"{served}/a/{poll.slug}/?c={code}&lang=lt")
    faults = list(_faults(page))
    _press(page, "Pradėti")
    faults += _faults(page)
    _press(page, "Toliau")  # the consent was left out
    faults += _faults(page)
    context.close()
    assert faults == []


def _press(page: Any, name: str) -> None:
    """Press, and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def _faults(page: Any) -> list[str]:
    found = [*looking.foreign(page), *looking.sideways(page), *looking.barriers(page)]
    page.emulate_media(color_scheme="dark")
    found += looking.unreadable(page)
    page.emulate_media(color_scheme="light")
    return found


def test_the_keeper_reads_what_they_said(cast: Any, people: Callable[[Screen], Who]) -> None:
    poll, _code = begun_poll(cast)
    with begun(cast["coordinator"].token, "work", "story") as actor:
        made = keeping.print_codes(actor=actor, poll_id=poll.id, count=40)
    for n, code in enumerate(made):
        taking.take(
            poll=poll, code=code, answers={"report": "yes" if n % 3 else "no", "sure": n % 11}
        )
    weights.share([True, False] * 10, [1.0] * 20)  # loads the libraries, as the first page of a day
    coordinator = people(Screen("lt", 390, "light"))("coordinator")
    coordinator.open(f"/polls/{poll.id}/").press("Close the poll")
    _mixed(poll)
    coordinator.open(f"/polls/{poll.id}/results/")
    assert "40" in coordinator.main.inner_text()
    assert "95 % pasikliautinasis intervalas" in coordinator.main.inner_text()


def _mixed(poll: Any) -> None:
    """What the worker does every ten minutes."""
    from django.conf import settings
    from django.db import connections

    place = settings.HOME.databases(as_worker=True)["default"]
    connections.databases["polls_story"] = {**connections.databases["default"], **place}
    try:
        taking.mix(poll_id=poll.id, using="polls_story")
    finally:
        connections["polls_story"].close()
        del connections.databases["polls_story"]
