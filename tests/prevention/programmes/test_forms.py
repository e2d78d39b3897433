"""Acts, links, who takes part, and breakdowns: said on forms, kept by the database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.test import Client

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.prevention.programmes.actions import editing, tables
from talka.prevention.programmes.models import (
    IndicatorUse,
    LegalAct,
    MeasureExecutor,
    NodeLink,
    ObservationPart,
    PlanNode,
    ProgrammeVersion,
)
from tests.prevention.programmes.test_screens import post

Acts = Callable[[str], AbstractContextManager[Actor]]
Browser = Callable[..., Client]


def test_an_act_is_stated_and_leaves_with_the_draft_that_brought_it(
    browser_of: Browser, acts: Acts, town: UUID
) -> None:
    client, at = browser_of("coordinator"), f"/programmes/{town}/act/"
    assert post(client, at, kind="decision").status_code == 422
    said = {"kind": "decision", "issuer": "Šiaulių miesto savivaldybės taryba", "number": "T-337",
            "title": "Dėl plano", "adopted_on": "2026-02-05", "source": "e-tar"}  # fmt: skip
    assert post(client, at, **said).status_code == 303
    page = client.get(f"/programmes/{town}/").content.decode()
    assert "T-337" in page
    assert "not compared with the register" in page
    assert browser_of("ngo").get(at).status_code == 404
    with acts("coordinator") as actor:
        assert ProgrammeVersion.objects.get(id=town).act.number == "T-337"  # type: ignore[union-attr]
        tables.discard(actor=actor, plan_id=town)
        assert not LegalAct.objects.filter(number="T-337").exists()


def test_a_measure_is_linked_to_what_it_serves_and_to_nothing_else(
    browser_of: Browser, acts: Acts, nation: UUID, town: UUID
) -> None:
    with acts("coordinator") as actor:
        mine = PlanNode.objects.get(plan=town, code="1.1.1")
        theirs = PlanNode.objects.get(plan=nation, code="1.1.2")
        own = PlanNode.objects.get(plan=town, code="1.1.2")
        with pytest.raises(Broken):
            editing.link(actor=actor, node_id=mine.id, version=mine.version, targets=[own.id])
        goal = PlanNode.objects.get(plan=town, kind="goal")
        with pytest.raises(Broken):
            editing.link(actor=actor, node_id=goal.id, version=1, targets=[theirs.id])
    at = f"/measures/{mine.id}/links/"
    done = post(browser_of("coordinator"), at, targets=[str(theirs.id)], version="1")
    assert done.status_code == 303
    with acts("coordinator") as actor:
        links = NodeLink.objects.filter(node=mine).values_list("target_id", flat=True)
        assert list(links) == [theirs.id]
        with pytest.raises(Stale):
            editing.link(actor=actor, node_id=mine.id, version=1, targets=[])
        editing.link(actor=actor, node_id=mine.id, version=2, targets=[])
        assert not NodeLink.objects.filter(node=mine).exists()
    with acts("ministry") as actor, pytest.raises((Absent, Refused)):
        editing.link(actor=actor, node_id=mine.id, version=3, targets=[theirs.id])


def test_everybody_who_takes_part_is_named_by_their_part(
    browser_of: Browser, acts: Acts, town: UUID
) -> None:
    with acts("coordinator"):
        node = PlanNode.objects.get(plan=town, code="1.1.1")
    sent = {"version": "1", "code": "1.1.1", "title": "x", "lead": "Mokykla", "co": "Biblioteka",
            "partners": "Policija\nNVO\nNVO", "funders": "Ministerija"}  # fmt: skip
    assert post(browser_of("coordinator"), f"/measures/{node.id}/edit/", **sent).status_code == 303
    with acts("coordinator"):
        rows = MeasureExecutor.objects.filter(node=node).values_list("role", "name")
        assert sorted(rows) == [("co", "Biblioteka"), ("funder", "Ministerija"),
                                ("lead", "Mokykla"), ("partner", "NVO"),
                                ("partner", "Policija")]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "status"),
    [("lytis; moterys; 3\nlytis; vyrai; 2", 303), ("lytis; moterys; 3\nlytis; vyrai; 3", 422),
     ("lytis; moterys; 3\nlytis; moterys; 2", 422), ("lytis; moterys; 3\nlytis; vyrai; …", 303),
     ("lytis; moterys; 6\nlytis; vyrai; …", 422), ("lytis moterys 3", 422),
     ("lytis; moterys; -3", 422), ("lytis; moterys; 5\nlytis; vyrai; –", 303)],
)  # fmt: skip
def test_a_breakdown_adds_up(
    browser_of: Browser, acts: Acts, running: PlanNode, parts: str, status: int
) -> None:
    with acts("coordinator"):
        use = IndicatorUse.objects.get(node=running)
    client, at = browser_of("coordinator"), f"/measures/{running.id}/"
    sent = {"year": "2026", "state": "value", "value": "5", "source": "x", "parts": parts}
    assert post(client, f"{at}indicator/{use.id}/", **sent).status_code == status
    with acts("coordinator"):
        stored = ObservationPart.objects.filter(observation__use=use).count()
        assert stored == (2 if status == 303 else 0)
    if status == 303:
        assert "lytis: moterys" in client.get(at).content.decode()
