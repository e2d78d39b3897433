"""No typed word is lost, and nobody but its writer can read it."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, connections
from django.utils import timezone

from talka.ground.access.actor import end_session, open_session
from talka.ground.crypto.sealing import Unopenable
from talka.ground.ui import drafts
from talka.ground.ui.models import Draft
from tests.ground.ui.conftest import words_of

SECRET = "she waits behind the station at nine"


def stored() -> bytes:
    """Every byte of every draft this connection may see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(d::text, ' ') FROM talka.draft d")
        return (cursor.fetchone()[0] or "").encode()


def test_words_are_kept_replaced_and_forgotten(acts):
    with acts("ngo") as actor:
        drafts.save(actor, "/note/", {"text": ["first"], "level": ["low"]})
        drafts.save(actor, "/note/", {"text": [SECRET], "level": ["low"]})
        kept = drafts.load(actor, "/note/")
        assert kept is not None
        assert kept.values == {"text": [SECRET], "level": ["low"]}
        assert [w.begins for w in drafts.waiting(actor) if w.form_key == "/note/"] == [SECRET]
        assert (timezone.now() - kept.saved_at).total_seconds() < 60
        # A neighbour test may have left a committed draft of the same person.
        assert [w.form_key for w in drafts.waiting(actor)].count("/note/") == 1
        drafts.forget(actor, "/note/")
        assert drafts.load(actor, "/note/") is None


def test_the_table_holds_no_words(acts):
    with acts("ngo") as actor:
        drafts.save(actor, "/note/", {"text": [SECRET]})
        assert words_of(actor, "/note/")["text"] == [SECRET]
        held = stored()
        assert b"/note/" in held  # the dump does hold the row
        assert SECRET.encode() not in held
        assert SECRET.encode().hex().encode() not in held


def test_a_draft_moved_to_another_row_does_not_open(acts):
    with acts("ngo") as actor:
        drafts.save(actor, "/a/", {"text": [SECRET]})
        drafts.save(actor, "/b/", {"text": ["other"]})
        a, b = (Draft.objects.get(form_key=k) for k in ("/a/", "/b/"))
        b.key_id, b.key_wrapped, b.body_sealed = a.key_id, a.key_wrapped, a.body_sealed
        b.save()
        assert words_of(actor, "/a/")["text"] == [SECRET]
        assert drafts.load(actor, "/b/") is None
        with pytest.raises(Unopenable):
            drafts.provider().unwrap(bytes(b.key_wrapped), b.key_id, b.id, "draft")


def test_others_do_not_see_it_and_cannot_write_it(acts):
    with acts("ngo") as writer:
        drafts.save(writer, "/note/", {"text": [SECRET]})
    with acts("ngo_colleague") as other:
        assert Draft.objects.count() == 0
        assert drafts.load(writer, "/note/") is None
        drafts.forget(writer, "/note/")
        with pytest.raises(ProgrammingError, match="row-level security"):
            drafts.save(writer, "/planted/", {"text": ["planted"]})
    assert other.id != writer.id


def test_the_door_drops_words_in_and_never_reads_them(cast, acts):
    token = open_session(cast["ngo"].account)
    end_session(token)
    assert drafts.park(token, "/parked/", {"text": [SECRET]})
    with acts("ngo") as actor:
        kept = drafts.load(actor, "/parked/")
        assert kept is not None
        assert (kept.values, kept.parked) == ({"text": [SECRET]}, True)
        drafts.forget(actor, "/parked/")
    with connections["door"].cursor() as cursor:
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("SELECT * FROM talka.draft")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("UPDATE talka.draft SET form_key = 'x'")


def test_a_made_up_session_parks_nothing(world):
    assert not drafts.park("made-up-secret", "/note/", {"text": [SECRET]})


def test_passwords_and_keys_of_the_page_are_not_kept(acts):
    with acts("ngo") as actor:
        sent = {"password1": ["x"], "csrfmiddlewaretoken": ["y"], "version": ["3"]}
        assert drafts.save(actor, "/of-this-test-only/", sent) is None
        assert drafts.load(actor, "/of-this-test-only/") is None


def test_typing_is_saved_and_comes_back_with_the_page(ngo, note):
    answer = ngo.post("/draft/note/", note(SECRET), headers={"x-draft": "typing"})
    assert answer.status_code == 200
    assert answer.json()["at"] == timezone.localtime().strftime("%H:%M")
    page = ngo.get("/note/").content.decode()
    assert SECRET in page
    assert "Throw them away" in page
    assert ngo.post("/draft/forget/note/").status_code == 303
    assert SECRET not in ngo.get("/note/").content.decode()


def test_a_fault_keeps_the_words_and_success_forgets_them(ngo, room, note, acts):
    assert ngo.post("/note/", note(SECRET, level="")).status_code == 422
    assert SECRET in ngo.get("/note/").content.decode()
    assert ngo.post("/note/", note(SECRET)).status_code == 303
    with acts("ngo") as actor:
        assert drafts.load(actor, "/note/") is None


def test_after_a_time_out_the_words_wait_behind_the_sign_in(ngo, room, note, cast, acts):
    token = open_session(cast["ngo"].account)
    ngo.cookies["talka"] = token
    end_session(token)
    answer = ngo.post("/note/", note(SECRET))
    assert answer.status_code == 303
    assert answer["Location"].endswith("?next=%2Fnote%2F")
    assert room == []
    assert "Your words were kept" in ngo.get("/help/").content.decode()
    ngo.cookies["talka"] = cast["ngo"].token
    assert SECRET in ngo.get("/note/").content.decode()
    with acts("ngo") as actor:
        drafts.forget(actor, "/note/")


def test_typing_on_after_a_time_out_is_parked_too(ngo, note, cast, acts):
    token = open_session(cast["ngo"].account)
    ngo.cookies["talka"] = token
    end_session(token)
    answer = ngo.post("/draft/note/", note(SECRET))
    assert (answer.status_code, answer.json()) == (401, {"kept": True})
    with acts("ngo") as actor:
        assert words_of(actor, "/note/")["text"] == [SECRET]
        drafts.forget(actor, "/note/")


def test_an_old_page_after_a_new_sign_in_keeps_its_words(ngo, room, note, cast, acts):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    strict.cookies["talka"] = cast["ngo"].token
    page = strict.post("/note/", note(SECRET))
    assert page.status_code == 403
    assert room == []
    with acts("ngo") as actor:
        assert words_of(actor, "/note/")["text"] == [SECRET]
        drafts.forget(actor, "/note/")
    foreign = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "cross-site"})
    foreign.cookies["talka"] = cast["ngo"].token
    assert foreign.post("/note/", note("planted by another site")).status_code == 403
    with acts("ngo") as actor:
        assert drafts.load(actor, "/note/") is None
