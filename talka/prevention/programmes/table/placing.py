"""From numbers to a tree: 1. goal, 1.1. task, 1.1.1. measure. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from talka.prevention.programmes.shapes import KINDS, Message, Node
from talka.prevention.programmes.table.grid import Sheet

_SAID = (
    ("goal", re.compile(r"^(tikslas|goal)\b", re.IGNORECASE)),
    ("task", re.compile(r"^(uždavinys|task)\b", re.IGNORECASE)),
    ("measure", re.compile(r"^(priemonė|measure)\b", re.IGNORECASE)),
)
_WORDS = r"(?:tiksl|uždavin|priemon|goal|task|measure)"
_NUMBER = r"(\d{1,3}(?:\.\d{1,3})*)"
_TOGETHER = (
    re.compile(rf"^{_NUMBER}[.)]\s+(\S.*)$"),
    re.compile(rf"^{_NUMBER}\.?\s+({_WORDS}.*)$", re.IGNORECASE),
    re.compile(rf"^{_WORDS}\w*\s+{_NUMBER}[.:)]*\s+(\S.*)$", re.IGNORECASE),
)


def together(text: str) -> tuple[str, str]:
    """Number and title of a cell that holds both: "1.1. Uždavinys. Šviesti" ; else "" and ""."""
    for shape in _TOGETHER:
        if found := shape.match(text):
            return found[1], found[2]
    return "", ""


def begins(text: str) -> bool:
    """Does a row that says nothing else begin the plan?"""
    return bool(together(text)[0]) or any(word.match(text) for _, word in _SAID)


@dataclass(frozen=True)
class Row:
    """A numbered row. `key` is our own "kind|lineage|lineage of the parent", when it has one.
    `more`: rows below that say more of its money, one source each."""

    number: int
    code: str
    title: str
    key: str
    at: str
    more: tuple[int, ...] = ()

    @property
    def steps(self) -> list[str]:
        return re.split(r"[.\-]", self.code)

    @property
    def keyed(self) -> tuple[str, str, str]:
        kind, _, rest = self.key.partition("|")
        own, _, parent = rest.partition("|")
        return (kind, own, parent) if kind in KINDS else ("", "", "")


def placed(sheet: Sheet, rows: list[Row], title: str) -> tuple[list[Node], list[Message]]:
    """The nodes of the rows, in their order. A list of measures only gets one goal above it."""
    told: list[Message] = []
    owners: dict[str, str] = {}
    twice = {key for key, n in Counter(r.keyed[1] for r in rows).items() if key and n > 1}
    for row in rows:
        if row.keyed[1] and owners.setdefault(row.keyed[1], row.code) != row.code:
            told.append(Message(row.at, row.code, "key_twice", owners[row.keyed[1]], "warning"))
    codes = {row.code for row in rows}
    deepest = max((len(row.steps) for row in rows), default=0)
    nodes: list[Node] = []
    used: set[str] = set()
    for row in rows:
        kind, key, above = row.keyed
        if key in twice and key in used:
            key = ""
        used.add(key)
        parent = owners.get(above) if above else None
        if not kind or (above and parent is None):
            numbered = _by_number(row, codes, deepest)
            kind, parent = kind or numbered[0], numbered[1]
        lineage = "" if key.startswith("code:") else key
        nodes.append(Node(kind, row.code, row.title, parent, at=row.at, key=lineage))
    if nodes and deepest == 1 and all(n.kind == "measure" and not n.parent for n in nodes):
        goal = Node("goal", "0", title or "Tikslas")
        nodes = [goal, *(Node(n.kind, n.code, n.title, "0", at=n.at, key=n.key) for n in nodes)]
        told.append(Message(None, goal.title, "goal_made", severity="info"))
    return nodes, told


def _by_number(row: Row, codes: set[str], deepest: int) -> tuple[str, str | None]:
    depth = len(row.steps)
    parent = row.code[: -len(row.steps[-1]) - 1] if depth > 1 else None
    said = next((kind for kind, word in _SAID if word.match(row.title)), "")
    if said:
        return said, parent
    if deepest == 1:
        return "measure", None
    if depth == 1:
        return "goal", None
    # In a table of two steps the second one is carried out; in one of three it is the third.
    return ("measure" if depth == max(deepest, 2) or depth > 2 else "task"), parent
