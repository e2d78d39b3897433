"""The worker: as its own role, over its own connection, each notice once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from talka.casework.cases import actions
from talka.casework.cases.models import Turn
from talka.casework.sharing import actions as sharing
from talka.ground.access.actor import begun
from talka.ground.jobs.tasks import forget_sessions
from tests.casework.conftest import PROFILE
from tests.laws.test_matrix_sql import app_connection

WORK = "from talka.ground.jobs.worker import main; main()"
AGAIN = """
import sys, django
django.setup()
from talka.casework.cases.notices import notify
notify(sys.argv[1])
"""
ENV = {**os.environ, "TALKA_WORKER": "1"}


def _run_again(turn_id: str) -> None:
    """The same job once more, as the queue may do after a kill."""
    subprocess.run([sys.executable, "-c", AGAIN, turn_id], env=ENV, check=True)


def _letters(turn_id) -> list[str]:
    outbox = Path(os.environ["TALKA_HOME"]) / "outbox"
    return [t for t in (p.read_text() for p in outbox.iterdir()) if f"<{turn_id}." in t]


def _owed(cast):
    """A committed turn that another institution owes an answer to."""
    with begun(cast["ngo"].token) as actor:
        case, _, _ = actions.open_case(
            actor=actor, municipality="29", profile=PROFILE, protocol=("lt", 1)
        )
        sharing.give_consent(
            actor=actor, case_id=case.id, recipient=cast["police"].institution,
            purposes=["investigation"], classes=["case"], evidence="signed",
        )  # fmt: skip
        sent = sharing.send_referral(
            actor=actor, case_id=case.id, recipient=cast["police"].institution,
            purpose="investigation",
        )  # fmt: skip
        return Turn.objects.get(ref=sent.id)


def _finished(turn_id: str) -> bool:
    with connections["verify"].cursor() as cursor:
        cursor.execute("SELECT 1 FROM talka.audit_event WHERE kind = 'case_notice.insert'"
                       " AND scope = %s", [turn_id])  # fmt: skip
        return cursor.fetchone() is not None


def test_a_notice_is_sent_once_by_a_real_worker_and_says_nothing(cast):
    turn = _owed(cast)
    worker = subprocess.Popen([sys.executable, "-c", WORK], env=ENV)
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until and not _finished(str(turn.id)):
            time.sleep(0.3)
    finally:
        worker.terminate()
        worker.wait(20)
    assert _finished(str(turn.id))
    told = _letters(turn.id)
    assert len(told) == 1
    assert "police@example.org" in told[0]
    assert "T-" not in told[0].split("\n\n", 1)[1]
    _run_again(str(turn.id))
    assert len(_letters(turn.id)) == 1


DEFER = """
    SELECT talka.procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'cases.notify', 0, NULL, {lock},
        '{{}}', {later})]::talka.procrastinate_job_to_defer_v1[])
"""


@pytest.mark.parametrize(
    ("token", "lock", "later"),
    [
        ("", "NULL", "NULL"),
        ("forged", "NULL", "NULL"),
        ("ngo", "'jobs.stalled'", "NULL"),  # would keep the house's own job out
        ("ngo", "NULL", "now() + interval '9 years'"),
    ],
)
def test_nobody_puts_a_job_in_but_in_a_name_and_for_now(cast, token, lock, later):
    token = cast[token].token if token in cast else token
    with psycopg.connect(**app_connection()) as db:
        db.execute("SELECT talka.begin(%s, 'attack', '')", [token])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute(DEFER.format(lock=lock, later=later))
        db.rollback()


def test_somebody_signed_in_puts_a_job_in(cast):
    """Control: the same statement, in a name and for now."""
    with psycopg.connect(**app_connection()) as db:
        db.execute("SELECT talka.begin(%s, 'test', '')", [cast["ngo"].token])
        put = db.execute(DEFER.format(lock="NULL", later="NULL")).fetchone()
        assert put is not None
        assert len(put[0]) == 1
        db.rollback()


def test_ended_sessions_are_forgotten(cast):
    with connections["door"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO priv.session (token_hash, expires)"
            " VALUES ('old', now() - interval '3 days')"
        )
        forget_sessions(0)
        cursor.execute("SELECT 1 FROM priv.session WHERE token_hash = 'old'")
        assert cursor.fetchone() is None
