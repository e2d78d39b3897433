"""Strata, the field work, and what changed between two polls."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from talka.ground.access.actor import begun, counting
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken, Refused, Stale
from talka.prevention.polls import fieldwork
from talka.prevention.polls.actions import drawing, keeping, taking
from talka.prevention.polls.models import Stratum
from talka.prevention.polls.queries import pages, results, trend
from tests.prevention.polls.conftest import administrator

NUMBERS = st.integers(0, 40)
WORK = st.builds(
    lambda a, r, n, o, e, u: fieldwork.FieldWork(a + r + n + o + e + u, a, r, n, o, e),
    NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS,
)  # fmt: skip


@pytest.fixture
def client(cast):
    made = Client(headers={"accept-language": "en"})
    made.cookies["talka"] = cast["coordinator"].token
    made.cookies["talka_language"] = "en"
    return made


@pytest.fixture
def in_strata(asked, keeper):
    """A poll of a town of 500 and villages of 1,500 people: it, and its strata."""

    def make(**more):
        poll = asked(fielded=False, probability=True, **more)
        parts = (("town", "Miestas", 500), ("rural", "Kaimai", 1500))
        made = [
            keeper(drawing.add_stratum, poll_id=poll.id, code=code, name=name, people=people,
                   planned=30)
            for code, name, people in parts
        ]  # fmt: skip
        keeper(keeping.field_poll, poll_id=poll.id)
        return poll, made

    return make


def answer(keeper, poll, stratum, answers):
    made = keeper(keeping.print_codes, poll_id=poll.id, count=len(answers), stratum_id=stratum.id)
    for code, one in zip(made, answers, strict=True):
        assert taking.take(poll=poll, code=code, answers=one) == "taken"


def closed(keeper, mix, poll):
    keeper(keeping.close_poll, poll_id=poll.id)
    mix(poll.id)


@given(WORK)
def test_rates_are_shares_and_stand_in_their_order(work):
    """Of nobody there is no rate; the estimate of the unknown never lowers the response rate."""
    told = fieldwork.rates(work)
    assert set(told) == set(fieldwork.RATES)
    assert all(r is None or 0 <= r <= 1 for r in told.values())
    if told["rr1"] is not None and told["rr3"] is not None:
        assert told["rr3"] >= told["rr1"] - 1e-12
    if told["coop1"] is not None and told["rr1"] is not None:
        assert told["coop1"] >= told["rr1"] - 1e-12


def test_rates_of_a_known_field_work():
    """100 codes: 40 answered, 10 refused, 15 not reached, 5 could not, 10 not of the population;
    20 unknown, of which 70 of 80 are taken to be eligible."""
    told = fieldwork.rates(fieldwork.FieldWork(100, 40, 10, 15, 5, 10))
    assert told["rr1"] == pytest.approx(40 / 90)
    assert told["rr3"] == pytest.approx(40 / (70 + 0.875 * 20))
    assert told["coop1"] == pytest.approx(40 / 55)
    assert told["ref1"] == pytest.approx(10 / 90)
    assert told["con1"] == pytest.approx(55 / 90)
    assert set(fieldwork.rates(fieldwork.FieldWork(0, 0)).values()) == {None}


def test_answers_are_weighted_by_their_strata(in_strata, keeper, mix, cast):
    """Thirty of the town say yes, twenty of three times as many villagers say no: a quarter."""
    poll, (town, rural) = in_strata()
    answer(keeper, poll, town, [{"report": "yes"}] * 30)
    answer(keeper, poll, rural, [{"report": "no"}] * 20)
    closed(keeper, mix, poll)
    with begun(cast["coordinator"].token), counting(cast["coordinator"].token):
        told = results.results(poll, [], "en")
    table = next(t for t in told.tables if t.key == "report")
    assert told.weighted == ("strata",)
    shares = {line.text: line.share for line in table.lines}
    assert shares["Yes"] == pytest.approx(25)
    assert told.heaviest == pytest.approx((1500 / 20) / (500 / 30))
    with administrator() as db:
        found = db.execute(
            "SELECT stratum, count(*) FROM talka.poll_response WHERE poll_id = %s GROUP BY 1",
            [poll.id],
        )
        assert dict(found.fetchall()) == {"town": 30, "rural": 20}


def test_a_stratum_without_an_answer_is_said(in_strata, keeper, mix, cast):
    poll, (town, _rural) = in_strata()
    answer(keeper, poll, town, [{"report": "yes"}] * 30)
    closed(keeper, mix, poll)
    with begun(cast["coordinator"].token), counting(cast["coordinator"].token):
        told = results.results(poll, [], "en")
    assert (told.weighted, told.unmet) == ((), "rural")


def test_codes_of_a_poll_with_strata_belong_to_one(in_strata, asked, keeper, cast):
    poll, (town, _rural) = in_strata()
    with pytest.raises(Broken):
        keeper(keeping.print_codes, poll_id=poll.id, count=1)
    with pytest.raises(Broken):
        keeper(keeping.print_codes, poll_id=poll.id, count=1, stratum_id=uuid4())
    other, row = asked(), "INSERT INTO talka.poll_code (digest, poll_id, stratum_id) VALUES"
    for target, stratum in ((poll.id, None), (other.id, town.id)):
        with (
            pytest.raises(IntegrityError, match="no such codes"),
            begun(cast["coordinator"].token),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"{row} (%s, %s, %s)", [b"y" * 32, target, stratum])


def test_strata_stand_once_the_poll_is_asked(in_strata, asked, keeper, cast):
    poll, (town, _rural) = in_strata()
    with pytest.raises(Refused):
        keeper(drawing.add_stratum, poll_id=poll.id, code="x", name="x", people=1, planned=1)
    with pytest.raises(Refused):
        keeper(drawing.strike_stratum, poll_id=poll.id, stratum_id=town.id)
    with begun(cast["coordinator"].token), act("poll.stratify"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM talka.poll_stratum WHERE id = %s", [town.id])
        assert cursor.rowcount == 0
    with pytest.raises(ProgrammingError), begun(cast["coordinator"].token), act("poll.stratify"):
        Stratum.objects.filter(id=town.id).update(people=9)
    with administrator() as db, pytest.raises(Exception, match="a stratum stands"):
        db.execute("UPDATE talka.poll_stratum SET people = 9 WHERE id = %s", [town.id])
    open_link = asked(fielded=False, mode="open")
    with pytest.raises(Refused):
        keeper(drawing.add_stratum, poll_id=open_link.id, code="x", name="x", people=1, planned=1)


def test_a_stratum_of_a_draft_comes_and_goes(asked, keeper):
    poll = asked(fielded=False)
    words = {"poll_id": poll.id, "code": "town", "name": "Miestas", "people": 5}
    with pytest.raises(Broken) as wrong:
        keeper(drawing.add_stratum, **words, planned=6)
    assert list(wrong.value.faults) == ["planned"]
    made = keeper(drawing.add_stratum, **words, planned=5)
    with pytest.raises(Broken) as wrong:
        keeper(drawing.add_stratum, **words, planned=5)
    assert list(wrong.value.faults) == ["code"]
    keeper(drawing.strike_stratum, poll_id=poll.id, stratum_id=made.id)
    keeper(drawing.add_stratum, **words, planned=5)
    keeper(keeping.strike_poll, poll_id=poll.id)


def test_the_field_work_is_noted_within_what_was_printed(in_strata, keeper, cast, client):
    poll, (town, _rural) = in_strata()
    answer(keeper, poll, town, [{"report": "yes"}] * 4)
    keeper(keeping.print_codes, poll_id=poll.id, count=6, stratum_id=town.id)
    noted = {"refused": 2, "not_reached": 1, "other": 0, "not_eligible": 1}
    words = {"poll_id": poll.id, "stratum_id": town.id}
    keeper(drawing.note_field_work, **words, version=1, **noted)
    with pytest.raises(Stale):
        keeper(drawing.note_field_work, **words, version=1, **noted)
    with pytest.raises(Broken):
        keeper(drawing.note_field_work, **words, version=2, **{**noted, "refused": 9})
    with pytest.raises(Broken):  # four of the ten answered: six are left
        keeper(drawing.note_field_work, **words, version=2, **{**noted, "refused": 5})
    with pytest.raises(IntegrityError), begun(cast["coordinator"].token), act("poll.field_work"):
        Stratum.objects.filter(id=town.id).update(refused=10)
    with begun(cast["coordinator"].token):
        line = next(s for s in pages.strata(poll) if s.row.code == "town")
    assert line.work == fieldwork.FieldWork(10, 4, 2, 1, 0, 1)
    assert line.work.unknown == 2
    page = client.get(f"/polls/{poll.id}/").content.decode()
    assert "RR1" in page
    assert ">44 %<" in page  # four of the nine that are or may be eligible, over both strata
    for name in ("ngo", "ministry"):
        with begun(cast[name].token) as actor, pytest.raises(Refused):
            drawing.note_field_work(actor=actor, **words, version=2, **noted)


def test_what_changed_between_two_years(asked, keeper, mix, client, cast):
    """Forty of a hundred, then seventy: more than chance. An open link is compared, not judged."""
    today = timezone.localdate()

    def poll(share, since, mode="code"):
        made = asked(mode=mode, probability=mode == "code", since=today)
        coded = mode == "code"
        codes_ = keeper(keeping.print_codes, poll_id=made.id, count=100) if coded else [""] * 100
        for n, code in enumerate(codes_):
            said = {
                "report": "yes" if n < share else "no",
                "sure": 5 + (n < share),
                "sex": "female",
            }
            assert taking.take(poll=made, code=code, answers=said) == "taken"
        closed(keeper, mix, made)
        with administrator() as db:
            db.execute("SET session_replication_role = replica")
            db.execute("UPDATE talka.poll SET since = %s, until = %s WHERE id = %s",
                       [since, since + timedelta(days=9), made.id])  # fmt: skip
        return made

    before, now = poll(40, today - timedelta(days=365)), poll(70, today)
    page = client.get(f"/polls/{now.id}/results/").content.decode()
    assert f"/polls/{now.id}/trend/{before.id}/" in page
    told = client.get(f"/polls/{now.id}/trend/{before.id}/")
    lines = told.context["trend"].lines
    yes = next(m for m in lines if m.answer == "Yes")
    assert (round(yes.before), round(yes.now), yes.sure) == (40, 70, True)
    assert (round(yes.low), round(yes.high)) == (17, 43)
    mean = next(m for m in lines if not m.answer)
    assert mean.difference == pytest.approx(0.3)
    assert told.context["trend"].tests == len([m for m in lines if m.p is not None])
    assert not [m for m in lines if "sex" in m.question.lower()]
    assert "+30" in told.content.decode()
    loose = poll(70, today, mode="open")
    judged = client.get(f"/polls/{loose.id}/trend/{before.id}/").context["trend"]
    assert not judged.judged
    assert judged.tests == 0
    assert all(m.low is None and not m.sure for m in judged.lines)
    assert client.get(f"/polls/{before.id}/trend/{now.id}/").status_code == 404
    with begun(cast["coordinator"].token):
        assert trend.comparable(before) == []


def test_strata_through_the_screens(asked, client):
    poll = asked(fielded=False)
    at = f"/polls/{poll.id}/"

    def post(address, **values):
        return client.post(address, {"idempotency_key": str(uuid4()), **values})

    assert post(f"{at}strata/new/", code="Ž", name="", people="0").status_code == 422
    for code in ("town", "rural"):
        made = post(f"{at}strata/new/", code=code, name=code, people="100", planned="10")
        assert made.status_code == 303
    page = client.get(at).content.decode()
    strike = next(a for a in page.split('action="') if "/strike/" in a and "/strata/" in a)
    assert post(strike.split('"')[0]).status_code == 303
    post(f"{at}field/")
    page = client.get(at).content.decode()
    field_work = next(a for a in page.split('href="') if f"{at}strata/" in a).split('"')[0]
    assert client.get(field_work).status_code == 200
    assert post(field_work, refused="1", not_reached="0", other="0", not_eligible="0",
                version="1").status_code == 422  # fmt: skip
    assert 'name="stratum_id"' in client.get(f"{at}codes/").content.decode()
