"""The pages of polls for the matrix of addresses: their answers, and the rows they need."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from talka.prevention.polls.actions import drawing, keeping, paper
from talka.prevention.polls.models import Questionnaire
from tests.laws.pages_oracle import ABSENT, OPEN, SHUT, House, Rule, drafted, reads, role

RESIDENT = House(lambda p: ABSENT, visitor=ABSENT)
"""The poll of the scene is a draft: no resident finds it."""

ENTERS = ("coordinator", "ngo", "ngo_colleague")
"""The three people of a batch of paper; the first keeps the poll too."""


def of_batch(*said: str) -> Rule:
    """What each of the three gets; to anybody else there is no batch."""
    told = dict(zip(ENTERS, said, strict=True))
    return lambda p: told.get(p.name, ABSENT)


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
    "poll_trend": House(drafted(SHUT), "read"),
    "poll_crossed": House(drafted(SHUT), "read"),
    "poll_crossed_table": House(drafted(SHUT), "read"),
    "poll_stratum_new": House(drafted()),
    "poll_strata_divide": House(drafted()),
    "poll_stratum_strike": House(drafted(), "button"),
    "poll_field_work": House(drafted()),
    "poll_paper": House(drafted(), "read"),
    "poll_batch_new": House(drafted()),
    "poll_sheet_print": House(drafted(), "read"),
    "poll_batch": reads(of_batch(OPEN, OPEN, OPEN)),
    "poll_batch_edit": House(of_batch(OPEN, SHUT, SHUT)),
    "poll_batch_count": House(of_batch(SHUT, SHUT, OPEN), "button"),
    "poll_sheet": House(of_batch(OPEN, OPEN, SHUT)),
}

BLIND = {
    "poll_answer", "poll_thanks", "poll_field", "poll_strike", "poll_close", "poll_results",
    "poll_table", "poll_trend", "poll_crossed", "poll_crossed_table", "poll_batch_count",
}  # fmt: skip
"""Buttons, what needs a closed poll, and the resident's pages: of a draft there are none."""

FROM_ANYWHERE = {"poll_answer"}
"""A resident has no cookie; the page is bound by a signature and by where the browser stood."""


def built(scene: Any) -> dict[str, Any]:
    """A draft of the coordinator's town with a stratum; a batch of paper of a poll being asked."""
    today = timezone.localdate()
    with scene.acts("coordinator") as coordinator:
        poll, asked = (keeping.draft_poll(
            actor=coordinator, municipality="29", mode="code", title_lt="Apklausa",
            title_en="Poll", since=today, until=today + timedelta(days=30), min_age=18,
            questionnaire_id=Questionnaire.objects.get(code="residents").id, probability=False,
            population=None,
        ) for _n in range(2))  # fmt: skip
        stratum = drawing.add_stratum(actor=coordinator, poll_id=poll.id, code="town",
                                      name="Miestas", people=100, planned=10)  # fmt: skip
        keeping.field_poll(actor=coordinator, poll_id=asked.id)
        enter = {
            p: scene.cast[n].account
            for p, n in zip(("first", "second", "third"), ENTERS, strict=True)
        }
        batch = paper.begin_batch(
            actor=coordinator,
            poll_id=asked.id,
            handed_out=2,
            returned=1,
            blank=0,
            spoilt=0,
            **enter,
        )
    return {
        "stratum_id": stratum.id, "batch_id": batch.id, "sheet": 1, "earlier_id": asked.id,
        "poll_id": poll.id, "slug": poll.slug, "question": "sex", "asked_code": "residents",
        "asked_version": 1,
    }  # fmt: skip
