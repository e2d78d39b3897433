"""Bodies assert side by side: each for itself, in its own words, for ever."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from talka.casework.cases.actions import share_with_colleague
from talka.casework.cases.keys import keyring
from talka.casework.cases.models import Turn
from talka.casework.cases.permission import hold
from talka.casework.detection import actions, policy, queries
from talka.casework.detection.models import StatusAssertion
from talka.ground.kernel.errors import Absent, Broken, Refused


@pytest.fixture
def shared(acts, world, detected):
    """A case of the NGO that a colleague holds too, without the story."""
    case = detected()
    with acts("ngo") as actor:
        share_with_colleague(
            actor=actor,
            case_id=case.id,
            assignment_id=world["ngo_colleague"].assignment,
            classes=["case"],
        )
    return case


def test_history_stays_and_the_last_word_counts(acts, detected):
    case = detected()
    with acts("ngo") as actor:
        actions.assert_status(
            actor=actor, case_id=case.id, status="declined", ground="own_account", reason="Afraid"
        )
        actions.assert_status(actor=actor, case_id=case.id, status="possible", ground="screening")
        page = queries.statuses(hold(actor, case.id, policy.SEE_STATUS), keyring(case.id), "en")
        (column,) = page.columns
        assert column.now.status == "possible"
        assert column.now.criteria == "labour 1"
        assert [s.status for s in column.before] == ["declined", "presumed"]
        assert column.before[0].reason == "Afraid"
        assert not page.differ


def test_a_reason_needs_sight_of_the_story(acts, shared):
    with acts("ngo_colleague") as actor:
        given = {
            "actor": actor,
            "case_id": shared.id,
            "status": "not_a_victim",
            "ground": "observation",
        }
        with pytest.raises(Broken) as broken:
            actions.assert_status(**given, reason="Saw it all")
        assert set(broken.value.faults) == {"reason"}
        actions.assert_status(**given)
        page = queries.statuses(hold(actor, shared.id, policy.SEE_STATUS), None, "en")
        assert page.columns[0].now.status == "not_a_victim"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"status": "recognised"}, "status"),
        ({"status": "signal"}, "status"),
        ({"status": ""}, "status"),
        ({"ground": "rumour"}, "ground"),
        ({"on": timezone.localdate() + timedelta(days=2)}, "on"),
    ],
)
def test_what_is_not_asserted(acts, detected, changes, field):
    case = detected()
    given = {"status": "possible", "ground": "observation", **changes}
    with acts("ngo") as actor, pytest.raises(Broken) as broken:
        actions.assert_status(actor=actor, case_id=case.id, **given)
    assert set(broken.value.faults) == {field}


def test_nobody_without_the_case(acts, detected):
    case = detected()
    for name in ("stranger", "police", "ngo_colleague", "ministry"):
        with acts(name) as actor, pytest.raises(Absent):
            actions.assert_status(
                actor=actor, case_id=case.id, status="possible", ground="observation"
            )


INSERT = """
    INSERT INTO talka.status_assertion
        (id, case_id, institution_id, by_id, status, ground, "on", at, criteria)
    VALUES (gen_random_uuid(), %s, %s, %s, %s, 'observation', now(), now(), '')"""


def test_the_database_holds_a_body_to_its_own_words(acts, detected, world):
    case = detected()
    ngo, police = world["ngo"], world["police"]
    forged = [
        (ngo.institution, ngo.assignment, "recognised"),
        (ngo.institution, ngo.assignment, "suspected"),
        (police.institution, ngo.assignment, "possible"),
        (police.institution, police.assignment, "suspected"),
        (ngo.institution, world["ngo_colleague"].assignment, "possible"),
    ]
    with acts("ngo"), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', 'attack', true)")
        for values in forged:
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(INSERT, [case.id, *values])
        for change in (
            "UPDATE talka.status_assertion SET status = 'possible'",
            "DELETE FROM talka.status_assertion",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(change)
        cursor.execute(INSERT, [case.id, ngo.institution, ngo.assignment, "possible"])
        assert StatusAssertion.objects.filter(case=case).count() == 2


def test_bodies_stand_side_by_side_and_a_difference_asks_for_an_answer(acts, detected, together):
    case = detected()
    together(case, "police")
    with acts("police") as actor:
        held = hold(actor, case.id, policy.SEE_STATUS)
        assert held.classes == {"case"}
        with pytest.raises(Broken):
            actions.assert_status(
                actor=actor, case_id=case.id, status="presumed", ground="observation"
            )
        actions.assert_status(actor=actor, case_id=case.id, status="suspected", ground="documents")
        assert not Turn.objects.filter(act="assertion.answer").exists()
        actions.assert_status(
            actor=actor, case_id=case.id, status="not_a_victim", ground="documents"
        )
    with acts("ngo") as actor:
        held = hold(actor, case.id, policy.SEE_STATUS)
        page = queries.statuses(held, keyring(case.id), "en")
        assert [(c.kind, c.now.status) for c in page.columns] == [
            ("ngo", "presumed"),
            ("police", "not_a_victim"),
        ]
        assert page.differ
        turn = Turn.objects.get(act="assertion.answer", done_at__isnull=True)
        assert turn.institution_id == case.institution_id
        actions.assert_status(actor=actor, case_id=case.id, status="presumed", ground="own_account")
        assert not Turn.objects.filter(act="assertion.answer", done_at__isnull=True).exists()
        assert StatusAssertion.objects.filter(case=case).count() == 4


def test_the_reason_of_another_body_shows_only_with_the_story(acts, browser_of, detected, together):
    case = detected()
    together(case, "police")
    with acts("ngo") as actor:
        actions.assert_status(
            actor=actor, case_id=case.id, status="presumed", ground="own_account", reason="Zebra"
        )
    url = f"/case/{case.id}/statuses/"
    assert "Zebra" in browser_of("ngo").get(url).content.decode()
    page = browser_of("police").get(url)
    assert page.status_code == 200
    assert "Zebra" not in page.content.decode()
    assert browser_of("police").get(f"/case/{case.id}/signal/").status_code == 403
    assert browser_of("stranger").get(url).status_code == 404


def test_the_story_is_added_to_by_who_may_write_it(acts, shared):
    with acts("ngo") as actor:
        actions.write_story(actor=actor, case_id=shared.id, text="Second talk", on=date(2026, 5, 1))
        told = queries.stories(shared.id, keyring(shared.id))
        assert {t.text for t in told} >= {"Second talk"}
        with pytest.raises(Broken):
            actions.write_story(actor=actor, case_id=shared.id, text=" ")
        tomorrow = timezone.localdate() + timedelta(days=2)
        with pytest.raises(Broken):
            actions.write_story(actor=actor, case_id=shared.id, text="x", on=tomorrow)
    with acts("ngo_colleague") as actor, pytest.raises(Refused):
        actions.write_story(actor=actor, case_id=shared.id, text="Not mine to tell")
