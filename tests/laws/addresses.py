"""Every address the resolver knows, with real identifiers in it, and what a post carries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from tests.laws.scene import Scene

POSTED: dict[str, dict[str, Any]] = {
    "information": {"language": "lt", "how": "both"},
    "service_withdraw": {"reason": "wrong"},
    "file_withdraw": {"reason": "wrong"},
    "note_new": {"kind": "shared", "text": "x"},
    "note_correct": {"text": "x"},
    "story_new": {"text": "x"},
    "consent_withdraw": {"reason": "person_asked"},
    "case_seal": {},
    "referral_refuse": {"reason": "no_capacity"},
    "signal_drop": {"reason": "no_signs"},
    "ui_draft": {"text": "x"},
}
"""What a post carries, where it does more than an empty one; anything else is sent empty."""


def patterns(inside: Any = None, before: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """(name, parameters) of every address."""
    for entry in (inside or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        elif isinstance(entry, URLPattern):
            if isinstance(entry.pattern, RegexPattern):
                yield entry.name or "", tuple(entry.pattern.regex.groupindex)
            else:
                yield entry.name or "", tuple(entry.pattern.converters)


def parameters() -> dict[str, tuple[str, ...]]:
    return dict(patterns())


def of_scene(scene: Scene) -> dict[str, str]:
    """name → address, filled with what stands in the scene."""
    return {name: address(scene, name, wanted) for name, wanted in parameters().items()}


def address(scene: Scene, name: str, wanted: tuple[str, ...], **other: Any) -> str:
    chosen = {key: _value(scene, name, key) for key in wanted}
    return reverse(name, kwargs={**chosen, **other})


def _value(scene: Scene, name: str, key: str) -> Any:
    ids, cast = scene.ids, scene.cast
    if key == "signal_id":
        return ids["waiting_signal"]
    if name == "signal_open":
        return ids["waiting_screening"]
    if key == "screening_id":
        return ids["screening_id" if name == "screening" else "screening_begun"]
    if key == "institution_id" and name.startswith("institution"):
        return cast["ngo"].institution
    fixed = {
        "number": 1,
        "worker_id": cast["ngo_colleague"].account,
        "code": "lt" if name == "protocol_version" else "labour",
        "version": 1,
        "seat": "police",
        "year": 2025,
        "secret": "never-made",
        "key": "k-none" if name.startswith("account") else "/public/",
        "uidb36": "1",
        "pk": 1,
    }
    if name == "seat_end":
        return ids["ending_seat"]
    return fixed[key] if key in fixed else ids[key]


def unknown(scene: Scene, name: str, wanted: tuple[str, ...]) -> str:
    """The same address with identifiers that never were."""
    strange = {k: uuid4() for k in wanted if isinstance(_value(scene, name, k), UUID)}
    return address(scene, name, wanted, **strange)
