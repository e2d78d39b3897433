"""A narrow lane for pages that anybody may ask for: a crowd at them never slows people at work.

One such request is answered at a time in the whole house, a few wait in each web process; who finds
the lane full is told so at once, and what they sent comes back in the page, to be sent again with
one click. `docs/figures.md` says what a flood costs with it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from threading import BoundedSemaphore, Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

Responds = Callable[[HttpRequest], HttpResponse]


class Full(Exception):
    """Nobody else fits into the lane."""


class Lane:
    """One passes at a time, over all processes that share the file; `waiting` others wait here."""

    def __init__(self, file: Path, waiting: int) -> None:
        self._file = file
        self._places = BoundedSemaphore(1 + waiting)
        self._way = Lock()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Full when as many wait already. The lock on the file dies with its process."""
        if not self._places.acquire(blocking=False):
            raise Full
        try:
            with self._way, self._file.open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        finally:
            self._places.release()


WAITING = 8
"""In each process; the other threads are for people at work."""


def lane(get_response: Responds) -> Responds:
    """Addresses that begin with one of settings.IN_THE_LANE pass one by one."""
    narrow = Lane(settings.HOME.path / "lane", WAITING)

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(settings.IN_THE_LANE):
            return get_response(request)
        try:
            with narrow.passing():
                return get_response(request)
        except Full:
            return _busy(request)

    return middleware


def _busy(request: HttpRequest) -> HttpResponse:
    """503 with everything that was sent, ready to be sent again. Made with little work: a flood
    gets many of these."""
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, values in request.POST.lists()
        for value in values
    )
    method = "post" if request.method == "POST" else "get"
    shown = {"fields": SafeString(fields), "method": method}
    answer = HttpResponse(render_to_string("ui/busy.html", shown), status=503)
    answer["Retry-After"] = "10"
    answer["Cache-Control"] = "no-store"
    return answer
