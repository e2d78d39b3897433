"""From the files of a pack to its values, every mistake named by file and place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from talka.ground.kernel.pack.files import (
    PackError,
    document,
    known,
    listed,
    once,
    rows,
    word,
    words,
)
from talka.ground.kernel.pack.items import (
    Code,
    Municipality,
    Pack,
    Role,
    Seat,
    ServiceType,
    Term,
)

_PLACE = (
    "code",
    "iso",
    "name_lt",
    "name_short_lt",
    "name_en",
    "county_code",
    "county_lt",
    "county_en",
    "nuts3",
    "population_2021",
    "pilot",
)


def read(path: Path) -> Pack:
    """A whole pack. Raises PackError naming file and line or key."""
    if not path.is_dir():
        raise PackError(f"no pack {path.name}: the folder packs/{path.name} does not exist")
    head = document(path / "pack.yaml")
    names = head.get("name")
    if not isinstance(names, dict):
        raise PackError("pack.yaml: name should hold lt and en")
    code = word("pack.yaml", head, "code")
    institutions = _codes(path, "institutions.yaml", "institutions")
    roles = _roles(path, tuple(i.code for i in institutions))
    lists = _lists(path)
    groups = _codes(path, "services.yaml", "groups")
    units = _codes(path, "services.yaml", "units")
    verified = head.get("verified_by")
    return Pack(
        path=path,
        code=code,
        version=word("pack.yaml", head, "version"),
        name=Code(code, word("pack.yaml name", names, "lt"), word("pack.yaml name", names, "en")),
        languages=words("pack.yaml", head, "languages"),
        verified_by=str(verified) if verified else None,
        institutions=institutions,
        roles=roles,
        seats=_seats(path, tuple(r.code for r in roles)),
        services=_services(path, {g.code for g in groups}, {u.code for u in units}),
        municipalities=_municipalities(path),
        countries=_countries(path),
        glossary=_glossary(path),
        lists=MappingProxyType({**lists, "service_group": groups, "service_unit": units}),
    )


def _code(source: str, item: Mapping[str, Any]) -> dict[str, str]:
    code = word(source, item, "code")
    at = f"{source} {code}"
    return {"code": code, "lt": word(at, item, "lt"), "en": word(at, item, "en")}


def _items(path: Path, file: str, key: str) -> list[tuple[str, Mapping[str, Any], dict[str, str]]]:
    source = f"{file} {key}"
    found = [(item, _code(source, item)) for item in listed(file, document(path / file), key)]
    once(source, (names["code"] for _, names in found))
    return [(f"{source} {names['code']}", item, names) for item, names in found]


def _codes(path: Path, file: str, key: str) -> tuple[Code, ...]:
    return tuple(Code(**names) for _, _, names in _items(path, file, key))


def _roles(path: Path, kinds: tuple[str, ...]) -> tuple[Role, ...]:
    roles = []
    for at, item, names in _items(path, "roles.yaml", "roles"):
        given = words(at, item, "kinds")
        held = kinds if given == ("*",) else given
        known(f"{at} kinds", held, kinds)
        described = item.get("description")
        if not isinstance(described, dict):
            raise PackError(f"{at}: description should hold lt and en")
        told_lt, told_en = word(at, described, "lt"), word(at, described, "en")
        roles.append(Role(**names, kinds=held, describe_lt=told_lt, describe_en=told_en))
    return tuple(roles)


def _seats(path: Path, roles: tuple[str, ...]) -> tuple[Seat, ...]:
    seats = []
    for at, item, names in _items(path, "team_seats.yaml", "seats"):
        given = words(at, item, "roles")
        known(f"{at} roles", given, roles)
        seats.append(Seat(**names, roles=given))
    return tuple(seats)


def _services(path: Path, groups: set[str], units: set[str]) -> tuple[ServiceType, ...]:
    services = []
    for at, item, names in _items(path, "services.yaml", "services"):
        unit, group = word(at, item, "unit"), word(at, item, "group")
        known(f"{at} unit", [unit], units)
        known(f"{at} group", [group], groups)
        article = word(at, item, "article", empty=True)
        services.append(ServiceType(**names, article=article, unit=unit, group=group))
    return tuple(services)


def _lists(path: Path) -> dict[str, tuple[Code, ...]]:
    bodies = document(path / "codes.yaml").get("lists")
    if not isinstance(bodies, dict):
        raise PackError("codes.yaml: lists should hold the code lists")
    found: dict[str, tuple[Code, ...]] = {}
    for name, body in bodies.items():
        at = f"codes.yaml {name}"
        if not isinstance(body, dict):
            raise PackError(f"{at}: should hold source and items")
        word(at, body, "source")
        items = tuple(Code(**_code(at, item)) for item in listed(at, body, "items"))
        once(at, (item.code for item in items))
        found[name] = items
    return found


def _municipalities(path: Path) -> tuple[Municipality, ...]:
    file = path / "municipalities.csv"
    found = rows(file, _PLACE)
    once(file.name, (row["code"] for row in found))
    return tuple(_municipality(file.name, row) for row in found)


def _municipality(file: str, row: Mapping[str, str]) -> Municipality:
    people, pilot = row["population_2021"], row["pilot"]
    if not people.isdecimal() or pilot not in {"0", "1"}:
        raise PackError(f"{file} {row['code']}: population_2021 is a number, pilot is 0 or 1")
    return Municipality(
        code=row["code"],
        lt=row["name_lt"],
        en=row["name_en"],
        iso=row["iso"],
        short_lt=row["name_short_lt"],
        county_code=row["county_code"],
        county_lt=row["county_lt"],
        county_en=row["county_en"],
        nuts3=row["nuts3"],
        population_2021=int(people),
        pilot=pilot == "1",
    )


def _countries(path: Path) -> tuple[Code, ...]:
    file = path / "countries.csv"
    found = rows(file, ("code", "lt", "en"))
    once(file.name, (row["code"] for row in found))
    return tuple(Code(row["code"], row["lt"], row["en"]) for row in found)


def _glossary(path: Path) -> tuple[Term, ...]:
    return tuple(
        _term(item) for item in listed("glossary.yaml", document(path / "glossary.yaml"), "terms")
    )


def _term(item: Mapping[str, Any]) -> Term:
    number, verified = item.get("number"), item.get("verified")
    at = f"glossary.yaml term {number}"
    if not isinstance(number, int) or not isinstance(verified, bool):
        raise PackError(f"{at}: number is a number, verified is true or false")
    norwegian = word(at, item, "no", empty=True)
    told = {key: word(at, item, key) for key in ("en", "lt", "src")}
    return Term(number=number, no=norwegian, verified=verified, **told)
