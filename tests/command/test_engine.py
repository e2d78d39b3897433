"""The embedded server sleeps when nobody uses it, whoever woke it and however they ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from talka.command.engine import cluster_of, database
from talka.ground.kernel.home import Home
from tests.command.clusters import folder

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
