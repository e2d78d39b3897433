"""What the demo shows of prevention is made through the actions and stands without faults."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from talka.command import demo_programmes
from talka.ground.access.actor import Actor
from talka.prevention.programmes.models import ProgrammeVersion
from talka.prevention.programmes.queries.country import country_page

Acts = Callable[[str], AbstractContextManager[Actor]]


def test_a_town_lives_with_the_example_and_the_country_sees_it(acts: Acts) -> None:
    with acts("coordinator") as actor:
        demo_programmes._own(actor, "29")
        demo_programmes._adopted(actor, "29")
    with acts("ministry"):
        nation = ProgrammeVersion.objects.get(programme__code=demo_programmes.NATIONAL)
        page = country_page(nation.id, "lt")
        line = next(t for t in page.towns if t.plan)
        assert line.code == "29"
        assert line.taken == 3
        assert page.paid.value
