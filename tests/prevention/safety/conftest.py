"""A municipality that assessed itself, and a recommendation on its way."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.prevention.safety.actions import advising, judging
from talka.prevention.safety.models import Addressee, Assessment, RubricVersion
from talka.prevention.safety.shapes import read_rubric
from tests.cast import Member

Acts = Callable[[str], AbstractContextManager[Actor]]
TOWN = "29"


def this_year() -> int:
    return timezone.localdate().year


def codes() -> list[str]:
    rubric = RubricVersion.objects.order_by("-version").first()
    assert rubric is not None
    return [c.code for c in read_rubric(rubric.document).criteria]


def fill(actor: Actor, assessment: Assessment, level: int = 2) -> None:
    """Answer every criterion."""
    for code in codes():
        judging.answer(
            actor=actor, assessment_id=assessment.id, criterion=code, version=0, level=level,
            reasoning="Taip yra", evidence="Tarybos sprendimas",
        )  # fmt: skip


@pytest.fixture
def submitted(acts: Acts) -> UUID:
    """This year's assessment of Šiauliai, submitted at level 2 throughout."""
    with acts("coordinator") as actor:
        made = judging.begin(actor=actor, municipality=TOWN, year=this_year())
        fill(actor, made)
        judging.submit(actor=actor, assessment_id=made.id)
    return made.id


def recommend(actor: Actor, *to: Member, days: int = 200, **more: Any) -> UUID:
    said = {
        "text": "Apmokyti komandą", "basis": "evaluation", "priority": 1, "cost": None,
        "due": timezone.localdate() + timedelta(days=days), **more,
    }  # fmt: skip
    made = advising.write(actor=actor, addressees=[m.institution for m in to], **said)
    return made.id


@pytest.fixture
def sent(acts: Acts, world: dict[str, Member]) -> Addressee:
    """The evaluators recommend something to the municipality of Šiauliai."""
    with acts("evaluator") as actor:
        made = recommend(actor, world["coordinator"])
        advising.send(actor=actor, recommendation_id=made)
        return Addressee.objects.get(recommendation=made)


def write(sql: str, params: Any = ()) -> int:
    """Straight at the tables as the runtime role, past the actions; the number of rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', 'test', true)")
        cursor.execute(sql, params)
        return cursor.rowcount
