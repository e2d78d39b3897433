"""The first page knows what waits in the rooms of prevention, and only for those it concerns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from talka.ground.kernel.begun import counted
from talka.ground.ui import waiting
from talka.prevention.activities.actions.evidence import add_evidence, destroy_evidence
from talka.prevention.activities.queries import waiting as of_activities
from talka.prevention.bodies.actions import assembly, participation
from talka.prevention.bodies.queries import waiting as of_bodies
from talka.prevention.polls.actions import keeping
from talka.prevention.polls.models import Questionnaire
from talka.prevention.polls.queries import waiting as of_polls
from talka.prevention.programmes.actions import drafting, progress
from talka.prevention.programmes.models import Milestone
from talka.prevention.programmes.queries import waiting as of_programmes
from talka.prevention.safety.actions import advising, judging
from talka.prevention.safety.models import Addressee
from talka.prevention.safety.queries import waiting as of_safety
from talka.prevention.training.actions import closing, sessions
from talka.prevention.training.queries import waiting as of_training
from tests.desk.home.test_first import lists_of
from tests.prevention.activities.conftest import held
from tests.prevention.activities.test_evidence import STAFF, given
from tests.prevention.bodies.conftest import commission, met, process, proposed, seats
from tests.prevention.programmes.conftest import nation, running, town
from tests.prevention.safety.conftest import fill, recommend, sent
from tests.prevention.training.conftest import (
    course,
    enrolled,
    make_course,
    make_session,
    present,
    session,
)

__all__ = [
    "commission", "course", "enrolled", "held", "met", "nation", "process", "running", "seats",
    "sent", "session", "town",
]  # fmt: skip

NOW = timezone.localdate


def asked(room: Any, actor: Any, after: int = 0) -> list[tuple[str, date | None, bool]]:
    """(label, due, mine) of a room, on a day so many days from now."""
    found = waiting.waiting(actor, NOW() + timedelta(days=after), "en", room.SOURCES)
    with translation.override("en"):
        return [(str(w.label), w.due_at, w.mine) for w in found]


def labels(room: Any, actor: Any, after: int = 0) -> list[str]:
    return [label for label, _due, _mine in asked(room, actor, after)]


STEP, DRAFT = "Finish a step of a measure", "Publish a draft programme"
TAKE = "Take up a national programme"


def test_programmes(acts, nation):
    def about(actor: Any) -> list[str]:
        """Of the invented plan; the country's pack has others in force."""
        found = waiting.waiting(actor, NOW(), "lt", of_programmes.SOURCES)
        with translation.override("en"):
            return [str(w.label) for w in found if w.what == "Prevencijos planas"]

    with acts("coordinator") as actor:
        assert about(actor) == [TAKE]
        own = drafting.adopt(actor=actor, version_id=nation, municipality="29")
        assert about(actor) == [DRAFT]
    for other in ("stranger", "police", "evaluator", "ministry"):
        with acts(other) as actor:
            assert about(actor) == []
    with acts("coordinator") as actor:
        drafting.publish(actor=actor, version_id=own.id)
        assert about(actor) == []


def test_a_step_waits_from_thirty_days_before_until_it_is_done(acts, running):
    due = date(2027, 3, 1)
    left = (due - NOW()).days
    with acts("coordinator") as actor:
        assert STEP not in labels(of_programmes, actor, left - 31)
        assert (STEP, due, True) in asked(of_programmes, actor, left - 30)
        assert STEP in labels(of_programmes, actor, left + 1)
    with acts("ministry") as actor:
        assert STEP not in labels(of_programmes, actor, left)
    with acts("coordinator") as actor:
        step = Milestone.objects.get(node=running)
        progress.finish(actor=actor, milestone_id=step.id, on=NOW())
        assert STEP not in labels(of_programmes, actor, left)


def test_safety_assessments(acts):
    with acts("coordinator") as actor:
        made = judging.begin(actor=actor, municipality="29", year=NOW().year)
        assert labels(of_safety, actor) == ["Assess the municipality"]
    with acts("ministry") as actor:
        assert labels(of_safety, actor) == []
    with acts("coordinator") as actor:
        fill(actor, made)
        judging.submit(actor=actor, assessment_id=made.id)
        assert labels(of_safety, actor) == []
    with acts("ministry") as actor:
        assert labels(of_safety, actor) == ["Review an assessment"]


def test_a_recommendation_goes_from_hand_to_hand(acts, sent):
    with acts("coordinator") as actor:
        assert asked(of_safety, actor) == [("Answer a recommendation", sent.answer_due, True)]
    with acts("evaluator") as actor:
        assert asked(of_safety, actor) == [("Answer a recommendation", sent.answer_due, False)]
    with acts("police") as actor:
        assert asked(of_safety, actor) == []
    until = NOW() + timedelta(days=90)
    with acts("coordinator") as actor:
        advising.respond(actor=actor, addressee_id=sent.id, answer="accepted", reason="", due=until)
        assert asked(of_safety, actor) == [("Carry out a recommendation", until, True)]
        advising.follow_up(
            actor=actor, addressee_id=sent.id, on=NOW(), action="x", measure_id=None,
            progress=100, evidence="",
        )  # fmt: skip
        confirm = "Confirm that a recommendation is carried out"
        assert asked(of_safety, actor) == [(confirm, until, False)]
    with acts("evaluator") as actor:
        assert asked(of_safety, actor) == [(confirm, until, True)]
        advising.confirm(actor=actor, addressee_id=sent.id, note="")
        assert asked(of_safety, actor) == []


def test_a_rejected_or_replaced_recommendation_waits_for_nobody(acts, sent, world):
    with acts("evaluator") as actor:
        later = recommend(actor, world["police"], supersedes_id=sent.recommendation_id)
        assert len(labels(of_safety, actor)) == 1
        advising.send(actor=actor, recommendation_id=later)
    with acts("coordinator") as actor:
        assert labels(of_safety, actor) == []


def test_bodies_decisions(acts, met, seats):
    due = NOW() + timedelta(days=40)
    with acts("coordinator") as actor:
        taken = assembly.decide(
            actor=actor, meeting_id=met.id, number="1", text="x", seat_id=seats[0].id,
            responsible="", due=due,
        )  # fmt: skip
        assert labels(of_bodies, actor, 9) == []
        assert asked(of_bodies, actor, 10) == [("Follow up a decision", due, True)]
    with acts("ngo") as actor:
        assert labels(of_bodies, actor, 41) == ["Carry out a decision"]
    for other in ("police", "ministry", "stranger"):
        with acts(other) as actor:
            assert labels(of_bodies, actor, 41) == []
    with acts("coordinator") as actor:
        assembly.follow_up(
            actor=actor, decision_id=taken.id, on=NOW(), done=True, text="x", evidence=""
        )
        assert labels(of_bodies, actor, 41) == []


def test_a_proposal_waits_for_its_keeper(acts, process):
    with acts("ngo") as actor:
        made = proposed(actor, process)
        assert labels(of_bodies, actor) == []
        participation.submit(actor=actor, proposal_id=made.id)
        [(label, due, mine)] = asked(of_bodies, actor)
        assert label == "Answer a proposal"
        assert not mine
        assert due is not None
        assert 26 < (due - NOW()).days < 45, "20 working days"
    with acts("ministry") as actor:
        assert asked(of_bodies, actor) == [(label, due, True)]
    for other in ("stranger", "coordinator"):
        with acts(other) as actor:
            assert labels(of_bodies, actor) == []
    with acts("ministry") as actor:
        participation.answer(
            actor=actor, proposal_id=made.id, verdict="adopted", reason="", on=NOW()
        )
        assert labels(of_bodies, actor) == []


def test_training(acts, enrolled, session, world):
    close = "Close a training session"
    with acts("ngo_supervisor") as actor:
        assert labels(of_training, actor) == []
        assert labels(of_training, actor, 1) == [close]
        present(actor, session)
    with acts("coordinator") as actor:
        assert labels(of_training, actor, 1) == [close]
    with acts("police") as actor:
        assert labels(of_training, actor, 1) == []


def test_a_certificate_waits_ninety_days_before_its_end_until_it_is_renewed(acts, world):
    refresh = "Refresh your training"

    def trained(months: int, made: Any = None) -> Any:
        with acts("coordinator") as actor:
            found = made or make_course(actor, pass_percent=None, refresh_months=months)
            one = make_session(actor, found, world["ngo_supervisor"].account)
            sessions.enrol(actor=actor, session_id=one.id, assignment_id=world["police"].assignment)
            present(actor, one)
            closing.close(actor=actor, session_id=one.id)
        return found

    trained(12)
    with acts("police") as actor:
        [(_, end, mine)] = asked(of_training, actor, 300)
        left = (end - NOW()).days
        assert mine
        assert labels(of_training, actor, left - 91) == []
        assert labels(of_training, actor, left - 90) == [refresh]
        assert labels(of_training, actor, left + 5) == [refresh]
    with acts("coordinator") as actor:
        assert labels(of_training, actor, left) == []


def test_activities(acts, held):
    label = "Evidence is destroyed when its time is over"
    with acts("ngo") as actor:
        row = add_evidence(**given(actor, held, **STAFF))
        left = (row.retention_until - NOW()).days
        assert labels(of_activities, actor, left - 31) == []
        assert asked(of_activities, actor, left - 30) == [(label, row.retention_until, True)]
    with acts("coordinator") as actor:
        assert labels(of_activities, actor, left) == [label]
    for other in ("stranger", "ministry", "police", "evaluator"):
        with acts(other) as actor:
            assert labels(of_activities, actor, left) == []
    with acts("ngo") as actor:
        destroy_evidence(actor=actor, activity_id=held.id, evidence_id=row.id, reason="x")
        assert labels(of_activities, actor, left) == []


def test_polls(acts):
    with acts("coordinator") as actor:
        kind = Questionnaire.objects.get(code="know_and_report")
        poll = keeping.draft_poll(
            actor=actor, municipality="29", questionnaire_id=kind.id, mode="open",
            title_lt="Apklausa", title_en="Poll", since=NOW(), until=NOW() + timedelta(days=5),
            min_age=18, probability=False, population=None,
        )  # fmt: skip
        assert labels(of_polls, actor, 6) == [], "a draft was never asked"
        keeping.field_poll(actor=actor, poll_id=poll.id)
        assert labels(of_polls, actor, 5) == [], "its last day"
        assert labels(of_polls, actor, 6) == ["Close a poll"]
    for other in ("ministry", "ngo", "stranger"):
        with acts(other) as actor:
            assert labels(of_polls, actor, 6) == []
    with acts("coordinator") as actor:
        keeping.close_poll(actor=actor, poll_id=poll.id)
        assert labels(of_polls, actor, 6) == []


def test_the_page_shows_it_with_its_day_and_source(acts, sent, browser_of):
    page = lists_of(browser_of("coordinator").get("/").content.decode())
    assert "Answer a recommendation" in page["mine"]
    assert "set by Evaluators" in page["mine"]
    assert sent.answer_due.isoformat() in page["mine"]
    assert reverse("recommendation", args=[sent.recommendation_id]) in page["mine"]
    theirs = browser_of("evaluator").get("/").content.decode()
    assert "Answer a recommendation" in lists_of(theirs)["others"]
    assert "Šiauliai municipality" in lists_of(theirs)["others"]
    assert "Your role works without cases" in theirs
    assert "Answer a recommendation" not in browser_of("ngo").get("/").content.decode()
    lt = browser_of("coordinator", "lt").get("/").content.decode()
    assert "Atsakyti į rekomendaciją" in lt


def test_the_soonest_stands_first(acts, sent, world, browser_of):
    with acts("evaluator") as actor:
        for text, days in (("Vėlesnė", 400), ("Ankstesnė", 60)):
            made = recommend(actor, world["coordinator"], days=days, text=text)
            advising.send(actor=actor, recommendation_id=made)
    with acts("coordinator") as actor:
        for n, to in enumerate(Addressee.objects.filter(recommendation__sent_on__isnull=False)):
            advising.respond(actor=actor, addressee_id=to.id, answer="accepted", reason="",
                             due=NOW() + timedelta(days=50 - n))  # fmt: skip
    page = lists_of(browser_of("coordinator").get("/").content.decode())["mine"]
    places = [page.index((NOW() + timedelta(days=50 - n)).isoformat()) for n in range(3)]
    assert places == sorted(places, reverse=True)


@pytest.mark.parametrize("who", ["coordinator", "ministry", "ngo"])
def test_three_things_ask_as_much_as_one(acts, sent, world, browser_of, who):
    def statements() -> int:
        with counted() as found:
            assert browser_of(who).get("/").status_code == 200
        return len([s for s in found if "SAVEPOINT" not in s])

    once = statements()
    with acts("evaluator") as actor:
        for _ in range(2):
            made = recommend(actor, world["coordinator"])
            advising.send(actor=actor, recommendation_id=made)
    assert statements() == once <= 12
