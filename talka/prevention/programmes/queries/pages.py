"""Pages of programmes: the list, a version as a tree, two versions side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.ui.collation import sorting_key
from talka.prevention.programmes import policy
from talka.prevention.programmes.models import (
    BudgetLine,
    MeasureExecutor,
    PlanNode,
    ProgrammeVersion,
)
from talka.prevention.programmes.queries.reading import by_node, plan_of
from talka.prevention.programmes.queries.standing import Standing, standings
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
        found[v.programme.level].append(Line(v.id, v.programme.title, v.programme.level, place,
                                             v.n, v.since, last, _state(v, today)))  # fmt: skip
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
    """One version as a tree (at most 10 queries)."""
    version = policy.version(plan_id)
    owner = version.programme
    others = ProgrammeVersion.objects.filter(programme=owner).exclude(id=version.id)
    area = next((s.area for s in actor.seats if s.role == "coordinator" and s.area), None)
    adopted = None
    if area and owner.level == "national":
        came = ProgrammeVersion.objects.filter(adopted_from=version)
        adopted = came.filter(programme__municipality=area).values_list("id", flat=True).first()
    public = version.published_at is not None and owner.level == "national"
    town = owner.municipality
    return VersionPage(
        version=version,
        place=town.name(language) if town else "",
        branches=_branches(version),
        mine=policy.keeps(actor, owner.municipality_id),
        draft=version.published_at is None,
        state=_state(version, timezone.localdate()),
        siblings=tuple(others.order_by("n").values_list("id", "n")),
        adopted=adopted,
        adoptable=area if public and adopted is None else None,
    )


def planned(lines: list[BudgetLine]) -> Decimal | None:
    """Planned euros of all years: approved where somebody approved, else requested."""
    for stage in ("approved", "requested"):
        known = [x.amount_eur for x in lines if x.stage == stage and x.kind == "total"]
        if sums := [k for k in known if k is not None]:
            return sum(sums, Decimal(0))
    return None


def _branches(version: ProgrammeVersion) -> tuple[Branch, ...]:
    rows = sorted(PlanNode.objects.filter(plan=version), key=lambda n: natural(n.code))
    who = by_node(MeasureExecutor.objects.filter(plan=version).order_by("name"))
    money = by_node(BudgetLine.objects.filter(plan=version))
    standing = standings([n for n in rows if n.kind == "measure"])
    parents = {n.id: n.parent_id for n in rows}
    return tuple(
        Branch(
            n.id, n.kind, n.code, n.title, _depth(n.id, parents), n.term, n.due,
            next((e.name for e in who[n.id] if e.role == "lead"), ""),
            tuple(e.name for e in who[n.id] if e.role != "lead"),
            planned(money[n.id]), standing.get(n.id),
        )
        for n in rows
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


def compared(before_id: UUID, after_id: UUID) -> tuple[Difference, ...]:
    """What the later version says differently; nodes are the same by lineage (14 queries)."""
    old = {n.key: n for n in plan_of(policy.version(before_id)).nodes}
    new = {n.key: n for n in plan_of(policy.version(after_id)).nodes}
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
