"""The NGO worker's case, and the same case with a part taken up by another institution."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from talka.casework.aid import actions
from talka.casework.cases.actions import share_with_colleague
from talka.casework.cases.models import Case
from talka.casework.sharing import actions as sharing

ANSWERS = {"danger_now": "no", "suicide": "no", "debts": "yes"}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences of actions are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def share(acts: Callable[[str], Any], world: dict[str, Any]) -> Callable[..., None]:
    """Open classes of the NGO worker's case to a colleague of the same institution."""

    def make(case: Case, to: str, classes: Iterable[str]) -> None:
        with acts("ngo") as actor:
            share_with_colleague(
                actor=actor,
                case_id=case.id,
                assignment_id=world[to].assignment,
                classes=list(classes),
            )

    return make


@pytest.fixture
def handed(acts: Callable[[str], Any], world: dict[str, Any]) -> Callable[..., None]:
    """Consent, referral and acceptance: another institution takes classes of the case up."""

    def make(case: Case, to: str, classes: Iterable[str]) -> None:
        recipient = world[to].institution
        given = {"case_id": case.id, "recipient": recipient}
        with acts("ngo") as actor:
            sharing.give_consent(
                actor=actor, purposes=["assistance"], classes=list(classes), evidence="signed",
                **given,
            )  # fmt: skip
            sent = sharing.send_referral(actor=actor, purpose="assistance", **given)
        with acts(to) as actor:
            sharing.accept_referral(actor=actor, referral_id=sent.id)

    return make


@pytest.fixture
def planned(acts: Callable[[str], Any], opened: Callable[..., Case]) -> Callable[..., Case]:
    """A case with risk, needs and a plan with one goal."""

    def make(**changes: Any) -> Case:
        case = opened(**changes)
        today = timezone.localdate()
        with acts("ngo") as actor:
            actions.assess_risk(
                actor=actor, case_id=case.id, level="medium", answers=ANSWERS, narrative="skola"
            )
            actions.assess_needs(
                actor=actor, case_id=case.id, lines=[{"need": "housing", "degree": "urgent"}]
            )
            actions.make_plan(
                actor=actor,
                case_id=case.id,
                agreement="agreed",
                goals=[
                    {
                        "need": "housing",
                        "text": "Saugus būstas",
                        "responsible": actor.seats[0].institution,
                        "due_on": today + timedelta(days=14),
                    }
                ],
            )
        return case

    return make
