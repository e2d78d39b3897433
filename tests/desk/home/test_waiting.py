"""All rooms of prevention answer in one statement, and say what each of them would say alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models.functions import JSONObject
from django.test import Client
from django.utils import timezone, translation

from talka.ground.access.actor import Actor
from talka.ground.kernel.begun import counted
from talka.ground.ui import waiting
from talka.ground.ui.waiting import Source, Waiting
from talka.prevention.activities.queries import waiting as of_activities
from talka.prevention.bodies.actions import assembly, participation
from talka.prevention.bodies.models import Meeting, Proposal, Seat
from talka.prevention.bodies.queries import waiting as of_bodies
from talka.prevention.polls.queries import waiting as of_polls
from talka.prevention.programmes.models import PlanNode, ProgrammeVersion
from talka.prevention.programmes.queries import waiting as of_programmes
from talka.prevention.programmes.queries.force import speaks
from talka.prevention.safety.actions import judging
from talka.prevention.safety.models import Addressee
from talka.prevention.safety.queries import waiting as of_safety
from talka.prevention.training.queries import waiting as of_training
from tests.cast import Member
from tests.prevention.bodies.conftest import commission, met, process, proposed, seats
from tests.prevention.programmes.conftest import nation, running, town
from tests.prevention.safety.conftest import sent
from tests.prevention.training.conftest import make_course, make_session

__all__ = ["commission", "met", "nation", "process", "running", "seats", "sent", "town"]

Acts = Callable[[str], AbstractContextManager[Actor]]
TODAY = timezone.localdate()
LATER = max(TODAY, date(2027, 3, 1)) + timedelta(days=5)
"""By then the step of the plan waits too."""
ROOMS = (of_programmes, of_activities, of_training, of_safety, of_bodies, of_polls)
EACH: list[Source] = [source for room in ROOMS for source in room.SOURCES]
COORDINATOR_OWES = {
    "Finish a step of a measure", "Close a training session", "Assess the municipality",
    "Answer a recommendation", "Follow up a decision",
}  # fmt: skip


@pytest.fixture
def owed(
    acts: Acts, world: dict[str, Member], running: PlanNode, sent: Addressee, met: Meeting,
    seats: list[Seat], process: UUID,
) -> None:  # fmt: skip
    """Something waits in most rooms; of two courses one has no English title."""
    with acts("coordinator") as actor:
        for year in (TODAY.year - 1, TODAY.year):
            judging.begin(actor=actor, municipality="29", year=year)
        for code, title in (("S-1", "Course"), ("S-2", "")):
            course = make_course(actor, code, title_en=title)
            make_session(actor, course, world["ngo_supervisor"].account)
        assembly.decide(
            actor=actor, meeting_id=met.id, number="1", text="x" * 200, seat_id=seats[0].id,
            responsible="", due=TODAY + timedelta(days=20),
        )  # fmt: skip
    with acts("ngo") as actor:
        participation.submit(actor=actor, proposal_id=proposed(actor, process).id)


def alone(actor: Actor, language: str, sources: list[Source] = EACH) -> list[Waiting]:
    """Each source asked by itself, one after the other."""
    return [w for s in sources for w in waiting.waiting(actor, LATER, language, [s])]


@pytest.mark.parametrize("language", ["lt", "en"])
def test_one_statement_says_what_each_would_say_alone(
    acts: Acts, owed: None, language: str
) -> None:
    labels: set[str] = set()
    for who in ("coordinator", "ministry", "ngo", "ngo_supervisor", "evaluator", "police"):
        with acts(who) as actor:
            with counted() as statements:
                found = waiting.waiting(actor, LATER, language)
            assert len(statements) == 1
            assert found == alone(actor, language), who
            with translation.override("en"):
                labels |= {str(w.label) for w in found}
    assert labels >= {*COORDINATOR_OWES, "Answer a proposal", "Carry out a decision"}


def test_a_source_left_out_is_seen(acts: Acts, owed: None) -> None:
    """Control."""
    with acts("coordinator") as actor:
        whole = alone(actor, "en")
        for room in (of_programmes, of_training, of_safety, of_bodies):
            rest = [s for s in EACH if s not in room.SOURCES]
            assert waiting.waiting(actor, LATER, "en", rest) != whole


@pytest.mark.parametrize("language", ["lt", "en"])
def test_names_are_those_the_models_say(
    acts: Acts, owed: None, running: PlanNode, sent: Addressee, seats: list[Seat], language: str
) -> None:
    """In the reader's language, and the Lithuanian one where nobody wrote another."""
    with acts("coordinator") as actor:
        found = waiting.waiting(actor, LATER, language)
        with translation.override("en"):
            of = {(str(w.label), w.what): w for w in found}
        held = {what for label, what in of if label == "Close a training session"}
        titles = {"Course", "Kursas"} if language == "en" else {"Kursas"}
        assert held == {f"{title}, Šiauliai, salė" for title in titles}
        plan = running.plan.programme.name(language)
        assert of["Finish a step of a measure", f"{running.code} Step"].due_source == plan
        decision = of["Follow up a decision", f"1 {'x' * 120}"]
        assert decision.who == seats[0].name(language)
        author = sent.recommendation.institution.name(language)
        advice = of["Answer a recommendation", sent.recommendation.text]
        assert author in str(advice.due_source)
        assert advice.who == sent.institution.name(language)
        nations = ProgrammeVersion.objects.filter(
            speaks(TODAY), until__gte=TODAY, programme__level="national"
        ).exclude(adoptions=running.plan)
        taken_up = waiting.waiting(actor, TODAY, language, of_programmes.SOURCES[1:])
        assert {w.what for w in taken_up} == {v.programme.name(language) for v in nations}


def test_lines_of_one_source_stand_in_their_order(acts: Acts, owed: None) -> None:
    with acts("coordinator") as actor:
        found = waiting.waiting(actor, LATER, "en", of_safety.SOURCES[:1])
        years = [w.what[-4:] for w in found]
    assert years == [str(TODAY.year - 1), str(TODAY.year)]


def _proposals(actor: Actor, today: date, language: str) -> Any:
    return Proposal.objects.annotate(told=JSONObject(text="text"))


def _read(row: waiting.Row, actor: Actor, today: date, language: str) -> Waiting:
    return Waiting("Read it", row["text"], "/read/")


SAMPLE = Source("sample", _proposals, _read)


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room of tomorrow."""
    monkeypatch.setattr(waiting, "_sources", dict(waiting._sources))
    waiting.register(SAMPLE)


def test_a_new_source_appears_and_asks_no_further_statement(
    acts: Acts, owed: None, browser_of: Callable[[str], Client], request: pytest.FixtureRequest
) -> None:
    assert "Read it" not in browser_of("ngo").get("/").content.decode()
    request.getfixturevalue("registered")
    with acts("ngo") as actor:
        with counted() as statements:
            found = waiting.waiting(actor, LATER, "en")
        assert len(statements) == 1
        assert found == alone(actor, "en", [*EACH, SAMPLE])
    assert "Read it" in browser_of("ngo").get("/").content.decode()


@pytest.mark.usefixtures("registered")
def test_the_database_decides_what_a_source_brings(acts: Acts, process: UUID) -> None:
    """The sample asks for every proposal there is; a draft is its institution's own."""

    def read(actor: Actor) -> list[str]:
        return [w.what for w in waiting.waiting(actor, TODAY, "en") if w.label == "Read it"]

    with acts("ngo") as actor:
        made = proposed(actor, process)
        assert read(actor) == [made.text]
    with acts("stranger") as actor:
        assert read(actor) == []
    with acts("ngo") as actor:
        participation.submit(actor=actor, proposal_id=made.id)
    with acts("stranger") as actor:
        assert read(actor) == [made.text], "control: it shows what was submitted"


def test_nobody_is_asked_where_no_source_concerns_the_person(acts: Acts) -> None:
    with acts("evaluator") as actor, counted() as statements:
        assert waiting.waiting(actor, TODAY, "en", of_polls.SOURCES) == []
    assert statements == []


def test_a_source_registers_once() -> None:
    """Control."""
    waiting.register(*of_polls.SOURCES)
    with pytest.raises(ValueError, match="twice"):
        waiting.register(Source(of_polls.SOURCES[0].code, _proposals, _read))
