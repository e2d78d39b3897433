"""The page with the help line is there for everybody, also when the database is not."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from django.conf import settings
from django.db import OperationalError, connections

from talka.ground.kernel.begun import counted

HELP_LINE = "8 800 91119"


def away(execute, *asked):
    raise OperationalError("no server")


@pytest.fixture
def signed_in(browser_of):
    """A browser that carries a cookie and is shown what a visitor would be shown."""
    client = browser_of("ngo")
    client.raise_request_exception = False
    return client


def test_the_help_line_is_there_while_the_database_is_away(signed_in):
    with ExitStack() as gone:
        for connection in connections.all():
            gone.enter_context(connection.execute_wrapper(away))
        for path in settings.ASK_NOBODY:
            page = signed_in.get(path)
            assert page.status_code == 200
            assert not page.cookies
            assert page.headers["Cache-Control"] == "no-store"
        assert HELP_LINE in signed_in.get("/public/").content.decode()
        # control: the same browser is told so by a page that asks
        assert signed_in.get("/public/figures/").status_code == 503


def test_such_pages_ask_nothing(signed_in):
    with counted() as statements:
        for path in settings.ASK_NOBODY:
            signed_in.get(f"{path}?lang=uk")
    assert statements == []
    with counted() as statements:  # control
        signed_in.get("/public/figures/")
    assert statements
