"""A colleague at a browser of the simplest kind, and the web process they talk to."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from talka.command.serving import web_command
from tests.houses import House

CSRF = "t" * 32


@dataclass
class Answer:
    status: int
    location: str
    body: str


@dataclass
class Visitor:
    """One connection a request, as after every restart. OSError when nobody answers."""

    port: int
    token: str
    language: str = "en"

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, key: str, **fields: Any) -> Answer:
        words = {"csrfmiddlewaretoken": CSRF, "idempotency_key": key, **fields}
        return self._ask("POST", path, urlencode(words, doseq=True))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookies = f"talka={self.token}; talka_language={self.language}; csrftoken={CSRF}"
        headers = {"Cookie": cookies}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
            return Answer(answer.status, answer.getheader("Location") or "", text)
        except http.client.HTTPException as fault:
            raise ConnectionError(str(fault)) from fault
        finally:
            line.close()


@dataclass
class Web:
    """gunicorn of a house; dies and comes again at the same port."""

    house: House
    port: int = field(default_factory=lambda: _free())
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            web_command("127.0.0.1", self.port, 2), env=self.house.environment(),
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            time.sleep(0.05)
        raise AssertionError("the web process does not answer")

    def kill(self) -> None:
        """kill -9 of the master and its workers: no goodbye, as when the power goes."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def serving(house: House) -> Iterator[Web]:
    web = Web(house)
    web.start()
    try:
        yield web
    finally:
        web.kill()


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
