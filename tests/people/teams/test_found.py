"""Two coordinators found the team of one town at the same instant."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken
from talka.ground.ui.screens import first_of_two
from talka.people.teams import actions
from talka.people.teams.models import Team


def unchecked() -> None:
    """What the slower one does after the check has passed."""
    with act("team.found"):
        Team(municipality_id="29", since=timezone.localdate()).save(force_insert=True)


def test_the_slower_one_is_told_and_nothing_breaks(acts: Any) -> None:
    with acts("coordinator") as actor:
        actions.found_team(actor=actor, municipality="29")
        with pytest.raises(Broken):
            first_of_two(unchecked)
        assert Team.objects.filter(municipality_id="29", until__isnull=True).count() == 1


def test_without_that_it_would_be_a_fault(acts: Any) -> None:
    """Control."""
    with acts("coordinator") as actor:
        actions.found_team(actor=actor, municipality="29")
        with pytest.raises(IntegrityError):
            unchecked()
