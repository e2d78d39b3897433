"""A PostgreSQL of our own: starts, stops, survives a crash, lets nobody in without a password."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from talka.command.liveness import answers, lives, postmaster
from talka.command.postgres import Cluster, ClusterError
from talka.command.premises import account_for
from tests.command.clusters import (
    ENGINES,
    as_account,
    ask,
    cluster,
    crash,
    data_of,
    processes,
    speaking_of,
)

PROJECT = Path(__file__).parents[2]
START = """
import sys
from pathlib import Path
from talka.command.postgres import Cluster
Cluster(Path(sys.argv[1])).start()
"""


@pytest.fixture
def ours() -> Iterator[Cluster]:
    with cluster() as one:
        yield one


def starter(one: Cluster) -> subprocess.Popen[bytes]:
    """Another process that starts the same cluster."""
    return subprocess.Popen(
        [sys.executable, "-c", START, str(one.directory)], cwd=PROJECT, stderr=subprocess.DEVNULL
    )


@pytest.mark.parametrize("binaries", ENGINES, ids=lambda folder: folder.parent.name)
def test_first_start_second_start_stop_and_crash(binaries: Path) -> None:
    with cluster(binaries) as one:
        assert not one.running()
        one.start()
        assert one.running()
        ask(one, "CREATE TABLE kept (n int)")
        one.stop()
        assert not one.running()
        with pytest.raises(psycopg.OperationalError):
            ask(one, "SELECT 1")

        began = time.monotonic()
        one.start()
        assert time.monotonic() - began < 5
        for n in range(50):
            ask(one, "INSERT INTO kept VALUES (%s)", values=[n])
        crash(one)
        assert not one.running()
        one.start()
        assert ask(one, "SELECT count(*), sum(n) FROM kept") == [(50, 1225)]


def test_the_data_are_safe_and_in_one_order_everywhere(ours: Cluster) -> None:
    ours.start()
    for setting in ("fsync", "full_page_writes", "data_checksums"):
        assert ask(ours, f"SHOW {setting}") == [("on",)]
    assert ask(ours, "SHOW server_encoding") == [("UTF8",)]
    assert ask(ours, "SHOW listen_addresses") == [("",)]
    # code point order on every machine; people's order is made for the screen, in Python
    assert ask(ours, "SELECT array_agg(w ORDER BY w) FROM unnest('{ž,z,Š,a}'::text[]) w") == [
        (["a", "z", "Š", "ž"],)
    ]
    assert ask(ours, "SELECT lower('ŠĄŽ')") == [("šąž",)]


def test_a_killed_postmaster_with_living_children_is_recovered(ours: Cluster) -> None:
    ours.start()
    ask(ours, "CREATE TABLE kept (n int)")
    before = postmaster(data_of(ours))
    assert before is not None
    with psycopg.connect(**ours.conninfo(), autocommit=True) as open_session:
        open_session.execute("INSERT INTO kept VALUES (7)")
        os.kill(before, signal.SIGKILL)
        ours.start()
    assert postmaster(data_of(ours)) != before
    assert ask(ours, "SELECT n FROM kept") == [(7,)]


def test_a_pid_file_that_names_somebody_else_does_not_hinder(ours: Cluster) -> None:
    ours.start()
    pid_file = data_of(ours) / "postmaster.pid"
    words = pid_file.read_text().splitlines()
    crash(ours)
    # after a reboot the number belongs to another program of the same account
    who = account_for(data_of(ours))
    other = subprocess.Popen(["sleep", "60"], **who.how())  # type: ignore[call-overload]
    try:
        pid_file.write_text("\n".join([str(other.pid), *words[1:]]) + "\n")
        assert lives(other.pid)
        assert not ours.running()
        ours.start()
        assert ask(ours, "SELECT 1") == [(1,)]
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_dead_process_that_nobody_reaped_is_not_alive() -> None:
    child = subprocess.Popen(["true"])
    time.sleep(0.3)
    os.kill(child.pid, 0)  # the number is still taken: a signal alone would say "alive"
    assert not lives(child.pid)
    child.wait()
    assert lives(os.getpid())


def test_a_server_started_by_other_means_is_left_alone(ours: Cluster) -> None:
    ours.start()
    ours.stop()
    place, data = ours._place(), data_of(ours)
    by_hand = [f"{place.binaries}/pg_ctl", "-w", "-s", "-D", str(data)]
    options = ["-l", str(data.parent / "log"), "-o", f"-c listen_addresses= -k {place.socket}"]
    how = {"cwd": "/", "check": True, **account_for(data).how()}
    subprocess.run([*by_hand, *options, "start"], **how)  # type: ignore[call-overload]
    with pytest.raises(ClusterError, match=r"already serves .* not started by us"):
        ours.start()
    assert ask(ours, "SELECT 1") == [(1,)]
    subprocess.run([*by_hand, "stop"], **how)  # type: ignore[call-overload]
    ours.start()


def test_starters_at_the_same_time_make_one_server(ours: Cluster) -> None:
    starters = [starter(ours) for _ in range(4)]
    assert [one.wait(timeout=60) for one in starters] == [0, 0, 0, 0]
    assert ours.running()
    assert ask(ours, "SELECT count(*) FROM pg_database") == [(3,)]
    log = (data_of(ours).parent / "log").read_text()
    assert log.count("database system is ready to accept connections") == 1


def test_the_server_outlives_the_command_that_started_it(ours: Cluster) -> None:
    assert starter(ours).wait(timeout=60) == 0
    first = postmaster(data_of(ours))
    assert first is not None
    assert os.getsid(first) != os.getsid(0)  # Ctrl-C in our terminal is not for the server
    assert ours.running()
    ours.start()
    assert postmaster(data_of(ours)) == first


@pytest.mark.parametrize("all_of_it", [False, True], ids=["the starter", "and initdb"])
def test_a_making_killed_half_way_is_made_anew(ours: Cluster, all_of_it: bool) -> None:
    victim = starter(ours)
    while not list(ours.directory.glob("data*/base")):
        time.sleep(0.01)
    victim.kill()
    if all_of_it:
        for pid in speaking_of(ours.directory):
            os.kill(pid, signal.SIGKILL)
    victim.wait()
    assert not (ours.directory / "data").exists()
    ours.start()
    assert ask(ours, "SELECT count(*) FROM pg_database") == [(3,)]


def test_a_socket_that_never_answers_is_no_server(ours: Cluster) -> None:
    ours.start()
    assert answers(Path(ours.host))
    ours.stop()
    assert not answers(Path(ours.host))
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(Path(ours.host) / ".s.PGSQL.5432"))
        silent.listen()
        assert not answers(Path(ours.host))
    ours.start()
    assert answers(Path(ours.host))


def test_nobody_enters_without_the_password(ours: Cluster) -> None:
    ours.start()
    assert ask(ours, "SELECT current_user") == [("talka_super",)]
    for password in ("", "wrong", ours.password[:-1]):
        with pytest.raises(psycopg.OperationalError, match="password"):
            ask(ours, "SELECT 1", user="talka_super", password=password)
    with pytest.raises(psycopg.OperationalError, match="no password"):
        psycopg.connect(**{**ours.conninfo(), "password": None, "passfile": os.devnull})
    rules = [line.split() for line in (data_of(ours) / "pg_hba.conf").read_text().splitlines()]
    methods = {words[-1] for words in rules if words and not words[0].startswith("#")}
    assert methods == {"scram-sha-256", "reject"}

    # control: these very attempts succeed where trust is given, so it is the rule that refuses
    (data_of(ours) / "pg_hba.conf").write_text("local all all trust\n")
    ask(ours, "SELECT pg_reload_conf()")
    time.sleep(0.3)
    assert ask(ours, "SELECT 1", user="talka_super", password="wrong") == [(1,)]


def test_the_server_is_not_root_and_shares_its_socket_with_nobody(ours: Cluster) -> None:
    ours.start()
    account = account_for(data_of(ours))
    owners = set()
    for pid in processes(ours):
        with suppress(FileNotFoundError):  # a helper of the server that ended meanwhile
            owners.add(Path(f"/proc/{pid}").stat().st_uid)
    assert owners == {account.uid} != {0}
    assert data_of(ours).stat().st_mode & 0o777 == 0o700
    assert Path(ours.host).stat().st_mode & 0o777 == 0o700
    assert (ours.directory / "password").stat().st_mode & 0o777 == 0o600
    assert not (Path(ours.host) / "password").exists()
    if os.geteuid() == 0:
        stranger = 65533
        words = ours.conninfo()

        def knock() -> str:
            with psycopg.connect(**words) as db:
                return str(db.execute("SELECT 1").fetchone())

        assert "Permission denied" in as_account(stranger, stranger, knock)
        assert as_account(account.uid, account.gid, knock) == "(1,)"


def test_the_log_holds_no_values(ours: Cluster) -> None:
    def log_after_faults(**options: str) -> str:
        ours.start(options)
        for statement in (
            "INSERT INTO person VALUES ('Slaptenė')",
            "SELECT 'Slaptenė'::int",
            "SELECT 1 / (length('Slaptenė') - 8)",
        ):
            with pytest.raises(psycopg.DataError):
                ask(ours, statement)
        with pytest.raises(psycopg.Error):
            ask(ours, "SELECT %s::text::uuid", values=["Slaptenė"])
        ours.stop()
        return (data_of(ours).parent / "log").read_text()

    ours.start()
    ask(ours, "CREATE TABLE person (name varchar(3))")
    ours.stop()
    assert "Slaptenė" not in log_after_faults()
    # control: with PostgreSQL's own settings the same faults do write the name
    written = log_after_faults(log_min_messages="warning", log_min_error_statement="error")
    assert "Slaptenė" in written


def test_a_start_that_cannot_be_says_why(ours: Cluster) -> None:
    with pytest.raises(ClusterError, match="never started"):
        _ = ours.host
    ours.start()
    ours.stop()
    with pytest.raises(ClusterError, match=r"did not start(.|\n)*no_such_setting"):
        ours.start({"no_such_setting": "1"})
    version = data_of(ours) / "PG_VERSION"
    ours_is = version.read_text()
    version.write_text("14\n")
    with pytest.raises(ClusterError, match="made by PostgreSQL 14"):
        ours.start()
    version.write_text(ours_is)
    ours.start()
    (ours.directory / "password").unlink()
    with pytest.raises(ClusterError, match="put the file back"):
        ours.conninfo()
