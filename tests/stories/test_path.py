"""One possible victim in Šiauliai, from the first signal to the annual figure, in Lithuanian on a
phone; then every kind of page of that case and of the house, in both sizes, colours and languages.

Both stand in one file, so that one run walks once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from talka.ground.access.actor import begun
from talka.ground.ui import drafts
from tests.stories import looking
from tests.stories.help import persons_counted
from tests.stories.person import HEIGHTS, Person, Screen, Seen
from tests.stories.stages import Who
from tests.stories.walking import remember, the_whole_path, walked

pytestmark = pytest.mark.stories

HOUSE = {
    "ngo": [
        "/", "/cases/", "/signals/", "/referrals/", "/method/", "/teams/", "/institutions/",
        "/colleagues/", "/me/", "/me/edit/", "/help/", "/drafts/", "/account/2fa/",
        "/account/password/change/", "/nothing-here/",
    ],
    "coordinator": ["/teams/new/", "/figures/"],
    "ministry": ["/", "/figures/", "/cases/"],
    "ngo_supervisor": ["/conflicts/"],
    "": ["/account/login/", "/account/password/reset/", "/public/", "/public/figures/"],
}  # fmt: skip
OF_THE_CASE = ["", "story/", "who-has-seen/", "who-can-see/", "identity/", "profile/", "files/"]


PHONE = Screen("lt", 390, "light")


def test_the_whole_path_on_a_phone(people: Callable[[Screen], Who], seen: Seen) -> None:
    who = people(PHONE)
    before = persons_counted(who)
    remember(the_whole_path(who), seen)
    assert persons_counted(who) == before + 1
    assert seen.faults == [], "\n".join(seen.faults)


def test_every_page(people: Callable[[Screen], Who], seen: Seen, chromium: Any) -> None:
    seen.closely = False
    who = people(PHONE)
    path, pages = walked(who, seen)
    leave_words_behind(who("ngo"), path.address + "notes/new/")
    places = [*pages.values()]
    places += [("ngo", path.address + part) for part in OF_THE_CASE]
    places += [(name, address) for name, addresses in HOUSE.items() for address in addresses]
    faults = [fault for name, address in places for fault in faults_of(who, name, address)]
    assert len(places) > 60
    assert faults == [], "\n".join(dict.fromkeys(faults))


def leave_words_behind(person: Person, form: str) -> None:
    """An unsent note at a long address, in one long word: the list of kept texts must hold both."""
    with begun(person.member.token, "work", "test") as actor:
        assert drafts.save(actor, form, {"text": ["nebeprisikiškiakopūsteliaujantiesiems" * 3]})


def faults_of(who: Who, name: str, address: str) -> Iterator[str]:
    """In Lithuanian with axe on a phone, in English on a desk; sideways on both in both."""
    person = who(name or "stranger")
    page = person.page
    if not name:
        person.context.clear_cookies(name="talka")
    for language in ("lt", "en"):
        person.context.add_cookies([{**_language(person), "value": language}])
        answer = page.goto(address)
        if answer.status >= 500:
            yield f"{answer.status} at {address}"
        for found in _in_all_sizes(page, language):
            yield f"{address} ({name}, {language}, {found}"


def _in_all_sizes(page: Any, language: str) -> Iterator[str]:
    """All rules once in each language, contrast once in the dark; both sizes for each."""
    yield from (f"any) {fault}" for fault in looking.foreign(page))
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        yield from (f"{width}) {fault}" for fault in looking.sideways(page))
        if (width == 390) == (language == "lt"):
            yield from (f"{width} light) {fault}" for fault in looking.barriers(page))
        if width == 390 and language == "lt":  # colours know no language
            page.emulate_media(color_scheme="dark")
            yield from (f"{width} dark) {fault}" for fault in looking.unreadable(page))
            page.emulate_media(color_scheme="light")


def _language(person: Person) -> dict[str, Any]:
    found = next(c for c in person.context.cookies() if c["name"] == "talka_language")
    return dict(found)
