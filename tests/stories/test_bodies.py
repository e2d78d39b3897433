"""An NGO proposes on a phone, the ministry follows it in part and says why, the NGO reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from talka.ground.access.actor import begun
from talka.prevention.bodies.actions import participation
from tests.cast import Member
from tests.stories.person import Person, Screen, Seen
from tests.stories.stages import Who
from tests.stories.words import Plain

pytestmark = pytest.mark.stories
PHONE = Screen("lt", 390, "light", scripts=True)
DESK = Screen("en", 1280, "dark", scripts=False)
TITLE = Plain("2028–2030 metų veiksmų planas")
PROPOSAL = Plain("Kiekvienoje apskrityje numatyti bent vieną prieglaudą")
WHY = Plain("Lėšų pakanka trims apskritims.")


@pytest.fixture
def process(cast: dict[str, Member]) -> UUID:
    """A plan that the ministry drafts in the open."""
    today = timezone.localdate()
    with begun(cast["ministry"].token) as actor:
        made = participation.open_process(
            actor=actor, kind="plan", title=str(TITLE), municipality=None, opened_on=today,
            closes_on=today + timedelta(days=20),
        )  # fmt: skip
        participation.publish_process(actor=actor, process_id=made.id)
        return made.id


def downwards(person: Person) -> int:
    """Cells of tables that stand one below the other, as a narrow screen shows them."""
    cells = person.page.locator("main td")
    shown = "cells => cells.filter(c => getComputedStyle(c).display === 'block').length"
    return int(cells.evaluate_all(shown))


def test_what_became_of_a_proposal(
    people: Callable[[Screen], Who], seen: Seen, process: UUID
) -> None:
    ngo = people(PHONE)("ngo")
    assert downwards(ngo.menu("Prevention").menu("Policy")) > 0
    ngo.go(TITLE).go("Make a proposal")
    ngo.fill("Clause", Plain("3.2 uždavinys")).fill("Proposal", PROPOSAL)
    ngo.press("Save")
    assert ngo.reads("Only your organisation sees this draft.")
    ngo.press("Submit")
    assert ngo.reads(Plain("laukia atsakymo"))
    ministry = people(DESK)("ministry")
    assert downwards(ministry.menu("Prevention").menu("Policy")) == 0
    ministry.go(TITLE).go(PROPOSAL).go("Answer")
    ministry.main.get_by_label("adopted in part").check()
    with ministry.arriving():
        ministry.main.get_by_role("button", name="Save").click()
    assert ministry.refused == 422
    ministry.fill("Reason", WHY).press("Save")
    ngo.menu("Policy").go("What became of our proposals")
    assert ngo.reads(Plain("priimta iš dalies"))
    assert ngo.reads(WHY)
    assert seen.faults == [], "\n".join(seen.faults)
