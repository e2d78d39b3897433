"""Load the places of a country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from talka.ground.places.models import Municipality


def load_municipalities(rows: Iterable[Mapping[str, Any]], *, using: str) -> int:
    """Insert or update by code; returns how many there are. Nothing is ever deleted."""
    places = [Municipality(**row) for row in rows]
    fields = [f.name for f in Municipality._meta.fields if not f.primary_key]
    Municipality.objects.using(using).bulk_create(
        places, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )
    return len(places)
