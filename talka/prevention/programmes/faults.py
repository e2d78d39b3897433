"""What must hold in a plan: structure, executors, years, money. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from talka.prevention.programmes.tree import KINDS, Amount, Message, Node, Plan

TOLERANCE = Decimal("0.05")
"""Of the displayed unit: published tables are rounded to a tenth of a thousand."""

Money = dict[tuple[int, str, str, str, int], dict[str, Amount]]
"""(year, source, stage, currency, multiplier) → kind → amount."""


def found(plan: Plan) -> tuple[Message, ...]:
    """Every finding, ordered by node."""
    by_code = {node.code: node for node in plan.nodes}
    children: dict[str, list[Node]] = {}
    for node in plan.nodes:
        if node.parent is not None:
            children.setdefault(node.parent, []).append(node)
    kinds = {node.kind for node in plan.nodes}
    counted = Counter(node.code for node in plan.nodes)
    messages: list[Message] = []
    if not plan.nodes:
        messages.append(Message(None, "", "plan.empty"))
    for node in plan.nodes:
        messages += _structure(node, by_code, kinds, counted)
        messages += _executors(node)
        messages += _years(plan, node)
        messages += _parts(node)
        messages += _sums(node, children.get(node.code, ()))
        messages += _links(plan, node)
    return tuple(messages)


def _structure(
    node: Node, by_code: dict[str, Node], kinds: set[str], counted: Counter[str]
) -> Iterator[Message]:
    if not node.code:
        yield Message(node.at, node.title, "code.missing")
    elif counted[node.code] > 1:
        yield Message(node.at, node.code, "code.twice", str(counted[node.code]))
    if not node.title:
        yield Message(node.at, node.code, "title.missing")
    if node.kind not in KINDS:
        yield Message(node.at, node.kind, "kind.unknown")
        return
    rank = KINDS.index(node.kind)
    if node.parent is None:
        if any(kind in kinds for kind in KINDS[:rank]):
            yield Message(node.at, node.code, "parent.missing")
    elif node.parent not in by_code:
        yield Message(node.at, node.code, "parent.unknown", node.parent)
    elif _circles(node, by_code):
        yield Message(node.at, node.code, "parent.circle", node.parent)
    elif by_code[node.parent].kind in KINDS[rank:]:
        yield Message(node.at, node.code, "kind.order", node.parent)


def _circles(node: Node, by_code: dict[str, Node]) -> bool:
    seen = {node.code}
    parent = node.parent
    while parent is not None and parent in by_code:
        if parent in seen:
            return True
        seen.add(parent)
        parent = by_code[parent].parent
    return False


def _executors(node: Node) -> Iterator[Message]:
    if node.kind != "measure":
        return
    leads = [executor.name for executor in node.executors if executor.role == "lead"]
    if not leads:
        yield Message(node.at, node.code, "lead.missing")
    elif len(leads) > 1:
        yield Message(node.at, node.code, "lead.twice", "; ".join(leads))


def _years(plan: Plan, node: Node) -> Iterator[Message]:
    if plan.since is None or plan.until is None:
        return
    period = f"{plan.since.year}–{plan.until.year}"
    told: set[int] = set()
    for amount in node.amounts:
        outside = not plan.since.year <= amount.year <= plan.until.year
        if outside and amount.year not in told:
            told.add(amount.year)
            yield Message(amount.at or node.at, str(amount.year), "year.outside", period)
    if node.due is not None and not plan.since <= node.due <= plan.until:
        yield Message(node.at, node.due.isoformat(), "due.outside", period)
    for line in node.indicators:
        if line.target_year and not plan.since.year <= line.target_year <= plan.until.year:
            yield Message(node.at, str(line.target_year), "target.outside", period)


def money(node: Node) -> Money:
    """A node's amounts by year, source, stage, currency and unit, then by kind."""
    grouped: Money = {}
    for a in node.amounts:
        key = (a.year, a.source, a.stage, a.currency, a.multiplier)
        grouped.setdefault(key, {})[a.kind] = a
    return grouped


def _parts(node: Node) -> Iterator[Message]:
    counted = Counter(
        (a.year, a.source, a.stage, a.currency, a.multiplier, a.kind) for a in node.amounts
    )
    for key, times in counted.items():
        if times > 1:
            yield Message(node.at, node.code, "amount.twice", f"{key[0]} {key[-1]}")
    for amount in node.amounts:
        if amount.number is not None and amount.number < 0:
            yield Message(amount.at or node.at, str(amount.number), "amount.negative")
    for kinds in money(node).values():
        total = kinds.get("total")
        if total and ("expenses" in kinds or "assets" in kinds):
            parts = [kinds.get("expenses"), kinds.get("assets")]
            yield from _compare(node, total, parts, "sum.parts")
        wages, expenses = kinds.get("wages"), kinds.get("expenses")
        if (
            wages
            and wages.number is not None
            and wages.number - _known([expenses]) > TOLERANCE
            and (expenses is not None and expenses.state != "missing")
        ):
            hint = f"{_said(wages.number)} > {_said(_known([expenses]))}"
            yield Message(wages.at or node.at, _said(wages.number), "wages.above", hint)


def _sums(node: Node, children: Iterable[Node]) -> Iterator[Message]:
    below = [money(child) for child in children]
    for key, kinds in money(node).items():
        stated = [grouped.get(key, {}) for grouped in below]
        for kind, amount in kinds.items():
            parts = [given.get(kind) for given in stated]
            if any(part is not None and part.state != "missing" for part in parts):
                yield from _compare(node, amount, parts, "sum.children")


def _known(parts: Iterable[Amount | None]) -> Decimal:
    return sum((p.number for p in parts if p is not None and p.number is not None), Decimal(0))


def _compare(node: Node, whole: Amount, parts: list[Amount | None], rule: str) -> Iterator[Message]:
    """Parts equal the whole; with a part unknown they may at most not exceed it."""
    if whole.number is None:
        return
    known = _known(parts)
    unknown = any(part is None or part.state == "missing" for part in parts)
    off = known - whole.number
    if off > TOLERANCE or (not unknown and off < -TOLERANCE):
        terms = " + ".join(_said(p.number) for p in parts if p is not None and p.number is not None)
        hint = f"{whole.year}: {terms} = {_said(known)} ≠ {_said(whole.number)}"
        yield Message(whole.at or node.at, _said(whole.number), rule, hint)


def _said(number: Decimal) -> str:
    """As Lithuanian tables print it: 1 613,1."""
    return f"{number:,f}".replace(",", " ").replace(".", ",")


def _links(plan: Plan, node: Node) -> Iterator[Message]:
    bare = not node.links and not node.local_reason.strip()
    if plan.level == "municipal" and node.kind == "measure" and bare:
        yield Message(node.at, node.code, "link.missing")
