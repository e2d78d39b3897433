"""Every page as it leaves the house: headers, no script or style inside, small, few questions, both
languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from talka.ground.kernel.begun import counted
from tests.laws import addresses, prevention
from tests.laws import pages_oracle as oracle
from tests.laws.browsing import Answer, Browser
from tests.laws.pages_oracle import Relation
from tests.laws.scene import Scene, build, two_hats, undone

MOST_QUESTIONS, MOST_BYTES = 12, 60_000
INLINE = re.compile(
    rb"<script(?![^>]*\ssrc=)|<style[\s>]|<[^>]+\s(?:style|on[a-z]+)\s*=|(?:href|action|src)=\"?"
    rb"(?:javascript|data):",
    re.I,
)
ELSEWHERE = re.compile(rb"(?:src|href|action)=\"(?:https?:)?//", re.I)
OF_LIBRARY = ("account_", "mfa_")
PERSONS = (
    "ngo",
    "social",
    "coordinator",
    "ministry",
    "technical",
    "admin_caritas",
    "ngo_supervisor",
)
OUTBOUND = {"public_welcome", "public_years", "certificate_ask"}
"""Pages that may link to another site: where else to find help."""


@pytest.fixture(scope="module")
def scene(cast: dict[str, Any]) -> Iterator[Scene]:
    with two_hats():
        yield build(cast)


@pytest.fixture(scope="module")
def pages(scene: Scene) -> dict[tuple[str, str, str], tuple[Answer, int]]:
    """(page, person, language) → the answer and how many questions it asked: every address by
    everybody, pages that show in both languages."""
    paths, found = addresses.of_scene(scene), {}
    names = [n for n in paths if n not in oracle.DOOR_PAGES]
    with scene.related(Relation("granted")):
        for person in PERSONS:
            for language in ("en", "lt"):
                browser = Browser(scene.cast[person].token, language)
                for name in names:
                    if language == "lt" and (name, person, "en") not in found:
                        continue
                    with undone(), counted() as statements:
                        answer = browser.ask("GET", paths[name])
                    if answer.status == 200 or (person == "ngo" and language == "en"):
                        asked = [s for s in statements if "SAVEPOINT" not in s]
                        found[name, person, language] = answer, len(asked)
    return found


def shown(pages: Any) -> Iterator[tuple[str, Answer, int]]:
    for (name, person, language), (answer, asked) in pages.items():
        if answer.status == 200:
            yield f"{name} {person} {language}", answer, asked


def test_every_page_that_shows_was_seen(pages: Any) -> None:
    """No test below passes because nothing was looked at."""
    seen = {name for (name, _, _), (answer, _) in pages.items() if answer.status == 200}
    known = {*oracle.CASE_PAGES, *oracle.REFERRAL_PAGES, *oracle.HOUSE_PAGES, *prevention.PAGES}
    blind = {
        "public_figures", "invitation", "referral_accept", "screening_theme", "referral_withdraw",
        "referral_rest", "contact_made", "figures_publish", "resend",
        "ui_language", "ui_theme", "ui_names", "ui_lock", "ui_draft", "ui_forget",
        *prevention.BLIND,
    }  # fmt: skip
    assert sorted(known - blind - seen) == []


def test_headers_of_every_answer(scene: Scene, pages: Any) -> None:
    """Also refusals, redirects, the sign-in page and what nobody may do."""
    out = Browser(None)
    others = [out.ask("GET", p) for p in ("/", "/cases/", "/account/login/", "/nowhere/", "/me/")]
    answers = [*(a for a, _ in pages.values()), *others, out.ask("DELETE", "/cases/")]
    assert {a.status for a in answers} >= {200, 303, 404, 405}
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy or policy.startswith("sandbox"), policy
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "geolocation=()" in answer.headers["Permissions-Policy"]


def test_what_a_signed_in_person_sees_is_stored_nowhere(pages: Any) -> None:
    for (name, _, _), (answer, _) in pages.items():
        assert answer.headers["Cache-Control"] == "no-store", name


def test_no_page_carries_script_or_style_inside_or_fetches_from_elsewhere(pages: Any) -> None:
    for what, answer, _ in shown(pages):
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        assert not (hit := INLINE.search(answer.body)), f"{what}: {hit and hit[0]!r}"
        if what.split()[0] not in OUTBOUND:
            assert not (hit := ELSEWHERE.search(answer.body)), f"{what}: {hit and hit[0]!r}"


def test_every_page_is_small_and_asks_little(pages: Any, record_property: Any) -> None:
    most, largest = {}, {}
    for what, answer, asked in shown(pages):
        most[what], largest[what] = asked, len(answer.body)
    record_property("most questions", max((n, w) for w, n in most.items()))
    record_property("largest page", max((n, w) for w, n in largest.items()))
    assert {w: n for w, n in most.items() if n > MOST_QUESTIONS} == {}
    assert {w: n for w, n in largest.items() if n > MOST_BYTES} == {}


def test_every_page_speaks_the_language_asked_for(pages: Any) -> None:
    """The page says its language, and neither its title nor its words are the other language's."""
    for (name, person, language), (answer, _) in pages.items():
        if answer.status != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        assert f'<html lang="{language}"'.encode() in answer.body, (name, person, language)
        if language == "lt":
            mine, other = words(answer), words(pages[name, person, "en"][0])
            same = [w for w in mine if w in other and len(w.split()) > 3 and w not in NAMES]
            assert name in TITLED or len(same) <= len(mine) / 10, (name, same)


TITLED = {"measure_links"}
"""Lists of measures, whose titles stand in the language of their act."""
NAMES: set[str] = set()


def words(answer: Answer) -> list[str]:
    """The texts between the tags, names and codes apart."""
    plain = re.sub(
        r"<(?:script|svg|option)[^>]*>.*?</(?:script|svg|option)>",
        "",
        answer.body.decode(),
        flags=re.S,
    )
    texts = (" ".join(t.split()) for t in re.split(r"<[^>]+>", plain))
    return [t for t in texts if t]


@pytest.mark.parametrize(
    "bad",
    [
        b"<script>x</script>",
        b'<p style="color:red">',
        b"<style>p{}</style>",
        b'<a href="javascript:x">',
        b'<b onclick="x">',
    ],
)
def test_the_eye_for_scripts_inside_sees(bad: bytes) -> None:
    """Control."""
    assert INLINE.search(b"<html>" + bad)
    assert not INLINE.search(b'<script src="/static/x.js" defer></script><p class="style">on=</p>')
