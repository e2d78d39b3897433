"""An act is amended in the middle of its period: what happened to a measure happened."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Broken
from talka.ground.ui.waiting import waiting
from talka.prevention.programmes import rules
from talka.prevention.programmes.actions import drafting, editing, progress, tables
from talka.prevention.programmes.models import (
    BudgetLine,
    IndicatorUse,
    Milestone,
    PlanNode,
    ProgrammeVersion,
)
from talka.prevention.programmes.queries.country import country_page
from talka.prevention.programmes.queries.measures import MeasurePage, measure_page, over_towns
from talka.prevention.programmes.queries.pages import version_page
from talka.prevention.programmes.queries.reading import plan_of
from talka.prevention.programmes.queries.waiting import SOURCES
from talka.prevention.programmes.shapes import Amount

Acts = Callable[[str], AbstractContextManager[Actor]]
TODAY = timezone.localdate()
CARD = dict.fromkeys(rules.CRITERIA, 2)


def paid(euros: str, year: int = TODAY.year) -> Amount:
    return Amount(year, "SB", "total", Decimal(euros), stage="paid")


def lived(actor: Actor, node: PlanNode) -> None:
    """A step done, money paid, a figure seen, a word on the status, a card and a logic model."""
    step, use = Milestone.objects.get(node=node), IndicatorUse.objects.get(node=node)
    progress.finish(actor=actor, milestone_id=step.id, on=TODAY)
    progress.pay(actor=actor, node_id=node.id, amount=paid("400"))
    progress.observe(actor=actor, use_id=use.id, year=TODAY.year, state="value",
                     value=Decimal(25), source="register")  # fmt: skip
    progress.appraise(actor=actor, node_id=node.id, scores=CARD)
    progress.explain(actor=actor, node_id=node.id, version=0, inputs="teachers")


def amended(actor: Actor, town: UUID) -> ProgrammeVersion:
    """The next version, in force from today."""
    last = ProgrammeVersion.objects.get(id=town)
    draft = drafting.new_version(actor=actor, programme_id=last.programme_id, since=TODAY,
                                 until=last.until)  # fmt: skip
    return drafting.publish(actor=actor, version_id=draft.id)


def the_same(node: PlanNode, version: ProgrammeVersion) -> PlanNode:
    return PlanNode.objects.get(plan=version, lineage=node.lineage)


@dataclass(frozen=True)
class Told:
    """What a page says of a measure, whatever the row it stands on."""

    status: str
    steps: list[tuple[str, date | None, str]]
    paid: list[tuple[int, Decimal | None]]
    seen: list[tuple[Decimal | None, int] | None]
    card: dict[str, int] | None
    inputs: str


def told(page: MeasurePage) -> Told:
    return Told(
        page.standing.status,
        [(s.title, s.done_on, s.done_by.name if s.done_by else "") for s in page.steps],
        [(m.year, m.amount_eur) for m in page.money if m.stage == "paid"],
        [(j.seen.value, j.seen.year) if j.seen else None for j in page.indicators],
        page.card.scores if page.card else None,
        page.logic.inputs if page.logic else "",
    )


def test_an_amendment_changes_nothing_of_what_happened(
    acts: Acts, nation: UUID, town: UUID, running: PlanNode
) -> None:
    with acts("coordinator") as actor:
        lived(actor, running)
        before = told(measure_page(actor, running.id))
        country = country_page(nation, "lt")
        version = amended(actor, town)
        now = the_same(running, version)
        assert told(measure_page(actor, now.id)) == before
        assert before.paid == [(TODAY.year, Decimal("400.00"))]
        assert before.seen == [(Decimal(25), TODAY.year)]
        again = country_page(nation, "lt")
        assert (again.counts, again.paid, again.indicators) == (
            country.counts, country.paid, country.indicators)  # fmt: skip
        branch = next(b for b in version_page(actor, version.id, "lt").branches if b.id == now.id)
        assert branch.standing is not None
        assert branch.standing.status == before.status
        _, towns = over_towns(PlanNode.objects.get(plan=nation, code="1.1.1").id, "lt")
        mine = next(t for t in towns if t.node)
        assert (mine.node, mine.standing and mine.standing.status) == (now.id, before.status)


def test_what_happens_later_is_told_once_more_and_corrects(
    acts: Acts, town: UUID, running: PlanNode
) -> None:
    with acts("coordinator") as actor:
        lived(actor, running)
        now = the_same(running, amended(actor, town))
        use = IndicatorUse.objects.get(node=now)
        progress.pay(actor=actor, node_id=now.id, amount=paid("450"))
        progress.pay(actor=actor, node_id=now.id, amount=paid("50", TODAY.year + 1))
        progress.observe(actor=actor, use_id=use.id, year=TODAY.year, state="value",
                         value=Decimal(30), source="register")  # fmt: skip
        page = told(measure_page(actor, now.id))
        assert page.paid == [(TODAY.year, Decimal(450)), (TODAY.year + 1, Decimal(50))]
        assert page.seen == [(Decimal(30), TODAY.year)]
        assert BudgetLine.objects.filter(stage="paid").count() == 3, (
            "the mistake stays in the table"
        )
        old = told(measure_page(actor, running.id))
        assert old.paid == [(TODAY.year, Decimal(400))], "a version says what was known in it"


def test_a_step_is_done_once_in_all_versions_and_can_be_opened(
    acts: Acts, town: UUID, running: PlanNode
) -> None:
    with acts("coordinator") as actor:
        lived(actor, running)
        version = amended(actor, town)
        now = the_same(running, version)
        step = Milestone.objects.get(node=now)
        with pytest.raises(Broken):
            progress.finish(actor=actor, milestone_id=step.id, on=TODAY)
        progress.reopen(actor=actor, milestone_id=step.id)
        assert told(measure_page(actor, now.id)).steps == [("Step", None, "")]
        assert told(measure_page(actor, running.id)).steps == [("Step", None, "")]
        with pytest.raises(Absent):
            progress.reopen(actor=actor, milestone_id=step.id)
        progress.finish(actor=actor, milestone_id=step.id, on=TODAY)
        assert told(measure_page(actor, now.id)).steps[0][1] == TODAY


def test_what_is_done_or_dropped_waits_for_nobody(
    acts: Acts, town: UUID, running: PlanNode
) -> None:
    def steps(actor: Actor) -> list[str]:
        found = waiting(actor, running.due or date(2027, 3, 1), "lt", SOURCES)
        return [w.what for w in found if "Step" in w.what]

    with acts("coordinator") as actor:
        version = amended(actor, town)
        now = the_same(running, version)
        assert len(steps(actor)) == 1, "control: an open step waits"
        progress.drop(actor=actor, node_id=running.id, reason="no school", on=TODAY)
        assert steps(actor) == []
        assert measure_page(actor, now.id).standing.status == "dropped"
        with pytest.raises(Broken):
            progress.drop(actor=actor, node_id=now.id, reason="again", on=TODAY)
        progress.take_up(actor=actor, node_id=now.id)
        with pytest.raises(Absent):
            progress.take_up(actor=actor, node_id=now.id)
        assert len(steps(actor)) == 1
        progress.finish(actor=actor, milestone_id=Milestone.objects.get(node=running).id, on=TODAY)
        assert steps(actor) == []


def test_a_word_on_the_status_lasts_until_it_is_lifted(
    acts: Acts, town: UUID, running: PlanNode
) -> None:
    with acts("coordinator") as actor:
        progress.override(actor=actor, node_id=running.id, status="at_risk", reason="no teacher")
        now = the_same(running, amended(actor, town))
        assert measure_page(actor, now.id).standing.status == "at_risk"
        progress.override(actor=actor, node_id=now.id, status="late", reason="still none")
        assert measure_page(actor, now.id).standing.status == "late"
        progress.lift(actor=actor, node_id=now.id)
        assert measure_page(actor, now.id).standing.said == ""


def test_a_new_logic_model_stands_on_the_new_version(
    acts: Acts, town: UUID, running: PlanNode
) -> None:
    with acts("coordinator") as actor:
        lived(actor, running)
        now = the_same(running, amended(actor, town))
        progress.explain(actor=actor, node_id=now.id, version=0, inputs="two teachers")
        assert told(measure_page(actor, now.id)).inputs == "two teachers"
        assert told(measure_page(actor, running.id)).inputs == "teachers"


def test_an_indicator_measured_another_way_begins_anew(
    acts: Acts, town: UUID, running: PlanNode
) -> None:
    with acts("coordinator") as actor:
        lived(actor, running)
        last = ProgrammeVersion.objects.get(id=town)
        draft = drafting.new_version(actor=actor, programme_id=last.programme_id, since=TODAY,
                                     until=last.until)  # fmt: skip
        now = the_same(running, draft)
        line = next(n for n in plan_of(draft).nodes if n.code == running.code).indicators[0]
        use = IndicatorUse.objects.get(node=now)
        editing.strike_line(actor=actor, node_id=now.id, line_id=use.id)
        other = type(line)(**{**vars(line), "unit": "schools, twice a year"})
        editing.plan_indicator(actor=actor, node_id=now.id, line=other)
        drafting.publish(actor=actor, version_id=draft.id)
        assert told(measure_page(actor, now.id)).seen == [None]
        assert told(measure_page(actor, running.id)).seen == [(Decimal(25), TODAY.year)]


def test_steps_come_along_with_a_table_too(acts: Acts, town: UUID, running: PlanNode) -> None:
    """The official table has no steps: those of measures that are still there are kept."""
    with acts("coordinator") as actor:
        lived(actor, running)
        last = ProgrammeVersion.objects.select_related("programme").get(id=town)
        plan = plan_of(last)
        again = type(plan)(**{**vars(plan), "since": TODAY + timedelta(days=1)})
        draft = tables.take_in(actor=actor, plan=again, programme_id=last.programme_id)
        now = the_same(running, draft)
        assert [(s.title, s.done_on) for s in measure_page(actor, now.id).steps] == [
            ("Step", TODAY)
        ]


def test_another_programme_with_the_same_lineage_is_another_measure(
    acts: Acts, nation: UUID, town: UUID, running: PlanNode
) -> None:
    """A municipal measure was copied from a national one: neither has the other's past."""
    with acts("coordinator") as actor:
        lived(actor, running)
        theirs = PlanNode.objects.get(plan=nation, lineage=running.lineage)
        page = told(measure_page(actor, theirs.id))
        assert (page.paid, page.seen, page.card) == ([], [None], None)
