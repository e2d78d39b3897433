"""Assess the risk; keep the rules of safe contact."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from talka.casework.aid import actions, queries, rules, words
from talka.casework.aid.models import ContactRules, Risk
from talka.casework.aid.policy import SEE_CONTACT, SEE_RISK
from talka.casework.cases.models import Step, Turn
from talka.casework.cases.permission import hold
from talka.ground.audit.models import AuditEvent
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.ground.kernel.pack import load_pack

ANSWER = st.sampled_from(rules.ANSWERS)


def test_every_code_has_words() -> None:
    assert set(words.RISKS) == set(rules.RISKS)
    assert set(words.ANSWERS) == set(rules.ANSWERS)
    assert set(rules.LEVELS) == {c.code for c in load_pack().codes("risk_level")}
    assert set(rules.REASSESS_WITHIN) == set(rules.LEVELS)


@given(st.dictionaries(st.sampled_from(rules.RISKS), ANSWER), st.sampled_from(rules.RISKS))
def test_one_more_yes_never_lowers_the_suggestion(answers: dict[str, str], code: str) -> None:
    before = rules.suggested_level(answers)
    assert not rules.below(rules.suggested_level({**answers, code: "yes"}), before)


@pytest.mark.parametrize(
    ("yes", "level"),
    [
        ((), "low"),
        (("debts",), "medium"),
        (("debts", "media", "children"), "medium"),
        (("debts", "media", "children", "injured"), "high"),
        (("suicide",), "high"),
        (("danger_now",), "immediate"),
    ],
)
def test_suggestions_at_their_thresholds(yes: tuple[str, ...], level: str) -> None:
    assert rules.suggested_level(dict.fromkeys(yes, "yes")) == level


def test_assessments_are_added_and_the_next_look_is_a_turn(acts: Any, opened: Any) -> None:
    case = opened()
    today = timezone.localdate()
    with acts("ngo") as actor:
        first = actions.assess_risk(
            actor=actor, case_id=case.id, level="high", answers={"suicide": "yes"},
            narrative="Pasakojo apie mintis", on=today - timedelta(days=3),
        )  # fmt: skip
        assert first.reassess_on == today + timedelta(days=4)
        actions.assess_risk(actor=actor, case_id=case.id, level="low", answers={})
        assert Risk.objects.count() == 2
        turns = Turn.objects.filter(act="risk.assess")
        assert [t.done_at is None for t in turns.order_by("since")] == [False, True]
        assert Turn.objects.filter(act="needs.assess", done_at=None).count() == 1
        steps = Step.objects.filter(kind="risk").order_by("at").values_list("outcome", "data_class")
        assert list(steps) == [("high", "aid"), ("low", "aid")]
        lines = queries.risks(hold(actor, case.id, SEE_RISK), today)
        assert [r.level for r in lines] == ["low", "high"]
        assert lines[1].narrative == "Pasakojo apie mintis"
        assert AuditEvent.objects.filter(verb="look", kind="risk", scope=case.id).count() == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT narrative_sealed FROM case_risk WHERE level = 'high'")
            assert b"mintis" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("given_values", "field"),
    [
        ({"level": "dreadful"}, "level"),
        ({"answers": {"weather": "yes"}}, ""),
        ({"answers": {"debts": "maybe"}}, ""),
        ({"answers": {"danger_now": "yes"}}, "narrative"),
        ({"reassess_on": timezone.localdate() + timedelta(days=31)}, "reassess_on"),
        ({"reassess_on": timezone.localdate() - timedelta(days=1)}, "reassess_on"),
        ({"on": timezone.localdate() + timedelta(days=1)}, "on"),
    ],
)
def test_what_an_assessment_may_not_say(
    acts: Any, opened: Any, given_values: dict[str, Any], field: str
) -> None:
    case = opened()
    said: dict[str, Any] = {"level": "medium", "answers": {}, **given_values}
    with acts("ngo") as actor, pytest.raises(Broken) as broken:
        actions.assess_risk(actor=actor, case_id=case.id, **said)
    assert field in broken.value.faults


def test_who_may_assess(acts: Any, opened: Any, share: Any) -> None:
    case = opened()
    share(case, "ngo_colleague", ["case"])
    given_values: dict[str, Any] = {"case_id": case.id, "level": "low", "answers": {}}
    with acts("ngo_colleague") as actor, pytest.raises(Refused):
        actions.assess_risk(actor=actor, **given_values)
    for name in ("stranger", "coordinator", "evaluator", "technical"):
        with acts(name) as actor, pytest.raises(Absent):
            actions.assess_risk(actor=actor, **given_values)


def test_contact_rules_are_sealed_versioned_and_end_the_first_contact(
    acts: Any, opened: Any, share: Any
) -> None:
    from talka.casework.cases.actions import give_turn
    from talka.ground.audit.trail import act

    case = opened()
    with acts("ngo") as actor:
        with act("test"):
            house = actor.seats[0].institution
            give_turn(case_id=case.id, act_code="contact.first", institution=house)
        texts = {"number": "+370 600 00007", "never": "Neskambinti namo", "code_word": "obuolys"}
        actions.write_contact_rules(actor=actor, case_id=case.id, version=0, texts=texts)
        assert not Turn.objects.filter(act="contact.first", done_at=None).exists()
        with pytest.raises(Stale) as stale:
            actions.write_contact_rules(actor=actor, case_id=case.id, version=0, texts={"say": "x"})
        assert stale.value.theirs["code_word"] == "obuolys"
        assert stale.value.theirs["version"] == 1
        with pytest.raises(Broken):
            actions.write_contact_rules(actor=actor, case_id=case.id, version=1, texts={"say": " "})
        assert queries.contact_page(hold(actor, case.id, SEE_CONTACT)).texts["number"] == (
            "+370 600 00007"
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(c)::text FROM case_contact_rules c")
            assert "00007" not in cursor.fetchone()[0]
    share(case, "ngo_colleague", ["case", "aid"])
    with acts("ngo_colleague"):
        assert ContactRules.objects.count() == 0
