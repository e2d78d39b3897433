"""Everything a case tells at once: its story, whose turn it is, what it lacks. One statement, since
each one pays for the lists of cases that are open and shut to the asker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from talka.casework.cases import rules
from talka.casework.cases.models import Turn
from talka.casework.cases.queries.turns import TurnLine, spoken, turn_lines
from talka.ground.access.actor import Actor


@dataclass(frozen=True)
class TimelineItem:
    """A dated fact. `seat`: the assignment that noted it."""

    kind: str
    outcome: str
    on: date
    at: datetime
    institution: str
    by: str
    ref: UUID | None
    data_class: str
    seat: UUID


@dataclass(frozen=True)
class Told:
    """`story`: newest first; classes not held do not show. `turns`: open ones, soonest first.
    `lacking`: gaps of the whole case, as far as the asker sees it."""

    story: list[TimelineItem]
    turns: list[TurnLine]
    lacking: list[rules.Gap]


TELL = """
SELECT
    (SELECT json_agg(json_build_array(s.kind, s.outcome, s."on", s.at, i.name_lt, i.name_en, w.name,
                                      s.ref, s.data_class, s.by_id) ORDER BY s."on" DESC, s.at DESC)
     FROM case_step s
     JOIN institution i ON i.id = s.institution_id
     JOIN assignment a ON a.id = s.by_id
     JOIN worker w ON w.id = a.worker_id
     WHERE s.case_id = %(case)s),
    (SELECT json_agg(json_build_array(t.id, t.act, t.institution_id, i.name_lt, i.name_en,
                                      t.assignment_id, t.ref, t.since, t.due_at, t.due_kind,
                                      t.due_source) ORDER BY t.due_at NULLS LAST, t.since)
     FROM case_turn t
     JOIN institution i ON i.id = t.institution_id
     WHERE t.case_id = %(case)s AND t.done_at IS NULL),
    (SELECT p.exploitation FROM case_profile p WHERE p.case_id = %(case)s)
"""


def told(actor: Actor, case_id: UUID) -> Told:
    """What the asker sees of the case (1 query)."""
    steps, turns, forms = _asked(case_id)
    english = spoken(actor) == "en"
    story = [_item(step, english) for step in steps]
    open_turns = [_turn(case_id, turn, english) for turn in turns]
    return Told(
        story,
        turn_lines(open_turns, {}, actor, timezone.now()),
        rules.gaps(
            (rules.Fact(s.kind, s.on, s.outcome) for s in story),
            (rules.OpenTurn(t.act, t.due_at) for t in open_turns),
            forms,
        ),
    )


def timeline(actor: Actor, case_id: UUID) -> list[TimelineItem]:
    """The whole story in dated facts, newest first (1 query)."""
    english = spoken(actor) == "en"
    return [_item(step, english) for step in _asked(case_id)[0]]


def gaps_of(case_id: UUID) -> list[rules.Gap]:
    """What the case still lacks (1 query)."""
    steps, turns, forms = _asked(case_id)
    return rules.gaps(
        (rules.Fact(kind, date.fromisoformat(on), outcome) for kind, outcome, on, *_rest in steps),
        (rules.OpenTurn(t.act, t.due_at) for t in (_turn(case_id, t, True) for t in turns)),
        forms,
    )


Rows = list[list[Any]]


def _asked(case_id: UUID) -> tuple[Rows, Rows, Iterable[str]]:
    with connection.cursor() as cursor:
        cursor.execute(TELL, {"case": case_id})
        steps, turns, forms = cursor.fetchone()
    return steps or [], turns or [], forms or []


def _item(step: list[Any], english: bool) -> TimelineItem:
    kind, outcome, on, at, name_lt, name_en, by, ref, data_class, seat = step
    return TimelineItem(
        kind,
        outcome,
        date.fromisoformat(on),
        datetime.fromisoformat(at),
        name_en if english else name_lt,
        by,
        UUID(ref) if ref else None,
        data_class,
        UUID(seat),
    )


def _turn(case_id: UUID, row: list[Any], english: bool) -> Turn:
    """`name`: of the institution, as the lists of turns have it."""
    id, act, institution, name_lt, name_en, assignment, ref, since, due_at, kind, source = row
    turn = Turn(
        id=UUID(id),
        case_id=case_id,
        act=act,
        institution_id=UUID(institution),
        assignment_id=UUID(assignment) if assignment else None,
        ref=UUID(ref) if ref else None,
        since=datetime.fromisoformat(since),
        due_at=datetime.fromisoformat(due_at) if due_at else None,
        due_kind=kind,
        due_source=source,
    )
    turn.name = name_en if english else name_lt  # type: ignore[attr-defined]
    return turn
