from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from talka.casework.cases import actions
from talka.casework.cases.models import Case
from tests.casework.sharing.conftest import accepted, consented, referred
from tests.cast import Member

__all__ = ["accepted", "consented", "referred"]

Send = Callable[..., Any]


@pytest.fixture
def send() -> Send:
    """A post as a page would send it."""

    def post(client: Client, url: str, **values: Any) -> Any:
        return client.post(url, {"idempotency_key": uuid4().hex, **values})

    return post


@pytest.fixture
def shared(acts: Callable[[str], Any], world: dict[str, Member]) -> Callable[..., None]:
    """The NGO worker shares classes of a case with a colleague."""

    def share(case: Case, *classes: str, to: str = "ngo_colleague") -> None:
        with acts("ngo") as actor:
            actions.share_with_colleague(
                actor=actor, case_id=case.id, assignment_id=world[to].assignment, classes=classes
            )

    return share
