"""A working day in little: several people over HTTP at once, against the real web process."""

from __future__ import annotations

import http.client
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from talka.command.serving import environment, web_command

PEOPLE = 8
CSRF = "b" * 32


def journeys(
    account: UUID, case: UUID, seconds: float, say: Callable[[str], None]
) -> dict[str, Any]:
    """Requests per second of first page, list, case, search, a note written; and the errors."""
    from talka.ground.access.actor import open_session

    with web() as port:
        say(f"{PEOPLE} people over HTTP, {seconds:g} seconds, 2 workers")
        return _walk(port, open_session(account), case, seconds)


@contextmanager
def web() -> Iterator[int]:
    """The real web process with two workers; its port."""
    port = _free()
    process = subprocess.Popen(
        web_command("127.0.0.1", port, 2), env=environment(), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _await(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _walk(port: int, token: str, case: UUID, seconds: float) -> dict[str, Any]:
    answers: Counter[str] = Counter()
    lock, until = threading.Lock(), time.monotonic() + seconds

    def person() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < until:
            for method, path, body in _journey(case):
                status = _ask(line, token, method, path, body)
                with lock:
                    answers["ok" if status in {200, 303} else f"error {status}"] += 1

    threads = [threading.Thread(target=person) for _ in range(PEOPLE)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.monotonic() - began
    return {
        "requests_per_second": round(answers.total() / elapsed, 1),
        "requests": answers.total(),
        "errors": answers.total() - answers["ok"],
        "people": PEOPLE,
        "workers": 2,
    }


def _journey(case: UUID) -> list[tuple[str, str, str | None]]:
    note = {
        "csrfmiddlewaretoken": CSRF, "idempotency_key": str(uuid4()), "kind": "shared",
        "text": "Susitikta sutartoje vietoje.",
    }  # fmt: skip
    return [
        ("GET", "/", None),
        ("GET", "/cases/", None),
        ("GET", f"/case/{case}/", None),
        ("POST", f"/case/{case}/notes/new/", urlencode(note)),
        ("GET", "/cases/?code=142", None),
    ]


def _ask(
    line: http.client.HTTPConnection, token: str, method: str, path: str, body: str | None
) -> int:
    headers = {"Cookie": f"talka={token}; csrftoken={CSRF}"}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        line.request(method, path, body, headers)
        answer = line.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        line.close()
        return 0


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.1)
    raise SystemExit("the web process does not answer")
