"""The same post twice does nothing twice; nothing that failed is remembered."""

from __future__ import annotations

import threading
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from talka.ground.ui.models import PostOnce
from tests.ground.ui.conftest import words_of


def test_a_second_click_gets_the_same_page_and_does_nothing(ngo, room, note):
    sent = note()
    first, second = ngo.post("/note/", sent), ngo.post("/note/", sent)
    assert (first.status_code, first["Location"]) == (303, "/help/")
    assert (second.status_code, second["Location"]) == (303, "/help/")
    assert len(room) == 1


def test_changed_words_are_a_new_act_even_with_the_old_key(ngo, room, note):
    sent = note("first words")
    ngo.post("/note/", sent)
    ngo.post("/note/", {**sent, "text": "words corrected after going back"})
    assert [w["text"] for w in room] == ["first words", "words corrected after going back"]


def test_another_file_under_the_same_name_is_a_new_act(ngo, room, note):
    sent = note()
    for content in (b"one", b"two", b"two"):
        ngo.post("/note/", {**sent, "paper": SimpleUploadedFile("a.txt", content)})
    assert len(room) == 2


def test_a_failed_post_may_be_sent_again(ngo, room, note, acts):
    sent = note("")
    assert ngo.post("/note/", sent).status_code == 422
    with acts("ngo") as actor:
        assert not PostOnce.objects.filter(account=actor.id).exists()
    assert ngo.post("/note/", {**sent, "text": "now whole"}).status_code == 303
    assert len(room) == 1


def test_without_a_key_nothing_is_done_and_nothing_is_lost(ngo, room, note, acts):
    sent = note("words of a page from yesterday")
    del sent["idempotency_key"]
    page = ngo.post("/note/", sent)
    assert page.status_code == 400
    assert room == []
    assert b'href="/note/"' in page.content
    with acts("ngo") as actor:
        assert words_of(actor, "/note/")["text"] == ["words of a page from yesterday"]


def test_nobody_sees_what_others_posted(ngo, room, note, acts):
    ngo.post("/note/", note())
    with acts("ngo") as actor:
        assert PostOnce.objects.filter(account=actor.id).count() == 1
    with acts("ngo_colleague"):
        assert PostOnce.objects.count() == 0


def test_two_at_once_write_once(cast, room, note):
    """Two requests on two connections: the second waits for the first."""
    from django.db import connections

    sent = note(f"at once {uuid4()}")
    answers: list[tuple[int, str]] = []
    together = threading.Barrier(2)

    def click() -> None:
        client = Client()
        client.cookies["talka"] = cast["social"].token
        together.wait()
        answer = client.post("/note/", sent)
        answers.append((answer.status_code, answer.get("Location", "")))
        connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert answers == [(303, "/help/")] * 2
    assert len(room) == 1
