"""A commission of Šiauliai with three seats, and a published process of the ministry."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.prevention.bodies.actions import assembly, participation
from talka.prevention.bodies.models import Body, Meeting, Proposal, Seat
from tests.cast import Member

Acts = Callable[[str], AbstractContextManager[Actor]]


@pytest.fixture
def commission(acts: Acts) -> Body:
    today = timezone.localdate()
    with acts("coordinator") as actor:
        return assembly.found_body(
            actor=actor, kind="commission", name="Koordinavimo komisija", municipality="29",
            since=today - timedelta(days=800), mandate="Sprendimas T-1",
        )  # fmt: skip


def seat(actor: Actor, body: Body, sector: str, institution: UUID | None = None,
         votes: bool = True, since: int = 800) -> Seat:  # fmt: skip
    day = timezone.localdate() - timedelta(days=since)
    return assembly.add_seat(
        actor=actor, body_id=body.id, institution_id=institution, organisation="Kita įstaiga",
        sector=sector, function="vedėjas", votes=votes, since=day,
    )  # fmt: skip


@pytest.fixture
def seats(acts: Acts, commission: Body, world: dict[str, Member]) -> list[Seat]:
    """Of the NGO and the police with a vote, of a ministry without."""
    with acts("coordinator") as actor:
        return [
            seat(actor, commission, "ngo", world["ngo"].institution),
            seat(actor, commission, "police", world["police"].institution),
            seat(actor, commission, "ministry", votes=False),
        ]


@pytest.fixture
def met(acts: Acts, commission: Body, seats: list[Seat]) -> Meeting:
    """A meeting forty days ago."""
    with acts("coordinator") as actor:
        return assembly.call_meeting(
            actor=actor, body_id=commission.id, place="Savivaldybė", remote=False, agenda="1.",
            held_on=timezone.localdate() - timedelta(days=40),
        )  # fmt: skip


@pytest.fixture
def process(acts: Acts) -> UUID:
    """Published, takes proposals for ten more days."""
    today = timezone.localdate()
    with acts("ministry") as actor:
        made = participation.open_process(
            actor=actor, kind="plan", title="Planas 2027", municipality=None,
            opened_on=today - timedelta(days=30), closes_on=today + timedelta(days=10),
        )  # fmt: skip
        participation.publish_process(actor=actor, process_id=made.id)
        return made.id


def proposed(actor: Actor, process: UUID, text: str = "Daugiau prieglaudų") -> Proposal:
    return participation.propose(
        actor=actor, process_id=process, text=text, clause="3.2", evidence=""
    )
