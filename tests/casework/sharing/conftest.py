"""Consent and referral made through the actions, for every test of this room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from talka.casework.cases.models import Case
from talka.casework.sharing import actions
from talka.casework.sharing.models import Consent, Referral


@pytest.fixture
def consented(acts: Callable[[str], Any], world: Any) -> Callable[..., list[Consent]]:
    """The person allows `to` to see classes of the case."""

    def make(
        case: Case,
        *classes: str,
        to: str = "police",
        purpose: str = "investigation",
        by: str = "ngo",
        **more: Any,
    ) -> list[Consent]:
        with acts(by) as actor:
            return actions.give_consent(
                actor=actor,
                case_id=case.id,
                recipient=world[to].institution,
                purposes=[purpose],
                classes=list(classes or ["case"]),
                evidence="signed",
                **more,
            )

    return make


@pytest.fixture
def referred(acts: Callable[[str], Any], world: Any) -> Callable[..., Referral]:
    """A referral sent by the NGO."""

    def make(
        case: Case, to: str = "police", purpose: str = "investigation", **more: Any
    ) -> Referral:
        with acts("ngo") as actor:
            return actions.send_referral(
                actor=actor,
                case_id=case.id,
                recipient=world[to].institution,
                purpose=purpose,
                **more,
            )

    return make


@pytest.fixture
def accepted(
    acts: Callable[[str], Any], consented: Callable[..., Any], referred: Callable[..., Any]
) -> Callable[..., tuple[list[Consent], Referral]]:
    """Consent, referral and acceptance in one."""

    def make(
        case: Case, *classes: str, to: str = "police", purpose: str = "investigation"
    ) -> tuple[list[Consent], Referral]:
        consents = consented(case, *classes, to=to, purpose=purpose)
        sent = referred(case, to=to, purpose=purpose)
        with acts(to) as actor:
            return consents, actions.accept_referral(actor=actor, referral_id=sent.id)

    return make
