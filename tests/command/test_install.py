"""What a fresh clone promises: `make` explains itself, and the locks hold every package."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
LOCKS = sorted((PROJECT / "requirements").glob("*.txt"))


def test_make_lists_its_targets() -> None:
    done = subprocess.run(["make"], cwd=PROJECT, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make (\S+) +\S", done.stdout, re.MULTILINE)
    assert {"demo", "test", "install", "lint", "types", "bench", "clean"} <= set(listed)


def test_the_judgement_of_a_clone_can_be_run() -> None:
    assert os.access(PROJECT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_pins_and_hashes_every_package_and_names_no_address(lock: Path) -> None:
    text = lock.read_text()
    entries = [part for part in re.split(r"\n(?=\S)", text) if not part.startswith("#")]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+(\[[a-z0-9,-]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text


def test_every_direct_dependency_is_locked() -> None:
    for wanted in (PROJECT / "requirements").glob("*.in"):
        locked = re.findall(r"^([a-z0-9.-]+)", wanted.with_suffix(".txt").read_text(), re.MULTILINE)
        for line in wanted.read_text().splitlines():
            if line and not line.startswith("-r"):
                name = re.split(r"[<>=\[]", line)[0].strip().lower()
                assert name in locked, f"{name} is in {wanted.name} but not locked"
