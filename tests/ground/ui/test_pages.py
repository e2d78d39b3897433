from __future__ import annotations


def test_styleguide_shows_every_piece(browser_of):
    page = browser_of("ngo").get("/styleguide/")
    assert page.status_code == 200, page.content[:500]
    assert page.wsgi_request.actor is not None
