"""A country's content: code lists, roles, places, services, words, read from `packs/<code>`.

Lives on the ground floor because every floor shows codes by their names; it knows files and
codes, not what they mean.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from talka.ground.kernel.pack.files import PackError
from talka.ground.kernel.pack.items import (
    Code,
    Municipality,
    Pack,
    Role,
    Seat,
    ServiceType,
    Term,
)
from talka.ground.kernel.pack.reading import read

__all__ = [
    "Code",
    "Municipality",
    "Pack",
    "PackError",
    "Role",
    "Seat",
    "ServiceType",
    "Term",
    "load_pack",
    "packs_folder",
]


def packs_folder() -> Path:
    """TALKA_PACKS, else `packs` inside the installed package, else beside it."""
    if given := os.environ.get("TALKA_PACKS", "").strip():
        return Path(given)
    package = Path(__file__).resolve().parents[3]
    inside = package / "packs"
    return inside if inside.is_dir() else package.parent / "packs"


def load_pack(country: str = "") -> Pack:
    """The pack of a country (default: TALKA_PACK, else `lt`), read once per process.

    Raises PackError naming file and line or key.
    """
    chosen = country or os.environ.get("TALKA_PACK", "").strip() or "lt"
    return _load(os.environ.get("TALKA_PACKS", "").strip(), chosen)


@lru_cache(maxsize=8)
def _load(folder: str, country: str) -> Pack:
    """`folder`: what TALKA_PACKS says now; pages ask often, so that the disk is asked once."""
    return read((Path(folder) if folder else packs_folder()) / country)
