"""The pages of polls for the matrix of addresses: their answers, and the rows they need."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from talka.prevention.polls.actions import keeping
from talka.prevention.polls.models import Questionnaire
from tests.laws.pages_oracle import ABSENT, SHUT, House, drafted, reads, role

RESIDENT = House(lambda p: ABSENT, visitor=ABSENT)
"""The poll of the scene is a draft: no resident finds it."""

PAGES: dict[str, House] = {
    "poll_answer": RESIDENT,
    "poll_thanks": House(lambda p: ABSENT, "read", ABSENT),
    "polls": reads(),
    "poll_new": House(role("coordinator", "ministry")),
    "questionnaire": reads(),
    "poll": House(drafted(), "read"),
    "poll_margin": House(drafted()),
    "poll_codes": House(drafted()),
    "poll_field": House(drafted(), "press"),
    "poll_strike": House(drafted(), "press"),
    "poll_close": House(drafted(SHUT), "press"),
    "poll_results": House(drafted(SHUT), "read"),
    "poll_table": House(drafted(SHUT), "read"),
}

BLIND = {
    "poll_answer", "poll_thanks", "poll_field", "poll_strike", "poll_close", "poll_results",
    "poll_table",
}  # fmt: skip
"""Buttons, what needs a closed poll, and the resident's pages: of a draft there are none."""

FROM_ANYWHERE = {"poll_answer"}
"""A resident has no cookie; the page is bound by a signature and by where the browser stood."""


def built(scene: Any) -> dict[str, Any]:
    """A draft of the coordinator's town."""
    today = timezone.localdate()
    with scene.acts("coordinator") as coordinator:
        poll = keeping.draft_poll(
            actor=coordinator, municipality="29", mode="code", title_lt="Apklausa",
            title_en="Poll", since=today, until=today + timedelta(days=30), min_age=18,
            questionnaire_id=Questionnaire.objects.get(code="residents").id, probability=False,
            population=None,
        )  # fmt: skip
    return {
        "poll_id": poll.id, "slug": poll.slug, "question": "sex", "asked_code": "residents",
        "asked_version": 1,
    }  # fmt: skip
