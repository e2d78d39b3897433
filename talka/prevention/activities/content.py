"""Code lists of activities, from the pack: kinds, settings, groups, languages, material."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from talka.ground.kernel.pack import PackError, load_pack, packs_folder
from talka.ground.kernel.pack.files import document, listed, word

LISTS = ("kind", "setting", "group", "language", "material")


@dataclass(frozen=True)
class Item:
    """`counts`: somebody can be reached by it, so that a figure is expected."""

    code: str
    lt: str
    en: str
    counts: bool = True


@dataclass(frozen=True)
class Lists:
    """`verified`: who compared the lists with their sources; empty: nobody yet."""

    verified: str
    items: dict[str, dict[str, Item]]

    def label(self, name: str, code: str, language: str) -> str:
        """The name of a code; the code itself where the pack no longer knows it."""
        found = self.items[name].get(code)
        return code if found is None else found.en if language == "en" else found.lt

    def choices(self, name: str, language: str) -> list[tuple[str, str]]:
        return [(code, self.label(name, code, language)) for code in self.items[name]]


def read(path: Path) -> Lists:
    """Raises PackError naming the file and what is wrong."""
    given, source = document(path), path.name
    lists = given.get("lists")
    if not isinstance(lists, dict) or set(lists) != set(LISTS):
        raise PackError(f"{source}: lists should be {', '.join(LISTS)}")
    items: dict[str, dict[str, Item]] = {}
    for name, told in lists.items():
        word(source, told, "source")
        items[name] = {}
        for one in listed(source, told, "items"):
            code = word(source, one, "code")
            if code in items[name]:
                raise PackError(f"{source}: {name}: {code} stands twice")
            texts = word(source, one, "lt"), word(source, one, "en")
            items[name][code] = Item(code, *texts, bool(one.get("counts", True)))
    return Lists(str(given.get("verified_by") or ""), items)


@lru_cache
def load() -> Lists:
    """The lists of the country this house serves."""
    return read(packs_folder() / load_pack().code / "activities.yaml")
