"""A case of the NGO worker, opened through the action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from talka.casework.cases import actions
from talka.casework.cases.models import Case

PROFILE = {
    "gender": "female",
    "age_group": "adult",
    "citizenship": ["LT"],
    "exploitation": ["labour"],
    "languages": ["lt"],
    "source": "ngo",
}


@pytest.fixture
def opened(acts: Callable[[str], Any]) -> Callable[..., Case]:
    def make(by: str = "ngo", **changes: Any) -> Case:
        with acts(by) as actor:
            case, _, _ = actions.open_case(
                actor=actor,
                municipality="29",
                child=changes.pop("child", False),
                profile={**PROFILE, **changes},
                protocol=("lt", 1),
            )
        return case

    return make
