"""The embedded server sleeps when nobody uses it, whoever woke it and however they ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from talka.command.engine import cluster_of, database, revive
from talka.ground.kernel.home import Home
from tests.command.clusters import crash, folder

HOLDS = """
import sys, time
from pathlib import Path
from talka.command.engine import database
from talka.ground.kernel.home import Home
with database(Home(Path(sys.argv[1])), lambda _: None):
    print("in", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    monkeypatch.delenv("TALKA_DATABASE_URL", raising=False)
    with folder("engine") as place:
        found = Home(Path(place))
        yield found
        cluster_of(found).discard()


def quiet(_: str) -> None:
    pass


def answers(words: dict[str, object]) -> bool:
    with psycopg.connect(**words) as db:  # type: ignore[arg-type]
        return db.execute("SELECT 1").fetchone() == (1,)


def test_the_last_user_stops_it_not_the_first(home: Home) -> None:
    cluster = cluster_of(home)
    first, second = database(home, quiet), database(home, quiet)
    assert answers(first.__enter__())
    words = second.__enter__()
    first.__exit__(None, None, None)
    assert cluster.running()
    assert answers(words)
    second.__exit__(None, None, None)
    assert not cluster.running()


def test_a_killed_user_holds_nothing(home: Home) -> None:
    killed = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(home.path)], stdout=subprocess.PIPE, text=True,
        env=dict(os.environ), start_new_session=True,
    )  # fmt: skip
    assert killed.stdout is not None
    assert killed.stdout.readline() == "in\n"
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(timeout=10)
    killed.stdout.close()
    assert cluster_of(home).running()  # nobody was left to stop it
    with database(home, quiet) as words:
        assert answers(words)
    assert not cluster_of(home).running()


def test_a_server_that_dies_under_its_users_is_started_again(home: Home) -> None:
    told: list[str] = []
    with database(home, quiet) as words:
        revive(home, told.append)
        assert told == [], "it serves: nothing to do"
        crash(cluster_of(home))
        with pytest.raises(psycopg.OperationalError):
            answers(words)
        revive(home, told.append)
        assert told == ["PostgreSQL stopped, starting it again"]
        assert answers(words)
    assert not cluster_of(home).running()


STOPS = """
import subprocess, sys, time
from talka.command.serving import end, stopping
SLOW = (
    "import signal, sys, time\\n"
    "signal.signal(15, lambda *_: (time.sleep(1), sys.exit(7)))\\n"
    "print('in', flush=True); time.sleep(60)"
)
with stopping():
    child = subprocess.Popen([sys.executable, "-c", SLOW], stdout=subprocess.PIPE)
    child.stdout.readline()
    try:
        print("in", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        pass
    finally:
        end([child])
    print(child.returncode)
"""


def test_told_to_stop_twice_it_still_waits_for_its_processes() -> None:
    """Else the database would be stopped under a worker that is finishing its job."""
    served = subprocess.Popen(
        [sys.executable, "-c", STOPS], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert served.stdout is not None
    assert served.stdout.readline() == "in\n"
    for heard in (signal.SIGTERM, signal.SIGTERM, signal.SIGINT):
        served.send_signal(heard)
        time.sleep(0.2)
    assert served.communicate(timeout=30)[0] == "7\n"
    assert served.returncode == 0
