"""Ten thousand answers leave no code and no address: not in the tables, not in the log of changes,
not in a dump, not in what the processes say. Every byte the house wrote is searched."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from talka.prevention.polls import codes
from tests import houses
from tests.command.clusters import data_of

CODE = re.compile(rb"(?=([0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{12}[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z*~$=U]))")
WRITTEN = re.compile(rb"[0-9A-HJKMNP-TV-Za-z]{4}(?:-|%2D)[0-9A-Za-z]{4}(?:-|%2D)[0-9A-Za-z]{4}"
                     rb"(?:-|%2D)[0-9A-Za-z*~$=]", re.IGNORECASE)  # fmt: skip
ADDRESS = re.compile(rb"2001:[0-9a-f:]{10,35}")


def told(raw: bytes, secrets: set[str]) -> set[str]:
    """Codes and addresses that stand in the bytes, as they are kept or as they are printed."""
    found = {m.group(1).decode().upper() for m in CODE.finditer(raw)}
    found |= {
        m.group().decode().upper().replace("%2D", "").replace("-", "")
        for m in WRITTEN.finditer(raw)
    }
    found |= {m.group().decode() for m in ADDRESS.finditer(raw)}
    return found & secrets


@pytest.fixture(scope="module")
def lived(tmp_path_factory: Any) -> Any:
    """(secrets, files) of a house in which ten thousand people answered."""
    grounds = houses.build(fsync="off")
    target = tmp_path_factory.mktemp("traces") / "told.json"
    try:
        house = houses.copy("polled", grounds)
        before = _stamps(house)
        done = house.run("-m", "tests.prevention.polls.traces", str(target), timeout=900)
        assert done.returncode == 0, done.stderr[-3000:]
        said = json.loads(target.read_text("utf-8"))
        for table, left in (("poll_response", 10_000), ("poll_code", 0)):
            count = f"SELECT count(*) FROM {table} WHERE poll_id = %s"
            assert house.rows(count, [said["poll"]]) == [(left,)]
        house.rows("SELECT 1 FROM (SELECT pg_switch_wal()) AS switched")
        dump = _dump(house)
        house.cluster.stop()  # everything is on the disk, and no file goes while it is read
        files = [p for p, stamp in _stamps(house).items() if before.get(p) != stamp]
        yield said, files, dump, (done.stdout + done.stderr).encode()
    finally:
        grounds.discard()


def _stamps(house: houses.House) -> dict[Path, tuple[int, int]]:
    """Every file of the server, its log among them, and of the home."""
    places = (data_of(house.cluster).parent, house.home)
    files = [p for place in places for p in place.rglob("*") if p.is_file() and not p.is_symlink()]
    return {p: (p.stat().st_size, p.stat().st_mtime_ns) for p in files}


def _dump(house: houses.House) -> bytes:
    words = house.cluster.conninfo(dbname=house.name)
    tool = Path(house.cluster._place().binaries) / "pg_dump"
    line = [tool, "-h", words["host"], "-p", str(words["port"]), "-U", words["user"], house.name]
    return subprocess.run(
        line, env={"PGPASSWORD": words["password"]}, capture_output=True, check=True
    ).stdout


def test_ten_thousand_answers_leave_neither_code_nor_address(lived: Any) -> None:
    said, files, dump, words = lived
    secrets = {*said["codes"], *said["addresses"]}
    assert len(secrets) == 10_100
    assert {"pg_wal", "base"} <= {part for path in files for part in path.parts}
    for path in files:
        assert told(path.read_bytes(), secrets) == set(), path
    assert told(dump, secrets) == set()
    assert told(words, secrets) == set()
    assert said["poll"].encode() in dump  # the dump is of the house


def test_a_code_or_an_address_that_stood_there_would_be_found(lived: Any) -> None:
    """The control: one of each, in every way of writing, in the middle of other bytes."""
    said = lived[0]
    code, address = said["codes"][7], said["addresses"][3]
    secrets = {*said["codes"], *said["addresses"]}
    for spelled in (code, code.lower(), codes.written(code), codes.written(code).lower(),
                    codes.written(code).replace("-", "%2D")):  # fmt: skip
        assert told(b"\x00AB9" + spelled.encode() + b"\xffK2", secrets) == {code}, spelled
    assert told(b"GET /a/ from " + address.encode() + b" 200", secrets) == {address}
