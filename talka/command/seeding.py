"""Forty people's cases for the demo, each made through the system's own actions, at different
places on the path. Every person and story is invented."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from talka.casework.aid import actions as aid
from talka.casework.aid import rules as aid_rules
from talka.casework.cases.models import Case
from talka.casework.detection import actions as detection
from talka.casework.sharing import actions as sharing
from talka.command.demo_activities import seed_activities
from talka.command.demo_bodies import seed_bodies
from talka.command.demo_people import CITIES, Crowd, Gathering, Person
from talka.command.demo_polls import seed_polls
from talka.command.demo_programmes import seed_plans
from talka.command.demo_safety import seed_safety
from talka.command.demo_stories import GOALS, NOTES, STORIES, Story, invented_person
from talka.command.demo_training import seed_training
from talka.ground.access.actor import Actor, acting
from talka.method.criteria import queries as criteria

CASES = 40

STAGES = (
    "signal", "screened", "opened", "informed", "referred", "accepted", "assessed", "planned",
    "served", "served", "monitored", "closed",
)  # fmt: skip
"""How far the n-th person has come; the list repeats."""


def seed(say: Callable[[str], None]) -> list[dict[str, str]]:
    """Everything of a demo; returns the accounts as the JSON line shows them."""
    crowd = Gathering(say).gather()
    rooms = (seed_plans, seed_activities, seed_training, seed_safety, seed_bodies, seed_polls)
    for room in rooms:
        room(crowd, list(CITIES), say)
    chance = random.Random(2026)
    order = ["29", *list(CITIES) * 6]
    for number in range(CASES):
        path = Path(crowd, order[number % len(order)], number, chance)
        path.walk(STAGES[(number * 7 + 8) % len(STAGES)])
        if number % 5 == 4:
            say(f"{number + 1} of {CASES} people")
    return crowd.accounts


@dataclass
class Path:
    """One person's way, walked by the people of a city as far as a stage."""

    crowd: Crowd
    city: str
    number: int
    chance: random.Random
    case: Case | None = None

    def __post_init__(self) -> None:
        self.story: Story = STORIES[self.number % len(STORIES)]
        self.began = timezone.localdate() - timedelta(days=2 + (self.number * 37) % 120)
        self.refused = self.number % 11 == 10
        self.worker = self._person("case_worker")
        self.recipient = self._person(("social_worker", "police", "child_rights")[self.number % 3])

    def _person(self, role: str) -> Person:
        return self.crowd.people[self.city, role]

    def day(self, after: int) -> date:
        return min(self.began + timedelta(days=after), timezone.localdate())

    @property
    def id(self) -> UUID:
        assert self.case is not None
        return self.case.id

    def walk(self, stage: str) -> None:
        """Each step by whose turn it is, until the stage is reached."""
        reached = list(dict.fromkeys(STAGES)).index(stage)
        with acting(self.worker.account) as actor:
            self.detect(actor, reached)
        steps = (self.refer, self.answer, self.assess, self.plan, self.serve, self.monitor)
        for step in (*steps, self.close)[: max(0, reached - 3)]:
            who = self.recipient if step == self.answer else self.worker
            with acting(who.account) as actor:
                step(actor)
            if step == self.answer and self.refused:
                return

    def detect(self, actor: Actor, reached: int) -> None:
        """Signal, screening, presumption, case, information: the first detector's part."""
        person = invented_person(self.number) if self.story.named else {}
        signal = detection.receive_signal(
            actor=actor,
            source=self.story.source,
            channel=self.story.channel,
            account=self.story.text,
            municipality=self.city,
            on=self.began,
            anonymous=not self.story.named,
            child_suspected=self.story.age == "child",
            danger_now=self.story.danger,
            languages=list(self.story.languages),
            person=person,
        )
        if reached < 1:
            return
        profile = "child_labour" if self.story.age == "child" else "adult_labour"
        screening = detection.screen(
            actor=actor,
            profile=profile,
            answers=self.answers(profile),
            signal_id=signal.id,
            on=self.day(0),
        )
        if reached < 2:
            return
        detection.decide(
            actor=actor,
            screening_id=screening.id,
            version=screening.version,
            decision="presumed",
            reason="Asmens pasakojimas ir atsakymai nuosekliai rodo išnaudojimą.",
            on=self.day(0),
        )
        self.case = detection.open_from_signal(
            actor=actor,
            signal_id=signal.id,
            screening_id=screening.id,
            municipality=self.city,
            profile=self.profile(),
            known_institutions_asked=True,
            on=self.day(1),
        )
        if reached >= 3:
            self.inform(actor)

    def answers(self, profile: str) -> dict[str, str]:
        """Yes to some, more where the story is grave; the rest stay unknown."""
        known = criteria.pinned(*criteria.newest("labour"))
        asked = [q.code for q in known.questions(profile)]
        return {code: self.chance.choice(("yes", "yes", "no", "unknown")) for code in asked}

    def profile(self) -> dict[str, Any]:
        return {
            "gender": self.story.gender,
            "age_group": self.story.age,
            "citizenship": list(self.story.citizenship),
            "exploitation": list(self.story.exploitation),
            "languages": list(self.story.languages),
            "source": self.story.source,
        }

    def inform(self, actor: Actor) -> None:
        sharing.give_information(
            actor=actor,
            case_id=self.id,
            language=self.story.languages[0],
            how="oral",
            interpreter=self.story.languages[0] not in {"lt", "en", "ru"},
            on=self.day(2),
        )
        sharing.give_consent(
            actor=actor,
            case_id=self.id,
            recipient=self.recipient.institution,
            purposes=["assistance"],
            classes=["case", "aid", "contact"],
            evidence="signed",
            given_by="representative" if self.story.age == "child" else "person",
            given_on=self.day(2),
        )

    def refer(self, actor: Actor) -> None:
        self.referral = sharing.send_referral(
            actor=actor,
            case_id=self.id,
            recipient=self.recipient.institution,
            purpose="assistance",
            needs=["housing", "legal"],
            urgency="high" if self.story.danger else "normal",
            message="Prašome priimti ir susitarti dėl pirmojo susitikimo.",
        )

    def answer(self, actor: Actor) -> None:
        if self.refused:
            sharing.refuse_referral(
                actor=actor,
                referral_id=self.referral.id,
                reason="no_capacity",
                note="Laisvų vietų nėra iki mėnesio pabaigos.",
            )
            return
        sharing.accept_referral(actor=actor, referral_id=self.referral.id)

    def assess(self, actor: Actor) -> None:
        aid.assess_risk(
            actor=actor,
            case_id=self.id,
            level="high" if self.story.danger else "medium",
            answers={
                code: ("yes" if code in self.story.risks else "no") for code in aid_rules.RISKS
            },
            narrative="Vertinta kartu su asmeniu; susitikimai tik viešoje vietoje.",
            on=self.day(3),
        )
        aid.write_contact_rules(
            actor=actor,
            case_id=self.id,
            version=0,
            texts={
                "channel": "telefonas, tik žinutė",
                "number": f"+370 600 {10000 + self.number:05d}",
                "times": "darbo dienomis 10–14 val.",
                "say": "prisistatyti kaip biblioteka",
                "code_word": "žalia knyga",
                "never": "neskambinti vakare, nepalikti balso pranešimo",
            },
            on=self.day(3),
        )
        aid.assess_needs(
            actor=actor,
            case_id=self.id,
            lines=[{"need": n, "degree": d} for n, d in self.story.needs],
            on=self.day(4),
        )

    def plan(self, actor: Actor) -> None:
        aid.make_plan(
            actor=actor,
            case_id=self.id,
            agreement="agreed",
            goals=[
                {
                    "need": need,
                    "text": GOALS[need],
                    "responsible": self.worker.institution,
                    "due_on": self.day(30 + 10 * n),
                }
                for n, (need, _) in enumerate(self.story.needs)
            ],
            on=self.day(8),
        )

    def serve(self, actor: Actor) -> None:
        for n, (service, quantity, cost) in enumerate(self.story.services):
            aid.record_service(
                actor=actor,
                case_id=self.id,
                service=service,
                since=self.day(5 + 4 * n),
                quantity=Decimal(quantity),
                cost=None if cost is None else Decimal(cost),
                payer="ngo_project" if cost is not None else "",
            )

    def monitor(self, actor: Actor) -> None:
        for n, text in enumerate(NOTES[:2]):
            aid.write_note(
                actor=actor, case_id=self.id, kind="monitoring", text=text, on=self.day(20 + 7 * n)
            )

    def close(self, actor: Actor) -> None:
        """Goals reached one by one, open turns done, then closed."""
        from talka.command.demo_stories import finish

        finish(actor, self.id, self.day)
        case = Case.objects.get(id=self.id)
        aid.close(
            actor=actor, case_id=self.id, version=case.version, reason="goals_met",
            remark="Gyvena savarankiškai, dirba; padėka komandai.", follow_up=True, on=self.day(90),
        )  # fmt: skip
