"""A resident answers: without a cookie, once a code, and nobody can tell whose answer it is."""

from __future__ import annotations

import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.db.utils import ProgrammingError

from talka.ground.access.actor import begun
from talka.prevention.polls import codes
from talka.prevention.polls.actions import keeping, taking
from talka.prevention.polls.models import Response
from talka.prevention.polls.queries.asking import digest
from tests.prevention.polls.conftest import administrator

ANSWERS = {"sign_papers": "yes", "report": "no", "sex": "female"}


def state(page) -> str:
    return re.search(r'name="state" value="([^"]+)"', page.content.decode())[1]


def walk(resident, poll, code="", **last):
    """From the first page to the end; the last answer."""
    at = f"/a/{poll.slug}/"
    page = resident.post(at, {"code": code})
    first = {"q_consent": "yes", "q_sign_papers": "yes", "q_report": "no", "q_sure": "7"}
    page = resident.post(at, {"state": state(page), "q_why_not": ["fear", "how"], **first})
    return resident.post(at, {"state": state(page), "q_sex": "female", "q_age": "30_49", **last})


def test_a_code_opens_once(asked, keeper, resident):
    poll = asked()
    code = keeper(keeping.print_codes, poll_id=poll.id, count=3)[0]
    done = walk(resident, poll, codes.written(code).lower())
    assert done.status_code == 303
    assert resident.get(done["Location"]).status_code == 200
    again = resident.post(f"/a/{poll.slug}/", {"code": code})
    assert again.status_code == 422
    assert "jau panaudotas" in again.content.decode()
    assert resident.post(f"/a/{poll.slug}/", {"code": codes.fresh()}).status_code == 422


def test_no_page_sets_a_cookie_or_fetches_from_elsewhere(asked, resident):
    poll = asked(code="residents", mode="open")
    at = f"/a/{poll.slug}/"
    pages = [resident.get(at), resident.post(at, {})]
    while b'name="state"' in pages[-1].content:
        pages.append(resident.post(at, {"state": state(pages[-1])}))
    assert pages[-1].status_code == 303
    pages.append(resident.get(pages[-1]["Location"]))
    assert len(pages) >= 7
    for page in pages:
        assert not page.cookies
        assert page.status_code == 303 or page["Cache-Control"] == "no-store"
        assert len(page.content) < 60_000
        assert not re.search(rb'(src|action)="(https?:)?//', page.content)
        assert b"<script" not in page.content.partition(b"<body")[2]
    assert resident.cookies == {}


def test_a_wrong_answer_keeps_the_others(asked, resident):
    poll = asked(mode="open")
    at = f"/a/{poll.slug}/"
    page = resident.post(at, {})
    bad = resident.post(at, {"state": state(page), "q_sign_papers": "perhaps", "q_sure": "8"})
    text = bad.content.decode()
    assert bad.status_code == 422
    assert re.search(r'value="8" checked', text)
    assert "Pasirinkite atsakymą" in text
    assert "būtina atsakyti" in text  # the consent was left out


def test_a_bent_state_or_another_site_is_refused(asked, resident):
    poll, other = asked(mode="open"), asked(mode="open")
    at = f"/a/{poll.slug}/"
    good = state(resident.post(at, {}))
    assert resident.post(at, {"state": good[:-2] + "xx"}).status_code == 403
    assert resident.post(f"/a/{other.slug}/", {"state": good}).status_code == 403
    foreign = {"sec-fetch-site": "cross-site"}
    assert resident.post(at, {"state": good}, headers=foreign).status_code == 403
    assert resident.get("/a/00000000/").status_code == 404
    assert resident.get("/a/'--/").status_code == 404


def test_a_draft_and_a_closed_poll_take_nothing(asked, keeper, resident):
    draft = asked(fielded=False, mode="open")
    assert resident.get(f"/a/{draft.slug}/").status_code == 404
    poll = asked(mode="open")
    page = resident.post(f"/a/{poll.slug}/", {})
    keeper(keeping.close_poll, poll_id=poll.id)
    late = resident.post(f"/a/{poll.slug}/", {"state": state(page), "q_consent": "yes"})
    assert "neatliekama" in late.content.decode()
    assert taking.take(poll=poll, code="", answers=ANSWERS) == "closed"
    with administrator() as db:
        assert db.execute(
            "SELECT count(*) FROM talka.poll_waiting WHERE poll_id = %s", [poll.id]
        ).fetchone() == (0,)


RACERS, CODES = 50, 200


def test_of_fifty_at_one_instant_one_is_taken(asked, keeper):
    """Ten thousand tries: fifty people send each of two hundred codes at the same instant."""
    poll = asked()
    made = keeper(keeping.print_codes, poll_id=poll.id, count=CODES)
    start = threading.Barrier(RACERS)

    def send(_n):
        try:
            said = []
            for code in made:
                start.wait()
                said.append(taking.take(poll=poll, code=code, answers=ANSWERS))
            return said
        finally:
            connections["public"].close()

    with ThreadPoolExecutor(RACERS) as pool:
        said = list(pool.map(send, range(RACERS)))
    for of_one_code in zip(*said, strict=True):
        assert Counter(of_one_code) == {"taken": 1, "code": RACERS - 1}
    with administrator() as db:
        kept = db.execute("SELECT count(*) FROM talka.poll_waiting WHERE poll_id = %s", [poll.id])
        assert kept.fetchone() == (CODES,)


def test_neither_code_nor_answer_is_in_the_tables(asked, keeper):
    poll = asked()
    used, unused = keeper(keeping.print_codes, poll_id=poll.id, count=2)
    assert taking.take(poll=poll, code=used, answers={"wish": "slaptas-zodis-7"}) == "taken"
    with administrator() as db:
        everything = "".join(
            str(db.execute(f"SELECT string_agg(t::text, '|') FROM talka.{table} t").fetchone()[0])
            for table in ("poll", "poll_code", "poll_waiting", "poll_response", "audit_event")
        )
        left = db.execute("SELECT digest FROM talka.poll_code WHERE poll_id = %s", [poll.id])
        assert [bytes(d) for (d,) in left] == [digest(poll.id, unused)]
        sizes = db.execute("SELECT DISTINCT octet_length(sealed) FROM talka.poll_waiting")
        assert len(sizes.fetchall()) == 1
    assert str(poll.id) in everything  # the control: the dump holds the poll
    for secret in (used, unused, codes.written(used), digest(poll.id, used).hex(),
                   "slaptas", b"slaptas".hex()):  # fmt: skip
        assert secret not in everything


def test_answers_are_mixed_and_five_stay_behind(asked, keeper, mix):
    poll = asked(code="residents", mode="open")

    def send(n):
        assert taking.take(poll=poll, code="", answers={"risk": n, "wish": f"w{n}"}) == "taken"

    for n in range(9):
        send(n)
    assert mix(poll.id) == 0
    send(9)
    assert mix(poll.id) == 5
    for n in range(10, 14):
        send(n)
    assert mix(poll.id) == 0
    keeper(keeping.close_poll, poll_id=poll.id)
    assert mix(poll.id) == 9
    assert mix(poll.id) == 0
    with administrator() as db:
        rows = db.execute("SELECT answers FROM talka.poll_response WHERE poll_id = %s", [poll.id])
        assert sorted(a["risk"] for (a,) in rows) == list(range(14))
        texts = db.execute("SELECT text FROM talka.poll_words WHERE poll_id = %s", [poll.id])
        assert sorted(t for (t,) in texts) == sorted(f"w{n}" for n in range(14))
        assert not any("wish" in a for (a,) in rows)


def test_order_time_id_and_xmin_link_nobody(asked, keeper, mix):
    """Who knows in which order twenty people answered guesses whose answer is whose by every order
    the tables have; right no more often than by chance. Control: the same guess on rows written one
    by one is always right."""
    poll = asked(mode="open")
    rounds, people, hits = 12, 20, Counter[str]()
    for turn in range(rounds):
        for n in range(people):
            taking.take(poll=poll, code="", answers={"sure": turn * 100 + n})
        mix(poll.id)
    keeper(keeping.close_poll, poll_id=poll.id)
    mix(poll.id)
    total = rounds * people
    truth = [turn * 100 + n for turn in range(rounds) for n in range(people)]
    with administrator() as db:
        for order in ("ctid", "id", "xmin::text::bigint, ctid", "week, ctid"):
            rows = db.execute(
                "SELECT (answers->>'sure')::int FROM talka.poll_response"
                f" WHERE poll_id = %s ORDER BY {order}", [poll.id],
            ).fetchall()  # fmt: skip
            assert len(rows) == total
            hits[order] = sum(a == b for (a,), b in zip(rows, truth, strict=True))
    # right by chance: about one in a batch of fifteen or more; 12 rounds expect some 12 to 16
    assert max(hits.values()) < total * 0.15, hits
    assert sum(a == b for a, b in zip(truth, truth, strict=True)) == total


def test_no_page_reads_a_single_answer(asked, mix, cast):
    poll = asked(mode="open")
    for n in range(10):
        taking.take(poll=poll, code="", answers={"sure": n})
    mix(poll.id)
    for table in ("poll_response", "poll_waiting", "poll_code"):
        with pytest.raises(ProgrammingError), begun(cast["coordinator"].token):
            connection.cursor().execute(f"SELECT * FROM talka.{table}")
    with connections["public"].cursor() as cursor, pytest.raises(ProgrammingError):
        cursor.execute("SELECT * FROM talka.poll_response")
    with connections["report"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM talka.poll_response")
        assert cursor.fetchone() == (0,)  # nobody has begun
    assert Response.objects.using("report").count() == 0
