"""`talka bench`: how fast, with all protection on, as ratios within one run.

A house of its own in a temporary directory: never the user's data. Pages are asked through the
whole middleware with a real session; requests of the pages take turns, so that a slow second of
the machine falls on all of them alike.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from talka.command.engine import progress


@dataclass(frozen=True)
class Scale:
    """Cases in the small and in the large house; requests of each page, in turns; seconds of
    people working at once; people who enter."""

    small: int = 1_000
    large: int = 100_000
    rounds: int = 200
    seconds: float = 20
    people: int = 60


SCALES = {"full": Scale(), "quick": Scale(large=10_000), "tiny": Scale(20, 40, 3, 1, 2)}
"""Figures are claimed from `full` only; `tiny` shows that the measuring itself works."""


def run(given: argparse.Namespace) -> int:
    """Print a table, or JSON with --json. --quick: ten thousand cases instead of a hundred."""
    say, scale = progress(), SCALES["quick" if given.quick else given.scale]
    path = Path(tempfile.mkdtemp(prefix="talka-bench-"))
    path.chmod(0o711)
    os.environ.update(TALKA_HOME=str(path), TALKA_DEMO="1")
    os.environ.pop("TALKA_DATABASE_URL", None)
    from talka.command.postgres import Cluster

    cluster = Cluster(path / "postgres")
    try:
        cluster.start()
        figures = _measure(cluster.conninfo(), scale, say)
    finally:
        cluster.discard()
        shutil.rmtree(path, ignore_errors=True)
    print(json.dumps(figures, indent=1) if given.json else _table(figures))
    return 0


def _measure(admin: dict[str, Any], scale: Scale, say: Callable[[str], None]) -> dict[str, Any]:
    from talka.command.setup import prepare
    from talka.ground.kernel.home import Home

    prepare(Home.from_environment(), admin, say)
    from talka.command.bench_costs import costs, entering
    from talka.command.bench_load import journeys
    from talka.command.bench_plans import planned
    from talka.command.bench_polls import polled
    from talka.command.bench_world import NOTES_A_CASE, World
    from talka.command.demo_people import CITIES, Gathering

    gathering = Gathering(say)
    for city in list(CITIES)[:2]:
        gathering.city(city)
    mine, other = (gathering.crowd.people[c, "case_worker"] for c in list(CITIES)[:2])
    world = World(
        {**admin, "dbname": "talka"},
        (mine.assignment, mine.institution, mine.account),
        (other.assignment, other.institution, other.account),
    )
    held = world.grow(scale.small, say)
    small = pages(mine.account, held[0], scale.rounds, say)
    world.grow(scale.large, say)
    found: dict[str, Any] = {
        "small_cases": scale.small,
        "cases": scale.large,
        "notes": scale.large * NOTES_A_CASE,
        "small": small,
        "large": pages(mine.account, held[0], scale.rounds, say),
    }
    found["growth"] = _growth(small, found["large"])
    found["journeys"] = journeys(mine.account, held[1], scale.seconds, say)
    found["costs"] = costs(mine.account, held[0], {**admin, "dbname": "talka"})
    found["intake"] = entering(say, scale.people)
    city = next(iter(CITIES))
    coordinator = gathering.crowd.people[city, "coordinator"].account
    house, size = {**admin, "dbname": "talka"}, "tiny" if scale == SCALES["tiny"] else "full"
    found["plans"] = planned(coordinator, city, house, size, say)
    found["polls"] = polled(coordinator, mine.account, held[0], house, 1.5 * scale.seconds, say)
    return {**_machine(), **found}


def _machine() -> dict[str, Any]:
    from django.db import connections

    with connections["verify"].cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return {
        "commit": _commit(),
        "date": date.today().isoformat(),  # noqa: DTZ011
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "postgresql": version,
    }


def _commit() -> str:
    """Of the checkout; "" when installed from a wheel."""
    words = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()


def pages(
    account: UUID, case: UUID, rounds: int, say: Callable[[str], None]
) -> dict[str, dict[str, float]]:
    """page → p50 and p95 in ms, statements, and the ratio of its p50 to the empty page's."""
    from talka.ground.access.actor import open_session
    from talka.ground.kernel.begun import counted

    ask = asker(open_session(account))
    addresses = {
        "empty": "/empty/",
        "first page": "/",
        "list": "/cases/",
        "search by code": "/cases/?code=142",
        "case": f"/case/{case}/",
    }
    taken: dict[str, list[float]] = {name: [] for name in addresses}
    asked: dict[str, int] = {}
    say(f"{rounds} requests of each of {len(addresses)} pages")
    for turn in range(rounds + 10):
        for name, address in addresses.items():
            with counted() as statements:
                began = time.perf_counter()
                answer = ask(address)
                elapsed = (time.perf_counter() - began) * 1000
            if answer.status_code not in {200, 303}:  # one case found: straight to it
                raise SystemExit(f"{address} answered {answer.status_code}")
            asked[name] = len([s for s in statements if "SAVEPOINT" not in s])
            if turn >= 10:
                taken[name].append(elapsed)
    empty = statistics.median(taken["empty"])
    return {name: _line(times, asked[name], empty) for name, times in taken.items()}


def asker(token: str) -> Callable[[str], Any]:
    """Requests through the whole middleware, as the web process makes them. (Django's test client
    copies the context of every template: that would be measured too.)"""
    from django.test import RequestFactory
    from django.test.client import ClientHandler

    handler = ClientHandler()
    factory = RequestFactory(HTTP_HOST="localhost")
    factory.cookies["talka"] = token
    return lambda address: handler(factory.get(address).environ)


def _line(times: list[float], asked: int, empty: float) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=20)
    middle = statistics.median(times)
    return {
        "p50_ms": round(middle, 2),
        "p95_ms": round(cuts[18], 2),
        "statements": asked,
        "to_empty": round(middle / empty, 2),
    }


def _growth(small: dict[str, Any], large: dict[str, Any]) -> dict[str, float]:
    """p50 in the large house to p50 in the small one, each measured against its own empty page,
    so that a machine that grew slower meanwhile does not count."""
    return {n: round(large[n]["to_empty"] / small[n]["to_empty"], 2) for n in small}


def _plans(found: dict[str, Any]) -> list[str]:
    page, book, asked = found["country_60"], found["import_600"], found["pivot_all"]
    return [
        f"The country's page over 60 municipalities: {page['p50_ms']} ms, worst"
        f" {page['worst_ms']} ms, {page['statements']} statements;"
        f" {found['country_growth']} times that over 6.",
        f"A table of 600 rows from its bytes to a draft: {book['p50_ms']} ms, worst"
        f" {book['worst_ms']} ms; {found['import_growth']} times one of 60.",
        f"{len(asked['questions'])} analyses of {asked['observations']:,} observations: median"
        f" {asked['median_ms']} ms, the slowest question {asked['slowest_ms']} ms, worst"
        f" {asked['worst_ms']} ms; {found['pivot_growth']} times those of"
        f" {found['pivot_tenth']['observations']:,}.",
    ]


def _polls(found: dict[str, Any]) -> list[str]:
    return [
        f"{found['answers_per_second']} answers a second to a form of {found['questions']}"
        f" questions, {found['errors']} errors; the case page while a poll is flooded:"
        f" {found['case_in_a_flood']} times its p95 without.",
    ]


def _table(figures: dict[str, Any]) -> str:
    """The figures as lines of a Markdown table."""
    lines = [
        f"{figures['date']}, {figures['cores']} cores, Python {figures['python']},"
        f" PostgreSQL {figures['postgresql']};"
        f" {figures['small_cases']:,} and {figures['cases']:,} cases,"
        f" {figures['notes']:,} notes",
        "",
        "| page | p50 ms | p95 ms | statements | to the empty page | growth |",
        "|---|---|---|---|---|---|",
    ]
    for name, line in figures["large"].items():
        lines.append(
            f"| {name} | {line['p50_ms']} | {line['p95_ms']} | {line['statements']}"
            f" | {line['to_empty']} | {figures['growth'][name]} |"
        )
    work, costs, intake = figures["journeys"], figures["costs"], figures["intake"]
    lines += [
        "",
        f"{work['requests_per_second']} requests a second of a mixed journey (first page, list,"
        f" case, note, search), {work['people']} people, {work['workers']} workers,"
        f" {work['errors']} errors in {work['requests']} requests.",
        f"Policies, on to off: list {costs['policies_on_the_list']},"
        f" notes of a case {costs['policies_on_notes']};"
        f" sealing and opening a note {costs['sealing_of_a_note_ms']} ms.",
        f"Intake: {intake['people_per_second']} people a second from signal to referral.",
        *_plans(figures["plans"]),
        *_polls(figures["polls"]),
    ]
    return "\n".join(lines)
