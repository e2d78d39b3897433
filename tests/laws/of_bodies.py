"""The pages of bodies for the matrix of addresses: their answers, and the rows they need."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from talka.people.teams.models import Team
from talka.prevention.bodies.actions import assembly, participation, supervision
from tests.laws.pages_oracle import ABSENT, OPEN, SHUT, House, Person, reads, role

KEEPER = role("coordinator")
MINISTRY = role("ministry")
PROPOSERS = role("case_worker", "supervisor")


def own(p: Person) -> str:
    """A draft of the first NGO: nobody else finds it."""
    theirs = p.place == "caritas" and p.role in ("case_worker", "supervisor")
    return OPEN if theirs else ABSENT


def theirs_to_shut(p: Person) -> str:
    """A draft is replaced and answered by nobody, and who keeps the process does not find it."""
    return SHUT if own(p) == OPEN else ABSENT


PAGES: dict[str, House] = {
    **{
        name: reads()
        for name in ("bodies", "body", "body_meeting", "body_decision", "body_decisions_table",
                     "policy", "policy_ours", "policy_process", "proposals_table")
    },
    "body_new": House(role("coordinator", "ministry")),
    "policy_new": House(role("coordinator", "ministry")),
    **{
        name: House(KEEPER)
        for name in ("body_edit", "body_seat_new", "body_seat_end", "body_meeting_new",
                     "body_attendance", "body_minutes", "body_decision_new", "body_follow_up")
    },
    "supervision": reads(lambda p: OPEN if p.role in ("coordinator", "ministry") else SHUT),
    "supervision_new": House(KEEPER),
    "supervision_strike": House(
        lambda p: {"coordinator": OPEN, "ministry": SHUT}.get(p.role, ABSENT), "button"
    ),
    "policy_edit": House(MINISTRY),
    "policy_invite": House(MINISTRY),
    "policy_publish": House(MINISTRY, "button"),
    "policy_contribute": House(PROPOSERS),
    "proposal_new": House(PROPOSERS),
    "proposal": reads(own),
    "proposal_edit": House(own),
    "proposal_strike": House(own, "button"),
    "proposal_submit": House(own, "button"),
    "proposal_replace": House(theirs_to_shut, "button"),
    "proposal_answer": House(theirs_to_shut),
}  # fmt: skip


BLIND = {"proposal_replace", "proposal_answer"}
"""The draft of the scene is neither replaced nor answered."""


def built(scene: Any) -> dict[str, Any]:
    """A commission with a seat, a meeting and a decision; a process with a draft of the NGO."""
    today = timezone.localdate()
    with scene.acts("coordinator") as actor:
        body = assembly.found_body(actor=actor, kind="commission", name="Komisija",
                                   municipality="29", since=today - timedelta(days=99))  # fmt: skip
        seat = assembly.add_seat(actor=actor, body_id=body.id, institution_id=None,
                                 organisation="Kita", sector="other", function="", votes=True,
                                 since=body.since)  # fmt: skip
        meeting = assembly.call_meeting(actor=actor, body_id=body.id, held_on=today, place="",
                                        remote=True, agenda="")  # fmt: skip
        decision = assembly.decide(actor=actor, meeting_id=meeting.id, number="1", text="Mokyti",
                                   seat_id=seat.id, responsible="", due=today)  # fmt: skip
        team = Team.objects.get(municipality="29", until__isnull=True)
        held = supervision.supervise(
            actor=actor, team_id=team.id, held_on=today, minutes=90,
            supervisor="x", seats=["police"],
        )  # fmt: skip
    with scene.acts("ministry") as actor:
        process = participation.open_process(actor=actor, kind="plan", title="Planas",
                                             municipality=None, opened_on=today)  # fmt: skip
        participation.publish_process(actor=actor, process_id=process.id)
    with scene.acts("ngo") as actor:
        proposal = participation.propose(actor=actor, process_id=process.id, text="Siūlome",
                                         clause="", evidence="")  # fmt: skip
    return {
        "body_id": body.id,
        "body_seat_id": seat.id,
        "body_meeting_id": meeting.id,
        "body_decision_id": decision.id,
        "supervision_id": held.id,
        "policy_process_id": process.id,
        "policy_proposal_id": proposal.id,
    }
