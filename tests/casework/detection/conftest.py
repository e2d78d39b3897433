"""A signal of the NGO worker and a screening of it, made through the actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from talka.casework.cases.models import Case
from talka.casework.detection import actions
from talka.casework.detection.models import Screening, Signal

PERSON = {"name": "Rūta Pavyzdienė", "born": "1994-05-02", "phone": "+370 600 00001"}
ACCOUNT = "Locked in at the Liepų street greenhouse, papers taken"
CALLER = "Neighbour Zigmas, +370 600 00002"
YES = dict.fromkeys(
    ["d1_job_nature", "d1_wages", "d1_conditions", "d2_documents", "d2_violence"], "yes"
)
"""Positive: deceptive and coercive recruitment."""

PROFILE = {
    "gender": "female",
    "age_group": "adult",
    "citizenship": ["LT"],
    "exploitation": ["labour"],
    "languages": ["lt"],
}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def received(acts: Callable[[str], Any]) -> Callable[..., Signal]:
    def make(by: str = "ngo", **changes: Any) -> Signal:
        given = {
            "source": "public",
            "channel": "phone",
            "account": ACCOUNT,
            "caller": CALLER,
            "municipality": "29",
            "person": PERSON,
            **changes,
        }
        with acts(by) as actor:
            return actions.receive_signal(actor=actor, **given)

    return make


@pytest.fixture
def screened(acts: Callable[[str], Any]) -> Callable[..., Screening]:
    def make(signal: Signal, by: str = "ngo", **changes: Any) -> Screening:
        given = {"profile": "adult_labour", "answers": YES, **changes}
        decision = given.pop("decision", "presumed")
        with acts(by) as actor:
            screening = actions.screen(actor=actor, signal_id=signal.id, **given)
            if not decision:
                return screening
            return actions.decide(
                actor=actor,
                screening_id=screening.id,
                version=screening.version,
                decision=decision,
                reason=given.get("reason", "The papers were taken by the foreman"),
            )

    return make


@pytest.fixture
def detected(
    acts: Callable[[str], Any],
    received: Callable[..., Signal],
    screened: Callable[..., Screening],
) -> Callable[..., Case]:
    """A case opened from a signal."""

    def make(by: str = "ngo", **changes: Any) -> Case:
        signal = received(by)
        screening = screened(signal, by)
        with acts(by) as actor:
            return actions.open_from_signal(
                actor=actor,
                signal_id=signal.id,
                screening_id=screening.id,
                municipality="29",
                profile=PROFILE,
                known_institutions_asked=True,
                **changes,
            )

    return make


@pytest.fixture
def client_out(world: Any) -> Client:
    """Nobody is signed in."""
    return Client()


@pytest.fixture
def together(acts: Callable[[str], Any], world: Any) -> Callable[..., None]:
    """Another institution holds the case too: consent, referral, acceptance."""

    def make(case: Case, to: str, *classes: str) -> None:
        from talka.casework.sharing import actions as sharing

        given = {"case_id": case.id, "recipient": world[to].institution}
        with acts("ngo") as actor:
            sharing.give_consent(
                actor=actor,
                purposes=["investigation"],
                classes=["case", *classes],
                evidence="signed",
                **given,
            )
            sent = sharing.send_referral(actor=actor, purpose="investigation", **given)
        with acts(to) as actor:
            sharing.accept_referral(actor=actor, referral_id=sent.id)

    return make
