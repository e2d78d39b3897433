"""The pages of programmes for the matrix of addresses: their answers, and the draft they need."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.prevention.programmes.actions import drafting, editing, tables
from talka.prevention.programmes.models import IndicatorUse
from talka.prevention.programmes.shapes import IndicatorLine
from tests.laws.pages_oracle import ABSENT, OPEN, SHUT, House, Person, drafted, reads, role

NATIONAL = ("measure_towns", "programme_country", "programme_country_csv")
DRAFT = ("programme", "programme_table", "programme_compare", "measure")
KEPT = ("programme_next", "programme_publish", "programme_node_new", "measure_edit",
        "programme_act", "measure_links", "measure_step", "measure_money",
        "measure_indicator", "measure_aim")  # fmt: skip
LATER = ("measure_paid", "measure_status", "measure_lift", "measure_drop", "measure_take_up",
         "measure_quality", "measure_logic", "measure_step_done", "measure_step_reopen",
         "measure_observe")  # fmt: skip
"""Of a programme that the coordinator of the town drafts: nobody else finds it; what happens to a
measure is noted once it is published."""


def brought(p: Person) -> str:
    return {"coordinator": OPEN, "ministry": ABSENT}.get(p.role, SHUT)


PAGES: dict[str, House] = {
    **{n: reads() for n in ("programmes", "indicator_analysis", "indicator_analysis_csv")},
    "programme_import": House(role("coordinator", "ministry")),
    "programme_incoming": House(brought),
    "programme_notes": House(brought, "read"),
    "programme_discard": House(drafted()),
    "programme_new": House(role("coordinator", "ministry")),
    "programme_adopt": House(role("coordinator"), "press"),
    **{n: House(drafted(), "button") for n in ("measure_strike", "measure_line_strike")},
    **{name: reads(lambda p: ABSENT) for name in NATIONAL},
    **{name: House(drafted(), "read") for name in DRAFT},
    **{name: House(drafted()) for name in KEPT},
    **{name: House(drafted(SHUT)) for name in LATER},
}


BLIND = {"programme_adopt", "measure_strike", "measure_line_strike", *NATIONAL, *LATER}
"""Buttons, and what a draft of one town cannot show."""


def built(scene: Any) -> dict[str, Any]:
    """A draft of the town: nobody else sees it."""
    with scene.acts("coordinator") as coordinator:
        return _drafted(coordinator, timezone.localdate())


def _drafted(coordinator: Actor, today: date) -> dict[str, Any]:
    plan = drafting.found_programme(
        actor=coordinator, level="municipal", municipality="29", title="Programa",
        since=today, until=today + timedelta(days=700),
    )  # fmt: skip
    above, nodes = None, {}
    for kind, code in (("goal", "1."), ("task", "1.1."), ("measure", "1.1.1.")):
        nodes[kind] = editing.add_node(
            actor=coordinator, plan_id=plan.id, kind=kind, parent_id=above, code=code, title="x"
        )
        above = nodes[kind].id
    step = editing.plan_step(actor=coordinator, node_id=above, title="x", due=today)
    judged = IndicatorLine("SC-1", "x", "x", "x", "up", "sum", "sum")
    editing.plan_indicator(actor=coordinator, node_id=above, line=judged)
    use = IndicatorUse.objects.get(node=above)
    sheet = "Eil. Nr.;Priemonės pavadinimas\n1;x\n".encode()
    table = tables.upload(actor=coordinator, name="x.csv", body=sheet)
    return {
        "plan_id": plan.id, "other_id": plan.id, "node_id": above, "step_id": step.id,
        "line_id": step.id, "use_id": use.id, "table_id": table.id,
    }  # fmt: skip
