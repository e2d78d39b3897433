"""Three people bring a batch of paper in: the keeper names them, two enter, the third decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from talka.ground.access.actor import begun
from talka.prevention.polls.actions import drawing, keeping
from talka.prevention.polls.models import Questionnaire
from tests.stories import looking
from tests.stories.person import HEIGHTS, Person, Screen, Seen
from tests.stories.stages import Who

pytestmark = pytest.mark.stories


def asked(cast: Any) -> Any:
    today = timezone.localdate()
    with begun(cast["coordinator"].token, "work", "story") as actor:
        poll = keeping.draft_poll(
            actor=actor, municipality="29", mode="code", title_lt="Pažink ir pranešk",
            title_en="Know and report", since=today, until=today + timedelta(days=9), min_age=18,
            questionnaire_id=Questionnaire.objects.get(code="know_and_report").id,
            probability=True, population=None,
        )  # fmt: skip
        for code, name, people in (("town", "Miestas", 700), ("rural", "Kaimai", 300)):
            drawing.add_stratum(
                actor=actor, poll_id=poll.id, code=code, name=name, people=people, planned=20
            )
    return poll


def answer(person: Person, sure: str) -> None:
    person.main.locator("#q_report").get_by_label(person.say("Ne"), exact=True).check()
    person.main.locator("#q_sure").get_by_label(sure, exact=True).check()


def test_two_enter_and_a_third_decides(
    cast: Any, people: Callable[[Screen], Who], seen: Seen
) -> None:
    poll = asked(cast)
    who = people(Screen("lt", 390, "light"))
    keeper, second, third = who("coordinator"), who("ngo"), who("ngo_colleague")
    keeper.open(f"/polls/{poll.id}/").press("Begin to ask")
    keeper.go("Paper questionnaires").go("Print the questionnaire")
    keeper.open(f"/polls/{poll.id}/paper/").go("New batch of paper")
    keeper.choose("Stratum", "Kaimai")
    for label, number in (("Sheets handed out", "3"), ("Sheets that came back", "2"),
                          ("Blank among them", "1"), ("Spoilt among them", "0")):  # fmt: skip
        keeper.fill(label, number)
    names = {p: who(p).member.name for p in ("coordinator", "ngo", "ngo_colleague")}
    options = keeper.main.get_by_role("combobox", name=keeper.named("Enters every sheet"))
    told = options.locator("option").all_text_contents()
    chosen = [next(t for t in told if t.strip().casefold() == n.replace("_", " "))
              for n in names.values()]  # fmt: skip
    for label, name in zip(("Enters every sheet", "Enters every sheet once more",
                            "Decides where the two differ"), chosen, strict=True):  # fmt: skip
        keeper.choose(label, name)
    keeper.press("Save")
    batch = keeper.page.url
    keeper.go("1")
    answer(keeper, "8")
    keeper.press("Save and go on")
    second.open(batch).go("1")
    answer(second, "9")
    second.press("Save and go on")
    third.open(batch).go("1")
    assert third.main.locator("#q_report").count() == 0
    third.main.locator("#q_sure").get_by_label("9", exact=True).check()
    third.press("Save and go on").press("Let it count")
    assert third.reads("Counts since")
    assert "50" in third.main.inner_text()
    assert seen.faults == [], "\n".join(seen.faults)


@pytest.mark.parametrize("width", HEIGHTS)
def test_its_pages_are_readable_on_every_screen(
    cast: Any, people: Callable[[Screen], Who], width: int
) -> None:
    poll, keeper = asked(cast), people(Screen("en", width, "dark"))("coordinator")
    faults = []
    for part in ("", "strata/new/", "sheet/", "paper/", "codes/"):
        keeper.page.goto(f"/polls/{poll.id}/{part}")
        faults += looking.sideways(keeper.page) + looking.barriers(keeper.page)
    assert faults == []
