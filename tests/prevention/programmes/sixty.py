"""Random histories of sixty municipalities, kept as plain values and stored as rows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings

from talka.ground.kernel.pack import load_pack
from talka.prevention.programmes import rules
from tests import house

TODAY = date.today()  # noqa: DTZ011
DAY = timedelta(days=1)
SINCE, UNTIL = date(TODAY.year - 1, 1, 1), date(TODAY.year + 1, 12, 31)
YEARS = range(SINCE.year, UNTIL.year + 1)
NUMBERLESS = ("missing", "not_applicable")
MEASURES = 8


@dataclass
class Seen:
    year: int
    state: str
    value: Decimal | None
    base: Decimal | None


@dataclass
class Use:
    id: UUID
    of: int
    target: Decimal | None
    year: int | None
    seen: list[Seen]
    """In the order of recording."""


@dataclass
class Step:
    """`line`: the same step in the version before has the same."""

    line: UUID
    due: date
    done: date | None


@dataclass
class Measure:
    """`before`: the same measure in the version that this one replaced. `upheld`: the day it was
    dropped from, before somebody took it up again."""

    id: UUID
    line: UUID
    serves: list[int]
    due: date | None
    dropped: date | None
    upheld: date | None
    said: str
    lifted: str
    steps: list[Step]
    money: list[tuple[int, str, str, str, str, Decimal | None, str, int]]
    """Year, source, kind, stage, state, amount, currency, multiplier; in the order of recording."""
    uses: list[Use]
    before: Measure | None = None


@dataclass
class Version:
    id: UUID
    owner: UUID
    place: str | None
    level: str
    since: date
    published: bool
    n: int
    ends: date | None
    measures: list[Measure]

    @property
    def counts(self) -> bool:
        replaced = self.ends is not None and self.ends < TODAY
        waits = self.n > 1 and self.since > TODAY
        return self.published and not replaced and not waits and self.level == "municipal"


@dataclass
class Country:
    """`national`: (id, lineage) of each national measure. `ways`: over units and over time."""

    plan: UUID
    national: list[tuple[UUID, UUID]]
    ways: list[tuple[UUID, str, str, str]]
    versions: list[Version] = field(default_factory=list)

    @property
    def taken(self) -> list[tuple[Version, Measure]]:
        return [(v, m) for v in self.versions if v.counts for m in v.measures if m.serves]


def country(chance: random.Random) -> Country:
    def new() -> UUID:
        return UUID(int=chance.getrandbits(128), version=4)

    def day() -> date:
        return SINCE + timedelta(days=chance.randint(0, (UNTIL - SINCE).days))

    def maybe(share: float, value: Any) -> Any:
        return value if chance.random() < share else None

    def seen() -> Seen:
        state = chance.choice(("value", "value", "value", "zero", *NUMBERLESS))
        value = {"value": Decimal(chance.randint(1, 9_999)) / 10, "zero": Decimal(0)}.get(state)
        base = None if value is None else maybe(0.8, Decimal(chance.randint(1, 90)))
        return Seen(chance.choice(YEARS), state, value, base)

    def use(of: int) -> Use:
        target = maybe(0.6, Decimal(chance.randint(0, 900)))
        seens = [seen() for _ in range(chance.randint(0, 4))]
        return Use(new(), of, target, maybe(0.5, chance.choice(YEARS)), seens)

    def line(cell: tuple[int, str, str, str]) -> Any:
        state = chance.choice(("value", "value", "value", "zero", *NUMBERLESS))
        amount = {"value": Decimal(chance.randint(1, 99_999)) / 1000, "zero": Decimal(0)}.get(state)
        return (*cell, state, amount, chance.choice(("EUR", "EUR", "LTL")),
                chance.choice((1, 1000)))  # fmt: skip

    def money() -> Any:
        cells = [(y, s, k, stage) for y in YEARS for s in ("VB", "SB")
                 for k in ("total", "expenses")
                 for stage in ("requested", "approved", "revised", "paid")]  # fmt: skip
        said = [line(cell) for cell in chance.sample(cells, chance.choice((0, 0, 1, 3, 9)))]
        again = [line(x[:4]) for x in said if x[3] in ("paid", "revised") and maybe(0.3, True)]
        return said + again

    def measure(links: bool) -> Measure:
        serves = chance.sample(range(MEASURES), chance.choice((0, 1, 1, 1, 2))) if links else []
        steps = [Step(new(), day(), maybe(0.6, day())) for _ in range(chance.randint(0, 2))]
        uses = [use(of) for of in chance.sample(range(5), chance.randint(0, 2))]
        said, lifted = (maybe(0.1, chance.choice(rules.STATUSES)) or "" for _ in range(2))
        return Measure(new(), new(), serves, maybe(0.4, day()), maybe(0.1, day()),
                       maybe(0.1, day()), said, lifted, steps, money(), uses)  # fmt: skip

    def version(place: str, since: date, **more: Any) -> Version:
        facts = {"level": "municipal", "published": True, "n": 1, "ends": None, **more}
        own = [measure(True) for _ in range(chance.randint(1, MEASURES))]
        return Version(new(), facts.pop("owner", new()), place, since=since, measures=own, **facts)

    def amended(before: Version) -> Version:
        """It replaces the version from today on: some measures and steps stay, some are new."""
        before.ends = TODAY - DAY
        after = version(str(before.place), TODAY, owner=before.owner, n=2)
        for old, now in zip(before.measures, after.measures, strict=False):
            now.before, now.line = old, old.line
            for was, step in zip(old.steps, now.steps, strict=False):
                step.line = was.line
        return after

    ways = [(new(), f"S-{n}", chance.choice(rules.OVER_UNITS), chance.choice(rules.OVER_TIME))
            for n in range(5)]  # fmt: skip
    made = Country(new(), [(new(), new()) for _ in range(MEASURES)], ways)
    for town in load_pack().municipalities:
        fate = chance.random()
        if fate < 0.7:
            made.versions.append(version(town.code, SINCE))
        if fate < 0.2:
            made.versions.append(version(town.code, SINCE + timedelta(days=9)))
        if 0.2 < fate < 0.5:
            made.versions.append(amended(made.versions[-1]))
        if 0.6 < fate < 0.9:
            other: dict[str, Any] = chance.choice((
                {"published": False}, {"level": "project"}, {"ends": TODAY - DAY}, {"ends": TODAY},
                {"ends": TODAY + DAY}, {"n": 2, "since": TODAY + DAY}, {"n": 2, "since": TODAY},
            ))  # fmt: skip
            made.versions.append(version(town.code, **{"since": SINCE + 2 * DAY, **other}))
    return made


COLUMNS = {
    "programme": "id, code, level, municipality_id, title, title_en, made_at",
    "programme_version": "id, programme_id, n, since, until, published_at, ended_on, explained,"
    " brought",
    "plan_node": "id, plan_id, parent_id, kind, code, title, term, due, local_reason, lineage,"
    " version",
    "node_link": "id, plan_id, node_id, target_id",
    "milestone": "id, plan_id, node_id, title, due, done_on, done_by_id, lineage",
    "budget_line": "id, plan_id, node_id, year, source, kind, stage, state, amount, currency,"
    " multiplier, recorded_at",
    "indicator": "id, code",
    "indicator_version": "id, indicator_id, n, name_lt, name_en, unit, direction, over_units,"
    " over_time",
    "indicator_use": "id, plan_id, node_id, indicator_id, target, target_year",
    "observation": "id, plan_id, use_id, year, state, value, base, source, recorded_by_id,"
    " recorded_at",
    "status_override": "id, plan_id, node_id, status, reason, by_id, at, lifted_at",
    "measure_drop": 'id, plan_id, node_id, "on", reason, by_id, at, lifted_at',
}


class Rows:
    """The rows of a country, table by table."""

    def __init__(self, made: Country, worker: UUID, chance: random.Random) -> None:
        self.of: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
        self._chance, self._worker = chance, worker
        self._now = datetime.now(UTC) - timedelta(days=1)
        self._plan(Version(made.plan, self._new(), None, "national", SINCE, True, 1, None, []))
        for n, (node, lineage) in enumerate(made.national):
            self._node(node, made.plan, lineage, n, None)
        for way, code, units, time in made.ways:
            self.add("indicator", way, code)
            self.add("indicator_version", way, way, 1, code, "", "x", "up", units, time)
        for v in made.versions:
            self._plan(v)
            for n, measure in enumerate(v.measures):
                self._measure(made, v, n, measure)

    def add(self, table: str, *values: Any) -> None:
        self.of[table].append(values)

    def _new(self) -> UUID:
        return UUID(int=self._chance.getrandbits(128), version=4)

    def _plan(self, v: Version) -> None:
        if v.n == 1 or v.owner not in {row[0] for row in self.of["programme"]}:
            self.add("programme", v.owner, "", v.level, v.place, "x", "", self._now)
        self.add("programme_version", v.id, v.owner, v.n, v.since, UNTIL,
                 self._now if v.published else None, v.ends, "", "{}")  # fmt: skip

    def _node(self, node: UUID, plan: UUID, lineage: UUID, n: int, due: date | None) -> None:
        # Without its goal: nothing here asks for it.
        self.add("plan_node", node, plan, node, "measure", f"1.{n}", f"M{n}", "", due, "x",
                 lineage, 1)  # fmt: skip

    def _measure(self, made: Country, v: Version, n: int, m: Measure) -> None:
        at = self._now + timedelta(hours=v.n)
        self._node(m.id, v.id, m.line, n, m.due)
        for target in m.serves:
            self.add("node_link", self._new(), v.id, m.id, made.national[target][0])
        for s in m.steps:
            by = self._worker if s.done else None
            self.add("milestone", self._new(), v.id, m.id, "x", s.due, s.done, by, s.line)
        for order, line in enumerate(m.money):
            self.add("budget_line", self._new(), v.id, m.id, *line, at + timedelta(seconds=order))
        for word, lifted in ((m.said, None), (m.lifted, self._now)):
            if word:
                self.add("status_override", self._new(), v.id, m.id, word, "x", self._worker,
                         at, lifted)  # fmt: skip
        for on, lifted in ((m.dropped, None), (m.upheld, self._now)):
            if on:
                self.add("measure_drop", self._new(), v.id, m.id, on, "x", self._worker, at,
                         lifted)  # fmt: skip
        for u in m.uses:
            self.add("indicator_use", u.id, v.id, m.id, made.ways[u.of][0], u.target, u.year)
            for order, o in enumerate(u.seen):
                when = at + timedelta(seconds=order)
                self.add("observation", self._new(), v.id, u.id, o.year, o.state, o.value, o.base,
                         "x", self._worker, when)  # fmt: skip


def administrator() -> psycopg.Connection[Any]:
    """Past policies and triggers: sixty coordinators lived through this before the test."""
    place = {**house.admin_connection(settings.HOME.path), "dbname": house.NAME}
    db = psycopg.connect(**place)
    db.execute("SET session_replication_role = replica")
    db.execute("SET search_path = talka")
    return db


@contextmanager
def stored(made: Country, chance: random.Random) -> Iterator[None]:
    """The country stands in the tables, and is gone again afterwards."""
    with administrator() as db:
        worker = db.execute("SELECT id FROM worker LIMIT 1").fetchone()
        assert worker is not None
        rows = Rows(made, worker[0], chance)
        for table, columns in COLUMNS.items():
            with db.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows.of[table]:
                    copy.write_row(row)
    try:
        yield
    finally:
        with administrator() as db:
            for table, found in rows.of.items():
                db.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [[r[0] for r in found]])
