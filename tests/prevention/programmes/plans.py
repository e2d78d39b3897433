"""Small invented plans that tests publish, adopt and break."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from talka.prevention.programmes.shapes import (
    Act,
    Amount,
    Executor,
    IndicatorLine,
    Node,
    Plan,
)

ACT = Act("order", "Ministry", "1V-0", "An invented plan", date(2026, 1, 5), source="invented")
REACHED = IndicatorLine("T-1", "Pasiekti mokiniai", "Pupils reached", "persons", "up", "sum",
                        "sum", Decimal(100), Decimal(300), 2027)  # fmt: skip


def money(year: int, total: str, expenses: str, assets: str) -> tuple[Amount, ...]:
    return tuple(
        Amount(year, "VB", kind, Decimal(number), multiplier=1000)
        for kind, number in (("total", total), ("expenses", expenses), ("assets", assets))
    )


def measure(code: str, total: str = "10", **more: object) -> Node:
    said = {
        "executors": (Executor("Policijos departamentas"),),
        "term": "2026–2027",
        "due": date(2027, 6, 30),
        "amounts": money(2026, total, total, "0"),
        "indicators": (REACHED,),
        **more,
    }
    return Node("measure", code, f"Measure {code}", code.rpartition(".")[0], **said)  # type: ignore[arg-type]


def national(*measures: Node, total: str = "20") -> Plan:
    nodes = measures or (measure("1.1.1"), measure("1.1.2"))
    return Plan(
        "Prevencijos planas", "national", None, ACT, date(2026, 1, 1), date(2027, 12, 31),
        (
            Node("goal", "1", "Goal", None, amounts=money(2026, total, total, "0")),
            Node("task", "1.1", "Task", "1", amounts=money(2026, total, total, "0")),
            *nodes,
        ),
    )  # fmt: skip
