"""What was recommended and not done stands in the next draft programme; one click: a measure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from talka.ground.kernel.errors import Absent, Broken
from talka.prevention.programmes import policy
from talka.prevention.programmes.actions import drafting
from talka.prevention.programmes.models import MeasureExecutor, PlanNode
from talka.prevention.safety import rules
from talka.prevention.safety.actions import advising
from talka.prevention.safety.actions.carrying import make_measure
from talka.prevention.safety.models import Addressee
from talka.prevention.safety.queries.carried import carried
from tests.cast import Member
from tests.prevention.programmes.conftest import nation, town
from tests.prevention.safety.conftest import Acts, recommend

__all__ = ["nation", "town"]


@pytest.fixture
def draft(acts: Acts) -> UUID:
    """A draft of Šiauliai with nothing in it, for this year and the next three."""
    year = timezone.localdate().year
    with acts("coordinator") as actor:
        return drafting.found_programme(
            actor=actor, level="municipal", municipality="29", title="Programa",
            since=date(year, 1, 1), until=date(year + 3, 12, 31),
        ).id  # fmt: skip


def shown(acts: Acts, plan: UUID) -> list[str]:
    with acts("coordinator") as actor:
        return [c.text for c in carried(actor, policy.version(plan), "en")]


def test_the_page_shows_it_with_its_age_and_one_click_makes_a_measure(
    acts: Acts, draft: UUID, sent: Addressee, browser_of: Any
) -> None:
    browser = browser_of("coordinator")
    at, take = reverse("programme", args=[draft]), reverse("advice_measure", args=[sent.id, draft])
    page = browser.get(at).content.decode()
    assert "Recommended and not done yet" in page
    assert "Apmokyti komandą" in page
    assert "0 years old" in page
    assert take in page
    assert browser.post(take, {"idempotency_key": str(uuid4())}).status_code == 303
    with acts("coordinator"):
        node = PlanNode.objects.select_related("plan").get(plan=draft, kind="measure")
        lead = MeasureExecutor.objects.get(node=node, role="lead")
        due = Addressee.objects.select_related("recommendation").get(id=sent.id).recommendation.due
    assert (node.code, node.title) == ("1.1", "Apmokyti komandą")
    assert node.lineage == sent.recommendation_id
    assert node.due == due
    assert "Vertintojai" in node.local_reason
    assert lead.name == "Šiaulių savivaldybė"
    page = browser.get(at).content.decode()
    assert take not in page
    assert "in the draft" in page
    with acts("coordinator") as actor:
        with pytest.raises(Broken, match="already"):
            make_measure(actor=actor, addressee_id=sent.id, plan_id=draft)
        assert not drafting.faults_of(node.plan)
        drafting.publish(actor=actor, version_id=draft)
    assert "Recommended and not done yet" not in browser.get(at).content.decode()


def test_two_stand_below_one_goal_beside_what_was_there(
    acts: Acts, town: UUID, sent: Addressee, world: dict[str, Member]
) -> None:
    with acts("evaluator") as actor:
        made = recommend(actor, world["coordinator"], text="Antra")
        advising.send(actor=actor, recommendation_id=made)
    with acts("coordinator") as actor:
        for to in (sent, Addressee.objects.get(recommendation=made)):
            make_measure(actor=actor, addressee_id=to.id, plan_id=town)
        fresh = PlanNode.objects.filter(plan=town, title__in=["Apmokyti komandą", "Antra"])
        assert sorted(fresh.values_list("code", flat=True)) == ["2.1", "2.2"]


def test_only_what_is_still_owed_by_those_who_keep_the_plan(
    acts: Acts, draft: UUID, sent: Addressee, world: dict[str, Member]
) -> None:
    with acts("evaluator") as actor:
        other = recommend(actor, world["police"], text="Policijai")
        advising.send(actor=actor, recommendation_id=other)
        recommend(actor, world["coordinator"], text="Juodraštis")
    assert shown(acts, draft) == ["Apmokyti komandą"]
    with acts("coordinator") as actor:
        to = Addressee.objects.get(recommendation=other)
        with pytest.raises(Absent):
            make_measure(actor=actor, addressee_id=to.id, plan_id=draft)
    with acts("ministry") as actor, pytest.raises(Absent):
        make_measure(actor=actor, addressee_id=sent.id, plan_id=draft)
    with acts("coordinator") as actor:
        advising.respond(actor=actor, addressee_id=sent.id, answer="accepted", reason="",
                         due=timezone.localdate() + timedelta(days=5))  # fmt: skip
    assert shown(acts, draft) == ["Apmokyti komandą"], "promised is not done"
    with acts("evaluator") as actor:
        advising.confirm(actor=actor, addressee_id=sent.id, note="")
    assert shown(acts, draft) == []


def test_a_rejected_one_is_not_carried(acts: Acts, draft: UUID, sent: Addressee) -> None:
    with acts("coordinator") as actor:
        advising.respond(
            actor=actor, addressee_id=sent.id, answer="rejected", reason="Nėra lėšų", due=None
        )
    assert shown(acts, draft) == []


@pytest.mark.parametrize(
    ("code", "codes", "wanted"),
    [("", [], "1"), ("", ["1", "1.7", "3."], "4"), ("2", ["2.1", "2.1.9", "20.5"], "2.2"),
     ("2", ["2", "2.x"], "2.1")],
)  # fmt: skip
def test_the_next_number(code: str, codes: list[str], wanted: str) -> None:
    assert rules.next_below(code, codes) == wanted
