"""The pages of activities for the matrix of addresses: their answers, and the rows they need."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from talka.prevention.activities.actions import evidence, feeding, lines, recording
from talka.prevention.activities.models import Partner
from talka.prevention.programmes.actions import drafting, tables
from talka.prevention.programmes.models import IndicatorUse, PlanNode
from tests.laws.pages_oracle import OPEN, SHUT, House, Person, reads, role
from tests.prevention.programmes.plans import national


def writes(p: Person) -> str:
    """A planned activity of the first NGO in its town."""
    theirs = p.place == "caritas" and p.role in ("case_worker", "supervisor")
    return OPEN if theirs or p.role == "coordinator" else SHUT


def ministry(p: Person) -> str:
    """Indicators of a national programme."""
    return OPEN if p.role == "ministry" else SHUT


RECORDS = role("case_worker", "supervisor", "police", "prosecutor", "social_worker", "child_rights",
               "coordinator", "ministry")  # fmt: skip

PAGES: dict[str, House] = {
    "activities": reads(),
    "activity_calendar": reads(),
    "activities_table": reads(),
    "activity": reads(),
    "activity_evidence": reads(),
    "activity_evidence_file": reads(),
    "measure_activities": reads(),
    "activity_new": House(RECORDS),
    **{
        name: House(writes)
        for name in (
            "activity_edit", "activity_held", "activity_cancel", "activity_again",
            "activity_line_new", "activity_line_strike", "activity_evidence_new",
            "activity_evidence_destroy",
        )
    },
    "indicator_feed": House(ministry),
    "indicator_starve": House(ministry, "button"),
    "indicator_take": House(ministry, "button"),
}  # fmt: skip


def built(scene: Any) -> dict[str, Any]:
    """A planned activity of the NGO with a partner and a file, and a fed national indicator."""
    today = timezone.localdate()
    with scene.acts("ministry") as actor:
        version = tables.take_in(actor=actor, plan=national())
        drafting.publish(actor=actor, version_id=version.id)
        node = PlanNode.objects.get(plan=version, code="1.1.1")
        use = IndicatorUse.objects.get(node=node)
        feeding.feed(actor=actor, use_id=use.id, way="persons:counted")
    with scene.acts("ngo") as actor:
        said = recording.Said("lecture", "x", today - timedelta(days=2), "school")
        row = recording.record(
            actor=actor, municipality="29", organiser=scene.cast["ngo"].institution, said=said,
            held=False, measure=node.id,
        )  # fmt: skip
        lines.add(actor=actor, activity_id=row.id, part="partner",
                  values={"institution_id": None, "name": "x"})  # fmt: skip
        file = evidence.add_evidence(
            actor=actor, activity_id=row.id, kind="other", name="x.txt", body=b"x",
            personal_data="none", retention_until=None, nobody_helped=True, no_minor=True,
        )  # fmt: skip
        line = Partner.objects.get(activity=row)
    return {
        "activity_id": row.id, "activity_part": "partner", "activity_line_id": line.id,
        "evidence_id": file.id, "served_id": node.id, "fed_use_id": use.id,
        "figure_year": today.year,
    }  # fmt: skip
