"""Where recommendations stand, on 500 random histories: what the room computes equals a statement
of SQL written for itself. The histories lie in the past, where no action could put them: the
administrator writes them, the ministry reads them through the real policies."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from talka.ground.access.actor import begun
from talka.prevention.safety import rules
from talka.prevention.safety.models import Recommendation
from talka.prevention.safety.queries import advice
from tests.cast import Member
from tests.laws.scene import administering, two_hats, undone

MANY = 500
ORACLE = """
WITH dropped AS (
    SELECT r.id, least(r.withdrawn_on, min(s.sent_on)) AS day
    FROM talka.recommendation r
    LEFT JOIN talka.recommendation s ON s.supersedes_id = r.id AND s.sent_on IS NOT NULL
    GROUP BY r.id, r.withdrawn_on
), each AS (
    SELECT r.id, CASE
        WHEN c.id IS NOT NULL THEN 'implemented'
        WHEN d.day IS NOT NULL OR p.answer = 'rejected' THEN 'dropped'
        WHEN p.id IS NULL AND a.answer_due < %(today)s THEN 'overdue'
        WHEN p.id IS NULL THEN 'open'
        WHEN coalesce(p.due, r.due) < %(today)s THEN 'overdue'
        WHEN EXISTS (SELECT 1 FROM talka.recommendation_step t WHERE t.addressee_id = a.id)
            THEN 'in_progress'
        ELSE 'answered' END AS status, i.municipality_id AS place
    FROM talka.recommendation r JOIN dropped d ON d.id = r.id
    JOIN talka.recommendation_addressee a ON a.recommendation_id = r.id
    JOIN talka.institution i ON i.id = a.institution_id
    LEFT JOIN talka.recommendation_response p ON p.addressee_id = a.id
    LEFT JOIN talka.recommendation_confirmation c ON c.addressee_id = a.id
    WHERE r.sent_on IS NOT NULL
)
SELECT id, CASE
    WHEN bool_or(status = 'overdue') THEN 'overdue'
    WHEN bool_and(status = 'dropped') THEN 'dropped'
    WHEN bool_or(status = 'open') THEN 'open'
    WHEN bool_or(status = 'answered') THEN 'answered'
    WHEN bool_or(status = 'in_progress') THEN 'in_progress'
    ELSE 'implemented' END,
    count(*) FILTER (WHERE status = 'overdue' AND place IS NOT NULL)
FROM each GROUP BY id
"""


def histories(cast: dict[str, Member], today: date) -> dict[str, list[dict[str, Any]]]:
    """Rows of every table, by chance and always the same."""
    dice = random.Random(65)
    who = [cast[n] for n in ("coordinator", "police", "ngo", "ministry", "stranger")]
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("", "_addressee", "_response", "_step", "_confirmation")
    }
    for n in range(MANY):
        sent = today - timedelta(days=dice.randrange(1500))
        due = sent + timedelta(days=dice.choice((0, 30, 200, 900, 2000)))
        gone = today - timedelta(days=dice.randrange(100)) if dice.random() < 0.08 else None
        before = rows[""][n - 1]["id"] if n and dice.random() < 0.1 else None
        made = str(uuid4())
        rows[""].append({
            "id": made, "institution_id": cast["ministry"].institution, "text": "x",
            "written_by_id": cast["ministry"].account, "basis": "audit", "priority": 1,
            "due": due, "supersedes_id": before, "sent_at": sent, "sent_on": sent,
            "withdrawn_on": gone, "withdrawn_why": "x" if gone else "", "version": 1,
        })  # fmt: skip
        for member in dice.sample(who, dice.randrange(1, 4)):
            _toward(dice, rows, made, member, sent, today)
    return rows


def _toward(
    dice: random.Random, rows: dict[str, list[dict[str, Any]]], of: str, member: Member,
    sent: date, today: date,
) -> None:  # fmt: skip
    to = str(uuid4())
    own = {"addressee_id": to, "by_id": member.account, "at": today, "on": today}
    rows["_addressee"].append({
        "id": to, "recommendation_id": of, "institution_id": member.institution,
        "answer_due": sent + timedelta(days=30),
    })  # fmt: skip
    if dice.random() < 0.3:
        return
    answer = dice.choice(rules.ANSWERS)
    due = (
        None if answer == "rejected" else today + timedelta(days=dice.choice((-300, -1, 0, 1, 90)))
    )
    rows["_response"].append(
        {"id": str(uuid4()), "answer": answer, "reason": "x", "due": due, **own}
    )
    if answer == "rejected":
        return
    rows["_step"] += [
        {"id": str(uuid4()), "action": "x", "progress": 5, "evidence": "", **own}
        for _ in range(dice.choice((0, 0, 1, 3)))
    ]
    if dice.random() < 0.25:
        rows["_confirmation"].append({"id": str(uuid4()), "note": "x", **own})


def put(say: Any, rows: dict[str, list[dict[str, Any]]]) -> None:
    for ending, lines in rows.items():
        table = f"talka.recommendation{ending}"
        say(f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s)",
            [json.dumps(lines, default=str)])  # fmt: skip


def test_where_500_recommendations_stand(cast: dict[str, Member]) -> None:
    today = timezone.localdate()
    with two_hats(), undone():
        with administering() as say:
            put(say, histories(cast, today))
            oracle = {of: (status, late) for of, status, late in say(ORACLE, {"today": today})}
        with begun(cast["ministry"].token):
            rows = Recommendation.objects.filter(sent_on__isnull=False)
            found = advice.advices(rows, "lt", today)
            assert {a.row.id: a.status for a in found} == {k: s for k, (s, _) in oracle.items()}
            assert len(found) >= MANY
            assert set(rules.STATUSES) == {a.status for a in found}
            late = sum(n for _status, n in oracle.values())
            assert sum(advice.overdue_by_town().values()) == late > 0
            listed = advice.advice_list(today.year, "lt")
            assert listed.lines[0].status == "overdue"
            assert {a.row.id for a in found if a.status == "overdue"} <= {
                a.row.id for a in listed.lines
            }
            earlier = [a for a in listed.lines if a.row.sent_on and a.row.sent_on.year < today.year]
            assert any(a.age for a in earlier)


def test_a_wrong_rule_would_be_found(
    cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: a rule that forgets that a withdrawn one is owed by nobody."""
    right = rules.status_of
    monkeypatch.setattr(rules, "status_of", lambda way, dropped, today: right(way, None, today))
    with pytest.raises(AssertionError):
        test_where_500_recommendations_stand(cast)
