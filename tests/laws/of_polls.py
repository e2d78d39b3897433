"""The pages of polls for the matrix of addresses: their answers, and the rows they need."""

from __future__ import annotations

from typing import Any

from tests.laws.pages_oracle import House

PAGES: dict[str, House] = {}


def built(scene: Any) -> dict[str, Any]:
    """Rows of the scene, by the names that addresses use."""
    return {}
