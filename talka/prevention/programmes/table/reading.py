"""An uploaded table becomes a plan, messages at its cells, and questions to the person."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from talka.prevention.programmes.shapes import Act, Amount, Message, Node, Plan
from talka.prevention.programmes.table import columns as heads
from talka.prevention.programmes.table import rows as lines_of
from talka.prevention.programmes.table import totals
from talka.prevention.programmes.table.criteria import listed, loose
from talka.prevention.programmes.table.figures import figure
from talka.prevention.programmes.table.grid import Grid, Refused, Sheet, opened, tidy
from talka.prevention.programmes.table.money import Purse, Question
from talka.prevention.programmes.table.people import due, executors
from talka.prevention.programmes.table.placing import Row, placed
from talka.prevention.programmes.tree import faults

_PERIOD = re.compile(r"\b(20\d\d)\s*(?:m\.)?\s*[–—-]\s*(20\d\d)\b")
_WORDED = ("executors", "term", "due", "link", "reason", "criteria")


@dataclass(frozen=True)
class Reading:
    """plan is None while the file is refused or a question is open."""

    plan: Plan | None
    messages: tuple[Message, ...] = ()
    questions: tuple[Question, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    """What stood in each cell of the table: "Sheet1!C7" → "1 613,1"."""

    @property
    def sound(self) -> bool:
        return self.plan is not None and not any(m.severity == "error" for m in self.messages)


def read(content: bytes, name: str, answers: Mapping[str, str] | None = None) -> Reading:
    """Read a plan table from XLSX or CSV. Never raises for what is in the file."""
    try:
        grid = opened(content, name)
    except Refused as refusal:
        return Reading(None, (refusal.message,))
    sheets = _tables(grid)
    chosen, asked = _chosen(sheets, answers or {})
    if asked:
        return Reading(None, grid.messages, (asked,))
    if chosen is None:
        return Reading(None, (*grid.messages, Message(None, "", "no_header")))
    return _read(grid, *chosen, answers or {})


def _tables(grid: Grid) -> list[tuple[Sheet, heads.Header]]:
    """The sheets that hold a plan: our own table alone, else every one whose header says so."""
    own = [(sheet, header) for sheet in grid.sheets if (header := heads.own(sheet))]
    csv = grid.kind == "csv"
    return own[:1] or [(s, header) for s in grid.sheets if (header := heads.by_words(s, csv))]


def _chosen(
    tables: list[tuple[Sheet, heads.Header]], answers: Mapping[str, str]
) -> tuple[tuple[Sheet, heads.Header] | None, Question | None]:
    """The only table, or the one the person names: an office keeps a sheet a year."""
    if len(tables) < 2:
        return (tables[0] if tables else None), None
    names = tuple(sheet.name for sheet, _ in tables)
    given = answers.get("sheet", "")
    if given not in names:
        return None, Question("sheet", "sheet", "sheet", None, "", names)
    return tables[names.index(given)], None


def _beside(grid: Grid, sheet: Sheet) -> list[Message]:
    """Sheets that are not read; the one that is, when nobody sees it."""
    told = [
        Message(None, other.name, "sheet_left_out", severity="warning")
        for other in grid.sheets
        if other is not sheet and other.cells and heads.own(other, "name_lt") is None
    ]
    hidden = [Message(None, sheet.name, "sheet_hidden", severity="warning")] if sheet.hidden else []
    return [*hidden, *told]


def _read(grid: Grid, sheet: Sheet, header: heads.Header, answers: Mapping[str, str]) -> Reading:
    facts = _facts(grid, sheet, header)
    above = " ".join(sheet.text((r, c)) for r in header.head for c in sheet.columns)
    since, until, years = _period(facts, above, header, answers)
    level = answers.get("level") or facts.get("level") or _level(header, above)
    # Appropriations of a national plan are the state's; a municipality has its own.
    source = "VB" if "asignavim" in above.casefold() and level == "national" else ""
    purse = Purse(sheet, header, answers, heads.unit_in(above), years, source)
    told = lines_of.found(sheet, header)
    rows = told.rows
    nodes, placing = placed(sheet, list(rows), _title(facts, sheet, header, answers))
    nodes = _filled(purse, header, facts, nodes, told)
    nodes, lines = listed(grid, nodes)
    nodes = _reasoned(nodes, answers.get("local_reason", "") if level == "municipal" else "")
    plan = Plan(
        _title(facts, sheet, header, answers),
        level,
        answers.get("municipality") or facts.get("municipality"),
        _act(facts.get("act")),
        since or date(years[0] if years else 1, 1, 1),
        until or date(years[-1] if years else 9999, 12, 31),
        tuple(nodes),
    )
    if not since or not until:
        purse.ask("period", 0, "", (), None)
    if heads.MILLIONS.search(above):
        purse.messages.append(Message(None, "", "unit_millions"))
    found = [*grid.messages, *_beside(grid, sheet), *told.messages, *placing, *purse.messages,
             *lines]  # fmt: skip
    found += [_nearer(purse, message) for message in faults(plan)]
    found += [] if rows else [Message(None, "", "no_rows")]
    cells = {sheet.at(place): sheet.text(place) for place in sheet.cells}
    asked = tuple(purse.questions.values())
    return Reading(None if asked or not rows else plan, tuple(found), asked, cells)


def _facts(grid: Grid, sheet: Sheet, header: heads.Header) -> dict[str, Any]:
    """What our own table says of itself beside its cells."""
    text = grid.keys.get("plan", "")
    if grid.kind == "csv" and header.own:
        marks = (str(v) for (r, _), v in sheet.cells.items() if r == header.first - 1)
        text = next((v[len("talka:plan|") :] for v in marks if v.startswith("talka:plan|")), "")
    try:
        facts = json.loads(text) if text else {}
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) and header.own else {}


def _period(
    facts: Mapping[str, Any], above: str, header: heads.Header, answers: Mapping[str, str]
) -> tuple[date | None, date | None, tuple[int, ...]]:
    since = due(answers.get("since") or facts.get("since"))
    until = due(answers.get("until") or facts.get("until"))
    told = _PERIOD.search(above)
    years = sorted({c.year for c in header.columns.values() if c.year})
    if not (since and until):
        first, last = (int(told[1]), int(told[2])) if told else (0, 0)
        if not told and years:
            first, last = years[0], years[-1]
        if first:
            since = since or date(first, 1, 1)
            until = until or date(last, 12, 31)
    if since and until and since.year <= until.year < since.year + 30:
        return since, until, tuple(range(since.year, until.year + 1))
    return since, until, tuple(years)


def _level(header: heads.Header, above: str) -> str:
    local = any(header.where(field) for field in ("link", "reason"))
    return "municipal" if local or "savivaldyb" in above.casefold() else "national"


def _title(
    facts: Mapping[str, Any], sheet: Sheet, header: heads.Header, answers: Mapping[str, str]
) -> str:
    given = answers.get("title") or facts.get("title")
    heading = min((r for r in header.head if header.where("code")), default=1)
    texts = [sheet.text((r, c)) for r in header.head for c in sheet.columns[:3]]
    texts = [t for t in texts if len(t) > 12 and not t.startswith("talka:")]
    first = [sheet.text((heading, c)) for c in sheet.columns]
    return given or next((t for t in texts if "plan" in t.casefold() or "program" in t.casefold()),
                         next((t for t in first if len(t) > 12), ""))  # fmt: skip


def _act(given: Any) -> Act | None:
    if not isinstance(given, dict):
        return None
    days = {"adopted_on", "in_force_from", "in_force_until"}
    names = ("kind", "issuer", "number", "title", "amends", "source")
    fields: dict[str, Any] = {n: str(given[n]) for n in names if given.get(n)}
    fields |= {n: due(given[n]) for n in days if given.get(n)}
    return Act(**(dict.fromkeys(names[:4], "") | fields))


def _reasoned(nodes: list[Node], reason: str) -> list[Node]:
    """What the person says once of all measures that name neither a national one nor a reason."""
    return [
        replace(n, local_reason=tidy(reason))
        if n.kind == "measure" and not n.links and not n.local_reason
        else n
        for n in nodes
    ]


def _filled(
    purse: Purse,
    header: heads.Header,
    facts: Mapping[str, Any],
    nodes: list[Node],
    told: lines_of.Found,
) -> list[Node]:
    """Who, until when and how much of every row."""
    money = purse.columns([n for row in told.rows for n in (row.number, *row.more)])
    by_at = {row.at: row for row in told.rows}
    known = facts.get("institutions") or {}
    filled, sums = [], []
    for node in nodes:
        if row := by_at.get(node.at or ""):
            amounts, added = _amounts(purse, row, node.code, money)
            sums += [(node.code, r) for r in added]
            node = replace(_worded(purse.sheet, header, known, node, row.number), amounts=amounts)
            day = (row.number, header.where("due") or 0)
            if node.due is None and purse.sheet.text(day):
                bad = Message(purse.sheet.at(day), purse.sheet.text(day), "bad_day")
                purse.messages.append(bad)
        filled.append(node)
    purse.messages += totals.told(purse, told.totals, filled, money)
    for code, r in sums:
        purse.messages += totals.of_sources(purse, r, code, filled, money)
    return filled


def _amounts(
    purse: Purse, row: Row, code: str, money: totals.Money
) -> tuple[tuple[Amount, ...], list[int]]:
    """What the rows of a measure say, a source each; and the rows that only add these up."""
    numbers = (row.number, *row.more)
    source = purse.header.where("source") or 0
    added = [r for r in numbers if lines_of.is_total(purse.sheet.text((r, source)))]
    said = [a for r in numbers if r not in added for a in purse.amounts(r, code, money)]
    return tuple(said), added


def _worded(
    sheet: Sheet, header: heads.Header, known: Mapping[str, str], node: Node, row: int
) -> Node:
    place = {f: (row, header.where(f) or 0) for f in _WORDED}
    said = {f: sheet.cells.get(place[f]) for f in _WORDED}
    links = re.split(r"[;,\s]+", str(said["link"] or "").strip())
    return replace(
        node,
        executors=executors(str(said["executors"] or ""), known),
        term=sheet.text(place["term"]),
        due=due(said["due"] if header.own or sheet.text(place["due"]) else said["term"]),
        links=tuple(link.rstrip(".") for link in links if link),
        local_reason=sheet.text(place["reason"]),
        indicators=() if header.own else loose(node.code, str(said["criteria"] or "")),
    )


_MONEY_RULES = {"total_parts": "total", "wages_over": "wages", "children_sum": ""}


def _nearer(purse: Purse, message: Message) -> Message:
    """A finding about money points at its cell, not only at its row."""
    if message.rule not in _MONEY_RULES or not message.value[:4].isdecimal():
        return message
    year, kind = int(message.value[:4]), _MONEY_RULES[message.rule]
    number = message.value.split(": ", 1)[-1]
    for (code, y, k, _), place in purse.places.items():
        if (code, y) == (message.code, year) and (
            k == kind or (not kind and _same(purse, place, number))
        ):
            return replace(message, at=purse.sheet.at(place))
    return message


def _same(purse: Purse, place: tuple[int, int], shown: str) -> bool:
    read = figure(purse.sheet.cells.get(place), "decimal").number
    return read is not None and shown.startswith(f"{read.normalize():f} ")
