"""Programmes that come with a country's pack: history with its sources, and one invented example.

Nothing here is verified; money nobody could show is missing, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from talka.ground.kernel.pack import PackError, load_pack, packs_folder
from talka.ground.kernel.pack.files import document, listed, word
from talka.prevention.programmes.shapes import (
    AMOUNT_KINDS,
    Act,
    Amount,
    IndicatorLine,
    Node,
    Plan,
)
from talka.prevention.programmes.table.figures import figure
from talka.prevention.programmes.table.people import executors

_STATES = {"dash": "not_applicable", "absent": "missing", "zero": "zero", "number": "value"}


@dataclass(frozen=True)
class Fact:
    """A statement about a programme and where it was seen."""

    text: str
    source: str


@dataclass(frozen=True)
class Programme:
    """kind: thb, crime_prevention, public_security, safe_municipality, project."""

    code: str
    kind: str
    level: str
    title_lt: str
    title_en: str
    example: bool
    facts: tuple[Fact, ...]
    versions: tuple[Plan, ...]
    explained: tuple[str, ...] = ()
    """Of each version: what of the act stands here and what does not."""


def programmes(folder: Path | None = None) -> tuple[Programme, ...]:
    """All programmes of the pack, oldest first. Raises PackError naming the file."""
    place = folder or packs_folder() / load_pack().code / "programmes"
    found = [_programme(path) for path in sorted(place.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda p: (p.example, p.versions[0].since, p.code)))


def example() -> Plan:
    """The invented municipal plan: complete, faultless, of no real municipality."""
    return next(p.versions[0] for p in programmes() if p.example)


def _programme(path: Path) -> Programme:
    read, source = document(path), path.name
    if read.get("verified_by", "") is not None:
        raise PackError(f"{source}: verified_by should be null until somebody verified it")
    title = read.get("title")
    if not isinstance(title, dict):
        raise PackError(f"{source}: title should have lt and en")
    names = word(source, title, "lt"), word(source, title, "en")
    level = word(source, read, "level")
    versions = tuple(
        _plan(source, names[0], level, given) for given in listed(source, read, "versions")
    )
    if not versions:
        raise PackError(f"{source}: versions is empty")
    facts = tuple(
        Fact(word(source, f, "text"), word(source, f, "source"))
        for f in listed(source, read, "facts")
    )
    heads = word(source, read, "code"), word(source, read, "kind"), level
    explained = tuple(str(given.get("explained", "")) for given in read["versions"])
    return Programme(*heads, *names, bool(read.get("example")), facts, versions, explained)


def _plan(source: str, title: str, level: str, given: Mapping[str, Any]) -> Plan:
    nodes = [_node(source, given, node) for node in listed(source, given, "nodes")]
    if given.get("add_up"):
        nodes = _added_up(nodes)
    since, until = _day(source, given, "since"), _day(source, given, "until")
    if since is None or until is None:
        raise PackError(f"{source}: a version needs since and until")
    return Plan(title, level, None, _act(source, given.get("act")), since, until, tuple(nodes))


def _act(source: str, given: Any) -> Act | None:
    if given is None:
        return None
    return Act(
        word(source, given, "kind"),
        word(source, given, "issuer"),
        word(source, given, "number"),
        word(source, given, "title"),
        adopted_on=_day(source, given, "adopted_on"),
        amends=given.get("amends"),
        source=word(source, given, "source"),
    )


def _day(source: str, given: Mapping[str, Any], key: str) -> date | None:
    text = given.get(key)
    try:
        return date.fromisoformat(text) if text else None
    except (TypeError, ValueError) as fault:
        raise PackError(f"{source}: {key} should be a day in quotes, 2024-07-29") from fault


def _node(source: str, plan: Mapping[str, Any], given: Mapping[str, Any]) -> Node:
    amounts = [a for kind in AMOUNT_KINDS for a in _amounts(source, plan, given, kind)]
    return Node(
        word(source, given, "kind"),
        word(source, given, "code"),
        word(source, given, "title"),
        given.get("parent"),
        executors(given.get("executors", "")),
        given.get("term", ""),
        _day(source, given, "due"),
        tuple(amounts),
        tuple(_line(source, line) for line in given.get("indicators", ())),
        tuple(given.get("links", ())),
        given.get("local_reason", ""),
    )


def _amounts(
    source: str, plan: Mapping[str, Any], given: Mapping[str, Any], kind: str
) -> list[Amount]:
    texts = given.get(kind, [])
    if len(texts) not in (0, len(plan.get("years", ()))):
        raise PackError(f"{source}: {given.get('code')}: {kind} needs one amount a year")
    found = []
    for year, text in zip(plan.get("years", ()), texts, strict=False):
        read = figure(text, "decimal")
        if read.mark not in _STATES:
            raise PackError(f"{source}: {given.get('code')}: {text!r} is no amount")
        state = _STATES[read.mark]
        number = read.number if state == "value" else None
        unit = plan["currency"], plan["multiplier"]
        found.append(Amount(year, plan["source"], kind, number, state, *unit))
    return found


def _line(source: str, given: Mapping[str, Any]) -> IndicatorLine:
    numbers = {k: Decimal(given[k]) if k in given else None for k in ("baseline", "target")}
    return IndicatorLine(
        word(source, given, "code"), word(source, given, "lt"), word(source, given, "en"),
        word(source, given, "unit"), word(source, given, "direction"),
        word(source, given, "over_units"), word(source, given, "over_time"),
        numbers["baseline"], numbers["target"], given.get("year"),
    )  # fmt: skip


def _added_up(nodes: list[Node]) -> list[Node]:
    """Totals of the measures, then every sum above them. An unknown part makes the sum unknown."""
    whole = {n.code: replace(n, amounts=(*_totals(n), *n.amounts)) for n in nodes}
    for node in reversed(nodes):
        below = [whole[n.code] for n in nodes if n.parent == node.code]
        if below:
            like = {(a.year, a.kind): a for child in below for a in child.amounts}
            sums = (
                _sum(first, [a for c in below for a in c.amounts if (a.year, a.kind) == key])
                for key, first in sorted(like.items(), key=lambda i: _order(i[1]))
            )
            whole[node.code] = replace(whole[node.code], amounts=tuple(sums))
    return [replace(n, amounts=tuple(sorted(n.amounts, key=_order))) for n in whole.values()]


def _order(amount: Amount) -> tuple[int, int]:
    return amount.year, AMOUNT_KINDS.index(amount.kind)


def _totals(node: Node) -> list[Amount]:
    years = sorted({a.year for a in node.amounts})
    parts = {y: [a for a in node.amounts if a.year == y and a.kind != "wages"] for y in years}
    return [replace(_sum(parts[y][0], parts[y]), kind="total") for y in years]


def _sum(like: Amount, parts: list[Amount]) -> Amount:
    stated = [a for a in parts if a.state in ("value", "zero")]
    if any(a.state == "missing" for a in parts):
        return replace(like, amount=None, state="missing")
    if not stated:
        return replace(like, amount=None, state="not_applicable")
    number = sum((a.amount or Decimal(0) for a in stated), Decimal(0))
    return replace(like, amount=number or None, state="value" if number else "zero")
