"""A lecture at a school, written down on a telephone, becomes a figure of the town's measure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from talka.ground.access.actor import begun
from talka.prevention.activities import content
from talka.prevention.programmes.actions import drafting, tables
from talka.prevention.programmes.models import PlanNode
from talka.prevention.programmes.shapes import Executor, IndicatorLine, Node, Plan
from tests.cast import Member
from tests.stories.person import Person, Screen, Seen
from tests.stories.stages import Who
from tests.stories.words import Plain, Typed

pytestmark = pytest.mark.stories
PHONE = Screen("lt", 390, "light", scripts=True)
TITLE = Typed("Pamoka apie darbą užsienyje", "A lesson about work abroad")


def code(name: str, item: str) -> Plain:
    return Plain(content.load().label(name, item, "lt"))


@pytest.fixture
def measure(cast: dict[str, Member]) -> UUID:
    """A measure of the town's published programme, judged by pupils reached."""
    today = timezone.localdate()
    line = IndicatorLine(
        "S-1", "Pasiekti mokiniai", "Pupils reached", "asmenys", "up", "sum", "sum"
    )
    lead = (Executor("Savivaldybė"),)
    nodes = (Node("goal", "1", "Saugi mokykla", None),
             Node("measure", "1.1", "Pamokos mokyklose", "1", lead, indicators=(line,),
                  local_reason="Prašė mokyklos"))  # fmt: skip
    plan = Plan("Savivaldybės programa", "municipal", "29", None, today - timedelta(days=90),
                today + timedelta(days=400), nodes)  # fmt: skip
    with begun(cast["coordinator"].token) as actor:
        made = tables.take_in(actor=actor, plan=plan)
        drafting.publish(actor=actor, version_id=made.id)
        return PlanNode.objects.get(plan=made, code="1.1").id


def test_a_lecture_becomes_a_figure(
    people: Callable[[Screen], Who], seen: Seen, measure: UUID
) -> None:
    town = people(PHONE)("coordinator")
    fed_by_signed_lists(town, measure)
    recorded(town)
    assert town.reads(Plain("Mokiniai: 25"))
    looked_at(town)
    town.open(f"/measures/{measure}/activities/")
    assert town.reads(Plain("iš veiklų 25"))
    town.press(Plain(f"Perimti {timezone.localdate().year}: 25"))
    town.go("The measure")
    assert town.reads(Plain("veiklos: 1"))
    assert seen.faults == [], "\n".join(seen.faults)


def fed_by_signed_lists(town: Person, measure: UUID) -> None:
    """Once, by the coordinator: the indicator counts what schools sign for."""
    town.open(f"/measures/{measure}/").go("What was done")
    town.go(Plain("Iš ko gaunamas skaičius S-1"))
    town.choose("What is counted", "Persons, by a signed list")
    town.press("Save")


def recorded(town: Person) -> None:
    town.menu("Prevention").menu("Activities").go("Record an activity")
    town.fill("Title", TITLE)
    town.choose("Kind", code("kind", "lecture"))
    town.choose("Setting", code("setting", "school"))
    town.choose("Target group", code("group", "pupils"))
    town.fill("How many", Plain("25"))
    town.choose("How it was counted", "Persons, by a signed list")
    town.choose("Measure of a programme", Plain("1.1 Pamokos mokyklose (Savivaldybės programa)"))
    town.press("Save")


def looked_at(town: Person) -> None:
    """The other pages that the activity now stands on, and its next steps."""
    here = town.page.url
    for more in ("", "edit/", "again/", "cost/new/", "material/new/", "evidence/new/"):
        town.open(here + more)
    town.menu("Activities")
    assert town.reads(TITLE)
    town.go("Calendar")
    assert town.reads(TITLE)
    town.page.emulate_media(media="print")
    town.page.emulate_media(media="screen")
