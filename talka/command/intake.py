"""`talka intake FILE`: carry the people of a published table in, through the actions of the house.

Whole or not at all: the file and its words are checked before anything is written. Nobody twice:
each person's key is written in the transaction that enters the person, so a second run, also of
one that was killed, adds only whom the first one did not.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from talka.command import table, words
from talka.command.engine import database, progress, set_up
from talka.ground.kernel.errors import Broken
from talka.ground.kernel.home import Home
from talka.ground.kernel.pack import load_pack

DEFAULT_PLACE = "29"
BATCH = 10
"""People a transaction: a kill loses at most these, and they come again."""


def run(given: argparse.Namespace) -> int:
    """Exit code 0 when everybody is in; 1 with a reason, nothing written."""
    read = table.read(given.file, given.partial)
    known = words.read(given.words)
    missing = known.missing(read.words)
    if missing:
        target = (given.words or given.file).with_suffix(".missing-words.csv")
        words.write_missing(target, missing)
        print(
            f"{len(missing)} words have no code yet; nothing was entered. They stand in {target},"
            " ready to be filled in; give it back with --words",
            file=sys.stderr,
        )
        return 1
    place = _place(given.municipality or DEFAULT_PLACE)
    home = set_up(Home.from_environment())
    say = progress()
    with database(home, say):
        import django

        django.setup()
        from django.utils import translation

        translation.activate("en")
        began = time.monotonic()
        entered, known_before = enter(read, known, _day(given), place, say)
        seconds = time.monotonic() - began
    rate = entered / seconds if seconds else 0
    print(f"entered {entered} people, {known_before} were in already, {rate:.1f} people/s")
    return 0


def _place(municipality: str) -> str:
    if not load_pack().has("municipality", municipality):
        raise Broken(f"--municipality {municipality}: no municipality of the pack has this code")
    return municipality


def _day(given: argparse.Namespace) -> date:
    from django.utils import timezone

    today = timezone.localdate()
    if not given.on:
        return table.period_end(given.file, today) or today
    try:
        day = date.fromisoformat(given.on)
    except ValueError:
        raise Broken(f"--on {given.on}: write a day as 2023-12-31")
    if day > today:
        raise Broken(f"--on {given.on}: this day is still to come")
    return day


@dataclass(frozen=True)
class Arrival:
    """One person of the table: the words of their line and the key that keeps them single."""

    row: table.Row
    key: bytes


def arrivals(read: table.Table) -> Iterator[Arrival]:
    """Every person, in the order of the lines' words (not of the lines)."""
    for row in sorted(read.rows, key=lambda r: r.words):
        for ordinal in range(row.people):
            material = "\n".join([read.mark, *row.words, str(ordinal)])
            yield Arrival(row, hashlib.sha256(material.encode()).digest())


def enter(read, known, on, place, say):  # type: ignore[no-untyped-def]
    """Enter everybody; returns (entered, already in)."""
    from talka.command.intake_people import Reception

    reception = Reception(known, on, place)
    by_responder: dict[str, list[Arrival]] = {}
    for arrival in arrivals(read):
        by_responder.setdefault(arrival.row.words[1], []).append(arrival)
    entered = before = 0
    for responder, people in sorted(by_responder.items()):
        worker = reception.worker_of(responder, people[0].row.words[0])
        for start in range(0, len(people), BATCH):
            new = reception.enter(worker, people[start : start + BATCH])
            entered += new
            before += len(people[start : start + BATCH]) - new
            if (entered + before) % 50 < BATCH:
                say(f"{entered + before} people")
    return entered, before
