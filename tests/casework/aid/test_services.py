"""Record services and take them back; what they cost; what statistics see."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from talka.casework.aid import actions, facts, queries, rules
from talka.casework.aid.models import ServiceDelivery
from talka.casework.cases import policy as cases
from talka.casework.cases.actions import give_turn
from talka.casework.cases.models import Case, Turn
from talka.casework.cases.permission import hold
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.ground.kernel.pack import load_pack

TODAY = timezone.localdate()


def record(actor: Any, case: Case, **changes: Any) -> ServiceDelivery:
    values: dict[str, Any] = {"service": "escort", "since": TODAY, "quantity": 2}
    return actions.record_service(actor=actor, case_id=case.id, **{**values, **changes})


COST = st.one_of(st.none(), st.decimals(0, 1000, places=2))


@given(st.lists(st.builds(
    rules.Delivered, st.sampled_from(["escort", "transport"]), st.just("times"),
    st.decimals("0.01", 100, places=2), COST, st.sampled_from(["", "state"]),
)))  # fmt: skip
def test_totals_lose_nothing_and_tell_missing_from_zero(given_rows: list[rules.Delivered]) -> None:
    for by in ("service", "payer"):
        made = rules.totals(given_rows, by)
        assert sum(t.times for t in made) == len(given_rows)
        assert sum(t.missing for t in made) == sum(r.cost is None for r in given_rows)
        assert sum(t.known for t in made) == sum(r.cost or 0 for r in given_rows)
        assert len({t.key for t in made}) == len(made)


def test_every_group_of_the_pack_has_its_class() -> None:
    groups = {s.group for s in load_pack().services}
    assert set(rules.CLASS_OF_GROUP) <= groups
    assert {rules.class_of(g) for g in groups} == {"aid", "health", "legal"}


def test_a_service_takes_unit_and_class_from_its_type(acts: Any, opened: Any, world: Any) -> None:
    case = opened()
    with acts("ngo") as actor:
        row = record(
            actor, case, service="psychological_help", quantity="1.5", cost="0",
            payer="municipality", payer_municipality="29", remark="po nakties",
        )  # fmt: skip
        assert (row.unit, row.data_class, row.cost) == ("hours", "health", Decimal("0"))
        assert row.provider_id == world["ngo"].institution
        record(actor, case, cost=None)
        page = queries.services_page(hold(actor, case.id, cases.SEE))
        assert (len(page.lines), page.cost, page.missing) == (2, Decimal(0), 1)
        assert {line.remark for line in page.lines} == {"po nakties", ""}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"service": "holiday"}, "service"),
        ({"since": TODAY + timedelta(days=1)}, "since"),
        ({"since": date(1999, 12, 31)}, "since"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
        ({"until": TODAY + timedelta(days=400)}, "until"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": "-1"}, "quantity"),
        ({"quantity": "NaN"}, "quantity"),
        ({"quantity": "many"}, "quantity"),
        ({"quantity": "0.001"}, "quantity"),
        ({"quantity": "1e9"}, "quantity"),
        ({"cost": "-0.01"}, "cost"),
        ({"cost": "Infinity"}, "cost"),
        ({"payer": "uncle"}, "payer"),
        ({"payer": "state", "payer_municipality": "29"}, "payer_municipality"),
        ({"payer": "municipality", "payer_municipality": "99"}, "payer_municipality"),
        ({"provider": uuid4()}, "provider"),
        ({"goal_id": uuid4()}, "goal"),
    ],
)
def test_what_a_service_may_not_be(
    acts: Any, opened: Any, changes: dict[str, Any], field: str
) -> None:
    case = opened()
    with acts("ngo") as actor, pytest.raises(Broken) as broken:
        record(actor, case, **changes)
    assert field in broken.value.faults


@pytest.mark.parametrize(
    "change", ["quantity = 0", "quantity = -1", "cost = -1", "since = current_date + 2",
               "until = since - 1", "until = current_date + 400", "data_class = 'note'"],
)  # fmt: skip
def test_the_database_refuses_what_cannot_be(acts: Any, opened: Any, change: str) -> None:
    case = opened()
    column, value = change.split(" = ")
    with acts("ngo") as actor:
        row = record(actor, case)
        fields = [str(f.column) for f in ServiceDelivery._meta.fields]
        kept = ", ".join(
            value if f == column else "gen_random_uuid()" if f == "id" else f for f in fields
        )
        sql = f"INSERT INTO case_service ({', '.join(fields)}) SELECT {kept} FROM case_service"
        here = f" WHERE id = '{row.id}'"
        with act("test"), connection.cursor() as cursor:
            cursor.execute(sql.replace(f" {value},", f" {column},") + here)
            assert cursor.rowcount == 1  # control: the row as it is goes in
        with pytest.raises(IntegrityError), act("test"), connection.cursor() as cursor:
            cursor.execute(sql + here)


def test_a_record_is_taken_back_never_changed(acts: Any, opened: Any) -> None:
    case = opened()
    with acts("ngo") as actor:
        row = record(actor, case, cost=5)
        for sql in ("UPDATE case_service SET cost = 1", "DELETE FROM case_service"):
            with pytest.raises(ProgrammingError), act("test"), connection.cursor() as cursor:
                cursor.execute(sql)
        given_values = {"actor": actor, "case_id": case.id, "service_id": row.id}
        with pytest.raises(Broken):
            actions.withdraw_service(**given_values, reason=" ")
        actions.withdraw_service(**given_values, reason="Ne tas asmuo")
        page = queries.services_page(hold(actor, case.id, cases.SEE))
        assert (page.cost, page.lines[0].withdrawn_reason) == (Decimal(0), "Ne tas asmuo")
        assert page.service_totals == ()
        with pytest.raises(Broken):
            actions.withdraw_service(**given_values, reason="vėl")


def test_the_class_decides_who_sees_and_records(acts: Any, opened: Any, share: Any) -> None:
    case = opened()
    with acts("ngo") as actor:
        for service in ("escort", "psychological_help", "transport"):
            record(actor, case, service=service)
    share(case, "ngo_colleague", ["case", "legal"])
    with acts("ngo_colleague") as actor:
        page = queries.services_page(hold(actor, case.id, cases.SEE))
        assert [line.service for line in page.lines] == ["escort"]
        assert page.hidden == ("aid", "health")
        record(actor, case, service="legal_counselling")
        with pytest.raises(Refused):
            record(actor, case, service="transport")
    with acts("stranger") as actor:
        assert ServiceDelivery.objects.count() == 0
        with pytest.raises(Absent):
            record(actor, case)


def test_a_service_ends_the_turn_to_deliver_of_ones_own_institution(
    acts: Any, opened: Any, world: Any
) -> None:
    case = opened()
    with acts("ngo") as actor:
        with act("test"):
            for name in ("ngo", "social"):
                house = world[name].institution
                code = "service.deliver"
                give_turn(case_id=case.id, act_code=code, institution=house, ref=uuid4())
        record(actor, case)
        left = Turn.objects.filter(act="service.deliver", done_at=None)
        assert [t.institution_id for t in left] == [world["social"].institution]


def test_facts_count_persons_once_and_tell_missing_costs(
    acts: Any, opened: Any, world: Any
) -> None:
    """Over the app connection: the report role reads committed rows only (see the laws)."""
    first, second = opened(), opened()
    with acts("ngo") as actor:
        record(actor, first, cost=10, payer="state")
        record(actor, first, cost=None)
        record(actor, second, cost=0, payer="state")
        taken = record(actor, second, cost=99)
        record(actor, second, since=date(2020, 5, 5))
        actions.withdraw_service(
            actor=actor, case_id=second.id, service_id=taken.id, reason="klaida"
        )
        (fact,) = facts.services(TODAY.year, using="default")
        assert fact == facts.ServiceFact("29", "escort", "times", 3, 2, Decimal(6), Decimal(10), 1)
        assert facts.helped_in_all(TODAY.year, using="default") == 2
        assert list(facts.helped(TODAY.year, using="default")) == [facts.HelpedFact("29", 2)]
        payers = list(facts.payers(TODAY.year, using="default"))
        assert [(p.payer, p.events, p.cost, p.cost_missing) for p in payers] == [
            ("", 1, None, 1),
            ("state", 2, Decimal(10), 0),
        ]
        assert list(facts.services(2019, using="default")) == []


def test_the_report_role_reads_codes_and_nothing_else(world: Any) -> None:
    assert list(facts.services(TODAY.year)) == []
    assert list(facts.payers(TODAY.year)) == []
    for column in ("remark_sealed", "by_id", "id", "goal_id", "data_class"):
        with pytest.raises(ProgrammingError), connections["report"].cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM talka.case_service")
    for table in ("case_note", "case_risk", "case_contact_rules", "attachment", "case_closure"):
        with pytest.raises(ProgrammingError), connections["report"].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM talka.{table}")


def test_another_institution_records_only_its_own(
    acts: Any, opened: Any, handed: Any, world: Any
) -> None:
    case = opened()
    handed(case, "social", ["case", "aid"])
    with acts("social") as actor:
        record(actor, case, service="transport")
        with pytest.raises(Broken) as broken:
            record(actor, case, service="transport", provider=world["ngo"].institution)
        assert "provider" in broken.value.faults
        with pytest.raises(Refused):
            record(actor, case, service="health_care")
    with acts("ngo") as actor:
        row = record(actor, case, service="transport", provider=world["social"].institution)
        assert ServiceDelivery.objects.count() == 2
    with acts("social") as actor, pytest.raises(Broken):
        actions.withdraw_service(actor=actor, case_id=case.id, service_id=row.id, reason="ne mūsų")
