"""The frame around every page: headers, language, colours, weight."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client

from talka.ground.access.actor import open_session
from talka.ground.ui import nav

HTML, FIRST_LOAD = 60_000, 250_000


def test_every_piece_stands_on_the_styleguide_within_the_budget(browser_of):
    page = browser_of("ngo").get("/styleguide/")
    html = page.content.decode()
    assert page.status_code == 200
    assert len(page.content) <= HTML
    for piece in ("steps", "tasks", "rows", "events", "empty", "term-card", "deadline", "ds-tag"):
        assert f'class="{piece}' in html, piece
    assert "unverified" in html


def test_no_page_writes_script_or_style_into_itself(browser_of):
    html = browser_of("ngo").get("/styleguide/").content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html)


def test_the_first_load_stays_light() -> None:
    """Styles and scripts packed as they are served, and the two fonts a Lithuanian page needs."""
    packed = [
        "designsystemet/index.css", "ui/theme.css", "ui/inter.css", "ui/talka.css", "ui/talka.js",
        "django_htmx/htmx-2.min.js",
    ]  # fmt: skip
    whole = ["inter/inter-latin-wght-normal.woff2", "inter/inter-latin-ext-wght-normal.woff2"]
    found = {name: Path(finders.find(name) or "/missing") for name in packed + whole}
    assert all(p.exists() for p in found.values()), "run `make install`: styles come from npm"
    sizes = [len(gzip.compress(found[n].read_bytes())) for n in packed]
    sizes += [found[n].stat().st_size for n in whole]
    assert sum(sizes) + HTML <= FIRST_LOAD


def test_a_signed_in_page_is_never_stored_and_asks_for_no_device(browser_of):
    page = browser_of("ngo").get("/help/")
    assert page["Cache-Control"] == "no-store"
    assert "camera=()" in page["Permissions-Policy"]
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"
    assert page["X-Frame-Options"] == "DENY"
    # "no-referrer" would make browsers post with "Origin: null", and no form would pass CSRF
    assert page["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in page["Content-Security-Policy"]


def test_the_language_changes_and_the_page_stays(browser_of):
    client = browser_of("ngo")
    answer = client.post("/language/", {"language": "lt", "next": "/help/?a=1"})
    assert answer["Location"] == "/help/?a=1"
    page = client.get("/help/").content.decode()
    assert '<html lang="lt"' in page
    assert "Pagalba ir klavišai" in page
    assert "Help and keys" not in page


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:1", ""])
def test_it_never_leads_to_another_site(browser_of, elsewhere):
    answer = browser_of("ngo").post("/language/", {"language": "lt", "next": elsewhere})
    assert answer["Location"] == "/"


def test_colours_and_hidden_names_are_remembered_without_script(browser_of):
    client = browser_of("ngo")
    client.post("/colours/", {"theme": "dark", "next": "/help/"})
    client.post("/names/", {"names": "hidden", "next": "/help/"})
    page = client.get("/help/").content.decode()
    assert 'data-color-scheme="dark"' in page
    assert re.search(r'<body\s+class="names-hidden"', page)
    client.post("/colours/", {"theme": "<script>", "next": "/help/"})
    assert 'data-color-scheme="auto"' in client.get("/help/").content.decode()


def test_lock_ends_the_session_and_comes_back_to_the_page(browser_of, cast):
    client = browser_of("ngo")
    client.cookies["talka"] = open_session(cast["ngo"].account)
    assert client.get("/drafts/").status_code == 200
    answer = client.post("/lock/", {"next": "/drafts/"})
    assert answer["Location"] == "/account/login/?next=%2Fdrafts%2F"
    client.cookies["talka_language"] = "en"
    assert client.get("/drafts/").status_code == 303


def test_a_public_page_sets_no_cookie_and_lets_one_leave(room):
    client = Client()
    page = client.get("/outside/?lang=uk")
    assert page.cookies == {}
    html = page.content.decode()
    assert '<html lang="uk"' in html
    assert 'id="exit" href="https://' in html
    assert "Залишити цю сторінку" in html
    assert "csrf" not in html


def test_the_menu_shows_what_a_role_may_open_and_where_one_is(monkeypatch):
    monkeypatch.setattr(nav, "_items", {})
    nav.register(nav.Item("help", "Help", "ui_help", order=2))
    nav.register(nav.Item("drafts", "Drafts", "ui_drafts", frozenset({"police"}), 1))
    nav.register(nav.Item("lost", "Lost", "no_such_page"))
    assert [(e.code, e.current) for e in nav.entries({"police"}, "/help/x/")] == [
        ("drafts", False),
        ("help", True),
    ]
    assert [e.code for e in nav.entries({"case_worker"}, "/")] == ["help"]
    with pytest.raises(ValueError, match="twice"):
        nav.register(nav.Item("help", "Other", "ui_help"))


def test_rooms_of_a_wing_share_one_entry(monkeypatch):
    monkeypatch.setattr(nav, "_items", {})
    monkeypatch.setattr(nav, "_wings", {})
    nav.register_wing("words", "Words")
    nav.register(nav.Item("drafts", "Drafts", "ui_drafts", frozenset({"police"}), 1, "words"))
    nav.register(nav.Item("help", "Help", "ui_help", order=2, wing="words"))
    nav.register(nav.Item("lost", "Lost", "no_such_page", wing="words"))
    (words,) = nav.entries({"police"}, "/help/")
    assert (words.label, words.url, words.current) == ("Words", "/drafts/", True)
    assert [(e.code, e.current) for e in words.within] == [("drafts", False), ("help", True)]
    (words,) = nav.entries({"case_worker"}, "/")
    assert (words.url, words.current, len(words.within)) == ("/help/", False, 1)


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_the_last_resort_pages_need_no_database(name):
    page = render_to_string(name)
    assert "<h1>" in page
    assert settings.LANGUAGE_CODE == "lt"
    assert 'lang="' in page
