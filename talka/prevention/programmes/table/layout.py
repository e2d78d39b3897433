"""How a plan lies in the customary table: its columns, its three header rows, its cells. Pure."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from talka.prevention.programmes.shapes import AMOUNT_KINDS, Amount, Node, Plan
from talka.prevention.programmes.table.columns import Column
from talka.prevention.programmes.table.grid import tidy
from talka.prevention.programmes.table.people import executors_text

WORDS = {
    "lt": {
        "code": "Eil. Nr.", "title": "Tikslo, uždavinio, priemonės pavadinimas",
        "executors": "Įgyvendinanti institucija", "term": "Įvykdymo terminas", "due": "Iki (data)",
        "link": "Nacionalinio plano priemonė", "reason": "Vietos iniciatyvos pagrindas",
        "row": "Raktas", "total": "iš viso", "expenses": "išlaidoms", "of": "iš jų",
        "wages": "iš jų darbo užmokesčiui", "assets": "turtui įsigyti",
        "money": "{year} metų asignavimai", "lead": "Vykdytojai", "sheet": "Planas",
        "EUR|1000": "tūkst. eurų", "EUR|1": "eurais", "LTL|1000": "tūkst. litų", "LTL|1": "litais",
        "requested": "prašoma", "approved": "patvirtinta", "revised": "patikslinta",
        "paid": "panaudota", "criteria": "Vertinimo kriterijai",
    },
    "en": {
        "code": "No.", "title": "Title of the goal, task, measure",
        "executors": "Carried out by", "term": "Term", "due": "Due (date)",
        "link": "National measure", "reason": "Local reason",
        "row": "Key", "total": "total", "expenses": "expenses", "of": "of which",
        "wages": "of which wages", "assets": "assets",
        "money": "Funds of {year}", "lead": "Carried out by", "sheet": "Plan",
        "EUR|1000": "thousand euros", "EUR|1": "euros", "LTL|1000": "thousand LTL", "LTL|1": "LTL",
        "requested": "requested", "approved": "approved", "revised": "revised", "paid": "paid",
        "criteria": "Indicators",
    },
}  # fmt: skip
CRITERIA = {
    "lt": ("Priemonės Nr.", "Kriterijaus kodas", "Vertinimo kriterijaus pavadinimas",
           "Pavadinimas anglų kalba", "Matavimo vienetas", "Kryptis", "Jungimas per vietas",
           "Jungimas per laiką", "Pradinė reikšmė", "Siektina reikšmė", "Siektinos reikšmės metai",
           "Raktas"),
    "en": ("Measure No.", "Code", "Name in Lithuanian", "Name in English", "Unit", "Direction",
           "Over places", "Over time", "Baseline", "Target", "Year of the target", "Key"),
}  # fmt: skip

MARKS = {"missing": "…", "not_applicable": "–"}
"""In our own tables an empty cell states nothing at all; these two are statements."""

Group = tuple[int, str, str, str, int]


def language_of(language: str) -> str:
    return "lt" if language.split("-")[0] == "lt" else "en"


def _group(amount: Amount) -> Group:
    return amount.year, amount.source, amount.stage, amount.currency, amount.multiplier


def groups(plan: Plan) -> dict[Group, list[str]]:
    """Year, source, stage, currency and unit with the kinds stated there, in the table's order."""
    found: dict[Group, set[str]] = {}
    for node in plan.nodes:
        for amount in node.amounts:
            found.setdefault(_group(amount), set()).add(amount.kind)
    return {g: [k for k in AMOUNT_KINDS if k in found[g]] for g in sorted(found)}


def columns(plan: Plan) -> list[Column]:
    """The table's columns: municipal tables name who and when before the money."""
    money = [
        Column("amount", year, source, kind, stage, currency, multiplier)
        for (year, source, stage, currency, multiplier), kinds in groups(plan).items()
        for kind in kinds
    ]
    dated = any(node.term for node in plan.nodes) or plan.level == "municipal"
    when = [Column("term")] if dated else []
    when += [Column("due")] if any(node.due for node in plan.nodes) else []
    who = [Column("executors")]
    middle = [*who, *when, *money] if plan.level == "municipal" else [*money, *who, *when]
    linked = plan.level == "municipal" or any(n.links or n.local_reason for n in plan.nodes)
    ends = [Column("link"), Column("reason")] if linked else []
    return [Column("code"), Column("title"), *middle, *ends, Column("row")]


def heads(column: Column, plan: Plan, language: str) -> tuple[str, str, str]:
    """Three header texts, top to bottom; equal neighbours are merged."""
    words = WORDS[language]
    if column.field != "amount":
        name = "lead" if column.field == "executors" and plan.level == "municipal" else ""
        word = words[name or column.field]
        return word, word, word
    unit = words[f"{column.currency}|{column.multiplier}"]
    year = words["money"].format(year=column.year)
    top = f"{year}, {column.source} ({unit}; {words[column.stage]})"
    if column.kind in {"expenses", "wages"}:
        low = words["total"] if column.kind == "expenses" else words["wages"]
        return top, f"{words['of']} {words['expenses']}", low
    word = words[column.kind]
    return top, word, word


def keys(plan: Plan) -> dict[str, str]:
    """Lineage → code: node.key, or the code where the node has none yet."""
    return {node.code: node.key or f"code:{node.code}" for node in plan.nodes}


def cell(node: Node, column: Column, lineages: dict[str, str]) -> Any:
    """What stands in the node's cell: text, a number, a day or nothing."""
    if column.field == "amount":
        return _money(node, column)
    if column.field == "row":
        above = lineages.get(node.parent, "") if node.parent else ""
        return f"{node.kind}|{lineages[node.code]}|{above}"
    texts = {
        "code": node.code,
        "title": tidy(node.title),
        "executors": executors_text(node.executors),
        "term": tidy(node.term),
        "link": "; ".join(node.links),
        "reason": tidy(node.local_reason),
    }
    return node.due if column.field == "due" else texts[column.field] or None


def _money(node: Node, column: Column) -> Decimal | str | None:
    like = (column.year, column.source, column.stage, column.currency, column.multiplier)
    for amount in node.amounts:
        if amount.kind == column.kind and _group(amount) == like:
            if amount.state == "zero":
                return Decimal(0)
            return MARKS.get(amount.state, amount.amount)
    return None


def facts(plan: Plan) -> str:
    """What the cells cannot say, as JSON for the hidden sheet."""
    known = {e.name: str(e.institution) for n in plan.nodes for e in n.executors if e.institution}
    told: dict[str, Any] = {
        "format": 1,
        "title": plan.title,
        "level": plan.level,
        "municipality": plan.municipality,
        "since": plan.since.isoformat(),
        "until": plan.until.isoformat(),
    }
    if plan.act is not None:
        told["act"] = {k: str(v) for k, v in vars(plan.act).items() if v is not None and v != ""}
    if known:
        told["institutions"] = known
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
