"""Every form of the house is sent what no form should be sent, by somebody who may use it: never a
fault of ours, never a row from what was refused, and what was typed comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest

from tests.laws import addresses
from tests.laws import pages_oracle as oracle
from tests.laws.browsing import Answer, Browser
from tests.laws.pages_oracle import Relation
from tests.laws.scene import Scene, build, two_hats, undone

PERSONS = (
    "ngo",
    "ngo_supervisor",
    "social",
    "coordinator",
    "ministry",
    "admin_caritas",
    "technical",
)
FIELD = re.compile(rb'<(?:input|textarea|select)\b[^>]*?\bname="([^"]+)"')
OURS = {"idempotency_key", "csrfmiddlewaretoken", "lang", "language"}
ENDS_THE_SESSION = {"ui_lock", "seat_end"}
TYPED = "Ąžuolas 10^7 <b>‏שלום🙂"
"""Four scripts, markup and a sign outside the basic plane: text like any other."""

BAD: dict[str, str] = {
    "nothing": "",
    "spaces": "   \t ",
    "control characters": "a\x00b\x07\x1b[31m",
    "too much": "ž" * 40_000,
    "no identifier": "'; DROP TABLE talka.case_file; --",
    "somebody else's identifier": str(uuid4()),
    "no day": "2026-13-45",
    "a day of another age": "0001-01-01",
    "no number": "1e309",
    "a number beyond every column": "9" * 40,
    "a negative number": "-1",
    "text": TYPED,
}
NO_FAULT = {200, 302, 303, 400, 403, 404, 405, 409, 413, 422}


@pytest.fixture(scope="module")
def scene(cast: dict[str, Any]) -> Iterator[Scene]:
    with two_hats():
        yield build(cast)


@pytest.fixture(scope="module")
def forms(scene: Scene) -> dict[tuple[str, str], set[str]]:
    """(address, person) → names of the fields of the form that this person gets there."""
    found: dict[tuple[str, str], set[str]] = {}
    paths = addresses.of_scene(scene)
    with scene.related(Relation("granted")):
        for person in PERSONS:
            browser = Browser(scene.cast[person].token)
            for name, path in paths.items():
                seen = any(known == name for known, _ in found)
                if seen or name in oracle.DOOR_PAGES or name in ENDS_THE_SESSION:
                    continue
                with undone():
                    answer = browser.ask("GET", path)
                fields = {f.decode() for f in FIELD.findall(answer.body)} - OURS
                if answer.status == 200 and fields and b'method="post"' in answer.body:
                    found[name, person] = fields
    return found


def send(browser: Browser, path: str, fields: list[tuple[str, str]]) -> Answer:
    body = urlencode([("idempotency_key", str(uuid4())), *fields])
    return raw(browser, path, body.encode())


def raw(browser: Browser, path: str, body: bytes) -> Answer:
    kind = "application/x-www-form-urlencoded"
    answer = browser.generic("POST", path, body, content_type=kind)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Answer(answer.status_code, dict(answer.items()), content)


def test_every_form_was_found(forms: Any) -> None:
    """No test below passes because no form was looked at."""
    assert len(forms) > 40
    assert {"signal_new", "note_new", "consent_give", "plan_new", "team_new"} <= {
        n for n, _ in forms
    }


@pytest.mark.parametrize("kind", BAD)
def test_no_form_breaks(scene: Scene, forms: Any, kind: str) -> None:
    paths, wrong = addresses.of_scene(scene), []
    with scene.related(Relation("granted")):
        before = scene.fingerprint() if kind == "control characters" else {}
        for (name, person), fields in forms.items():
            browser = Browser(scene.cast[person].token)
            with undone():
                answer = send(browser, paths[name], [(f, BAD[kind]) for f in sorted(fields)])
                after = scene.fingerprint() if before else {}
            if answer.status not in NO_FAULT:
                wrong.append(f"{name} {person}: {answer.status}")
            if answer.status >= 400 and before != after:
                wrong.append(f"{name} {person}: refused, and yet it wrote")
    assert wrong == []


def test_twice_and_not_at_all(scene: Scene, forms: Any) -> None:
    """Each field twice, each field as a list, none at all, and bytes that are no text."""
    paths, wrong = addresses.of_scene(scene), []
    with scene.related(Relation("granted")):
        for (name, person), fields in forms.items():
            browser = Browser(scene.cast[person].token)
            twice = [(f, value) for f in sorted(fields) for value in ("x", str(uuid4()))]
            bodies = [
                urlencode(twice).encode(),
                urlencode([(f"{f}[]", "x") for f in fields]).encode(),
                b"",
                b"&".join(quote(f).encode() + b"=\xff\xfe%ff" for f in fields),
            ]
            for n, body in enumerate(bodies):
                key = f"idempotency_key={uuid4()}&".encode()
                with undone():
                    answer = raw(browser, paths[name], key + body)
                if answer.status not in NO_FAULT:
                    wrong.append(f"{name} {person} ({n}): {answer.status}")
    assert wrong == []


def test_what_was_typed_comes_back(scene: Scene, forms: Any) -> None:
    """A refused form shows the text again, in its field."""
    paths, lost, asked = addresses.of_scene(scene), [], 0
    texts = re.compile(rb'<textarea\b[^>]*?\bname="([^"]+)"')
    with scene.related(Relation("granted")):
        for (name, person), fields in forms.items():
            browser = Browser(scene.cast[person].token)
            with undone():
                page = browser.ask("GET", paths[name])
                areas = {f.decode() for f in texts.findall(page.body)}
                said = [(f, TYPED if f in areas else "no such thing") for f in sorted(fields)]
                answer = send(browser, paths[name], said)
            if areas and answer.status == 422:
                asked += 1
                if "Ąžuolas 10^7 &lt;b&gt;" not in answer.body.decode():
                    lost.append(f"{name} {person}")
    assert lost == []
    assert asked > 10


def test_a_post_that_is_sent_again_counts_once(scene: Scene) -> None:
    """The same key: the second answer leads to the same place and writes nothing."""
    paths, browser = addresses.of_scene(scene), Browser(scene.cast["ngo"].token)
    with scene.related(Relation("granted")), undone():
        body = urlencode({"idempotency_key": "k" * 32, "kind": "shared", "text": "x"}).encode()
        first = raw(browser, paths["note_new"], body)
        before = scene.fingerprint()
        again = raw(browser, paths["note_new"], body)
        assert (first.status, again.status) == (303, 303)
        assert first.location == again.location
        assert before == scene.fingerprint()


def test_a_form_that_broke_would_be_found(scene: Scene, forms: Any, monkeypatch: Any) -> None:
    """Control: one action that fails by a fault of ours."""
    from talka.casework.aid.views import notes

    def broken(**_: Any) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(notes.actions, "write_note", broken)
    path, browser = addresses.of_scene(scene)["note_new"], Browser(scene.cast["ngo"].token)
    with scene.related(Relation("granted")), undone():
        try:
            status = send(browser, path, [("kind", "shared"), ("text", "x")]).status
        except RuntimeError:
            status = 500
    assert status not in NO_FAULT
