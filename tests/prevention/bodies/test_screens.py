"""From a new commission to a decision that is done, and from a proposal to its answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.prevention.bodies.actions import assembly, participation
from talka.prevention.bodies.models import Decision, Meeting, Seat
from tests.cast import Member
from tests.prevention.bodies.conftest import proposed, seat

Acts = Callable[[str], AbstractContextManager[Actor]]
Browser = Callable[..., Client]


def post(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, {"idempotency_key": str(uuid4()), **values})


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_from_a_new_commission_to_a_decision_done(
    browser_of: Browser, acts: Acts, world: dict[str, Member]
) -> None:
    client, today = browser_of("coordinator"), timezone.localdate()
    day, ago = str(today), str(today - timedelta(days=100))
    made = post(client, "/bodies/new/", kind="commission", municipality="29", name="Komisija",
                mandate="T-1", since=ago, quorum_percent="50")  # fmt: skip
    assert made.status_code == 303
    at = made["Location"]
    chair = {"sector": "ngo", "votes": "on", "since": ago}
    assert post(client, f"{at}seat/", **chair).status_code == 422
    institution = str(world["ngo"].institution)
    assert post(client, f"{at}seat/", institution_id=institution, **chair).status_code == 303
    met = post(client, f"{at}meeting/", held_on=day, place="Salė", agenda="Mokymai")["Location"]
    assert "cannot be told" in shown(client, met)
    with acts("coordinator"):
        seat_id = Seat.objects.get(body=at.split("/")[2]).id.hex
    came = {"version": "1", f"seat_{seat_id}": "represented"}
    assert post(client, f"{met}attendance/", **came).status_code == 303
    assert post(client, f"{met}attendance/", **came).status_code == 409
    assert "1 of 1 votes" in shown(client, met)
    assert post(client, f"{met}minutes/", version="0", text="Aptarta").status_code == 303
    decision = {"number": "1", "text": "=cmd()", "responsible": "Skyrius", "due": day}
    assert post(client, f"{met}decision/", **decision).status_code == 303
    again = post(client, f"{met}decision/", **decision)
    assert again.status_code == 422
    assert "used already" in again.content.decode()
    with acts("coordinator"):
        to = f"/bodies/decisions/{Decision.objects.get(body=at.split('/')[2]).id}/"
    done = {"on": day, "text": "Įvyko", "done": "on"}
    assert post(client, f"{to}follow-up/", **done).status_code == 303
    assert post(client, f"{to}follow-up/", **done).status_code == 422
    assert "done in time" in shown(client, to)
    assert "1 of 1 (100 %)" in shown(client, at)
    table = shown(client, f"{at}decisions.csv")
    assert ";'=cmd();" in table
    reader = browser_of("stranger")
    assert "Aptarta" not in shown(reader, met)
    assert "Aptarta" in shown(browser_of("ngo"), met)
    assert post(reader, f"{at}seat/", **chair).status_code == 403


def test_from_a_proposal_to_its_answer(browser_of: Browser, acts: Acts) -> None:
    ministry, ngo, today = browser_of("ministry"), browser_of("ngo"), str(timezone.localdate())
    made = post(ministry, "/policy/new/", kind="plan", title="Planas 2027", opened_on=today)
    at = made["Location"]
    assert ngo.get(at).status_code == 404
    assert post(ministry, f"{at}publish/").status_code == 303
    made = post(ngo, f"{at}proposal/", text="@Daugiau vietų", clause="3.2", version="0")
    proposal = made["Location"]
    assert ministry.get(proposal).status_code == 404
    edit = {"text": "@Daug daugiau vietų", "clause": "3.2"}
    assert post(ngo, f"{proposal}edit/", version="1", **edit).status_code == 303
    assert post(ngo, f"{proposal}edit/", version="1", **edit).status_code == 409
    assert post(ngo, f"{proposal}submit/").status_code == 303
    assert post(ngo, f"{proposal}submit/").status_code == 403
    refused = post(ministry, f"{proposal}answer/", verdict="partly", reason="", on=today)
    assert refused.status_code == 422
    said = {"verdict": "partly", "reason": "Trūksta lėšų", "on": today}
    assert post(ministry, f"{proposal}answer/", **said).status_code == 303
    assert post(ministry, f"{proposal}answer/", **said).status_code == 422
    page = shown(ngo, "/policy/ours/")
    for word in ("adopted in part", "Trūksta lėšų", "answered in time"):
        assert word in page
    assert ";'@Daug daugiau vietų;" in shown(browser_of("stranger"), f"{at}proposals.csv")


@pytest.mark.parametrize("name", ["coordinator", "ngo"])
def test_more_rows_ask_no_more(
    browser_of: Browser, acts: Acts, process: UUID, met: Meeting, seats: list[Seat], name: str
) -> None:
    """One row and many: the same number of statements, twelve at most besides the frame's."""
    body, client = met.body_id, browser_of(name)
    pages = ["/bodies/", f"/bodies/{body}/", f"/bodies/meetings/{met.id}/", "/policy/",
             f"/policy/{process}/", "/policy/ours/"]  # fmt: skip

    def asked() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                shown(client, page)
            found.append(len(queries))
        return found

    def one_more(n: int) -> None:
        with acts("coordinator") as actor:
            more = seat(actor, met.body, "social")
            met.refresh_from_db()
            assembly.attend(actor=actor, meeting_id=met.id, version=met.version,
                            presence={more.id: "present"})  # fmt: skip
            assembly.decide(actor=actor, meeting_id=met.id, number=str(n), text="x",
                            seat_id=more.id, responsible="", due=met.held_on)  # fmt: skip
        with acts("ngo") as actor:
            made = proposed(actor, process)
            participation.submit(actor=actor, proposal_id=made.id)
        with acts("ministry") as actor:
            participation.answer(actor=actor, proposal_id=made.id, verdict="adopted", reason="",
                                 on=timezone.localdate())  # fmt: skip

    one_more(0)
    few = asked()
    for n in range(1, 6):
        one_more(n)
    assert asked() == few
    assert max(few) <= 20
