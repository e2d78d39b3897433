"""Reminders: exactly once at each threshold, the nearest only after an outage, never two workers.

The house is a copy of its own with real commits; the clock is given, day by day.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from talka.prevention.training import rules

DAYS = st.dates(date(2024, 1, 1), date(2032, 1, 1))


@given(DAYS, st.sets(st.integers(0, 800)))
def test_day_by_day_each_threshold_once_and_the_nearest_after_an_outage(
    end: date, silent: set[int]
) -> None:
    """Over 800 days before the end, of which the house is silent on some."""
    sent: dict[int, int] = {}
    for left in range(800, -30, -1):
        if left in silent:
            continue
        due = rules.due_reminder(end, end - timedelta(days=left))
        if due is not None and not any(d <= due for d in sent):
            assert due not in sent
            sent[due] = left
    lower = {90: 61, 60: 31, 30: 8, 7: 0}
    for days in rules.REMIND_AT:
        awake = [n for n in range(lower[days], days + 1) if n not in silent]
        assert sent.get(days) == (max(awake) if awake else None)


def test_months_end_where_the_calendar_does() -> None:
    assert rules.months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert rules.months_later(date(2025, 10, 31), 4) == date(2026, 2, 28)
    assert rules.months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)


SCRIPT = """
import json, sys
from datetime import timedelta
from threading import Barrier, Thread
from tests import house
house.build()
from django.core import mail
from django.db import connections
from django.test.utils import setup_test_environment
from django.utils import timezone
from talka.command import bootstrap
from talka.ground.access.actor import begun
from talka.ground.jobs.tasks import as_worker
from talka.ground.kernel.home import _alias
from django.conf import settings
from talka.prevention.training.actions import closing, reminding, sessions
from talka.prevention.training.models import Certificate, Reminder
from tests.cast import gather
from tests.prevention.training.conftest import make_course, make_session, present

setup_test_environment()
cast = gather()
with begun(cast["coordinator"].token) as actor:
    course = make_course(actor, pass_percent=None, refresh_months=24)
    session = make_session(actor, course, cast["ngo_supervisor"].account)
    for name in ("police", "social"):
        sessions.enrol(actor=actor, session_id=session.id,
                       assignment_id=cast[name].assignment)
    present(actor, session)
    closing.close(actor=actor, session_id=session.id)
    ends = Certificate.objects.filter(session=session).first().valid_until

# From here on this process is the worker: its own role, its own way to the database.
connections["default"].close()
settings.DATABASES["default"].update(_alias(settings.HOME.database(), "talka_worker"))
connections["default"].settings_dict.update(_alias(settings.HOME.database(), "talka_worker"))
told = {"days": [], "deferred": 0, "role": ""}

def jobs():
    with as_worker(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FROM procrastinate_jobs"
                       " WHERE task_name = 'training.letter' GROUP BY 1")
        return cursor.fetchone() or ("", 0)

def day(left):
    with as_worker():
        return reminding.remind(ends - timedelta(days=left))

for left in range(731, 60, -1):
    for again in range(1 if left % 10 else 2):
        told["days"] += [[left, n] for n in [day(left)] if n]
# an outage from 60 to 26 days before the end: only the reminder of 30 days goes out
for left in range(25, 7, -1):
    told["days"] += [[left, n] for n in [day(left)] if n]
gate, sums = Barrier(4), []

def race():
    try:
        gate.wait()
        sums.append(day(7))
    finally:
        connections.close_all()

threads = [Thread(target=race) for _ in range(4)]
[t.start() for t in threads]
[t.join(60) for t in threads]
told["race"] = sorted(sums)
for left in range(7, -40, -1):
    told["days"] += [[left, n] for n in [day(left)] if n]
told["role"], told["jobs"] = jobs()
with as_worker():
    rows = list(Reminder.objects.all())
    told["rows"] = sorted(r.days for r in rows)
    told["letters"] = sum(reminding.write_letter(r.id) for r in rows for _ in range(3))
told["outbox"] = [[m.to, str(m.subject), str(m.body)] for m in mail.outbox]
sys.stdout.write(json.dumps(told))
"""


def test_two_years_of_days_with_an_outage_and_four_workers_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["days"] == [[90, 2], [25, 2]], "two people: at 90 days, then the nearest"
    assert sum(told["race"]) == 2
    assert told["rows"] == [7, 7, 30, 30, 90, 90]
    assert told["jobs"] == 6, "a job for every row, and none without"
    assert told["role"] == "talka_worker"
    assert told["letters"] == 6, "a letter for every row, however often the job runs"
    assert sorted({to for [to], _, _ in told["outbox"]}) == [
        "police@example.org", "social@example.org",
    ]  # fmt: skip
    for _to, subject, body in told["outbox"]:
        assert "Kursas" not in subject + body
        assert "Course" not in subject + body
