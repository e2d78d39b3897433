"""kill -9 of every process under load: what was acknowledged stands, once, and the next start is
clean."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from urllib.parse import unquote
from uuid import uuid4

import psycopg
import pytest

from tests import houses
from tests.command.clusters import crash
from tests.laws.storm import Storm, notes, open_case
from tests.laws.visitor import Visitor, serving

ROUNDS = 10


@pytest.fixture(scope="module")
def house():
    return houses.copy("faults")


@pytest.fixture(scope="module")
def cast(house):
    return house.gather()


@pytest.fixture(scope="module")
def token(cast):
    return cast["ngo"]["token"]


@pytest.fixture
def case(house, token):
    return open_case(house, token)


def _dead_server(house):
    def kill() -> None:
        crash(house.cluster)
        house.cluster.start()

    return kill


def _dead_web(web):
    def kill() -> None:
        web.kill()
        web.start()

    return kill


def _whole(house, storm: Storm) -> None:
    """Nothing lost, nothing twice, nothing that nobody was told of."""
    there = notes(house, storm.token, storm.case)
    assert set(storm.acknowledged) - set(there) == set()
    assert [text for text, n in there.items() if n > 1] == []
    assert Counter(storm.acknowledged) == there
    assert house.talka("audit", "verify").returncode == 0


def test_the_web_process_dies_under_load(house, token, case):
    with serving(house) as web:
        storm = Storm(web, token, case)
        storm.blow([_dead_web(web)] * ROUNDS)
    assert storm.unanswered > 0, "no kill fell into a write: nothing was shown"
    assert len(storm.acknowledged) >= 3 * ROUNDS
    _whole(house, storm)


def test_the_database_dies_under_load(house, token, case):
    with serving(house) as web:
        storm = Storm(web, token, case)
        storm.blow([_dead_server(house)] * ROUNDS)
    assert storm.unanswered + sum(storm.refused.values()) > 0, "no kill fell into a write"
    assert storm.refused[500] == 0, "a database that is away is said to be away: 503"
    assert len(storm.acknowledged) >= 3 * ROUNDS
    _whole(house, storm)


def test_a_server_that_promises_too_early_is_found_out(house, token, case):
    """Control: commits answered before they are on disk are lost by the same kill, and seen."""
    with psycopg.connect(**house.cluster.conninfo(), autocommit=True) as db:
        db.execute(f"ALTER DATABASE {house.name} SET synchronous_commit = off")
        db.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        db.execute("SELECT pg_reload_conf()")
    try:
        with serving(house) as web:
            storm = Storm(web, token, case, patient=False)
            storm.blow([_dead_server(house)])
        assert set(storm.acknowledged) - set(notes(house, token, case))
    finally:
        with psycopg.connect(**house.cluster.conninfo(), autocommit=True) as db:
            db.execute(f"ALTER DATABASE {house.name} RESET synchronous_commit")
            db.execute("ALTER SYSTEM RESET wal_writer_delay")
            db.execute("SELECT pg_reload_conf()")


def test_fifty_posts_of_one_key_are_one_note(house, token, case):
    with serving(house) as web:
        path, key = f"/case/{case}/notes/new/", str(uuid4())

        def post(key: str) -> int:
            return Visitor(web.port, token).post(path, key, kind="shared", text="once").status

        with ThreadPoolExecutor(50) as pool:
            said = Counter(pool.map(post, [key] * 50))
        assert said == {303: 50}
        assert notes(house, token, case) == {"once": 1}
        # control: other keys are other notes
        with ThreadPoolExecutor(5) as pool:
            list(pool.map(post, [str(uuid4()) for _ in range(5)]))
        assert notes(house, token, case) == {"once": 6}


OWE = """
import sys, django
from uuid import UUID
django.setup()
from talka.casework.cases import actions
from talka.casework.sharing import actions as sharing
from talka.ground.access.actor import begun
from talka.ground.audit.trail import act
token, case, to, count = sys.argv[1], *map(UUID, sys.argv[2:4]), sys.argv[4]
with begun(token) as actor:
    of = {"actor": actor, "case_id": case, "recipient": to}
    sharing.give_consent(
        **of, purposes=["investigation"], classes=["case"], evidence="signed")
    sent = sharing.send_referral(**of, purpose="investigation")
    with act("referral.send"):
        for _ in range(int(count) - 1):
            actions.give_turn(
                case_id=case, act_code="referral.answer", institution=to, ref=sent.id)
"""
STALLED = """
import asyncio, os, django
os.environ["TALKA_WORKER"] = "1"
django.setup()
from procrastinate.contrib.django import app
from talka.ground.jobs.tasks import return_stalled
async def main():
    async with app.open_async():
        await return_stalled(0)
with app.replace_connector(app.connector.get_worker_connector()):
    asyncio.run(main())
"""
WORK = "from talka.ground.jobs.worker import main; main()"


def _worker(house) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", WORK], env=house.environment(TALKA_WORKER="1"),
        start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _count(house, statement: str) -> int:
    return int(house.rows(statement)[0][0])


def _until(what, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


DOING = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
NOTIFY = " AND task_name = 'cases.notify'"


def test_a_worker_dies_with_a_job_in_hand(house, cast, token, case):
    """Three workers die while they hold jobs; the fourth finishes: each notice written once."""
    done = house.run("-c", OWE, token, case, cast["police"]["institution"], "6")
    assert done.returncode == 0, done.stderr
    for _ in range(3):
        with psycopg.connect(**house.cluster.conninfo(dbname=house.name)) as db:
            db.execute("LOCK TABLE talka.case_notice IN EXCLUSIVE MODE")
            worker = _worker(house)
            _until(lambda: _count(house, DOING + NOTIFY) > 0)
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        assert _count(house, "SELECT count(*) FROM case_notice") == 0
        # thirty seconds of silence, shortened
        house.rows(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
            " RETURNING 1"
        )
        returned = house.run("-c", STALLED)
        assert returned.returncode == 0, returned.stderr
    worker = _worker(house)
    try:
        _until(lambda: _count(house, LEFT + NOTIFY) == 0)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    assert _count(house, "SELECT count(*) FROM case_notice") == 6
    assert _count(house, "SELECT count(DISTINCT turn_id) FROM case_notice") == 6
    outbox = (p.read_bytes() for p in (house.home / "outbox").iterdir())
    named = Counter(message_from_bytes(raw)["Message-ID"].strip() for raw in outbox)
    assert len(named) == 6
    assert set(named.values()) == {1}


def test_typed_words_outlive_a_conflict_a_time_out_and_a_restart(house, cast, case):
    with serving(house) as web:
        first = Visitor(web.port, _session(house, cast))
        path = f"/case/{case}/identity/edit/"
        assert first.post(path, str(uuid4()), name="One", version="").status == 303
        late = first.post(path, str(uuid4()), name="Words of the slower one", version="")
        assert late.status == 409
        _session_ends(house, first.token)
        note = f"/case/{case}/notes/new/"
        away = first.post(note, str(uuid4()), kind="shared", text="Typed after the time-out")
        assert away.status == 303
        assert note in unquote(away.location)
        web.kill()
        crash(house.cluster)
        house.cluster.start()
        web.start()
        again = Visitor(web.port, _session(house, cast))
        assert "Words of the slower one" in again.get(path).body
        assert "Typed after the time-out" in again.get(note).body
        stranger = Visitor(web.port, cast["ngo_colleague"]["token"])
        assert "Typed after" not in stranger.get(note).body


SIGN_IN = """
import sys, django
django.setup()
from talka.ground.access.actor import open_session
print(open_session(sys.argv[1]))
"""


def _session(house, cast) -> str:
    return house.run("-c", SIGN_IN, cast["ngo"]["account"]).stdout.split()[-1]


def _session_ends(house, token: str) -> None:
    house.rows(
        "UPDATE priv.session SET expires = now() - interval '1 minute'"
        " WHERE token_hash = sha256(convert_to(%s, 'UTF8')) RETURNING 1",
        [token],
    )
