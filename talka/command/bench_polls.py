"""Polls under load: answers a second to a form of 250 questions, and what a flood of them does to
people at work. Over HTTP against the real web process, two workers, everything on one machine."""

from __future__ import annotations

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import psycopg

from talka.command.bench_load import web

QUESTIONS, RESIDENTS, FLOOD = 250, 4, 16
"""Questions of the form; residents who send at once; clients of a flood."""


def polled(
    coordinator: UUID, worker: UUID, case: UUID, admin: dict[str, Any], seconds: float,
    say: Callable[[str], None],
) -> dict[str, Any]:  # fmt: skip
    """Answers a second and their errors; p95 of the case page with a flood to that without, the two
    in turns."""
    from talka.ground.access.actor import open_session

    slug, token = _poll(coordinator, admin), open_session(worker)
    with web() as port:
        body = _filled(port, slug)
        say(f"{RESIDENTS} residents answer {QUESTIONS} questions, {seconds:g} seconds")
        sent, taken = _sending(port, slug, body, RESIDENTS, seconds)
        say(f"the case page while {FLOOD} clients flood a poll")
        calm, flooded, during = _at_work(port, slug, body, token, case, seconds)
    return {
        "questions": QUESTIONS,
        "answers_per_second": round(sent["taken"] / seconds, 1),
        "errors": sent.total() - sent["taken"] - sent["busy"],
        "told_to_wait": sent["busy"],
        "answer_p95_ms": _p95(taken),
        "case_p95_ms": _p95(calm),
        "case_p95_in_a_flood_ms": _p95(flooded),
        "case_in_a_flood": round(_p95(flooded) / _p95(calm), 2),
        "flood": dict(during),
    }


def _poll(coordinator: UUID, admin: dict[str, Any]) -> str:
    """An open poll of one long page, in the coordinator's town. Returns its slug."""
    from django.utils import timezone

    from talka.ground.access.actor import acting
    from talka.prevention.polls.actions import keeping
    from talka.prevention.polls.models import Questionnaire

    text = {"lt": "Klausimas", "en": "Question"}
    options = [{"code": c, "text": {"lt": c, "en": c}} for c in ("a", "b", "c")]
    questions = [{"key": f"k{n}", "kind": "single", "text": text, "options": options}
                 for n in range(QUESTIONS)]  # fmt: skip
    document = {"code": "bench", "version": 1, "title": text,
                "sections": [{"key": "one", "title": text, "questions": questions}]}  # fmt: skip
    with psycopg.connect(**admin) as db:
        db.execute("SET session_replication_role = replica")
        db.execute(
            "INSERT INTO talka.questionnaire (id, code, version, document, sha256, published_at)"
            " VALUES (gen_random_uuid(), 'bench', 1, %s, '', now())", [json.dumps(document)],
        )  # fmt: skip
    today = timezone.localdate()
    with acting(coordinator) as actor:
        area = next(s.area for s in actor.seats if s.role == "coordinator")
        poll = keeping.draft_poll(
            actor=actor, municipality=area, mode="open", title_lt="Matavimas", title_en="Bench",
            questionnaire_id=Questionnaire.objects.get(code="bench").id, since=today,
            until=today + timedelta(days=9), min_age=18, probability=False, population=None,
        )  # fmt: skip
        keeping.field_poll(actor=actor, poll_id=poll.id)
    return poll.slug


def _filled(port: int, slug: str) -> str:
    """The last page with every question answered."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    _status, page = _post(line, slug, "")
    state = re.search(r'name="state" value="([^"]+)"', page)
    if state is None:
        raise SystemExit("the measured poll does not begin")
    return urlencode({"state": state[1], **{f"q_k{n}": "abc"[n % 3] for n in range(QUESTIONS)}})


def _post(line: http.client.HTTPConnection, slug: str, body: str) -> tuple[int, str]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", f"/a/{slug}/", body, headers)
    answer = line.getresponse()
    return answer.status, answer.read().decode()


@contextmanager
def _clients(many: int, work: Callable[[threading.Event], None]) -> Any:
    """So many threads at work until the block ends."""
    done = threading.Event()
    threads = [threading.Thread(target=work, args=(done,)) for _ in range(many)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()


def _sender(
    port: int, slug: str, body: str, said: Counter[str], taken: list[float]
) -> Callable[[threading.Event], None]:
    lock = threading.Lock()

    def work(done: threading.Event) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while not done.is_set():
            began = time.perf_counter()
            try:
                status, _page = _post(line, slug, body)
            except (OSError, http.client.HTTPException):
                line.close()
                status = 0
            with lock:
                said[{303: "taken", 503: "busy"}.get(status, f"error {status}")] += 1
                taken.append((time.perf_counter() - began) * 1000)

    return work


def _sending(
    port: int, slug: str, body: str, many: int, seconds: float
) -> tuple[Counter[str], list[float]]:
    said: Counter[str] = Counter()
    taken: list[float] = []
    with _clients(many, _sender(port, slug, body, said, taken)):
        time.sleep(seconds)
    return said, taken


def _at_work(
    port: int, slug: str, body: str, token: str, case: UUID, seconds: float
) -> tuple[list[float], list[float], Counter[str]]:
    """Times of the case page without and with a flood, by halves of a second in turns."""
    calm: list[float] = []
    flooded: list[float] = []
    during: Counter[str] = Counter()
    turns = max(1, round(seconds / 5))
    for _turn in range(turns):
        calm += _looking(port, token, case, 2.5)
        with _elsewhere(port, slug, body) as said:
            time.sleep(0.5)
            flooded += _looking(port, token, case, 2.5)
        during.update(said)
    return calm, flooded, during


@contextmanager
def _elsewhere(port: int, slug: str, body: str) -> Iterator[Counter[str]]:
    """A flood from a process of its own, which yields to everything else: in life its clients have
    machines of their own."""
    said: Counter[str] = Counter()
    words = [sys.executable, "-m", "talka.command.bench_polls", str(port), slug]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                               preexec_fn=lambda: os.nice(19))  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(f"{body}\n")
    process.stdin.flush()
    try:
        yield said
    finally:
        told, _ = process.communicate("\n")
        said.update(json.loads(told))


def _flood(port: int, slug: str) -> None:
    """Until standard input says enough; prints how many of each answer came back."""
    body, said = sys.stdin.readline().strip(), Counter[str]()
    with _clients(FLOOD, _sender(port, slug, body, said, [])):
        sys.stdin.readline()
    print(json.dumps(said))


def _looking(port: int, token: str, case: UUID, seconds: float) -> list[float]:
    """One person opens a case again and again."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    taken, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.perf_counter()
        line.request("GET", f"/case/{case}/", headers={"Cookie": f"talka={token}"})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"the case page answered {answer.status}")
        taken.append((time.perf_counter() - began) * 1000)
        time.sleep(0.05)
    return taken


def _p95(taken: list[float]) -> float:
    return round(statistics.quantiles(taken, n=20)[18], 1) if len(taken) > 1 else 0.0


if __name__ == "__main__":
    _flood(int(sys.argv[1]), sys.argv[2])
