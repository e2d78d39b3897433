"""Publish documents of the pack as versions. Run by setup, as the owner of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from talka.ground.kernel.pack import Pack, PackError
from talka.method.versions import Handed, Published, digest


class AlreadyPublished(Exception):
    """A published version stands with another content; the changed one needs a new number."""


def publish(
    model: type[Published], code: str, version: int, document: Mapping[str, Any], *, using: str
) -> Published:
    """The published version; the same one when it stands already with this very content."""
    known = model._default_manager.using(using).filter(code=code, version=version).first()
    if known is None:
        known = model(
            code=code,
            version=version,
            document=document,
            sha256=digest(document),
            published_at=timezone.now(),
        )
        known.save(using=using, force_insert=True)
    elif known.sha256 != digest(document):
        raise AlreadyPublished(
            f"{model._meta.db_table} {code} {version} is published with another content:"
            " give the changed document a new version number"
        )
    return known


def record_handings(
    model: type[Handed], pack: Pack, room: str, versions: Iterable[Published], *, using: str
) -> int:
    """Add the handings-over of `distribution.yaml` that are not recorded yet; returns how many.

    Raises PackError for an unknown version, kind of institution or day.
    """
    by_name = {(v.code, v.version): v for v in versions}
    added = 0
    for item in pack.document("distribution.yaml").get("distribution", []):
        if item.get("room") == room:
            version = by_name.get((item.get("code"), item.get("version")))
            kind, on = _handing(pack, item)
            if version is None:
                raise PackError(f"distribution.yaml: no such version: {item}")
            row: dict[str, Any] = {"version": version, "kind": kind, "on": on}
            _, fresh = model._default_manager.using(using).get_or_create(**row)
            added += fresh
    return added


def _handing(pack: Pack, item: Mapping[str, Any]) -> tuple[str, date]:
    kind = str(item.get("to"))
    if not pack.has("institution", kind):
        raise PackError(f"distribution.yaml: unknown kind of institution {kind}")
    try:
        return kind, date.fromisoformat(str(item.get("day")))
    except ValueError as fault:
        raise PackError(f"distribution.yaml: {item.get('day')} is no day") from fault
