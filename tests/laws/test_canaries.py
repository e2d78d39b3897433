"""What people tell stands nowhere in the clear: not on the disk, not in a dump, not in a log.

Five hundred secrets in six scripts go in through actions and pages; then every byte that the house
left behind is searched, in the spellings a leak would have. The control is the same run with the
cipher turned off: there the search finds every secret that was kept.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from talka.command.postgres import Cluster
from tests import houses
from tests.command.clusters import data_of

UNKEPT = ("error", "page: search", "question")
"""Secrets that were said but are kept nowhere: only the search for leaks asks for them."""

NOTICE = """
import os, sys
os.environ["TALKA_WORKER"] = "1"
import django
django.setup()
from talka.casework.cases.notices import notify
notify(sys.argv[1])
"""


def spellings(mark: str) -> dict[str, bytes]:
    """How a word may stand in a file: encodings, escapes of dumps and addresses, other cases."""
    found: dict[str, bytes] = {}
    for name, word in {"": mark, "upper": mark.upper(), "folded": mark.casefold()}.items():
        raw = word.encode()
        found |= {
            f"utf-8 {name}": raw,
            f"utf-16-le {name}": word.encode("utf-16-le"),
            f"utf-16-be {name}": word.encode("utf-16-be"),
            f"hex {name}": raw.hex().encode(),
            f"HEX {name}": raw.hex().upper().encode(),
            f"octal {name}": "".join(f"\\{b:03o}" for b in raw).encode(),
            f"percent {name}": quote(word, safe="").encode(),
            f"json {name}": json.dumps(word)[1:-1].encode(),
            f"backslash x {name}": repr(raw)[2:-1].encode(),
        }
        for shift in range(3):  # base64 has three spellings, by what stands before
            whole = base64.b64encode(b"\0" * shift + raw)
            found[f"base64+{shift} {name}"] = whole[4 if shift else 0 : len(whole) // 4 * 4 - 4]
    return {name: word for name, word in found.items() if len(word) >= 8}


@dataclass
class Left:
    """What a run left behind: the secrets, and every file that may hold one."""

    marks: dict[str, str]
    secrets: dict[str, str]
    files: dict[str, bytes]

    @property
    def kept(self) -> set[str]:
        return {s for s, where in self.secrets.items() if not where.startswith(UNKEPT)}

    def leaks(self) -> Iterator[tuple[str, str, str]]:
        """(script, spelling, file) of every mark found."""
        for script, mark in self.marks.items():
            for name, word in spellings(mark).items():
                for path, raw in self.files.items():
                    if word in raw:
                        yield script, name, path

    def found(self) -> set[str]:
        """Secrets that stand whole in the clear, as they are or as JSON writes them."""
        everything = b"\n".join(self.files.values())
        return {
            secret
            for secret in self.secrets
            if secret.encode() in everything or json.dumps(secret)[1:-1].encode() in everything
        }


def _plant(house: houses.House, how: str, before: dict[Path, tuple[int, int]]) -> Left:
    target = house.home.parent / f"{how}.json"
    done = house.run("-m", "tests.laws.canaries", how, str(target))
    assert done.returncode == 0, done.stderr[-4000:]
    told = json.loads(target.read_text("utf-8"))
    target.unlink()
    assert len(told["secrets"]) >= 500
    noticed = house.run("-c", NOTICE, told["turn"])
    assert noticed.returncode == 0, noticed.stderr
    jobs = house.rows("SELECT count(*) FROM procrastinate_jobs")
    assert jobs[0][0] > 0
    house.rows("SELECT 1 FROM (SELECT pg_switch_wal()) AS switched")
    _checkpoint(house)
    files = {f"data/{p}": p.read_bytes() for p in _changed(house.cluster, before)}
    files |= {f"home/{p}": p.read_bytes() for p in house.home.rglob("*") if p.is_file()}
    files["dump"] = _dump(house)
    files["stderr of the application"] = (done.stderr + noticed.stderr).encode()
    files["stdout of the application"] = (done.stdout + noticed.stdout).encode()
    return Left(told["marks"], told["secrets"], files)


def _checkpoint(house: houses.House) -> None:
    import psycopg

    with psycopg.connect(**house.cluster.conninfo(), autocommit=True) as db:
        db.execute("CHECKPOINT")


def _stamp(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_size, told.st_mtime_ns


def _state(cluster: Cluster) -> dict[Path, tuple[int, int]]:
    """Every file of the server, its log among them."""
    base = data_of(cluster).parent
    return {p: _stamp(p) for p in base.rglob("*") if p.is_file() and not p.is_symlink()}


def _changed(cluster: Cluster, before: dict[Path, tuple[int, int]]) -> list[Path]:
    return [p for p, stamp in _state(cluster).items() if before.get(p) != stamp]


def _dump(house: houses.House) -> bytes:
    words = house.cluster.conninfo(dbname=house.name)
    tool = Path(house.cluster._place().binaries) / "pg_dump"
    done = subprocess.run(
        [tool, "-h", words["host"], "-p", str(words["port"]), "-U", words["user"], house.name],
        env={**os.environ, "PGPASSWORD": words["password"]}, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.fixture(scope="module")
def grounds():
    """A cluster where nothing but these two runs happens."""
    house = houses.build()
    yield house
    house.discard()


@pytest.fixture(scope="module")
def sealed(grounds):
    house = houses.copy("canaries_sealed", grounds)
    _checkpoint(house)
    return house, _plant(house, "sealed", _state(house.cluster))


@pytest.fixture(scope="module")
def bare(grounds, sealed):
    """The control: the cipher turned off, everything else as it is."""
    house = houses.copy("canaries_bare", grounds)
    _checkpoint(house)
    return house, _plant(house, "bare", _state(house.cluster))


def test_no_secret_stands_anywhere_in_the_clear(sealed):
    _, left = sealed
    assert list(left.leaks()) == []
    assert left.found() == set()


def test_everything_was_searched(sealed):
    """Tables, write-ahead log, server log, outbox and dump are among the files, and not empty."""
    _, left = sealed
    for part in ("/base/", "/pg_wal/", "/outbox/", "dump"):
        assert sum(len(raw) for path, raw in left.files.items() if part in path) > 0, part
    assert any(Path(p).name == "log" for p in left.files) or any(
        p.name == "log" for p in _state(sealed[0].cluster)
    )


def test_a_secret_went_into_every_sealed_column(sealed):
    """A new place for text joins this law by itself: no secret in it, no pass."""
    house, _ = sealed
    columns = house.rows(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'talka' AND column_name LIKE '%%_sealed' ORDER BY 1, 2"
    )
    assert len(columns) > 30
    empty = [
        f"{table}.{column}"
        for table, column in columns
        if not house.rows(f"SELECT 1 FROM {table} WHERE {column} IS NOT NULL LIMIT 1")
    ]
    assert empty == []


def test_without_the_cipher_the_search_finds_every_secret(bare):
    _, left = bare
    assert len(left.kept) >= 500
    assert sorted(left.secrets[s] for s in left.kept - left.found()) == []
    assert {script for script, _, _ in left.leaks()} == set(left.marks)


@pytest.mark.parametrize("name", list(spellings("labas rytas")))
def test_each_spelling_is_recognised(name):
    """Control of the search itself: a mark written so is found."""
    left = Left({"latin": "labasrytas"}, {}, {"f": b"x" + spellings("labasrytas")[name] + b"y"})
    assert name in {found for _, found, _ in left.leaks()}
