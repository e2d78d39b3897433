"""The house over HTTP, and a real browser to walk through it.

One browser and one server a run: the outermost `conftest.py` holds the fixtures. The server runs in
this process, on its own connections: what a test did inside `world` is invisible to it, so such
tests commit and clean up after themselves. The host is called `localhost`, the one name that may
use passkeys without TLS.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings

CHROMIUM = os.environ.get(
    "TALKA_CHROMIUM", which("chromium-headless-shell") or which("chromium") or "/usr/bin/chromium"
)
"""The one without a window of its own is a fifth faster."""


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def served(cast: Any) -> Iterator[str]:
    """The base address of the running house, without a slash at the end."""
    with override_settings(WHITENOISE_USE_FINDERS=True, WHITENOISE_AUTOREFRESH=True):
        server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet, allow_reuse_address=False)
        server.set_app(WSGIHandler())
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium. Fails when there is none: a story nobody walked is no story."""
    from playwright.sync_api import sync_playwright

    assert Path(CHROMIUM).exists(), f"no Chromium at {CHROMIUM}: install it or set TALKA_CHROMIUM"
    # The browser's event loop runs in this thread; Django would refuse to ask the database in it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: Any, served: str) -> Iterator[Any]:
    """A page of a fresh browser, in English; addresses may begin with a slash."""
    context = chromium.new_context(base_url=served, locale="en-GB")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
