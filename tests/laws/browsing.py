"""Requests through the real middleware and views, without the test client's bookkeeping."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import RequestFactory
from django.test.client import ClientHandler

FLEETING = re.compile(
    rb"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?<=value=\")[A-Za-z0-9_-]{32,}(?=\")"
    rb"|(?<=Printed\s)\d{4}-\d\d-\d\d \d\d:\d\d"
)
"""Identifiers, one-time keys, the minute of printing: what differs between two answers that say
the same."""


@dataclass(frozen=True)
class Answer:
    """Status, headers and body of one response; `plain`: the body without what is fleeting."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def plain(self) -> bytes:
        return FLEETING.sub(b"*", self.body)

    @property
    def alike(self) -> tuple[int, dict[str, str], bytes]:
        """What an onlooker could compare: everything but the length of what is fleeting."""
        known = {k: v for k, v in self.headers.items() if k != "Content-Length"}
        return self.status, known, self.plain

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")


@lru_cache
def handler(strict: bool) -> ClientHandler:
    return ClientHandler(enforce_csrf_checks=strict)


class Browser(RequestFactory):
    """What somebody with this token gets. `strict`: posts need the token of a form (CSRF)."""

    def __init__(self, token: str | None, language: str = "en", *, strict: bool = False) -> None:
        super().__init__()
        self.handler = handler(strict)
        self.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if token is not None:
            self.cookies[settings.SESSION_COOKIE_NAME] = token

    def request(self, **environ: Any) -> Any:
        return self.handler(self._base_environ(**environ))

    def ask(self, method: str, path: str, data: dict[str, Any] | None = None) -> Answer:
        """One request; a post carries a fresh idempotency key."""
        if method == "POST":
            response = self.post(path, {"idempotency_key": str(uuid4()), **(data or {})})
        else:
            response = self.generic(method, path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = {name: str(value) for name, value in response.items()}
        return Answer(response.status_code, headers, body)
