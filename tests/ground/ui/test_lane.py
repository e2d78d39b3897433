"""A crowd at the public questions passes one by one, over all processes, and loses nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from talka.ground.ui.lane import PATIENCE, WAITING, Full, Lane, lane

OTHER = """
import sys, time
from pathlib import Path
from talka.ground.ui.lane import Lane
with Lane(Path(sys.argv[1]), 0).passing():
    print("in", flush=True)
    sys.stdin.readline()
"""


def test_one_passes_at_a_time_and_a_few_wait(tmp_path):
    narrow, inside, most = Lane(tmp_path, 3), [], []

    def walk(_n):
        try:
            with narrow.passing():
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.02)
                inside.pop()
                return "passed"
        except Full:
            return "full"

    with ThreadPoolExecutor(12) as pool:
        said = list(pool.map(walk, range(12)))
    assert max(most) == 1
    assert said.count("passed") >= 4
    assert "full" in said


def test_another_process_is_waited_for_and_its_death_frees_the_lane(tmp_path):
    passed = threading.Event()
    other = subprocess.Popen([sys.executable, "-c", OTHER, str(tmp_path)], text=True,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
    assert other.stdout.readline() == "in\n"

    def walk():
        with Lane(tmp_path, 0).passing():
            passed.set()

    walker = threading.Thread(target=walk)
    walker.start()
    assert not passed.wait(0.3)
    other.kill()
    assert passed.wait(10)
    walker.join()
    other.communicate()


def test_people_at_work_go_first_and_a_public_question_waits_no_longer_than_its_patience(tmp_path):
    narrow, passed, rests = Lane(tmp_path, 0), threading.Event(), threading.Event()

    def walk():
        with narrow.passing():
            passed.set()
            rests.wait(10)

    with Lane(tmp_path, 0).working():
        walker = threading.Thread(target=walk)
        began = time.monotonic()
        walker.start()
        with narrow.working():
            assert not passed.is_set()
        assert passed.wait(10)
        assert time.monotonic() - began >= PATIENCE
    with narrow.working():
        assert not rests.is_set()
    rests.set()
    walker.join()


def test_with_nobody_at_work_a_public_question_does_not_wait(tmp_path, monkeypatch):
    monkeypatch.setattr("talka.ground.ui.lane.PATIENCE", 60)
    began = time.monotonic()
    with Lane(tmp_path, 0).passing():
        assert time.monotonic() - began < 30


@pytest.fixture
def crowded(tmp_path, monkeypatch):
    """The middleware with its lane full; what it answers to another."""
    monkeypatch.setattr(settings, "HOME", type("Home", (), {"path": tmp_path}))
    leave, there = threading.Event(), threading.Semaphore(0)

    def slow(request):
        there.release()
        leave.wait(10)
        return HttpResponse("taken")

    middleware, make = lane(slow), RequestFactory()
    with ThreadPoolExecutor(WAITING + 1) as pool:
        waiting = [pool.submit(middleware, make.get("/a/x/")) for _ in range(WAITING + 1)]
        there.acquire(timeout=10)
        while sum(not w.running() for w in waiting):
            time.sleep(0.01)
        time.sleep(0.2)
        yield middleware, make, leave
        leave.set()
        assert [w.result().content for w in waiting] == [b"taken"] * (WAITING + 1)


def test_who_finds_it_full_gets_back_what_they_sent(crowded):
    middleware, make, _leave = crowded
    answer = middleware(make.post("/a/x/", {"state": 's"<', "q_k": ["a", "ž"]}))
    text = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert 'name="state" value="s&quot;&lt;"' in text
    assert text.count('name="q_k"') == 2
    assert 'method="post"' in text
    assert 'method="get"' in middleware(make.get("/a/x/")).content.decode()


def test_other_addresses_do_not_wait(crowded):
    middleware, make, leave = crowded
    leave.set()
    assert middleware(make.get("/cases/")).status_code == 200
