"""A resident answers: without a cookie, once a code, and nobody can tell whose answer it is."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone

from talka.ground.access.actor import begun
from talka.prevention.polls import codes, rules
from talka.prevention.polls.actions import keeping, taking
from talka.prevention.polls.models import Response
from talka.prevention.polls.queries.asking import digest, form_of
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


def test_what_cannot_be_stored_comes_back_without_it_and_is_taken(asked, resident):
    poll = asked(mode="open")
    at = f"/a/{poll.slug}/"
    first = {"q_consent": "yes", "q_sign_papers": "yes", "q_report": "no", "q_sure": "7"}
    pasted = {"state": state(resident.post(at, {})), "q_why_not": ["fear", "ho\x00w"], **first}
    refused = resident.post(at, pasted)
    assert refused.status_code == 400
    fields = re.findall(r'name="([^"]+)" value="([^"]*)"', refused.content.decode())
    again: dict[str, list[str]] = {}
    for name, value in fields:
        again.setdefault(name, []).append(value)
    assert again["q_why_not"] == ["fear", "how"]
    assert again["q_sure"] == ["7"]
    page = resident.post(at, again)
    assert (page.status_code, 'name="q_sex"' in page.content.decode()) == (200, True)
    # control: somebody at work gets the words back as a draft, not in a page for everybody
    assert b'name="q_sure"' not in resident.post("/me/edit/", pasted).content


def test_a_wrong_answer_keeps_the_others(asked, resident):
    poll = asked(mode="open")
    at = f"/a/{poll.slug}/"
    page = resident.post(at, {})
    bad = resident.post(at, {"state": state(page), "q_sign_papers": "perhaps", "q_sure": "8"})
    text = bad.content.decode()
    assert bad.status_code == 422
    assert re.search(r'value="8"\s+checked', text)
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
    older = Client(headers={"accept-language": "lt"})  # tells no Sec-Fetch-Site
    for origin, status in (("https://example.org", 403), ("http://testserver", 200), ("null", 200)):
        assert older.post(at, {"state": good}, headers={"origin": origin}).status_code == (
            422 if status == 200 else status  # the consent is missing; it was read
        )
    assert resident.get("/a/00000000/").status_code == 404
    assert resident.get("/a/'--/").status_code == 404


@pytest.mark.parametrize(
    ("tongue", "words"),
    [("ru", ("Начать", "Не знаю", "Спасибо", "Далее")), ("uk", ("Почати", "Не знаю", "Дякуємо",
                                                               "Далі"))],
)  # fmt: skip
def test_a_resident_reads_the_frame_in_their_language(asked, keeper, resident, tongue, words):
    """Every word of ours; the questions are in Lithuanian and say so to a screen reader."""
    poll = asked()
    code = keeper(keeping.print_codes, poll_id=poll.id, count=1)[0]
    at, here = f"/a/{poll.slug}/", f"/a/{poll.slug}/?lang={tongue}"
    start = resident.get(f"{here}&c={code}").content.decode()
    assert f'<html lang="{tongue}"' in start
    assert words[0] in start
    assert f"?lang=uk&amp;c={code[:12]}" in start  # another language keeps the code of the strip
    first = resident.post(here, {"code": code})
    text = first.content.decode()
    assert words[1] in text
    assert words[3] in text
    assert re.search(r'<fieldset\s+class="ds-fieldset"\s+id="q_sure"\s+lang="lt"\s*>', text)
    other = resident.post(f"{at}?lang=lt", {"state": state(first), "q_sure": "7", "stay": "1",
                                            "q_sign_papers": "yes"})  # fmt: skip
    assert other.status_code == 200  # the consent is not asked for yet
    assert re.search(r'value="7"\s+checked', other.content.decode())
    given = {"q_consent": "yes", "q_sure": "7"}
    last = resident.post(here, {"state": state(other), **given})
    back = resident.post(here, {"state": state(last), "q_sex": "female", "back": "1"})
    again = resident.post(here, {"state": state(back), **given})
    assert re.search(r'value="female"\s+checked', again.content.decode())  # kept on the way back
    done = resident.post(here, {"state": state(again), "q_sex": "female"})
    assert words[2] in resident.get(done["Location"]).content.decode()
    spoken = re.sub(r"<[^>]*>", " ", start + resident.get(done["Location"]).content.decode())
    assert not re.search(r"[ąčęėįšųūž]{1}\w* \w+ \w+", spoken.replace("Apklausa", ""))


def test_every_word_of_the_frame_has_its_words_in_all_four_languages():
    """What the resident's templates say is in the catalogues of Russian and Ukrainian, too."""
    from pathlib import Path

    room = Path(rules.__file__).parent
    told = set()
    for name in ("answer_over", "answer_section", "answer_start", "answer_thanks", "answer_tongue",
                 "answer_tools", "question", "none"):  # fmt: skip
        source = (room / "templates" / "polls" / f"{name}.html").read_text()
        told |= set(re.findall(r'{% translate "([^"]+)" %}', source))
        told |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", t) for t in re.findall(
            r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", source)}  # fmt: skip
    assert len(told) > 20
    for tongue in ("ru", "uk", "lt"):
        catalogue = (room / "locale" / tongue / "LC_MESSAGES" / "django.po").read_text()
        assert not [t for t in told if f'msgid "{t}"' not in catalogue], tongue
    assert "Not checked by a native speaker" in (
        room / "locale" / "uk" / "LC_MESSAGES" / "django.po").read_text()  # fmt: skip


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


ORDERS = ("ctid", "id", "xmin::text::bigint, ctid", "xmax::text::bigint, ctid", "week, ctid",
          "week, id")  # fmt: skip


def guessed(poll, truth, table="poll_response", told="(answers->>'sure')::int"):
    """How often somebody is right who knows in which order people answered, and sets that order
    beside each order the table has, forwards and backwards: the best of all guesses."""
    hits = []
    with administrator() as db:
        for order in ORDERS:
            words = order if table == "poll_response" else order.replace("week", "flagged")
            rows = [n for (n,) in db.execute(
                f"SELECT {told} FROM talka.{table} WHERE poll_id = %s ORDER BY {words}", [poll.id],
            ).fetchall()]  # fmt: skip
            assert sorted(rows) == sorted(truth)
            for way in (rows, rows[::-1]):
                hits.append(sum(a == b for a, b in zip(way, truth, strict=True)))
    return max(hits)


def test_order_time_id_and_xmin_link_nobody(asked, keeper, mix, worker_connection):
    """Twelve rounds of twenty people: nobody is linked more often than by chance, which is one
    answer a round and guess. The controls: rows written one by one, as they came, are linked all;
    and one guess in five would be noticed."""
    poll = asked(mode="open")
    rounds, people = 12, 20
    truth = [turn * 100 + n for turn in range(rounds) for n in range(people)]
    for turn in range(rounds):
        for n in truth[turn * people : (turn + 1) * people]:
            taking.take(poll=poll, code="", answers={"sure": n})
        mix(poll.id)
    keeper(keeping.close_poll, poll_id=poll.id)
    mix(poll.id)
    # a batch of 15 or more gives one hit on average: 16 of 240; the best of twelve guesses reaches
    # more than 35 once in ten thousand runs
    assert guessed(poll, truth) <= 35
    plain = asked(mode="open")
    for n in truth:
        Response.objects.using(worker_connection).create(
            poll_id=plain.id, week=rules.week_of(timezone.localdate()), answers={"sure": n}
        )
    assert guessed(plain, truth) == len(truth)
    partly = [b if n % 5 else a for n, (a, b) in enumerate(zip(truth, truth[::-1], strict=True))]
    assert sum(a == b for a, b in zip(partly, truth, strict=True)) > 35


def test_own_words_link_to_no_answer(asked, keeper, mix):
    """Who wrote what is not told by the place of the words beside the places of the answers. The
    control: one order for both would tell all."""
    poll = asked(code="residents", mode="open")
    for n in range(200):
        taking.take(poll=poll, code="", answers={"risk": n % 11, "wish": f"zodis {n % 11}"})
    keeper(keeping.close_poll, poll_id=poll.id)
    mix(poll.id)
    with administrator() as db:
        answers, texts = (
            [n for (n,) in db.execute(
                f"SELECT {told} FROM talka.{table} WHERE poll_id = %s ORDER BY ctid", [poll.id])]
            for table, told in (("poll_response", "(answers->>'risk')::int"),
                                ("poll_words", "right(text, 2)::int"))
        )  # fmt: skip
    alike = sum(a == b for a, b in zip(answers, texts, strict=True))
    assert alike < 45  # of 200, one in eleven by chance: 18 on average, 4 the spread
    assert sum(a == b for a, b in zip(answers, answers, strict=True)) == 200 == len(texts)


def test_the_length_of_what_waits_tells_nothing(asked):
    """Nothing answered, and everything with the longest words there may be."""
    poll = asked(code="residents", mode="open")
    form = form_of(poll, "public")
    most = {q.key: "𝄞" * 5000 if q.kind in rules.IN_WORDS else [*q.codes] for q in form.questions}
    most = {k: v[: rules.LONGEST["long"]] if isinstance(v, str) else v for k, v in most.items()}
    sealed = [taking.sealed_answers(poll.id, form, "", a) for a in ({}, {"wish": "trumpai"}, most)]
    assert len({len(s) for s in sealed}) == 1
    assert len(json.dumps(most, ensure_ascii=False).encode()) > taking.SEALED_AS  # it would not fit


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
