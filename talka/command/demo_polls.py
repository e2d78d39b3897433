"""Polls of the demo, all invented: residents were asked and the poll is closed; another is asked by
codes, a third by an open link. Answers are given as a resident gives them: nobody is signed in."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from talka.command.demo_people import Crowd
from talka.ground.access.actor import Actor, acting
from talka.prevention.polls import rules
from talka.prevention.polls.actions import drawing, keeping, taking
from talka.prevention.polls.models import Poll, Questionnaire
from talka.prevention.polls.queries import asking

LIKELY = {
    "safe_country": "yes rather_yes rather_yes rather_yes rather_no no dk",
    "safe_here": "yes yes rather_yes rather_yes rather_yes rather_no no",
    "risk": "1 2 2 3 3 4 5 5 6 8 dk",
    "situation": "very_good good good good bad bad very_bad",
    "why_unsafe": "dark dark+drunk drunk strangers none",
    "trust_police": "yes rather_yes rather_yes rather_no",
    "trust_municipality": "rather_yes rather_yes rather_no no dk",
    "trust_ngo": "yes yes rather_yes rather_no dk",
    "neighbours": "yes yes no no no",
    "protect": "locks locks+insurance insurance neighbours nothing",
    "knows": "yes rather_yes rather_yes rather_no no",
    "heard_here": "yes no no no refused",
    "where_report": "112 112 112+ngo ngo municipality nobody",
    "offered": "yes no no no no",
    "consent": "yes",
    "sign_papers": "yes yes yes rather_yes no",
    "sign_debt": "yes rather_yes rather_no no dk",
    "sign_alone": "yes yes rather_yes rather_no",
    "sure": "1 3 4 5 5 6 7 9",
    "report": "yes yes rather_yes rather_no no",
    "why_not": "fear trust how fear+how",
    "sex": "female female female male male",
    "age": "under_30 30_49 30_49 50_64 50_64 65_more",
    "settlement": "city city city town village",
}
"""What people answer, the likely more often; several answers to one question joined by +."""
PROBLEMS = ("theft", "violence", "drugs", "roads", "exploitation")
WISHES = (
    "Daugiau šviesos prie autobusų stoties.",
    "Kad mokykloje paaiškintų, kaip patikrinti darbo skelbimą.",
    "Aiškaus numerio, kuriuo galima paklausti anonimiškai.",
    "Dažniau matyti pareigūnus vakarais.",
    "Budėjimo kambario, į kurį galima užeiti be susitarimo.",
    "Kad seniūnijoje žinotų, ką daryti, kai kas nors prašo pagalbos.",
    "Informacijos ir kitomis kalbomis.",
    "Patikros tarnybos, kuri paaiškintų darbo sutartį.",
)

CENTRE, EDGE = ("centre", "Centrinė dalis", 46000, 36), ("edge", "Pakraščio seniūnijos", 38000, 26)
"""Strata of the closed poll: code, name, people, answers."""
MARGINS = {
    "sex": {"female": 46200, "male": 37800},
    "age": {"under_30": 14300, "30_49": 27700, "50_64": 21900, "65_more": 20100},
}
FIELD_WORK = {
    "centre": {"refused": 16, "not_reached": 31, "other": 3, "not_eligible": 4},
    "edge": {"refused": 9, "not_reached": 25, "other": 4, "not_eligible": 2},
}
PRINTED_PER_ANSWER = 3


@dataclass(frozen=True)
class Wanted:
    """A poll to be: `began` days before today, `lasts` days from today on."""

    code: str
    mode: str
    lt: str
    en: str
    began: int
    lasts: int
    probability: bool = False
    population: int | None = None


SURVEY = Wanted(
    "residents", "code", "Gyventojų nuomonė apie saugumą", "Residents on their safety", 27, 0,
    probability=True, population=CENTRE[2] + EDGE[2],
)  # fmt: skip
BY_CODES = Wanted(
    "know_and_report", "code", "Ar atpažintumėte prekybą žmonėmis?",
    "Would you recognise trafficking?", 6, 21,
)  # fmt: skip
BY_LINK = Wanted(
    "residents", "open", "Trumpai apie saugumą: atvira apklausa",
    "Briefly on safety: an open poll", 10, 30,
)  # fmt: skip


def seed_polls(crowd: Crowd, cities: list[str], say: Callable[[str], None]) -> None:
    """Two polls of the first city, one closed; one by an open link in the third."""
    say("polls of residents")
    town, chance = crowd.people[cities[0], "coordinator"].account, random.Random(2026)
    _surveyed(town, cities[0], chance)
    with acting(town) as actor:
        poll = _fielded(actor, cities[0], BY_CODES)
        codes = keeping.print_codes(actor=actor, poll_id=poll.id, count=80)
    _answered(poll, codes[:19], chance)
    for city in cities[2:3]:
        with acting(crowd.people[city, "coordinator"].account) as actor:
            poll = _fielded(actor, city, BY_LINK)
        _answered(poll, [""] * 14, chance)


def _drafted(actor: Actor, city: str, wanted: Wanted) -> Poll:
    today = timezone.localdate()
    return keeping.draft_poll(
        actor=actor, municipality=city, mode=wanted.mode, min_age=18,
        questionnaire_id=Questionnaire.objects.filter(code=wanted.code).latest("version").id,
        title_lt=wanted.lt, title_en=wanted.en, probability=wanted.probability,
        since=today - timedelta(days=wanted.began), until=today + timedelta(days=wanted.lasts),
        population=wanted.population,
    )  # fmt: skip


def _fielded(actor: Actor, city: str, wanted: Wanted) -> Poll:
    poll = _drafted(actor, city, wanted)
    keeping.field_poll(actor=actor, poll_id=poll.id)
    return poll


def _surveyed(account: UUID, city: str, chance: random.Random) -> None:
    """Drawn from two strata, answered, closed. The worker mixes the answers as soon as it works."""
    with acting(account) as actor:
        poll = _drafted(actor, city, SURVEY)
        strata = [
            drawing.add_stratum(actor=actor, poll_id=poll.id, code=code, name=name, people=people,
                                planned=answers)
            for code, name, people, answers in (CENTRE, EDGE)
        ]  # fmt: skip
        for question, people in MARGINS.items():
            keeping.set_margin(actor=actor, poll_id=poll.id, question=question, people=people)
        keeping.field_poll(actor=actor, poll_id=poll.id)
        codes = [
            keeping.print_codes(actor=actor, poll_id=poll.id, stratum_id=stratum.id,
                                count=stratum.planned * PRINTED_PER_ANSWER)[: stratum.planned]
            for stratum in strata
        ]  # fmt: skip
    _answered(poll, codes[0], chance)
    _answered(poll, codes[1], chance, first=len(codes[0]))
    with acting(account) as actor:
        for row in poll.strata.all():
            drawing.note_field_work(actor=actor, poll_id=poll.id, stratum_id=row.id,
                                    version=row.version, **FIELD_WORK[row.code])  # fmt: skip
        keeping.close_poll(actor=actor, poll_id=poll.id)


def _answered(poll: Poll, codes: Sequence[str], chance: random.Random, first: int = 0) -> None:
    """As many residents as codes open the poll's address and answer; the first has a number."""
    asked = asking.asked_poll(poll.slug)
    form = asking.form_of(asked)
    for n, code in enumerate(codes, first):
        took = taking.take(poll=asked, code=code, answers=answers(form, sent(n, chance)))
        if took != "taken":
            raise RuntimeError(f"an answer of the demo was not taken: {took}")


def sent(n: int, chance: random.Random) -> dict[str, list[str]]:
    """The fields of a page as a resident fills them."""
    said = {f"q_{key}": chance.choice(likely.split()).split("+") for key, likely in LIKELY.items()}
    for place, problem in enumerate(chance.sample(PROBLEMS, len(PROBLEMS)), 1):
        said[f"q_problems_{problem}"] = [str(place)]
    if n % len(WISHES) == 0:
        said["q_wish"] = [WISHES[n // len(WISHES) % len(WISHES)]]
    return said


def answers(form: rules.Form, fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What the rules take of it, question by question; a question that is not put is left out."""
    taken: dict[str, Any] = {}
    for question in form.questions:
        given = rules.taken(question, fields) if rules.asked(question, taken) else None
        if given is not None:
            taken[question.key] = given
    return taken
