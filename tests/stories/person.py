"""Somebody at a real browser, who sees labels, buttons and links, and nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import resolve

from tests.cast import PASSWORD, Member
from tests.stories import looking
from tests.stories.words import Shown, say

ROOT = Path(__file__).resolve().parents[2]
PICTURES = os.environ.get("TALKA_PICTURES", "")
"""Set by `make pictures`: every kind of page goes into build/, the chosen ones into docs/."""
BY_ROLE = {"case", "home", "figures"}
"""Pages that look different to each role; the others are looked at once a run."""
HEIGHTS = {390: 844, 1280: 900}


@dataclass(frozen=True)
class Screen:
    """What a page is looked at on."""

    language: str
    width: int
    theme: str
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{self.theme}-{'on' if self.scripts else 'off'}"

    def context(self, chromium: Any, served: str, scripts: bool | None = None) -> Any:
        made = chromium.new_context(
            base_url=served,
            locale={"lt": "lt-LT", "en": "en-GB"}[self.language],
            viewport={"width": self.width, "height": HEIGHTS[self.width]},
            color_scheme=self.theme,
            java_script_enabled=self.scripts if scripts is None else scripts,
            reduced_motion="reduce",
        )
        made.set_default_timeout(8_000)
        domain = urlsplit(served).hostname
        made.add_cookies(
            [{"name": "talka_language", "value": self.language, "domain": domain, "path": "/"}]
        )
        return made


@dataclass
class Seen:
    """What one run has looked at: faults found, and each kind of page once."""

    faults: list[str] = field(default_factory=list)
    kinds: set[tuple[str, str]] = field(default_factory=set)
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Kind of page → who saw it, and its address."""
    closely: bool = True


class Person:
    """A member of the cast at a browser of their own."""

    def __init__(self, member: Member, screen: Screen, chromium: Any, served: str, seen: Seen):
        self.member, self.screen, self.seen = member, screen, seen
        self.context = screen.context(chromium, served)
        self.page = self.context.new_page()
        # axe needs timers, which a page without scripts has not: it looks through this one
        self.lens = self.page if screen.scripts else None
        self.more = () if screen.scripts else (chromium, served)
        self.refused = 0

    # --- finding ---------------------------------------------------------------------------------

    def say(self, text: Shown) -> str:
        return say(self.screen.language, text)

    def named(self, text: Shown) -> re.Pattern[str]:
        """The label itself, perhaps with the word for "optional" behind it."""
        optional = re.escape(self.say("(optional)"))
        return re.compile(rf"^\s*{re.escape(self.say(text))}\s*({optional})?\s*$")

    @property
    def main(self) -> Any:
        return self.page.get_by_role("main")

    def reads(self, text: Shown) -> bool:
        """Does this stand on the page?"""
        return self.say(text) in " ".join(self.main.inner_text().split())

    # --- doing -----------------------------------------------------------------------------------

    @contextmanager
    def arriving(self) -> Iterator[None]:
        with self.page.expect_navigation() as arrival:
            yield
        self.refused = 0
        answer = arrival.value
        if answer and answer.status >= 400:
            self.refused = answer.status
        self.look()

    def sign_in(self) -> Person:
        self.open("/account/login/")
        form = self.page.get_by_role("region", name=self.say("With e-mail and password"))
        form.get_by_role("textbox", name=self.say("E-mail")).fill(self.member.email)
        form.get_by_label(self.say("Password"), exact=True).fill(PASSWORD)
        self.press("Sign in")
        assert "/account/" not in self.page.url, self.page.url
        return self

    def open(self, address: str) -> Person:
        """By the address, as from a bookmark."""
        answer = self.page.goto(address)
        self.refused = answer.status if answer.status >= 400 else 0
        self.look()
        return self

    def press(self, name: Shown) -> Person:
        with self.arriving():
            self.main.get_by_role("button", name=self.say(name), exact=True).click()
        assert not self.refused, f"{self.page.url}: {self.refused}\n{self.main.inner_text()[:800]}"
        return self

    def go(self, name: Shown, within: Any = None) -> Person:
        with self.arriving():
            place = within or self.main
            place.get_by_role("link", name=self.say(name), exact=True).first.click()
        assert not self.refused, f"{self.page.url}: {self.refused}"
        return self

    def menu(self, name: Shown) -> Person:
        bar = self.page.get_by_role("navigation", name=self.say("Main menu"))
        if not bar.get_by_role("link").first.is_visible():
            bar.get_by_text(self.say("Menu"), exact=True).click()
        return self.go(name, bar)

    def offered(self, name: Shown) -> bool:
        """Does the menu offer it?"""
        bar = self.page.get_by_role("navigation", name=self.say("Main menu"))
        return self.say(name) in [t.strip() for t in bar.get_by_role("link").all_text_contents()]

    def fill(self, label: Shown, text: Shown) -> Person:
        self.main.get_by_label(self.named(label)).fill(self.say(text))
        return self

    def choose(self, label: Shown, option: Shown) -> Person:
        self.main.get_by_role("combobox", name=self.named(label)).select_option(
            label=self.say(option)
        )
        return self

    def pick(self, question: Shown, answer: Shown) -> Person:
        """One of the answers that stand beneath a question, or several in turn."""
        group = self.main.get_by_role("group", name=self.named(question))
        group.get_by_label(self.say(answer), exact=True).check()
        return self

    def tick(self, label: Shown) -> Person:
        self.main.get_by_role("checkbox", name=self.say(label), exact=True).check()
        return self

    # --- looking ---------------------------------------------------------------------------------

    def look(self) -> None:
        """Each kind of page once a run: barriers, sideways scroll, language."""
        if self.refused >= 500:
            self.seen.faults.append(f"{self.refused} at {self.page.url}")
        kind = resolve(urlsplit(self.page.url).path).view_name or ""
        key = (self.member.role if kind in BY_ROLE else "", f"{kind} {self.refused}")
        if key in self.seen.kinds:
            return
        self.seen.kinds.add(key)
        if not self.refused:
            self.seen.pages.setdefault(kind, (self.member.name, self.page.url))
        if self.seen.closely:
            self._look_closely(kind)

    def _look_closely(self, kind: str) -> None:
        found = looking.sideways(self.page) + looking.foreign(self.page)
        found += looking.barriers(self._through_lens())
        where = f"{kind} ({self.member.name}, {self.screen})"
        self.seen.faults += [f"{where}: {fault}" for fault in found]
        name = f"{self.screen}/{len(self.seen.kinds):03}-{self.member.name}-{kind}"
        self._picture(ROOT / "build" / "pictures" / name, whole=True)

    def _through_lens(self) -> Any:
        if self.screen.scripts:
            return self.page
        if self.lens is None:
            self.lens = self.screen.context(*self.more, scripts=True).new_page()
        self.lens.context.add_cookies(self.context.cookies())
        self.lens.goto(self.page.url)
        return self.lens

    def keep(self, name: str, width: int) -> None:
        """A picture for the documents, of what this screen shows now."""
        if PICTURES and self.screen.width == width:
            self.page.evaluate("scrollTo(0, 0)")
            self._picture(ROOT / "docs" / "pictures" / name, whole=False)

    def _picture(self, path: Path, whole: bool) -> None:
        if PICTURES:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{path}.png", full_page=whole, animations="disabled")

    def leave(self) -> None:
        self.context.close()
        if self.lens is not None and not self.screen.scripts:
            self.lens.context.close()
