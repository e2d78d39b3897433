"""Pages of programmes: the list, a version as a tree, two versions side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.ui.collation import sorting_key
from talka.prevention.programmes import policy
from talka.prevention.programmes.models import (
    BudgetLine,
    MeasureExecutor,
    ProgrammeVersion,
)
from talka.prevention.programmes.queries.reading import by_node, plans_of
from talka.prevention.programmes.queries.standing import Standing, euros, known, rows, standings
from talka.prevention.programmes.shapes import Amount, Executor, Node, natural


@dataclass(frozen=True)
class Line:
    """A version in the list. `state`: draft, now, coming or past."""

    id: UUID
    title: str
    level: str
    place: str
    n: int
    since: date
    until: date
    state: str


def _state(version: ProgrammeVersion, today: date) -> str:
    if version.published_at is None:
        return "draft"
    if (version.ended_on or version.until) < today:
        return "past"
    return "coming" if version.since > today else "now"


def listed(language: str) -> dict[str, list[Line]]:
    """Every version the person may see, by level; in force first (1 query)."""
    rows = ProgrammeVersion.objects.select_related("programme__municipality")
    today, found = timezone.localdate(), defaultdict(list)
    order = ("draft", "now", "coming", "past")
    for v in rows:
        town = v.programme.municipality
        place = town.name(language) if town else ""
        last = v.ended_on or v.until
        line = Line(v.id, v.programme.name(language), v.programme.level, place, v.n, v.since, last,
                    _state(v, today))  # fmt: skip
        found[line.level].append(line)
    for lines in found.values():
        lines.sort(key=lambda x: (order.index(x.state), sorting_key(x.place), -x.since.toordinal()))
    return dict(found)


@dataclass(frozen=True)
class Branch:
    """A node in its place. `money`: planned euros of all years; None: nobody said."""

    id: UUID
    kind: str
    code: str
    title: str
    depth: int
    term: str
    due: date | None
    lead: str
    others: tuple[str, ...]
    money: Decimal | None
    standing: Standing | None


@dataclass(frozen=True)
class VersionPage:
    version: ProgrammeVersion
    place: str
    branches: tuple[Branch, ...]
    mine: bool
    draft: bool
    state: str
    siblings: tuple[tuple[UUID, int], ...]
    adopted: UUID | None
    """The draft or programme of the person's own municipality that came from this one."""
    adoptable: str | None
    """The municipality that the person could adopt it for."""


def version_page(actor: Actor, plan_id: UUID, language: str) -> VersionPage:
    """One version as a tree (at most 11 queries)."""
    version = policy.version(plan_id)
    owner = version.programme
    area = next((s.area for s in actor.seats if s.role == "coordinator" and s.area), None)
    mine = Q(adopted_from=version, programme__municipality=area)
    near = list(ProgrammeVersion.objects.filter(Q(programme=owner) | mine).order_by("n"))
    came = [v.id for v in near if v.programme_id != owner.id]
    adopted = came[0] if area and came else None
    public = version.published_at is not None and owner.level == "national"
    town = owner.municipality
    return VersionPage(
        version=version,
        place=town.name(language) if town else "",
        branches=_branches(version),
        mine=policy.keeps(actor, owner.municipality_id),
        draft=version.published_at is None,
        state=_state(version, timezone.localdate()),
        siblings=tuple(
            (v.id, v.n) for v in near if v.programme_id == owner.id and v.id != version.id
        ),
        adopted=adopted,
        adoptable=area if public and adopted is None else None,
    )


def _branches(version: ProgrammeVersion) -> tuple[Branch, ...]:
    nodes = sorted(rows().filter(plan=version), key=lambda n: natural(n.code))
    who = by_node(MeasureExecutor.objects.filter(plan=version).order_by("name"))
    standing: dict[UUID, Standing] = {}
    if version.published_at is None:
        money = by_node(BudgetLine.objects.filter(plan=version))
    else:
        facts = known(nodes)
        money = facts.money
        standing = standings([n for n in nodes if n.kind == "measure"], facts)
    parents = {n.id: n.parent_id for n in nodes}
    return tuple(
        Branch(
            n.id, n.kind, n.code, n.title, _depth(n.id, parents), n.term, n.due,
            next((e.name for e in who[n.id] if e.role == "lead"), ""),
            tuple(e.name for e in who[n.id] if e.role != "lead"),
            euros(money[n.id])[0], standing.get(n.id),
        )
        for n in nodes
    )  # fmt: skip


def _depth(node: UUID, parents: dict[UUID, UUID | None]) -> int:
    depth, up = 0, parents.get(node)
    while up is not None and depth < 5:
        depth, up = depth + 1, parents.get(up)
    return depth


@dataclass(frozen=True)
class Difference:
    """A node of two versions. `kind`: added, gone or changed; `fields`: (name, before, after)."""

    kind: str
    code: str
    title: str
    fields: tuple[tuple[str, str, str], ...] = ()


def compared(before: ProgrammeVersion, after: ProgrammeVersion) -> tuple[Difference, ...]:
    """What the later version says differently; nodes are the same by lineage."""
    old, new = ({n.key: n for n in plan.nodes} for plan in plans_of([before, after]))
    found = [Difference("gone", n.code, n.title) for k, n in old.items() if k not in new]
    for key, node in new.items():
        if key not in old:
            found.append(Difference("added", node.code, node.title))
        elif fields := _fields(old[key], node):
            found.append(Difference("changed", node.code, node.title, fields))
    return tuple(sorted(found, key=lambda d: natural(d.code)))


def _fields(old: Node, new: Node) -> tuple[tuple[str, str, str], ...]:
    pairs = (
        ("code", old.code, new.code),
        ("title", old.title, new.title),
        ("term", old.term, new.term),
        ("due", _day(old.due), _day(new.due)),
        ("executors", _names(old.executors), _names(new.executors)),
        ("money", _money(old.amounts), _money(new.amounts)),
        ("links", ", ".join(old.links), ", ".join(new.links)),
    )
    return tuple((name, a, b) for name, a, b in pairs if a != b)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _names(executors: tuple[Executor, ...]) -> str:
    return ", ".join(e.name for e in executors)


def _money(amounts: tuple[Amount, ...]) -> str:
    return ", ".join(f"{a.year} {a.source}: {a.eur} €" for a in amounts
                     if a.kind == "total" and a.eur is not None)  # fmt: skip
