"""What the demo shows of safety is made through the actions and stands without faults."""

from __future__ import annotations

from django.utils import timezone

from talka.command import demo_safety
from talka.ground.access.actor import acting
from talka.prevention.safety.models import Analysis, Assessment, Group
from talka.prevention.safety.queries import advice, country
from tests.cast import Member
from tests.prevention.crowd import TOWN, crowd
from tests.prevention.safety.conftest import Acts


def test_a_town_is_assessed_and_advised(world: dict[str, Member], acts: Acts) -> None:
    said: list[str] = []
    demo_safety.seed_safety(crowd(world), [TOWN, "27", "13", "19", "21", "18"], said.append)
    assert said == ["safety of municipalities"]
    year = timezone.localdate().year
    with acts("stranger"):
        past = Assessment.objects.get(municipality=TOWN)
        assert (past.year, past.reviewed_at is None) == (year - 1, False)
        assert Group.objects.filter(municipality=TOWN).count() == 3
        assert Analysis.objects.get(municipality=TOWN).published_at
        lines = advice.advice_list(year, "lt").lines
        assert sorted(a.status for a in lines) == ["in_progress", "open"]
        assert any(a.row.need_id for a in lines)
        page = country.country_page(year, "composite", "lt")
        assert page.shown == 6
        by = next(t for t in page.towns if t.code == TOWN)
        assert (by.rank, by.interval) != (None, None)
        assert by.groups == 3
    with acting(world["coordinator"].account):
        assert Assessment.objects.filter(municipality=TOWN, submitted_at__isnull=True).count() == 1
