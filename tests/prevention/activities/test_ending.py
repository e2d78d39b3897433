"""Evidence ends: one letter thirty days before, its content gone after its day, each once, by a
worker that cannot read it. Its hash and the fact stay.

The house is a copy of its own with real commits; the days of letters are given. Destroying is
judged by the clock of the database too, so the end of one file is moved there behind every policy.
"""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import hashlib, json, sys
from datetime import timedelta
from threading import Barrier, Thread
from tests import house
house.build()
import psycopg
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, connections
from django.test.utils import setup_test_environment
from django.utils import timezone
from talka.ground.access.actor import begun
from talka.ground.files.models import AttachmentChunk
from talka.ground.jobs.tasks import as_worker
from talka.ground.kernel.errors import Absent
from talka.ground.kernel.home import _alias
from talka.prevention.activities.actions import ending
from talka.prevention.activities.actions.evidence import add_evidence, destroy_evidence
from talka.prevention.activities.models import EvidenceEnding
from talka.prevention.activities.queries.evidence import body_of, evidence_of
from tests.cast import gather
from tests.prevention.activities.conftest import recorded
from tests.prevention.activities.test_evidence import PDF, given

setup_test_environment()
cast = gather()
today = timezone.localdate()
ends = {"soon": 40, "later": 100, "never": None, "destroyed": 40}
with begun(cast["ngo"].token) as actor:
    held = recorded(actor, cast["ngo"].institution)
    ids = {
        name: add_evidence(**given(
            actor, held, name=name + ".pdf", personal_data="staff" if days else "none",
            retention_until=today + timedelta(days=days) if days else None)).id
        for name, days in ends.items()
    }
    destroy_evidence(actor=actor, activity_id=held.id, evidence_id=ids["destroyed"], reason="x")

mine = dict(connections["default"].settings_dict)
def become(role):
    connections["default"].close()
    words = _alias(settings.HOME.database(), role)
    settings.DATABASES["default"].update(words)
    connections["default"].settings_dict.update(words)

become("talka_worker")
told = {"letters": [], "gone": [], "refused": []}

def day(n, do=None):
    with as_worker():
        return (do or ending.remind)(today + timedelta(days=n))

def race(do, n):
    gate, sums = Barrier(4), []
    def one():
        try:
            gate.wait()
            sums.append(day(n, do))
        finally:
            connections.close_all()
    threads = [Thread(target=one) for _ in range(4)]
    [t.start() for t in threads]
    [t.join(60) for t in threads]
    return sorted(sums)

for n in range(0, 60):
    told["letters"] += [[n, sent] for sent in [day(n)] if sent]
told["race_of_letters"] = race(ending.remind, 70)
for n in range(71, 130):
    told["letters"] += [[n, sent] for sent in [day(n)] if sent]

for sql in ("SELECT body FROM attachment_chunk", "SELECT name_sealed FROM attachment",
            "SELECT wrapped FROM activity_key", "SELECT title FROM activity",
            "DELETE FROM evidence_ending",
            "UPDATE activity_evidence SET retention_until = NULL"):
    try:
        with as_worker(), connections["default"].cursor() as cursor:
            cursor.execute(sql)
            told["refused"].append(sql)
    except DatabaseError:
        pass
try:
    day(41, ending.destroy_ended)
    told["too_soon"] = "destroyed"
except Absent:
    told["too_soon"] = "refused"
with as_worker(), connections["default"].cursor() as cursor:
    cursor.execute("SELECT set_config('talka.verb', 'test', true)")
    cursor.execute("DELETE FROM attachment_chunk")
    told["deleted_too_soon"] = cursor.rowcount

def move(name, day):
    words = {**house.admin_connection(settings.HOME.path), "dbname": house.NAME}
    with psycopg.connect(**words, autocommit=True) as db:
        db.execute("SET session_replication_role = replica")
        db.execute("UPDATE talka.activity_evidence SET retention_until = %s WHERE id = %s",
                   [day, ids[name]])

move("soon", today)
told["on_its_last_day"] = day(0, ending.destroy_ended)
move("soon", today - timedelta(days=1))
told["race"] = race(ending.destroy_ended, 0)
told["again"] = day(0, ending.destroy_ended)
with as_worker():
    rows = list(EvidenceEnding.objects.all())
    told["rows"] = sorted(r.what for r in rows)
    told["sent"] = sum(ending.write_letter(r.id) for r in rows for _ in range(3))
told["outbox"] = [[m.to, str(m.subject), str(m.body)] for m in mail.outbox]

become("talka_app")
with begun(cast["ngo"].token) as actor:
    shown = {e.file.name: e for e in evidence_of(held.id)}
    told["there"] = sorted(n for n, e in shown.items() if e.file.withdrawn_at is None)
    told["hash"] = shown["soon.pdf"].sha256 == hashlib.sha256(PDF).hexdigest()
    told["reason"] = shown["soon.pdf"].file.reason
    told["opens"] = body_of(held.id, ids["later"]).body == PDF
    try:
        body_of(held.id, ids["soon"])
    except Absent:
        told["soon"] = "absent"
    told["pieces"] = AttachmentChunk.objects.count()
sys.stdout.write(json.dumps(told))
"""


def test_a_letter_thirty_days_before_and_nothing_left_after_its_day() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["letters"] == [[10, 1]], "of the first; the second was for the race"
    assert sum(told["race_of_letters"]) == 1
    assert told["refused"] == [], "the worker reads no piece, no name, no key"
    assert told["too_soon"] == "refused"
    assert told["deleted_too_soon"] == 0
    assert told["on_its_last_day"] == 0
    assert sum(told["race"]) == 1
    assert told["again"] == 0
    assert told["rows"] == ["destroyed", "reminded", "reminded"]
    assert told["sent"] == 2
    assert [to for to, _, _ in told["outbox"]] == [["ngo@example.org"]] * 2
    assert all("Pamoka" not in subject + body for _, subject, body in told["outbox"])
    assert told["there"] == ["later.pdf", "never.pdf"]
    assert told["hash"]
    assert told["reason"] == ""
    assert told["opens"]
    assert told["soon"] == "absent"
    assert told["pieces"] == 2
