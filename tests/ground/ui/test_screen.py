"""The page with a form: faults at the fields, a colleague's words beside one's own."""

from __future__ import annotations

import re

from django.test import Client

from tests.ground.ui.conftest import words_of


def words(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_faults_stand_at_their_fields_and_in_the_linked_summary(ngo, note):
    page = ngo.post("/note/", note("", level="no"))
    html = page.content.decode()
    assert page.status_code == 422
    assert '<a href="#id_text">Text: This field is required.</a>' in html
    assert re.search(r'<textarea[^>]*aria-describedby="id_text_error"', html)
    assert re.search(r'<textarea[^>]*aria-invalid="true"', html)
    assert 'href="#id_level_0"' in html
    assert 'id="id_level_0"' in html


def test_what_the_action_found_broken_stands_at_the_field(ngo, note):
    page = ngo.post("/note/", note("broken"))
    assert page.status_code == 422
    assert '<a href="#id_text">Text: Say it whole.</a>' in page.content.decode()
    assert "Something else." in words(page)


def test_a_colleague_was_faster_both_texts_are_shown(ngo, room, note, acts):
    page = ngo.post("/note/", note("what I wrote", version="1"))
    said = words(page)
    assert page.status_code == 409
    assert "A colleague changed this while you were writing (Ona)" in said
    assert "Stands there now: what the colleague wrote" in said
    assert "Stands there now: High" in said
    assert ">\nwhat I wrote</textarea>" in page.content.decode()
    assert 'name="version" value="2"' in page.content.decode()
    with acts("ngo") as actor:
        assert words_of(actor, "/note/")["text"] == ["what I wrote"]
    assert ngo.post("/note/", note("both together", version="2")).status_code == 303
    assert room[-1]["text"] == "both together"


def test_a_field_that_is_the_same_shows_nothing_of_theirs(ngo, note):
    page = ngo.post("/note/", note("what the colleague wrote", version="1"))
    assert "Stands there now: what the colleague wrote" not in words(page)
    assert "Stands there now: High" in words(page)


def test_success_says_so_once(ngo, note):
    assert ngo.post("/note/", note())["Location"] == "/help/"
    assert "Written." in words(ngo.get("/help/"))
    assert "Written." not in words(ngo.get("/help/"))


def test_not_signed_in_goes_to_the_door_and_back(room):
    answer = Client().get("/note/?page=2")
    assert answer.status_code == 303
    assert answer["Location"] == "/account/login/?next=%2Fnote%2F%3Fpage%3D2"
