"""The pages of safety for the matrix of addresses: their answers, and the rows they need."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from tests.laws.pages_oracle import OPEN, SHUT, House, Person, drafted, reads, role

AUTHORS = ("coordinator", "ministry", "evaluator")
ANSWERING = ("coordinator", "supervisor", "institution_admin")


def addressee(person: Person) -> str:
    """The recommendation went to the town: those who answer for it."""
    return OPEN if person.place == "town" and person.role in ANSWERING else SHUT


PAGES: dict[str, House] = {
    "safety": reads(),
    "safety_csv": reads(),
    "safety_framework": reads(),
    "safety_weights": House(role("ministry")),
    "safety_rubric": reads(),
    "safety_town": reads(),
    "safety_figure": House(role("coordinator", "ministry")),
    "safety_table": House(role("coordinator", "ministry")),
    "assessment_begin": House(role("coordinator")),
    "assessment": House(drafted(), "read"),
    "assessment_answer": House(drafted()),
    "assessment_submit": House(drafted(), "button"),
    "assessment_agree": House(drafted(SHUT)),
    "assessment_close": House(drafted(SHUT)),
    "assessment_review": House(drafted(SHUT)),
    "assessment_files": House(drafted(), "read"),
    "assessment_file_new": House(drafted()),
    "assessment_file": House(drafted(), "read"),
    "assessment_file_destroy": House(drafted()),
    "safe_groups": reads(),
    "safe_groups_csv": reads(),
    "safe_group_new": House(role("coordinator")),
    "safe_group": House(role("coordinator")),
    "analyses": reads(),
    "analysis_new": House(role(*AUTHORS)),
    "analysis": House(drafted(), "read"),
    "analysis_edit": House(drafted()),
    "analysis_publish": House(drafted(), "button"),
    "finding_new": House(drafted()),
    "finding_edit": House(drafted()),
    "need_new": House(drafted()),
    "recommendations": reads(),
    "recommendation_new": House(role(*AUTHORS)),
    "recommendation": House(drafted(), "read"),
    "recommendation_edit": House(drafted()),
    "recommendation_send": House(drafted(), "button"),
    "recommendation_withdraw": House(drafted()),
    "advice_respond": House(addressee),
    "advice_step": House(addressee),
    "advice_measure": House(drafted(), "button"),
    "advice_confirm": House(role("ministry", "evaluator")),
}

BLIND = {"assessment_agree", "assessment_close", "assessment_review"}
"""The assessment of the scene is a draft: `tests/stories/test_safety.py` looks at what follows."""


def built(scene: Any) -> dict[str, Any]:
    """Drafts of the coordinator, which nobody else finds; and what the experts sent to the town."""
    from talka.prevention.programmes.actions import drafting
    from talka.prevention.safety.actions import advising, groups, judging, needs, showing
    from talka.prevention.safety.models import Addressee

    year, cast = timezone.localdate().year, scene.cast
    said = {"text": "x", "basis": "needs", "priority": 1, "due": date(year + 2, 1, 1), "cost": None}
    with scene.acts("evaluator") as evaluator:
        sent = advising.write(actor=evaluator, addressees=[cast["coordinator"].institution], **said)
        advising.send(actor=evaluator, recommendation_id=sent.id)
        to = Addressee.objects.get(recommendation=sent)
    with scene.acts("coordinator") as mine:
        assessment = judging.begin(actor=mine, municipality="29", year=year)
        judging.answer(actor=mine, assessment_id=assessment.id, criterion="1.1", version=0,
                       level=1, reasoning="x", evidence="x")  # fmt: skip
        file = showing.show(actor=mine, assessment_id=assessment.id, criterion="1.1", name="x.txt",
                            body=b"x", checked=True)  # fmt: skip
        group = groups.register(
            actor=mine, municipality="29", area="x", started_on=date(2020, 1, 1), ended_on=None,
            size_band="to_10", status="active", contact_role="elder", police_role="none",
            supporters=[], needs=[],
        )  # fmt: skip
        analysis = needs.begin(actor=mine, year=year, title="x", scope="x", method="x")
        finding = needs.find(actor=mine, analysis_id=analysis.id, text="x", strength="weak")
        plan = drafting.found_programme(
            actor=mine, level="municipal", municipality="29", title="x", since=date(2020, 1, 1),
            until=date(year + 3, 1, 1),
        )  # fmt: skip
        draft = advising.write(actor=mine, addressees=[cast["police"].institution], **said)
    return {
        "safety_place": "29", "safety_criterion": "1.1", "assessment_id": assessment.id,
        "safety_file_id": file.id,
        "safe_group_id": group.id, "analysis_id": analysis.id, "finding_id": finding.id,
        "recommendation_id": draft.id, "addressee_id": to.id, "carried_plan_id": plan.id,
    }  # fmt: skip
