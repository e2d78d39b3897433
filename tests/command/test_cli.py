"""What the keeper of the server types wrong is answered in words, never with a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from talka.command import cli
from talka.command.engine import progress
from tests.command.clusters import folder


@pytest.mark.parametrize(
    "typed",
    [
        ["figures", "--year", "-5"],
        ["figures", "--year", "99999999999"],
        ["figures", "--year", "next"],
        ["demo", "--port", "0"],
        ["demo", "--port", "99999"],
        ["serve", "--port", "http"],
        ["audit", "burn"],
        ["dance"],
        [],
    ],
)
def test_words_that_are_none_end_with_code_2(typed, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(typed)
    assert end.value.code == 2
    assert "usage: talka" in capsys.readouterr().err


def test_the_same_words_typed_right_are_understood():
    """Control."""
    assert cli.words().parse_args(["figures", "--year", "2026"]).year == 2026
    assert cli.words().parse_args(["demo", "--port", "8000"]).port == 8000


def test_what_takes_longer_than_two_seconds_is_shown(monkeypatch, capsys):
    now = [100.0]
    monkeypatch.setattr("talka.command.engine.time.monotonic", lambda: now[0])
    say = progress(after=2)
    now[0] += 1.9
    say("events")
    now[0] += 0.2
    say("case_file")
    assert capsys.readouterr().err == "    2.1 s  case_file\n"


TABLE = (
    "First responder type,First responder,Exploitation type,Age at exploitation,Gender,"
    "Nationality,People\nNGO and third sector,Alpha,Labour,Adult (18 or over),Female,Albanian,1\n"
)


@pytest.mark.parametrize("command", ["check", "audit verify", "figures --year 2026", "serve",
                                     "work", "intake {table}"])  # fmt: skip
def test_a_house_that_nobody_set_up_says_so_and_nothing_is_made(command):
    with folder("nowhere") as home:
        table = home.parent / "table.csv"
        table.write_text(TABLE)
        done = _talka(home, *command.format(table=table).split())
        assert done.returncode == 1
        assert "not set up yet; run `talka setup`" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        assert list(home.iterdir()) == []


def _talka(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "talka.command.cli", "--dir", str(home), *words],
        env={**os.environ, "TALKA_DATABASE_URL": ""}, text=True, capture_output=True, timeout=120,
        check=False,
    )  # fmt: skip
