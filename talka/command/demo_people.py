"""The people of the demo: six cities, their institutions and teams. All invented: surnames are
names of trees, first names rotate."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from talka.command.founding import first_administrator
from talka.ground.access.actor import acting
from talka.people.accounts import actions

CITIES = {
    "29": ("Šiaulių", "Šiauliai"),
    "13": ("Vilniaus", "Vilnius"),
    "19": ("Kauno", "Kaunas"),
    "21": ("Klaipėdos", "Klaipėda"),
    "27": ("Panevėžio", "Panevėžys"),
    "18": ("Marijampolės", "Marijampolė"),
}
"""LAU code → name of the city in the Lithuanian genitive, and in English."""

KINDS = {
    "ngo": ("NVO „{}“ pagalbos namai", "{} help house (NGO)"),
    "police": ("{} policijos komisariatas", "{} police"),
    "prosecution": ("{} prokuratūra", "{} prosecution"),
    "social_services": ("{} socialinių paslaugų centras", "{} social services centre"),
    "child_rights": ("{} vaiko teisių skyrius", "{} child-rights division"),
    "municipality": ("{} savivaldybės administracija", "{} municipal administration"),
}

SEATS = (
    ("ngo", "case_worker", "ngo_expert"),
    ("police", "police", "police"),
    ("prosecution", "prosecutor", "prosecutor"),
    ("social_services", "social_worker", "social_worker"),
    ("child_rights", "child_rights", "child_rights"),
    ("municipality", "coordinator", "municipality"),
)
"""Institution kind, role, seat of the team."""

NATIONAL = (
    ("ministry_interior", "ministry",
     "Vidaus reikalų ministerija (demonstracija)", "Ministry of the Interior (demonstration)"),
    ("evaluator", "evaluator",
     "Norvegijos ekspertai (demonstracija)", "Norwegian experts (demonstration)"),
    ("ombudsperson", "rapporteur",
     "Nacionalinis pranešėjas (demonstracija)", "National rapporteur (demonstration)"),
)  # fmt: skip

FIRST = (
    "Austėja", "Matas", "Rugilė", "Jokūbas", "Gabija", "Dovydas", "Ugnė", "Nojus", "Kamilė",
    "Benas", "Viltė", "Lukas", "Smiltė", "Kajus", "Miglė", "Tadas", "Goda", "Adomas",
)  # fmt: skip
TREES = (
    ("Beržaitė", "Beržaitis"), ("Liepaitė", "Liepaitis"), ("Klevaitė", "Klevaitis"),
    ("Uosytė", "Uosys"), ("Pušytė", "Pušinas"), ("Eglynaitė", "Eglynas"),
    ("Drebulytė", "Drebulys"), ("Ąžuolytė", "Ąžuolaitis"), ("Guobytė", "Guobys"),
    ("Alksnytė", "Alksnys"), ("Šermukšnytė", "Šermukšnis"), ("Skroblytė", "Skroblas"),
)  # fmt: skip


WORKING = 400
"""Days since when everybody works and the teams exist: a year and its meetings lie behind them."""


def invented(number: int) -> str:
    """The number-th invented name; first names alternate women's and men's."""
    tree = TREES[(number * 5 + number // len(TREES)) % len(TREES)]
    return f"{FIRST[number % len(FIRST)]} {tree[number % 2]}"


@dataclass(frozen=True)
class Person:
    """Somebody of the demo, able to act and to sign in."""

    account: UUID
    assignment: UUID
    institution: UUID
    role: str
    city: str


@dataclass
class Crowd:
    """Everybody, by (city, role); accounts as the JSON line shows them; teams by city."""

    people: dict[tuple[str, str], Person]
    accounts: list[dict[str, str]]
    teams: dict[str, UUID]


class Gathering:
    """Makes institutions, people and teams through the actions of the house."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.password = f"demo-{secrets.token_hex(4)}-talka"
        self.crowd = Crowd({}, [], {})
        self.number = 0
        self.since = timezone.localdate() - timedelta(days=WORKING)
        self.root = first_administrator(email="technical@demo.talka.test", password=self.password)
        self._account("Administrator", "technical_admin", "Talka", "technical@demo.talka.test")

    def _account(self, name: str, role: str, institution: str, email: str) -> None:
        line = {"name": name, "role": role, "institution": institution, "email": email}
        self.crowd.accounts.append({**line, "password": self.password})

    def institution(self, kind: str, lt: str, en: str, city: str | None) -> tuple[UUID, UUID]:
        """Found it and let its administrator in; returns institution and administrator."""
        email = f"admin.{kind}.{city or 'lt'}@demo.talka.test"
        with acting(self.root) as actor:
            made = actions.found_institution(
                actor=actor, kind=kind, name_lt=lt, name_en=en, municipality=city
            )
            admin, link = actions.invite(
                actor=actor,
                institution_id=made.id,
                name=self._name(),
                email=email,
                role="institution_admin",
            )
        actions.accept_invitation(secret=link, password=self.password)
        self._account(admin.name, "institution_admin", en, email)
        return made.id, admin.id

    def _name(self) -> str:
        self.number += 1
        return invented(self.number)

    def person(
        self, admin: UUID, institution: UUID, en: str, role: str, city: str | None, more: str = ""
    ) -> Person:
        """Invite a colleague and accept for them."""
        email = f"{role}{more}.{city or 'lt'}@demo.talka.test"
        with acting(admin) as actor:
            worker, link = actions.invite(
                actor=actor,
                institution_id=institution,
                name=self._name(),
                email=email,
                role=role,
                municipality=city,
                since=self.since,
            )
            seat = worker.assignments.get()
        actions.accept_invitation(secret=link, password=self.password)
        self._account(worker.name, role, en, email)
        made = Person(worker.id, seat.id, institution, role, city or "")
        self.crowd.people[city or "", role + more] = made
        return made

    def city(self, city: str) -> None:
        """The six institutions of a city, one person in each, and their team."""
        from talka.people.teams.actions import found_team, seat_member

        genitive, english = CITIES[city]
        self.say(f"people of {english}")
        seats: dict[str, Any] = {}
        for kind, role, seat in SEATS:
            lt, en = (
                text.format(word)
                for text, word in zip(KINDS[kind], (genitive, english), strict=True)
            )
            institution, admin = self.institution(kind, lt, en, city)
            seats[seat] = self.person(admin, institution, en, role, city)
            if kind == "ngo":
                self.person(admin, institution, en, "supervisor", city)
                self.person(admin, institution, en, "operator", city)
        coordinator = seats["municipality"]
        with acting(coordinator.account) as actor:
            team = found_team(actor=actor, municipality=city, since=self.since)
            for seat, member in seats.items():
                if not (city == "18" and seat == "child_rights"):
                    seat_member(actor=actor, team_id=team.id, seat=seat, since=self.since,
                                assignment_id=member.assignment)  # fmt: skip
        self.crowd.teams[city] = team.id

    def gather(self) -> Crowd:
        for kind, role, lt, en in NATIONAL:
            institution, admin = self.institution(kind, lt, en, None)
            self.person(admin, institution, en, role, None)
        for city in CITIES:
            self.city(city)
        return self.crowd
