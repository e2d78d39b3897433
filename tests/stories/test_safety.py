"""A coordinator assesses the municipality, the ministry reviews it and reads the country on one
page; an expert recommends, and the municipality answers. On a phone and at a desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from talka.ground.access.actor import begun
from talka.prevention.safety.actions import figures, judging
from talka.prevention.safety.models import Answer, Assessment
from talka.prevention.safety.queries import methods
from tests.prevention.safety.conftest import codes
from tests.stories.person import Screen, Seen

pytestmark = pytest.mark.stories

SCREENS = [Screen("lt", 390, "light"), Screen("en", 1280, "dark", scripts=False)]


def test_a_country_is_read_on_one_page(people: Any, seen: Seen, cast: Any) -> None:
    year = timezone.localdate().year
    phone, desk = (people(screen) for screen in SCREENS)
    assess(phone("coordinator"), cast, year)
    read(desk("ministry"), cast, year)
    advise(phone)
    assert seen.faults == [], "\n".join(seen.faults)


def assess(town: Any, cast: Any, year: int) -> None:
    """One criterion on screen; the other eleven are written meanwhile."""
    town.open("/").menu("Prevention").menu("Safety").go("Assess the municipality")
    town.fill("Year", str(year)).press("Save")
    page = town.page.url
    with town.arriving():
        town.main.get_by_role("link", name=re.compile(r"1\.1$")).click()
    town.main.get_by_role("group").get_by_role("radio").nth(3).check()
    town.fill("Reasoning", "Paskirta įsakymu").fill("Evidence", "Įsakymas")
    town.press("Save")
    with begun(cast["coordinator"].token) as actor:
        made = Assessment.objects.get(id=page.rstrip("/").split("/")[-1])
        stand = dict(Answer.objects.filter(assessment=made).values_list("criterion", "version"))
        for code in codes()[1:]:
            judging.answer(actor=actor, assessment_id=made.id, criterion=code, level=2,
                           version=stand.get(code, 0), reasoning="Taip",
                           evidence="Protokolas")  # fmt: skip
    town.open(page).press("Submit")


def read(ministry: Any, cast: Any, year: int) -> None:
    with begun(cast["ministry"].token) as actor:
        for place in ("29", "27", "13"):
            for n, m in enumerate(methods.framework().measures):
                value = Decimal(int(place) + n)
                figures.record(actor=actor, line=figures.Line(
                    place, year, m.code, "value", value, "x"))  # fmt: skip
    ministry.open(f"/safety/?year={year}")
    row = ministry.main.get_by_role("row", name=re.compile(r"^Šiauli(ų m|ai City)"))
    with ministry.arriving():
        row.get_by_role("link").nth(1).click()
    with ministry.arriving():
        ministry.main.get_by_role("link", name="Review 1.1").click()
    ministry.main.get_by_role("group").get_by_role("radio").nth(1).check()
    ministry.fill("Reason", "Įsakymas negalioja").press("Save")
    ministry.go("Agree with the rest").fill("Reason", "Patikrinta").press("Save")
    ministry.press("Close the review")
    assert "−2" in ministry.main.inner_text()
    for page in ("", "rubric/", "framework/", "municipalities/29/", "figures/table/"):
        ministry.open(f"/safety/{page}")
    ministry.open(f"/safety/?year={year}&show=assessment")
    assert ministry.main.locator("svg text").count() == 60


def advise(who: Callable[[str], Any]) -> None:
    """An expert recommends something; the municipality answers; the expert has seen it done."""
    expert, town = who("evaluator"), who("coordinator")
    due = (timezone.localdate() + timedelta(days=60)).isoformat()
    expert.open("/safety/recommendations/").go("New recommendation")
    expert.fill("Recommendation", "Apmokyti komandą").fill("To be done by", due)
    expert.main.get_by_label(re.compile("Šiaulių savivaldybė")).check()
    expert.press("Save").press("Send")
    page = expert.page.url
    town.open(page).go("Answer")
    town.main.get_by_role("radio").first.check()
    town.press("Save").go("Write what was done")
    town.fill("What was done", "Surengti mokymai")
    town.fill("How much of it is done, per cent", "100").press("Save")
    assert not town.reads("Confirm that it is implemented")
    expert.open(page).go("Confirm that it is implemented")
    expert.fill("How it was seen", "Dalyvių sąrašas").press("Save")
    assert expert.reads("implemented")
    expert.open("/safety/recommendations/")
    for place in ("groups/", "groups/new/", "needs/", "needs/new/"):
        town.open(f"/safety/{place}")
