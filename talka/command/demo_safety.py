"""Safety in the demo, all invented: one town assessed and reviewed, groups, a need, two
recommendations, one answered and under way; figures of six towns for the map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from talka.command.demo_people import Crowd
from talka.ground.access.actor import Actor, acting
from talka.prevention.safety.actions import advising, figures, groups, judging, needs
from talka.prevention.safety.models import Addressee, Assessment
from talka.prevention.safety.queries import methods

LEVELS = (3, 2, 3, 1, 2, 3, 2)
"""The levels of the criteria, in turn."""
REASONS = (
    "Komisija posėdžiauja kas ketvirtį, jos sudėtis patvirtinta.",
    "Vertinama kasmet, bet rodikliai dar ne visi surinkti.",
    "Yra planas, lėšos skirtos, atsakingi asmenys paskirti.",
)
AREAS = (
    ("Liepų seniūnaitija", 2013, "to_30", "elder"),
    ("Beržyno kvartalas", 2016, "to_10", "resident"),
    ("Ežero gatvė 3–41", 2019, "to_10", "manager"),
)
SHOWN = ("62", "78", "70", "84", "66", "73")
"""How many per cent feel safe where they live, by city."""


def seed_safety(crowd: Crowd, cities: list[str], say: Callable[[str], None]) -> None:
    say("safety of municipalities")
    town, ministry = crowd.people[cities[0], "coordinator"], crowd.people["", "ministry"]
    with acting(ministry.account) as actor:
        _figures(actor, cities)
    with acting(town.account) as actor:
        last = _assessed(actor, cities[0], timezone.localdate().year - 1)
        _groups(actor, cities[0])
        need = _need(actor)
    with acting(ministry.account) as actor:
        _reviewed(actor, last)
    with acting(town.account) as actor:
        _begun(actor, cities[0])
    with acting(crowd.people["", "evaluator"].account) as actor:
        sent = _advised(actor, town.institution, need)
    with acting(town.account) as actor:
        _answered(actor, sent)


def _figures(actor: Actor, cities: Sequence[str]) -> None:
    """Numbers between the goalposts, a zero, and cells that lack a number for a reason."""
    year, lines = timezone.localdate().year, []
    for n, city in enumerate(cities):
        for m, measure in enumerate(methods.framework().measures):
            state, value = "value", measure.high * Decimal(45 + (n * 17 + m * 11) % 45) / 100
            if measure.code == "C1":
                value = Decimal(SHOWN[n % len(SHOWN)])
            if (n + m) % 19 == 18:
                state, value = "missing", None  # type: ignore[assignment]
            said = None if value is None else value.quantize(Decimal("0.1"))
            lines.append([city, year, measure.code, state, "" if said is None else said,
                          "išgalvota demonstracijai"])  # fmt: skip
    rows = [figures.COLUMNS, *lines]
    figures.take_in(actor=actor, text="\n".join(";".join(map(str, row)) for row in rows))


def _answers(actor: Actor, made: Assessment, most: int | None = None) -> None:
    for n, criterion in enumerate(methods.rubric().criteria[:most]):
        judging.answer(
            actor=actor, assessment_id=made.id, criterion=criterion.code, version=0,
            level=LEVELS[n % len(LEVELS)], reasoning=REASONS[n % len(REASONS)],
            evidence="Tarybos sprendimas T-1 (išgalvotas)",
        )  # fmt: skip


def _assessed(actor: Actor, city: str, year: int) -> UUID:
    made = judging.begin(actor=actor, municipality=city, year=year)
    _answers(actor, made)
    judging.submit(actor=actor, assessment_id=made.id)
    return made.id


def _begun(actor: Actor, city: str) -> None:
    """This year's, with last year's words in it, still to be submitted."""
    judging.begin(actor=actor, municipality=city, year=timezone.localdate().year)


def _reviewed(actor: Actor, assessment_id: UUID) -> None:
    first = methods.rubric().criteria[0]
    judging.review(
        actor=actor, assessment_id=assessment_id, criterion=first.code, version=0, level=2,
        reason="Protokolai pateikti tik už du ketvirčius.",
    )  # fmt: skip
    judging.agree(actor=actor, assessment_id=assessment_id, reason="Įrodymai peržiūrėti.")
    judging.close_review(actor=actor, assessment_id=assessment_id)


def _groups(actor: Actor, city: str) -> None:
    for area, year, size, contact in AREAS:
        groups.register(
            actor=actor, municipality=city, area=area, started_on=date(year, 5, 2), ended_on=None,
            size_band=size, status="active", contact_role=contact, police_role="contact",
            supporters=["municipality", "police"], needs=["signs", "information"],
        )  # fmt: skip


def _need(actor: Actor) -> UUID:
    made = needs.begin(
        actor=actor, year=timezone.localdate().year, title="Saugios kaimynystės grupių poreikiai",
        scope="Trys grupės ir jų aplinka", method="Pokalbiai ir anketa", sample="41 gyventojas",
    )  # fmt: skip
    found = needs.find(
        actor=actor, analysis_id=made.id, strength="moderate",
        text="Grupių nariai nežino, kur pranešti apie įtariamą prekybą žmonėmis.",
    )  # fmt: skip
    need = needs.need(actor=actor, finding_id=found.id, severity=3, affected=120,
                      text="Aiški atmintinė ir nuolatinis kontaktinis pareigūnas.")  # fmt: skip
    needs.publish(actor=actor, analysis_id=made.id)
    return need.id


def _advised(actor: Actor, town: UUID, need: UUID) -> Addressee:
    """One to be answered, one that was accepted and is under way."""
    today = timezone.localdate()
    said: dict[str, Any] = {"basis": "evaluation", "addressees": [town], "cost": None}
    waiting = advising.write(
        actor=actor, text="Įtraukti supervizijas į tarpdisciplininės komandos metų planą.",
        priority=2, due=today + timedelta(days=240), **said,
    )  # fmt: skip
    advising.send(actor=actor, recommendation_id=waiting.id)
    made = advising.write(
        actor=actor, text="Parengti atmintinę saugios kaimynystės grupėms.", need_id=need,
        priority=1, due=today + timedelta(days=120), **said,
    )  # fmt: skip
    advising.send(actor=actor, recommendation_id=made.id)
    return Addressee.objects.get(recommendation=made)


def _answered(actor: Actor, to: Addressee) -> None:
    today = timezone.localdate()
    advising.respond(actor=actor, addressee_id=to.id, answer="accepted", reason="",
                     due=today + timedelta(days=90))  # fmt: skip
    advising.follow_up(actor=actor, addressee_id=to.id, on=today, progress=40, evidence="",
                       action="Parengtas atmintinės tekstas.")  # fmt: skip
