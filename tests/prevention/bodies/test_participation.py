"""Proposals: private until submitted, still afterwards, answered once with a reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.prevention.bodies import policy
from talka.prevention.bodies.actions import participation
from talka.prevention.bodies.models import Answer, PolicyProcess, Proposal
from talka.prevention.bodies.queries import participation as queries
from tests.cast import Member
from tests.prevention.bodies.conftest import proposed
from tests.prevention.programmes.conftest import write

Acts = Callable[[str], AbstractContextManager[Actor]]


def answered(acts: Acts, proposal: Proposal, verdict: str = "partly", reason: str = "Lėšos",
             **more: Any) -> Answer:  # fmt: skip
    with acts("ministry") as actor:
        return participation.answer(
            actor=actor, proposal_id=proposal.id, verdict=verdict, reason=reason,
            on=more.pop("on", timezone.localdate()), **more,
        )  # fmt: skip


@pytest.fixture
def submitted(acts: Acts, process: UUID) -> Proposal:
    with acts("ngo") as actor:
        made = proposed(actor, process)
        participation.submit(actor=actor, proposal_id=made.id)
        made.refresh_from_db()
        return made


def test_a_draft_is_its_institutions_own(acts: Acts, process: UUID) -> None:
    with acts("ngo") as actor:
        made = proposed(actor, process)
    for name in ("ngo_colleague", "ngo_supervisor"):
        with acts(name) as actor:
            assert policy.draft(actor, made.id).text == made.text
    for name in ("stranger", "ministry", "coordinator", "police", "technical"):
        with acts(name) as actor:
            assert not Proposal.objects.filter(id=made.id).exists()
            with pytest.raises(Absent):
                queries.proposal_page(actor, made.id, "lt")
            assert queries.process_page(actor, process, "lt").proposals == []
            assert write("UPDATE talka.policy_proposal SET text = 'x' WHERE id = %s",
                         [made.id]) == 0  # fmt: skip
    with acts("ngo_colleague") as actor:
        participation.submit(actor=actor, proposal_id=made.id)
    with acts("stranger") as actor:
        assert [a.row.id for a in queries.process_page(actor, process, "lt").proposals] == [made.id]
        assert queries.ours(actor, "lt") == []
        with pytest.raises(Refused):
            participation.replace(actor=actor, proposal_id=made.id)


def test_two_ngos_do_not_write_for_each_other(
    acts: Acts, process: UUID, submitted: Proposal, world: dict[str, Member]
) -> None:
    row = (
        "INSERT INTO talka.policy_proposal (id, process_id, institution_id, text, clause, evidence,"
        " supersedes_id, by_id, version) VALUES (gen_random_uuid(), %s, %s, 'x', '', '', %s, %s, 1)"
    )
    with acts("stranger") as actor:
        with pytest.raises(ProgrammingError):
            write(row, [process, world["ngo"].institution, None, actor.id])
        own = world["stranger"].institution
        with pytest.raises(IntegrityError, match="replaces an own proposal"):
            write(row, [process, own, submitted.id, actor.id])
        assert write(row, [process, own, None, actor.id]) == 1
    for name in ("police", "coordinator", "ministry"):
        with acts(name) as actor, pytest.raises(Refused):
            proposed(actor, process)


def test_a_submitted_proposal_stands_still(acts: Acts, submitted: Proposal) -> None:
    with acts("ngo") as actor:
        with pytest.raises(Refused):
            participation.edit_proposal(actor=actor, proposal_id=submitted.id, version=1, text="x")
        for change in ("text = 'x'", "submitted_on = NULL", "submitted_on = submitted_on - 5"):
            with pytest.raises(IntegrityError, match="does not change"):
                write(f"UPDATE talka.policy_proposal SET {change} WHERE id = %s", [submitted.id])
        with pytest.raises(Refused):
            participation.strike_proposal(actor=actor, proposal_id=submitted.id)
        assert write("DELETE FROM talka.policy_proposal WHERE id = %s", [submitted.id]) == 0


def test_a_draft_is_changed_by_one_at_a_time(acts: Acts, process: UUID) -> None:
    with acts("ngo") as actor:
        made = proposed(actor, process)
        participation.edit_proposal(actor=actor, proposal_id=made.id, version=1, text="Vienas")
    with acts("ngo_colleague") as actor:
        with pytest.raises(Stale) as stale:
            participation.edit_proposal(actor=actor, proposal_id=made.id, version=1, text="Du")
        assert stale.value.theirs["text"] == "Vienas"
        participation.strike_proposal(actor=actor, proposal_id=made.id)
        assert not Proposal.objects.filter(id=made.id).exists()


def test_nobody_submits_on_another_day_or_too_late(acts: Acts, process: UUID) -> None:
    with acts("ngo") as actor:
        made = proposed(actor, process)
        early = timezone.localdate() - timedelta(days=1)
        with pytest.raises(IntegrityError, match="takes no proposals"):
            write("UPDATE talka.policy_proposal SET submitted_on = %s WHERE id = %s",
                  [early, made.id])  # fmt: skip
    with acts("ministry") as actor:
        participation.edit_process(actor=actor, process_id=process, version=1, title="Planas",
                                   stage="decided", closes_on=None)  # fmt: skip
    with acts("ngo") as actor:
        with pytest.raises(Broken):
            participation.submit(actor=actor, proposal_id=made.id)
        with pytest.raises(IntegrityError, match="takes no proposals"):
            write("UPDATE talka.policy_proposal SET submitted_on = talka.today() WHERE id = %s",
                  [made.id])  # fmt: skip


def test_an_unpublished_process_is_its_keepers(acts: Acts) -> None:
    with acts("ministry") as actor:
        made = participation.open_process(actor=actor, kind="act", title="Slaptas", opened_on=(
            timezone.localdate()), municipality=None)  # fmt: skip
    for name in ("ngo", "coordinator", "technical"):
        with acts(name) as actor:
            with pytest.raises(Absent):
                policy.process(made.id)
            assert all(x.process.id != made.id for x in queries.log("lt").lines)
    with acts("ministry") as actor:
        participation.publish_process(actor=actor, process_id=made.id)
        with pytest.raises(Broken):
            participation.publish_process(actor=actor, process_id=made.id)
        with pytest.raises(IntegrityError, match="stays published"):
            write("UPDATE talka.policy_process SET published_on = NULL WHERE id = %s", [made.id])
    with acts("ngo"):
        assert PolicyProcess.objects.filter(id=made.id).exists()


def test_an_answer_needs_a_reason_and_comes_once(acts: Acts, submitted: Proposal) -> None:
    for verdict in ("partly", "refused"):
        with pytest.raises(Broken):
            answered(acts, submitted, verdict, "  ")
    row = (
        "INSERT INTO talka.proposal_answer"
        ' (id, process_id, proposal_id, verdict, reason, "on", by_id, at)'
        " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s, now())"
    )
    today = timezone.localdate()
    with acts("ministry") as actor:
        where = [submitted.process_id, submitted.id]
        with pytest.raises(IntegrityError, match="answer_says_why"):
            write(row, [*where, "refused", " ", today, actor.id])
        for day in (today - timedelta(days=1), today + timedelta(days=1)):
            with pytest.raises(IntegrityError, match="no proposal to answer"):
                write(row, [*where, "adopted", "", day, actor.id])
    for name in ("coordinator", "ngo"):
        with acts(name) as actor:
            with pytest.raises(Refused):
                participation.answer(actor=actor, proposal_id=submitted.id, verdict="adopted",
                                     reason="", on=today)  # fmt: skip
            with pytest.raises(ProgrammingError):
                write(row, [*where, "adopted", "", today, actor.id])
    answered(acts, submitted)
    with pytest.raises(Broken):
        answered(acts, submitted)
    with acts("ngo") as actor:
        found = next(a for a in queries.ours(actor, "lt") if a.row.id == submitted.id)
        assert found.answer
        assert (found.standing, found.answer.reason) == ("answered", "Lėšos")
        with pytest.raises(Broken):
            participation.replace(actor=actor, proposal_id=submitted.id)


def test_a_later_proposal_replaces_one_that_waits(acts: Acts, submitted: Proposal) -> None:
    with acts("ngo") as actor:
        later = participation.replace(actor=actor, proposal_id=submitted.id)
        with pytest.raises(Broken):
            participation.replace(actor=actor, proposal_id=submitted.id)
        participation.submit(actor=actor, proposal_id=later.id)
    with pytest.raises(Broken):
        answered(acts, submitted)
    answered(acts, later, "adopted", "")
    with acts("ministry") as actor:
        stands = {a.row.id: a.standing for a in queries.proposals("lt")}
        assert (stands[submitted.id], stands[later.id]) == ("replaced", "answered")
        page = queries.process_page(actor, submitted.process_id, "lt")
        assert (page.hearing.in_time.of, page.hearing.adopted.part) == (1, 1)
        with pytest.raises(IntegrityError, match="no proposal to answer"):
            write(
                "INSERT INTO talka.proposal_answer"
                ' (id, process_id, proposal_id, verdict, reason, "on", by_id, at)'
                " VALUES (gen_random_uuid(), %s, %s, 'adopted', '', %s, %s, now())",
                [submitted.process_id, submitted.id, timezone.localdate(), actor.id],
            )


def test_an_answer_given_meanwhile_stops_the_replacement(acts: Acts, submitted: Proposal) -> None:
    with acts("ngo") as actor:
        later = participation.replace(actor=actor, proposal_id=submitted.id)
    answered(acts, submitted, "adopted", "")
    with acts("ngo") as actor:
        with pytest.raises(Broken):
            participation.submit(actor=actor, proposal_id=later.id)
        with pytest.raises(IntegrityError, match="without an answer"):
            write("UPDATE talka.policy_proposal SET submitted_on = talka.today() WHERE id = %s",
                  [later.id])  # fmt: skip


def test_who_took_part(acts: Acts, process: UUID, world: dict[str, Member]) -> None:
    today = timezone.localdate()
    with acts("ministry") as actor:
        before = queries.log("lt")
        line = next(x for x in before.lines if x.process.id == process)
        assert line.ngos == 0
        assert before.without.part >= 1
        participation.contribute(actor=actor, process_id=process, kind="invited", on=today,
                                 institution_id=world["stranger"].institution)  # fmt: skip
        assert queries.log("lt").without == before.without, "an invitation is not taking part"
        with pytest.raises(Refused):
            participation.contribute(actor=actor, process_id=process, kind="voted", on=today)
    with acts("ngo") as actor:
        participation.contribute(actor=actor, process_id=process, kind="written", on=today)
        after = queries.log("lt")
        assert after.without.part == before.without.part - 1
        with pytest.raises(Broken):
            participation.contribute(actor=actor, process_id=process, kind="written", on=today)
        with pytest.raises(Refused):
            participation.contribute(actor=actor, process_id=process, kind="invited", on=today,
                                     institution_id=world["ngo"].institution)  # fmt: skip
        with pytest.raises(ProgrammingError):
            write(
                "INSERT INTO talka.policy_contribution"
                ' (id, process_id, institution_id, kind, "on", by_id)'
                " VALUES (gen_random_uuid(), %s, %s, 'voted', %s, %s)",
                [process, world["stranger"].institution, today, actor.id],
            )
