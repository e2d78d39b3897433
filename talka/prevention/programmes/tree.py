"""A plan as facts, and what must hold of it wherever it came from. Pure.

The table that officials exchange and the database both speak through these shapes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from talka.prevention.programmes.shapes import (
    AMOUNT_KINDS,
    CENT,
    KINDS,
    LEVELS,
    LITAS_A_EURO,
    ROLES,
    SOURCES,
    STAGES,
    STATES,
    Act,
    Amount,
    Executor,
    IndicatorLine,
    Key,
    Message,
    Node,
    Plan,
    Severity,
    natural,
)

__all__ = [
    "AMOUNT_KINDS",
    "CENT",
    "KINDS",
    "LEVELS",
    "LITAS_A_EURO",
    "ROLES",
    "SOURCES",
    "STAGES",
    "STATES",
    "TOLERANCE",
    "Act",
    "Amount",
    "Executor",
    "IndicatorLine",
    "Message",
    "Node",
    "Plan",
    "faults",
    "natural",
]

TOLERANCE = Decimal("0.05")
"""Published tables are rounded to a tenth of their unit: a sum may differ by half of that."""


def faults(plan: Plan) -> tuple[Message, ...]:
    """Everything that does not hold of the plan, in the order of its nodes."""
    by_code: dict[str, Node] = {}
    found: list[Message] = []
    for node in plan.nodes:
        if not node.code:
            found.append(_says(node, "no_code", node.title))
        elif node.code in by_code:
            found.append(_says(node, "duplicate_code", node.code, by_code[node.code].at or ""))
        by_code.setdefault(node.code, node)
    if plan.since > plan.until:
        found.append(Message(None, f"{plan.since}–{plan.until}", "period"))
    for node in plan.nodes:
        found += [*_place(node, by_code), *_who(node), *_when(node, plan), *_money(node)]
        found += _reason(node, plan)
    return (*found, *_sums(plan))


def _says(
    node: Node, rule: str, value: str, hint: str = "", severity: Severity = "error"
) -> Message:
    return Message(node.at, value, rule, hint, severity, node.code)


def _place(node: Node, by_code: Mapping[str, Node]) -> Iterator[Message]:
    """The node stands where its kind may stand, and the way up ends."""
    if not node.title.strip():
        yield _says(node, "no_title", node.code)
    if node.kind not in KINDS:
        yield _says(node, "unknown_kind", node.kind)
        return
    if node.parent is None:
        if node.kind != "goal":
            yield _says(node, "no_parent", node.code)
        return
    parent = by_code.get(node.parent)
    if parent is None:
        yield _says(node, "orphan", node.code, node.parent)
    elif _in_a_ring(node, by_code):
        yield _says(node, "cycle", node.code, node.parent)
    elif parent.kind in KINDS and KINDS.index(parent.kind) >= KINDS.index(node.kind):
        yield _says(node, "kind_order", node.code, node.parent)


def _in_a_ring(node: Node, by_code: Mapping[str, Node]) -> bool:
    seen = {node.code}
    step = node
    while step.parent is not None and step.parent in by_code:
        if step.parent in seen:
            return step.parent == node.code
        seen.add(step.parent)
        step = by_code[step.parent]
    return False


def _who(node: Node) -> Iterator[Message]:
    leads = [e for e in node.executors if e.role == "lead"]
    if node.kind == "measure" and not leads:
        yield _says(node, "no_lead", node.code)
    if len(leads) > 1:
        yield _says(node, "two_leads", "; ".join(e.name for e in leads))
    for executor in node.executors:
        if executor.role not in ROLES:
            yield _says(node, "unknown_role", executor.role)
        if not executor.name.strip():
            yield _says(node, "no_name", node.code)


def _when(node: Node, plan: Plan) -> Iterator[Message]:
    for year in sorted({a.year for a in node.amounts}):
        if not plan.since.year <= year <= plan.until.year:
            yield _says(node, "year_outside", str(year), f"{plan.since.year}–{plan.until.year}")
    if node.due is not None and not plan.since <= node.due <= plan.until:
        yield _says(node, "due_outside", node.due.isoformat(), f"{plan.since}–{plan.until}")
    for line in node.indicators:
        if line.target_year and not plan.since.year <= line.target_year <= plan.until.year:
            hint = f"{plan.since.year}–{plan.until.year}"
            yield _says(node, "year_outside", str(line.target_year), hint, "warning")


def _reason(node: Node, plan: Plan) -> Iterator[Message]:
    linked = bool(node.links) or bool(node.local_reason.strip())
    if plan.level == "municipal" and node.kind == "measure" and not linked:
        yield _says(node, "no_link", node.code)


def _money(node: Node) -> Iterator[Message]:
    """Each amount is itself sound; total = expenses + assets; wages are part of expenses."""
    of: dict[Key, dict[str, Amount]] = {}
    for amount in node.amounts:
        yield from _amount(node, amount)
        if amount.kind in of.setdefault(amount.key, {}):
            yield _says(node, "amount_twice", f"{amount.year} {amount.source} {amount.kind}")
        of[amount.key][amount.kind] = amount
    for key, kinds in sorted(of.items()):
        yield from _parts(node, key, kinds)


def _amount(node: Node, amount: Amount) -> Iterator[Message]:
    if (amount.amount is not None) != (amount.state == "value") and amount.state != "zero":
        yield _says(node, "amount_state", f"{amount.year} {amount.kind}", amount.state)
    if amount.state not in STATES or (amount.state == "zero" and amount.amount):
        yield _says(node, "amount_state", f"{amount.year} {amount.kind}", amount.state)
    if amount.amount is not None and amount.amount < 0:
        yield _says(node, "negative", str(amount.amount))


def _parts(node: Node, key: Key, kinds: Mapping[str, Amount]) -> Iterator[Message]:
    """One year, source and stage: what is known of the four kinds agrees."""
    like = next(iter(kinds.values()))
    slack = TOLERANCE * max(a.multiplier for a in kinds.values())
    known = {k: a.original for k, a in kinds.items() if a.original is not None}
    total, parts = known.get("total"), _together(kinds, known)
    if total is not None and parts is not None and abs(total - parts) > slack:
        yield _says(node, "total_parts", f"{key[0]}: {shown(total, like)}", shown(parts, like))
    wages, expenses = known.get("wages"), known.get("expenses", total)
    if wages is not None and expenses is not None and wages > expenses + slack:
        yield _says(node, "wages_over", f"{key[0]}: {shown(wages, like)}", shown(expenses, like))
    for one in ("expenses", "assets"):
        if parts is None and total is not None and known.get(one, total) > total + slack:
            yield _says(node, "total_parts", f"{key[0]}: {shown(total, like)}", one)


def _together(kinds: Mapping[str, Amount], known: Mapping[str, Decimal]) -> Decimal | None:
    """Expenses and assets; one that does not apply adds nothing, an unknown one says nothing."""
    found = Decimal(0)
    for part in ("expenses", "assets"):
        if part not in known and (part not in kinds or kinds[part].state != "not_applicable"):
            return None
        found += known.get(part, Decimal(0))
    return found


def shown(value: Decimal, like: Amount) -> str:
    """In the unit the table shows, with its currency."""
    unit = (value / like.multiplier).normalize()
    return f"{unit:f} {'tūkst. ' if like.multiplier == 1000 else ''}{like.currency}"


def _sums(plan: Plan) -> Iterator[Message]:
    """Children sum to their parent, each kind, year, source and stage by itself.

    Where a child's number is missing nothing can be said; where it does not apply it adds nothing.
    """
    children: dict[str, list[Node]] = {}
    for node in plan.nodes:
        if node.parent is not None:
            children.setdefault(node.parent, []).append(node)
    for node in plan.nodes:
        for amount in node.amounts:
            below = _below(children.get(node.code, []), amount)
            if below is None or amount.original is None:
                continue
            if amount.kind in AMOUNT_KINDS and abs(below - amount.original) > (
                TOLERANCE * amount.multiplier
            ):
                value = f"{amount.year} {amount.source}: {shown(amount.original, amount)}"
                yield _says(node, "children_sum", value, shown(below, amount))


def _below(children: list[Node], like: Amount) -> Decimal | None:
    """The sum of the children in the currency of `like`; None when one is unknown."""
    total = Decimal(0)
    if not children:
        return None
    for child in children:
        same = [a for a in child.amounts if (a.key, a.kind) == (like.key, like.kind)]
        if not same and any(a.kind == like.kind for a in child.amounts):
            continue  # this child has money of other years or sources only
        if not same or same[0].currency != like.currency:
            return None
        if same[0].original is None and same[0].state != "not_applicable":
            return None
        total += same[0].original or Decimal(0)
    return total
