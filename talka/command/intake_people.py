"""The people and institutions that an intake needs, and the path it walks for each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import connection
from django.utils import timezone

from talka.casework.detection import actions as detection
from talka.casework.sharing import actions as sharing
from talka.command.words import Words
from talka.ground.access.actor import Actor, acting
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken
from talka.people.accounts import actions as accounts
from talka.people.accounts.models import Account, Assignment
from talka.people.institutions.models import Institution
from talka.people.teams.models import SeatHolding

if TYPE_CHECKING:
    from talka.command.intake import Arrival

NAMESPACE = UUID("6f1a4c1e-6d3f-5b7e-9d53-2f0c1a7b8e90")


@dataclass(frozen=True)
class Team:
    """Who receives the referrals."""

    institution: UUID


class Reception:
    """Acts as a case worker of each first responder; founds responders and a receiving team
    through their own actions when the house has none."""

    def __init__(self, known: Words, on: date, place: str) -> None:
        self.known, self.on, self.place = known, on, place
        self.root = _technical()
        self.team = self._team()

    def worker_of(self, responder: str, kind: str) -> UUID:
        """The account of the responder's case worker."""
        institution = self._institution("ngo", responder)
        return self._worker(institution, "case_worker")

    def _institution(self, kind: str, name: str, municipality: str | None = None) -> UUID:
        """The institution of this name; of a municipality's own kind there is only one."""
        with acting(self.root) as actor:
            known = Institution.objects.filter(kind=kind)
            if municipality:
                known = known.filter(municipality_id=municipality)
            else:
                known = known.filter(name_en=name)
            found = known.order_by("id").first() or accounts.found_institution(
                actor=actor, kind=kind, name_lt=name, name_en=name, municipality=municipality
            )
        return found.id

    def _worker(self, institution: UUID, role: str) -> UUID:
        """An account that acts for an institution and cannot sign in until it is invited anew."""
        admin = self._seat(institution, "institution_admin", self.root)
        return self._seat(institution, role, admin)

    def _seat(self, institution: UUID, role: str, inviter: UUID) -> UUID:
        email = f"{role}.{uuid5(NAMESPACE, str(institution))}@intake.invalid"
        known = Account.objects.filter(email=email).values_list("id", flat=True).first()
        with acting(inviter) as actor:
            held = Assignment.objects.filter(institution_id=institution, role=role, until=None)
            if known and held.filter(worker_id=known).exists():
                return known
            area = self.place if role in {"case_worker", "coordinator"} else None
            worker, _ = accounts.invite(
                actor=actor, institution_id=institution, name="Intake", email=email, role=role,
                municipality=area,
            )  # fmt: skip
        return worker.id

    def _team(self) -> Team:
        """The institution in the social-work seat of the place's team; one is made if none is."""
        with acting(self.root):
            held = (
                SeatHolding.objects.filter(team__municipality_id=self.place, until=None)
                .filter(seat="social_worker")
                .values_list("assignment__institution_id", flat=True)
                .first()
            )
        return Team(held or self._new_team())

    def _new_team(self) -> UUID:
        from talka.people.teams.actions import found_team, seat_member
        from talka.people.teams.models import Team as TeamRow

        town = self._institution("municipality", f"Municipality {self.place}", self.place)
        admin = self._seat(town, "institution_admin", self.root)
        coordinator = self._seat(town, "coordinator", admin)
        receiving = self._institution("social_services", f"Receiving team {self.place}")
        member = self._worker(receiving, "social_worker")
        with acting(coordinator) as actor:
            seat = Assignment.objects.get(worker_id=member, role="social_worker")
            team = TeamRow.objects.filter(municipality_id=self.place, until=None).first()
            team = team or found_team(actor=actor, municipality=self.place)
            seat_member(actor=actor, team_id=team.id, seat="social_worker", assignment_id=seat.id)
        return receiving

    def enter(self, account: UUID, people: Sequence[Arrival]) -> int:
        """Enter a batch in one transaction; returns how many were new."""
        with acting(account, purpose="intake") as actor:
            return sum(self._enter(actor, person) for person in people)

    def _enter(self, actor: Actor, person: Arrival) -> bool:
        if not _first_time(actor, person.key):
            return False
        with act("intake.enter"):
            case = self._detect(actor, person)
            self._refer(actor, case, child=self._codes(person, 3) == ["child"])
        return True

    def _codes(self, person: Arrival, column: int) -> list[str]:
        from talka.command.table import COLUMNS

        return list(self.known[COLUMNS[column], person.row.words[column]])

    def _detect(self, actor: Actor, person: Arrival) -> UUID:
        """Signal, screening outcome, presumption with its assertion, case."""
        (source,), (age,), (gender,) = (self._codes(person, n) for n in (0, 3, 4))
        signal = detection.receive_signal(
            actor=actor,
            source=source,
            channel="letter",
            account="; ".join(person.row.words[1:]),
            municipality=self.place,
            on=self.on,
            anonymous=True,
            child_suspected=age == "child",
        )
        profile = "child_labour" if age == "child" else "adult_labour"
        screening = detection.screen(
            actor=actor, profile=profile, answers={}, signal_id=signal.id, on=self.on
        )
        detection.decide(
            actor=actor,
            screening_id=screening.id,
            version=screening.version,
            decision="presumed",
            reason="Referred by a first responder; the table does not hold the answers.",
            on=self.on,
        )
        case = detection.open_from_signal(
            actor=actor,
            signal_id=signal.id,
            screening_id=screening.id,
            municipality=self.place,
            profile={
                "gender": gender,
                "age_group": age,
                "citizenship": self._codes(person, 5),
                "exploitation": self._codes(person, 2),
                "languages": [],
                "source": source,
            },
            known_institutions_asked=False,
            on=self.on,
        )
        return case.id

    def _refer(self, actor: Actor, case: UUID, child: bool) -> None:
        """An adult's consent (or the ground of protecting a child), then the referral."""
        common: dict[str, Any] = {
            "actor": actor,
            "case_id": case,
            "recipient": self.team.institution,
        }
        if child:
            sharing.name_ground(
                **common, ground="child_protection", purposes=["child_protection"],
                classes=["case"], reason="Referral of a child to the national mechanism.",
            )  # fmt: skip
        else:
            sharing.give_consent(
                **common, purposes=["assistance"], classes=["case"], evidence="signed",
                note="Stated by the first responder's referral.",
            )  # fmt: skip
        purpose = "child_protection" if child else "assistance"
        sharing.send_referral(**common, purpose=purpose, needs=[], urgency="normal", message="")


def _technical() -> UUID:
    """The technical administrator that set the house up. Broken when there is none."""
    seats = Assignment.objects.using("verify").filter(role="technical_admin", until=None)
    account = seats.order_by("worker_id").values_list("worker_id", flat=True).first()
    if account is None:
        raise Broken("this house has no administrator yet: run `talka setup`")
    return account


def _first_time(actor: Actor, key: bytes) -> bool:
    """Remember the person's key in this transaction; False when it was known."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO post_once (id, account, path, location, at)"
            " VALUES (%s, %s, 'intake', '', %s) ON CONFLICT (id) DO NOTHING",
            [key, actor.id, timezone.now()],
        )
        return cursor.rowcount == 1
