"""A narrow lane for pages that anybody may ask for: a crowd at them never slows people at work.

One such request is answered at a time in the whole house, and lets people at work go first; a few
wait in each web process; who finds the lane full is told so at once, and what they sent comes back
in the page, to be sent again with one click. `docs/figures.md` says what a flood costs with it.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from talka.ground.ui import refusal

Responds = Callable[[HttpRequest], HttpResponse]


class Full(Exception):
    """Nobody else fits into the lane."""


class Lane:
    """One passes at a time, over all processes that share the files of the folder; `waiting` others
    wait here. The kernel takes a lock from a process that dies."""

    def __init__(self, folder: Path, waiting: int) -> None:
        self._file, self._work = folder / "lane", folder / "work"
        self._places = BoundedSemaphore(1 + waiting)
        self._way = Lock()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Full when as many wait already."""
        if not self._places.acquire(blocking=False):
            raise Full
        try:
            with self._way, self._file.open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self._give_way()
                yield
        finally:
            self._places.release()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Somebody at work is answered: any number at a time, and nobody of them waits."""
        with self._work.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield

    def _give_way(self) -> None:
        """Until nobody at work is being answered, or the patience ends."""
        until = time.monotonic() + PATIENCE
        with self._work.open("a") as lock:
            while time.monotonic() < until:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return
                except BlockingIOError:
                    time.sleep(0.002)


WAITING = 8
"""In each process; the other threads are for people at work."""

PATIENCE = 0.25
"""Seconds that a public question lets people at work go first: with somebody always at work, four
questions a second are still answered."""


def lane(get_response: Responds) -> Responds:
    """Addresses that begin with one of settings.IN_THE_LANE pass one by one."""
    narrow = Lane(settings.HOME.path, WAITING)

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(settings.IN_THE_LANE):
            with narrow.working():
                return get_response(request)
        try:
            with narrow.passing():
                return get_response(request)
        except Full:
            return _busy(request)

    return middleware


def _busy(request: HttpRequest) -> HttpResponse:
    """503 with everything that was sent. Made with little work: a flood gets many of these."""
    title = _("Many people are here at once")
    why = _("Wait a moment and try again. Nothing that you sent is lost.")
    answer = refusal.again(request, 503, title, why, _("Try again"), request.POST.lists())
    answer["Retry-After"] = "10"
    return answer
