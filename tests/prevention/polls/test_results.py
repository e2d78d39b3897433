"""Those who ask: drafts, codes, closing, and what the results show."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError, ProgrammingError
from django.test import Client

from talka.ground.access.actor import begun
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Refused
from talka.prevention.polls import policy
from talka.prevention.polls.actions import keeping, taking
from tests.prevention.polls.conftest import administrator


@pytest.fixture
def browser(cast):
    def of(name, language="en"):
        client = Client(headers={"accept-language": language})
        client.cookies["talka"] = cast[name].token
        client.cookies["talka_language"] = language
        return client

    return of


def post(client, address, **values):
    return client.post(address, {"idempotency_key": str(uuid4()), **values})


def answered(asked, keeper, mix, answers, **more):
    """A closed poll with these answers."""
    poll = asked(mode="code" if more.get("probability") else "open", **more)
    made = iter(keeper(keeping.print_codes, poll_id=poll.id, count=len(answers))
                if poll.mode == "code" else [""] * len(answers))  # fmt: skip
    for one in answers:
        assert taking.take(poll=poll, code=next(made), answers=one) == "taken"
    keeper(keeping.close_poll, poll_id=poll.id)
    assert mix(poll.id) == len(answers)
    return poll


def test_an_open_link_never_prints_an_interval(asked, keeper, mix, browser):
    people = [{"report": "yes" if n % 3 else "no", "sure": n % 11} for n in range(66)]
    poll = answered(asked, keeper, mix, people)
    page = browser("coordinator").get(f"/polls/{poll.id}/results/").content.decode()
    assert "66 people answered" in page
    assert "not drawn by chance" in page
    assert "interval</th>" not in page
    assert "67 %" in page or ">67<" in page
    table = browser("coordinator").get(f"/polls/{poll.id}/results.csv").content.decode("utf-8-sig")
    assert any(line.endswith(";67;;") for line in table.splitlines())


def test_a_sample_drawn_by_chance_has_intervals(asked, keeper, mix, browser):
    people = [{"report": "yes" if n % 4 else "no"} for n in range(60)]
    poll = answered(asked, keeper, mix, people, probability=True)
    table = browser("coordinator").get(f"/polls/{poll.id}/results.csv").content.decode("utf-8-sig")
    line = next(x for x in table.splitlines() if ";75;" in x)
    low, high = (int(v) for v in line.split(";")[-2:])
    assert (low, high) == (63, 84)  # Wilson for 45 of 60, n_eff 59 of the linearised variance


def test_few_answers_show_nothing_and_some_show_groups(asked, keeper, mix, browser):
    few = answered(asked, keeper, mix, [{"report": "yes"}] * 9)
    page = browser("coordinator").get(f"/polls/{few.id}/results/").content.decode()
    assert "9 people answered" in page
    assert "<td>" not in page
    some = answered(asked, keeper, mix, [{"report": c} for c in ("yes", "rather_yes") * 7
                                         + ("no", "rather_no") * 3])  # fmt: skip
    page = browser("coordinator").get(f"/polls/{some.id}/results/").content.decode()
    assert "Yes, or rather yes" in page
    assert "Rather yes</th>" not in page


def test_results_wait_for_the_end_and_are_the_keepers(asked, keeper, mix, browser):
    poll = asked(mode="open")
    assert browser("coordinator").get(f"/polls/{poll.id}/results/").status_code == 403
    keeper(keeping.close_poll, poll_id=poll.id)
    assert browser("coordinator").get(f"/polls/{poll.id}/results/").status_code == 200
    for name in ("ngo", "ministry", "stranger"):
        assert browser(name).get(f"/polls/{poll.id}/results/").status_code == 403
        assert browser(name).get(f"/polls/{poll.id}/").status_code == 200
        assert browser(name).get(f"/polls/{poll.id}/results.csv").status_code == 403


def test_weights_bring_the_sample_to_the_population(asked, keeper, mix, browser):
    poll = asked(fielded=False, mode="open")
    keeper(keeping.set_margin, poll_id=poll.id, question="sex",
           people={"female": 500, "male": 480, "other": 20})  # fmt: skip
    keeper(keeping.field_poll, poll_id=poll.id)
    people = [{"sex": "female", "report": "yes"}] * 60 + [{"sex": "male", "report": "no"}] * 30
    people += [{"sex": "other", "report": "no"}] * 10
    for one in people:
        taking.take(poll=poll, code="", answers=one)
    keeper(keeping.close_poll, poll_id=poll.id)
    mix(poll.id)
    table = browser("coordinator").get(f"/polls/{poll.id}/results.csv").content.decode("utf-8-sig")
    lines = [x for x in table.splitlines() if "report it?" in x]
    assert any(x.split(";")[3] == "50" for x in lines), lines


def test_a_draft_is_its_keepers_and_a_fielded_poll_stands(asked, keeper, cast, browser):
    draft = asked(fielded=False)
    for name in ("ngo", "stranger", "ministry"):
        assert browser(name).get(f"/polls/{draft.id}/").status_code == 404
        with begun(cast[name].token) as actor, pytest.raises((Absent, Refused)):
            keeping.field_poll(actor=actor, poll_id=draft.id)
    keeper(keeping.field_poll, poll_id=draft.id)
    with begun(cast["coordinator"].token) as actor, pytest.raises(Refused):
        policy.draft(actor, draft.id)
    for change in ("title_lt = 'x'", "min_age = 1", "fielded_at = NULL", "mode = 'open'"):
        with pytest.raises(DatabaseError), begun(cast["coordinator"].token), act("poll.try"):
            connection.cursor().execute(f"UPDATE talka.poll SET {change} WHERE id = %s", [draft.id])
    with pytest.raises(DatabaseError), begun(cast["coordinator"].token), act("poll.try"):
        connection.cursor().execute("UPDATE talka.questionnaire SET document = '{}'")


def test_raw_codes_of_somebody_else_are_refused(asked, cast):
    poll = asked()
    for name in ("ngo", "ministry", "stranger"):
        with pytest.raises((ProgrammingError, DatabaseError)), begun(cast[name].token):
            connection.cursor().execute(
                "INSERT INTO talka.poll_code (digest, poll_id) VALUES (%s, %s)",
                [b"x" * 16, poll.id],
            )


def test_the_sheet_is_shown_once_and_kept_nowhere(asked, keeper, browser):
    poll = asked()
    page = post(browser("coordinator"), f"/polls/{poll.id}/codes/", count="3").content.decode()
    assert page.count('class="code strip"') == 3
    assert page.count("<svg") >= 3
    code = page.split('class="code strip">')[1].split("<")[0]
    assert code not in browser("coordinator").get(f"/polls/{poll.id}/codes/").content.decode()
    with administrator() as db:
        rows = db.execute("SELECT to_jsonb(p) FROM talka.post_once p").fetchall()
        assert code not in json.dumps(rows, default=str)
    for name in ("ngo", "ministry"):
        assert post(browser(name), f"/polls/{poll.id}/codes/", count="3").status_code == 403


def test_a_poll_through_the_screens(browser, cast):
    client = browser("coordinator")
    page = client.get("/polls/new/").content.decode()
    kind = page.split('value="')[1:]
    choice = next(v.split('"')[0] for v in kind if len(v.split('"')[0]) == 36 and "Know" in v[:120])
    made = post(client, "/polls/new/", questionnaire_id=choice, title_lt="A", title_en="A",
                municipality="29", mode="open", since="2026-01-01", until="2099-01-01",
                min_age="18")  # fmt: skip
    assert made.status_code == 303
    at = made["Location"]
    assert (
        post(client, f"{at}margin/sex/", n_female="10", n_male="10", n_other="1").status_code == 303
    )
    assert "sex/female: 10" in client.get(at).content.decode()
    assert post(client, f"{at}strike/").status_code == 303
    assert client.get(at).status_code == 404


def test_it_is_never_called_what_the_law_means_by_a_residents_poll():
    """`vietos gyventojų apklausa` is an instrument of the law on local self-government."""
    texts = [p for d in ("talka", "packs") for p in (settings.PROJECT_DIR / d).rglob("*")
             if p.suffix in {".po", ".html", ".yaml"}]  # fmt: skip
    assert len(texts) > 100
    assert not [p for p in texts if "vietos gyventojų apklaus" in p.read_text().lower()]
