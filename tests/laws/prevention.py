"""What the rooms of prevention add to the matrix of addresses: their pages and their rows."""

from __future__ import annotations

from typing import Any

from tests.laws import (
    of_activities,
    of_bodies,
    of_polls,
    of_programmes,
    of_safety,
    of_training,
)

ROOMS = (of_programmes, of_activities, of_training, of_safety, of_bodies, of_polls)
PAGES = {name: page for room in ROOMS for name, page in room.PAGES.items()}


SHOWN = ("form", "read")
BLIND = {name for room in ROOMS for name in getattr(room, "BLIND", ())} | {
    name for name, page in PAGES.items() if page.way not in SHOWN
}
"""Pages that nobody of the scene gets to see by asking: buttons, and what needs a commit."""

FROM_ANYWHERE = {name for room in ROOMS for name in getattr(room, "FROM_ANYWHERE", ())}
"""Public questions by post, without a cookie and so without the token of a form: they change
nothing that belongs to anybody."""


def built(scene: Any) -> dict[str, Any]:
    """Rows of every room, by the names that their addresses use."""
    return {name: value for room in ROOMS for name, value in room.built(scene).items()}
