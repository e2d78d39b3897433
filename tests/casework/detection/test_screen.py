"""Screen and decide: the score explains, a person decides, nothing decided changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from talka.casework.cases.models import Step
from talka.casework.detection import actions, pages
from talka.casework.detection.models import Screening
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from tests.casework.detection.conftest import YES

EXPLOITED = {"d4_hours": "yes"}


def test_answers_are_weighed_by_the_pinned_set(acts, received, screened):
    screening = screened(received(), decision="")
    assert (screening.criteria, screening.criteria_version) == ("labour", 1)
    assert screening.positive == [1, 2]
    assert screening.conclusion == "means_only"
    with acts("ngo"):
        page = pages.result(Screening.objects.get(), "en")
    assert page.told[0].startswith("There are signs of pressure")
    assert page.themes[0].positive
    assert page.themes[0].rule
    assert page.themes[0].signs
    assert not page.themes[3].positive
    assert len(page.ask_next) == pages.ASK_NEXT
    assert (page.answered, page.asked) == (5, 67)


def test_notes_are_sealed_and_merge(acts, received, screened):
    screening = screened(received(), decision="", notes={"d1_wages": "Half, in the Liepų yard"})
    with acts("ngo_colleague") as actor:
        after = actions.answer(
            actor=actor,
            screening_id=screening.id,
            version=screening.version,
            answers={"d1_wages": "no", "d1_contract": "", "d3_control": "unknown"},
            notes={"d3_control": "keeps the phone"},
        )
        assert after.answers == {**YES, "d1_wages": "no", "d3_control": "unknown"}
        with connection.cursor() as cursor:
            cursor.execute("SELECT notes_sealed FROM talka.screening")
            assert b"Liep" not in bytes(cursor.fetchone()[0])


def test_the_second_to_save_sees_what_the_first_wrote(acts, received, screened):
    screening = screened(received(), decision="")
    with acts("ngo_colleague") as actor, pytest.raises(Stale) as stale:
        actions.answer(
            actor=actor, screening_id=screening.id, version=1, answers={"d1_wages": "no"}
        )
    assert stale.value.theirs == {"version": 2, "d1_wages": "yes", "note_d1_wages": ""}


@pytest.mark.parametrize("answers", [{"d9_none": "yes"}, {"d1_wages": "perhaps"}])
def test_answers_that_are_none(acts, received, screened, answers):
    with pytest.raises(Broken):
        screened(received(), decision="", answers=answers)


@pytest.mark.parametrize(
    ("answers", "decision", "reason", "stands"),
    [
        (YES, "presumed", "", True),
        (YES, "not_presumed", "", False),
        (YES, "not_presumed", "He is the foreman himself", True),
        ({}, "presumed", "", False),
        ({}, "presumed", "She is terrified", True),
        ({}, "possible", "She is terrified", True),
        ({}, "not_presumed", "", True),
        (YES, "guilty", "No such decision", False),
    ],
)
def test_a_person_decides_also_against_the_score(
    acts, received, screened, answers, decision, reason, stands
):
    screening = screened(received(), decision="", answers=answers)
    with acts("ngo") as actor:
        given = {
            "actor": actor,
            "screening_id": screening.id,
            "version": screening.version,
            "decision": decision,
            "reason": reason,
        }
        if not stands:
            with pytest.raises(Broken):
                actions.decide(**given)
            return
        row = actions.decide(**given)
        assert (row.decision, row.decided_on) == (decision, timezone.localdate())


def test_what_is_decided_stays(acts, received, screened):
    screening = screened(received())
    with acts("ngo") as actor:
        given = {"actor": actor, "screening_id": screening.id, "version": screening.version}
        with pytest.raises(Broken):
            actions.answer(**given, answers={"d1_wages": "no"})
        with pytest.raises(Broken):
            actions.decide(**given, decision="not_presumed", reason="Changed my mind")
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('talka.verb', 'attack', true)")
            for change in ("decision = 'possible'", "answers = '{}'", "reason_sealed = NULL"):
                with pytest.raises(DatabaseError), transaction.atomic():
                    cursor.execute(f"UPDATE talka.screening SET {change}")


def test_stale_and_future_decisions(acts, received, screened):
    screening = screened(received(), decision="")
    with acts("ngo") as actor:
        given = {"actor": actor, "screening_id": screening.id, "decision": "presumed"}
        with pytest.raises(Stale):
            actions.decide(**given, version=1)
        tomorrow = timezone.localdate() + timedelta(days=2)
        with pytest.raises(Broken):
            actions.decide(**given, version=2, on=tomorrow)
        assert actions.decide(**given, version=2, on=date(2026, 3, 1)).decided_on.year == 2026


def test_who_may_screen(acts, received, screened):
    signal = received()
    screening = screened(signal, decision="")
    with acts("stranger") as actor:
        with pytest.raises(Absent):
            actions.begin_screening(actor=actor, signal_id=signal.id, profile="adult_labour")
        with pytest.raises(Absent):
            actions.answer(actor=actor, screening_id=screening.id, version=2, answers={})
    with acts("ngo_colleague") as actor:
        assert actions.begin_screening(
            actor=actor, signal_id=signal.id, profile="child_labour"
        ).conclusion
        with pytest.raises(Broken):
            actions.begin_screening(actor=actor, signal_id=signal.id, profile="martian")
        with pytest.raises(ValueError):
            actions.begin_screening(actor=actor, profile="adult_labour")


def test_a_case_is_screened_again_under_its_own_keys(acts, detected, world):
    from talka.casework.cases.actions import share_with_colleague

    case = detected()
    with acts("ngo") as actor:
        again = actions.screen(
            actor=actor,
            case_id=case.id,
            profile="adult_labour",
            answers={},
            notes={"d1_wages": "?"},
        )
        actions.decide(
            actor=actor, screening_id=again.id, version=again.version, decision="not_presumed"
        )
        decided = Step.objects.filter(case=case, kind="screening").values_list("outcome", flat=True)
        assert sorted(decided) == ["not_presumed", "presumed"]
        share_with_colleague(
            actor=actor,
            case_id=case.id,
            assignment_id=world["ngo_colleague"].assignment,
            classes=["case", "aid"],
        )
    with acts("ngo_colleague") as actor:
        assert Screening.objects.count() == 0
        with pytest.raises(Refused):
            actions.begin_screening(actor=actor, case_id=case.id, profile="adult_labour")
