"""What the country's pack says for this room."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from talka.ground.kernel.pack import load_pack
from talka.ground.kernel.pack.files import listed
from talka.prevention.safety.shapes import Named, Tile, read_codes, read_tiles

CODES = ("size_bands", "contact_roles", "police_roles", "supporters", "support_needs")


def documents() -> dict[str, dict[str, Any]]:
    """The raw rubric and framework of the pack."""
    pack = load_pack()
    return {name: pack.document(f"safety/{name}.yaml") for name in ("rubric", "framework")}


@lru_cache(maxsize=4)
def _codes(country: str) -> dict[str, dict[str, Named]]:
    read = load_pack().document("safety/groups.yaml")
    return {name: read_codes("groups.yaml", listed("groups.yaml", read, name)) for name in CODES}


def codes(name: str) -> dict[str, Named]:
    """One of the code lists of the register of groups."""
    return _codes(load_pack().code)[name]


@lru_cache(maxsize=4)
def _tiles(country: str) -> tuple[Tile, ...]:
    return read_tiles(load_pack().document("safety/tiles.yaml"), "tiles.yaml")


def tiles() -> tuple[Tile, ...]:
    return _tiles(load_pack().code)
