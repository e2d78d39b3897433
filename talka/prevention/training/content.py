"""Competences, what each seat of a team needs, and the courses of the country's pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from talka.ground.kernel.pack import PackError, load_pack, packs_folder
from talka.ground.kernel.pack.files import document, known, listed, once, word, words

FILE = "training.yaml"


@dataclass(frozen=True)
class Competence:
    code: str
    lt: str
    en: str

    def name(self, language: str) -> str:
        return self.en if language == "en" else self.lt


@dataclass(frozen=True)
class Module:
    lt: str
    en: str
    minutes: int


@dataclass(frozen=True)
class Item:
    lt: str
    en: str
    options: tuple[tuple[str, str], ...]
    answer: int


@dataclass(frozen=True)
class GivenCourse:
    code: str
    version: int
    lt: str
    en: str
    competences: tuple[str, ...]
    seats: tuple[str, ...]
    refresh_months: int | None
    attendance_percent: int
    pass_percent: int | None
    source: str
    verified_by: str
    modules: tuple[Module, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Content:
    """`required`: seat of a team → competences without which it does not count as operational."""

    competences: tuple[Competence, ...]
    required: Mapping[str, tuple[str, ...]]
    requirements_source: str
    requirements_verified_by: str
    courses: tuple[GivenCourse, ...]

    def name(self, competence: str, language: str) -> str:
        return next(
            (c.name(language) for c in self.competences if c.code == competence), competence
        )


@cache
def content(path: Path | None = None) -> Content:
    """The file of the pack. Raises PackError naming it."""
    read = document(path or packs_folder() / load_pack().code / FILE)
    competences = tuple(
        Competence(word(FILE, c, "code"), word(FILE, c, "lt"), word(FILE, c, "en"))
        for c in listed(FILE, read, "competences")
    )
    codes = [c.code for c in competences]
    seats = [s.code for s in load_pack().seats]
    once(FILE, codes)
    asked = read.get("requirements")
    if not isinstance(asked, dict):
        raise PackError(f"{FILE}: requirements should hold keys with values")
    required = {seat: words(FILE, asked["seats"], seat) for seat in seats}
    for given in required.values():
        known(FILE, given, codes)
    courses = tuple(_course(given, codes, seats) for given in listed(FILE, read, "courses"))
    once(FILE, [c.code for c in courses])
    return Content(
        competences, required, word(FILE, asked, "source"), asked.get("verified_by") or "", courses
    )


def _course(given: Mapping[str, Any], codes: list[str], seats: list[str]) -> GivenCourse:
    competences, target = words(FILE, given, "competences"), words(FILE, given, "seats")
    known(FILE, competences, codes)
    known(FILE, target, seats)
    modules = tuple(
        Module(word(FILE, m, "lt"), word(FILE, m, "en"), int(m["minutes"]))
        for m in listed(FILE, given, "modules")
    )
    items = tuple(
        Item(
            word(FILE, i, "lt"), word(FILE, i, "en"),
            tuple((word(FILE, o, "lt"), word(FILE, o, "en")) for o in listed(FILE, i, "options")),
            int(i["answer"]),
        )
        for i in given.get("test") or ()
    )  # fmt: skip
    return GivenCourse(
        word(FILE, given, "code"), int(given["version"]), word(FILE, given, "lt"),
        word(FILE, given, "en"), competences, target, given.get("refresh_months"),
        int(given.get("attendance_percent", 80)), given.get("pass_percent"),
        word(FILE, given, "source"), given.get("verified_by") or "", modules, items,
    )  # fmt: skip
