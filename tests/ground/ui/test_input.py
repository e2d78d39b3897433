"""What no column could hold is answered in words, never with a fault of ours."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from talka.ground.ui import drafts
from tests.ground.ui.conftest import words_of

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "bad",
    ["a\x00b", "a\x07b", "a\x1bb", "a\x7fb", "\ufffd"],
    ids=["nul", "bell", "esc", "del", "?"],
)
def test_control_characters_are_refused_and_the_rest_is_kept(ngo, room, note, acts, bad):
    page = ngo.post("/note/", note(f"before {bad} after"))
    assert page.status_code == 400
    assert b"cannot be stored" in page.content
    assert b"Your words were kept." in page.content
    assert room == []
    with acts("ngo") as actor:
        kept = words_of(actor, "/note/")["text"][0]
        assert kept.startswith("before ")
        assert kept.endswith(" after")
        drafts.forget(actor, "/note/")


def test_tabs_and_lines_and_every_script_pass(ngo, room, note):
    text = "ąčęėįšųūž\tЄЖ\r\n第\U0001f600 e\u0301 \u200d"
    assert ngo.post("/note/", note(text)).status_code == 303
    assert room[0]["text"] == text.replace("\r\n", "\r\n")


@pytest.mark.parametrize("path", ["/note/?q=%00", "/note/?%01=x", "/note/?q=%ff", "/no%00te/"])
def test_addresses_too(ngo, path):
    assert ngo.get(path).status_code == 400


@pytest.mark.parametrize("body", [b"text=%ff%fe", b"text=\xff\xfe", b"%00=1"])
def test_bytes_that_are_not_utf8(ngo, room, body):
    assert ngo.post("/note/", body, content_type=FORM).status_code == 400
    assert room == []


def test_another_charset_and_a_torn_upload(ngo, room):
    other = ngo.post("/note/", b"text=a", content_type=f"{FORM}; charset=utf-16")
    torn = ngo.post("/note/", b"--x\r\nContent-Dis", content_type="multipart/form-data")
    assert (other.status_code, torn.status_code) == (400, 400)


def test_far_too_much_is_said_to_be_too_much(ngo, room, note):
    body = b"idempotency_key=0123456789abcdef0123&text=" + b"a" * 2_100_000
    assert ngo.post("/note/", body, content_type=FORM).status_code == 413
    many = b"&".join(b"f%d=1" % n for n in range(1600))
    assert ngo.post("/note/", many, content_type=FORM).status_code == 413
    heavy = SimpleUploadedFile("a.bin", b"a" * settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
    assert ngo.post("/note/", note(paper=heavy)).status_code == 413
    assert room == []
    assert ngo.post("/note/", note("a" * 5001)).status_code == 422
    assert ngo.post("/note/", note("a" * 5000)).status_code == 303


def test_invisible_characters_are_taken_out_and_shown_before_saving(ngo, room, note):
    page = ngo.post("/note/", note("pay \u202eevil\u202c to\u200b me"))
    assert page.status_code == 422
    text = page.content.decode()
    assert "Invisible characters were taken out." in text
    assert "pay evil to me" in text
    assert room == []


@pytest.mark.parametrize(
    "sent",
    [
        {"level": "no-such-code"},
        {"level": ["low", "high"]},
        {"version": "x"},
        {"version": "-1"},
        {"version": "9" * 400},
        {"level": ""},
    ],
    ids=str,
)
def test_wrong_values_stay_in_the_form(ngo, room, note, sent):
    assert ngo.post("/note/", note(**sent)).status_code in {422, 303}
    assert ngo.post("/note/", note("", **sent)).status_code == 422
