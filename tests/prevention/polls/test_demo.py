"""What the demo shows of polls: answers given in the public way, a result with numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from talka.command import demo_polls
from talka.ground.access.actor import acting, begun
from talka.prevention.polls import rules
from talka.prevention.polls.actions import keeping
from talka.prevention.polls.models import Poll, Questionnaire
from talka.prevention.polls.queries.pages import counts
from tests.cast import Member
from tests.prevention.crowd import TOWN, crowd
from tests.prevention.polls.conftest import forget


@pytest.fixture
def seeded(cast: dict[str, Member]) -> Iterator[dict[str, Poll]]:
    """The polls of the first city, and one by an open link there too: questionnaire, mode → poll.
    Committed, and gone afterwards with the job that would mix the answers."""
    said: list[str] = []
    demo_polls.seed_polls(crowd(cast), [TOWN], said.append)
    assert said == ["polls of residents"]
    with acting(cast["coordinator"].account) as actor:
        poll = demo_polls._fielded(actor, TOWN, demo_polls.BY_LINK)
    demo_polls._answered(poll, [""] * 14, random.Random(1))
    with begun(cast["coordinator"].token, "work", "test"):
        made = list(Poll.objects.select_related("questionnaire").filter(municipality=TOWN))
    yield {f"{p.questionnaire.code} {p.mode}": p for p in made}
    forget(p.id for p in made)


def test_a_closed_survey_shows_numbers_and_two_are_asked(
    seeded: dict[str, Poll], cast: dict[str, Member], mix: Callable[[UUID], int]
) -> None:
    assert set(seeded) == {"residents code", "know_and_report code", "residents open"}
    closed = seeded["residents code"]
    assert mix(closed.id) == demo_polls.CENTRE[3] + demo_polls.EDGE[3] == 62
    with begun(cast["coordinator"].token, "work", "test") as actor:
        asked = counts(seeded["know_and_report code"])
        assert (asked.printed, asked.answers, asked.codes) == (80, 19, 61)
        assert counts(seeded["residents open"]).answers == 14
        assert actor.id == cast["coordinator"].account
    page = browser(cast).get(f"/polls/{closed.id}/results/").content.decode()
    assert "62 people answered" in page
    assert "interval" in page
    assert "could not be" not in page


def browser(cast: dict[str, Member]) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["talka"] = cast["coordinator"].token
    client.cookies["talka_language"] = "en"
    return client


def test_every_question_has_answers_enough_to_be_shown(world: dict[str, Member]) -> None:
    """Of the survey: each question put to everybody is answered by 50 or more, each answer but one
    kind is in the margins."""
    form = form_of(world, "residents")
    chance = random.Random(2026)
    told = [demo_polls.answers(form, demo_polls.sent(n, chance)) for n in range(62)]
    for question in form.questions:
        if question.kind in rules.COUNTED and question.when is None:
            assert rules.showing(sum(question.key in t for t in told)) == "full", question.key
    for about, people in demo_polls.MARGINS.items():
        assert {t[about] for t in told} == set(people)
        assert sum(people.values()) == demo_polls.SURVEY.population
    assert any("wish" in t for t in told)


def form_of(world: dict[str, Member], code: str) -> rules.Form:
    with begun(world["coordinator"].token, "work", "test"):
        return rules.form_of(Questionnaire.objects.get(code=code).document)


def test_what_a_page_would_refuse_the_demo_cannot_send(world: dict[str, Member]) -> None:
    """Control: the answers go through the rules of the page."""
    form = form_of(world, "residents")
    good = demo_polls.sent(0, random.Random(1))
    assert demo_polls.answers(form, good)
    for bad in ({"q_safe_here": ["perhaps"]}, {"q_risk": ["11"]},
                {"q_protect": ["nothing", "locks"]}):  # fmt: skip
        with pytest.raises(rules.Wrong):
            demo_polls.answers(form, {**good, **bad})


def test_a_code_of_the_demo_counts_once(asked: Callable[..., Poll], keeper: Any) -> None:
    """Control: a second answer with the same code stops the making of the demo."""
    poll = asked(mode="code")
    code = keeper(keeping.print_codes, poll_id=poll.id, count=1)
    demo_polls._answered(poll, code, random.Random(1))
    with pytest.raises(RuntimeError, match="not taken: code"):
        demo_polls._answered(poll, code, random.Random(1))
