"""A refusal says why and whom to ask, leaves nothing half done, and is noted."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.utils import translation

from talka.ground.audit.models import AuditEvent
from talka.ground.ui import refusal
from talka.people.accounts.models import Worker


def test_refused_says_why_and_whom_to_ask(ngo, acts):
    page = ngo.get("/refused/")
    text = page.content.decode()
    assert page.status_code == 403
    assert "Not your task." in text
    assert "Whom to ask: the coordinator" in " ".join(text.split())
    with acts("ngo") as actor:
        noted = AuditEvent.objects.filter(actor=actor.id, verb="refused").latest("seq")
    assert noted.kind == "tests.ground.ui.sample_urls.view"


def test_what_stood_half_done_is_undone_and_the_refusal_stays(ngo, acts, note):
    page = ngo.post("/half/", note())
    assert page.status_code == 403
    assert b"the other half" in page.content
    with acts("ngo") as actor:
        assert Worker.objects.get(id=actor.id).phone == ""
        events = AuditEvent.objects.filter(actor=actor.id).values_list("verb", flat=True)
        assert "refused" in events
        assert "card.change" not in events


def test_absent_and_an_unknown_address_are_answered_alike(ngo):
    absent, unknown = ngo.get("/absent/"), ngo.get("/no-such-page/")
    assert absent.status_code == unknown.status_code == 404
    said = "There is nothing at this address, or it was not opened to you."
    assert said in absent.content.decode()
    assert said in unknown.content.decode()


def test_stale_and_broken_outside_a_form_are_pages(ngo):
    assert ngo.get("/stale/").status_code == 409
    broken = ngo.get("/broken/")
    assert broken.status_code == 422
    assert b"Not yet." in broken.content


def test_somebody_not_signed_in_is_refused_without_a_trace(room):
    from django.test import Client

    page = Client(headers={"accept-language": "en"}).get("/refused/")
    assert page.status_code == 403
    assert b"Not your task." in page.content


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (OperationalError("no server"), 503, "cannot be reached just now"),
        (ValueError("a slip of ours"), 500, "Something of ours broke"),
    ],
)
def test_a_database_that_is_away_is_not_a_page_that_broke(fault, status, said):
    with translation.override("en"):
        try:
            raise fault
        except Exception:
            page = refusal.broke(RequestFactory().get("/"))
    assert page.status_code == status
    assert said in page.content.decode()
    assert page.has_header("Retry-After") == (status == 503)
    assert ('href="/public/"' in page.content.decode()) == (status == 503)
