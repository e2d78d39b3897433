"""Two clicks at the same instant: one municipal programme."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError

from talka.ground.access.actor import Actor
from talka.prevention.programmes.models import ProgrammeVersion
from tests.prevention.programmes.conftest import write

Acts = Callable[[str], AbstractContextManager[Actor]]


def test_the_database_refuses_a_second_adoption(acts: Acts, nation: UUID, town: UUID) -> None:
    with acts("coordinator") as actor:
        other = ProgrammeVersion.objects.get(id=town)
        write(
            "INSERT INTO programme (id, code, level, municipality_id, title, title_en, made_by_id,"
            " made_at)"
            " VALUES (%s, '', 'municipal', '29', 'x', '', %s, now())",
            [fresh := uuid4(), actor.id],
        )
        with pytest.raises(IntegrityError, match="adopted this programme already"):
            write(
                "INSERT INTO programme_version (id, programme_id, n, since, until, explained,"
                " brought, adopted_from_id)"
                " VALUES (gen_random_uuid(), %s, 1, %s, %s, '', '{}', %s)",
                [fresh, other.since, other.until, nation],
            )


def test_eight_clicks_at_the_same_instant_make_one_programme() -> None:
    """Seven are told so in words, by the same error that a form shows."""
    words = [sys.executable, "-W", "error", "-m", "tests.prevention.programmes.race"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"said": ["Broken"] * 7 + ["done"], "stand": 1}
