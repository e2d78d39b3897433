"""What a pack holds, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from talka.ground.kernel.pack.files import document


@dataclass(frozen=True)
class Code:
    """One item of a code list. The code is stored; the names are shown."""

    code: str
    lt: str
    en: str

    def label(self, lang: str) -> str:
        """The name in Lithuanian, or in English for every other language."""
        return self.lt if lang.split("-")[0] == "lt" else self.en


@dataclass(frozen=True)
class Role(Code):
    kinds: tuple[str, ...]
    """Institution kinds that may hold the role."""
    describe_lt: str
    describe_en: str

    def describe(self, lang: str) -> str:
        return self.describe_lt if lang.split("-")[0] == "lt" else self.describe_en


@dataclass(frozen=True)
class Seat(Code):
    """A seat of an interdisciplinary team and the roles that may take it."""

    roles: tuple[str, ...]


@dataclass(frozen=True)
class ServiceType(Code):
    """A service a person may receive; `article` of the Convention (CoE) or the Directive (EU)."""

    article: str
    unit: str
    group: str


@dataclass(frozen=True)
class Municipality(Code):
    """code = LAU; names are full official names. Population: census 2021, persons."""

    iso: str
    short_lt: str
    county_code: str
    county_lt: str
    county_en: str
    nuts3: str
    population_2021: int
    pilot: bool

    def county(self, lang: str) -> str:
        return self.county_lt if lang.split("-")[0] == "lt" else self.county_en

    def short(self, lang: str) -> str:
        return self.short_lt if lang.split("-")[0] == "lt" else self.en


@dataclass(frozen=True)
class Term:
    """A glossary term; `no` may be empty. `verified`: a native speaker checked it."""

    number: int
    en: str
    lt: str
    no: str
    src: str
    verified: bool


@dataclass(frozen=True)
class Pack:
    """Everything immutable. Accessors raise KeyError for a list or code that does not exist."""

    path: Path
    code: str
    version: str
    name: Code
    languages: tuple[str, ...]
    verified_by: str | None
    institutions: tuple[Code, ...]
    roles: tuple[Role, ...]
    seats: tuple[Seat, ...]
    services: tuple[ServiceType, ...]
    municipalities: tuple[Municipality, ...]
    countries: tuple[Code, ...]
    glossary: tuple[Term, ...]
    lists: Mapping[str, tuple[Code, ...]]

    @cached_property
    def counties(self) -> tuple[Code, ...]:
        """The counties of the municipalities, sorted by Lithuanian name."""
        found = {m.county_code: (m.county_lt, m.county_en) for m in self.municipalities}
        return tuple(sorted((Code(c, lt, en) for c, (lt, en) in found.items()), key=lambda c: c.lt))

    @cached_property
    def _all(self) -> Mapping[str, Mapping[str, Code]]:
        named: dict[str, tuple[Code, ...]] = {
            **self.lists,
            "institution": self.institutions,
            "role": self.roles,
            "team_seat": self.seats,
            "service": self.services,
            "municipality": self.municipalities,
            "county": self.counties,
            "country": self.countries,
        }
        return {name: {item.code: item for item in items} for name, items in named.items()}

    def codes(self, name: str) -> tuple[Code, ...]:
        """Items of a list in the order of the file: a list of codes.yaml, or `institution`,
        `role`, `team_seat`, `service`, `service_group`, `service_unit`, `municipality`,
        `county`, `country`."""
        return tuple(self._all[name].values())

    def has(self, name: str, code: str) -> bool:
        return code in self._all[name]

    def item(self, name: str, code: str) -> Code:
        return self._all[name][code]

    def label(self, name: str, code: str, lang: str) -> str:
        """The name to show. A code no longer in the list shows itself: an old record stays
        readable."""
        found = self._all[name].get(code)
        return found.label(lang) if found else code

    def choices(self, name: str, lang: str) -> list[tuple[str, str]]:
        """(code, name) pairs for a form."""
        return [(item.code, item.label(lang)) for item in self.codes(name)]

    def role(self, code: str) -> Role:
        return self._roles[code]

    @cached_property
    def _roles(self) -> Mapping[str, Role]:
        return {role.code: role for role in self.roles}

    def municipality(self, code: str) -> Municipality:
        return self._municipalities[code]

    @cached_property
    def _municipalities(self) -> Mapping[str, Municipality]:
        return {m.code: m for m in self.municipalities}

    def document(self, file: str) -> dict[str, Any]:
        """One raw file of the pack, for the room that knows what it means."""
        return document(self.path / file)

    def documents(self, folder: str) -> dict[str, dict[str, Any]]:
        """Raw versioned documents of `protocol/` or `criteria/`, by file stem."""
        found = sorted((self.path / folder).glob("*.yaml"))
        return {path.stem: document(path) for path in found}
