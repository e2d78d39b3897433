"""The register of verbs: each room names its own in `policy.py`."""

from __future__ import annotations

from talka.ground.access.decide import Verb

_verbs: dict[str, Verb] = {}


def verb(code: str, data_class: str, *, writes: bool, roles: frozenset[str] | None = None) -> Verb:
    """Register a verb once; two rooms claiming one code is a fault of the house."""
    if code in _verbs:
        raise ValueError(f"verb {code!r} is registered twice")
    _verbs[code] = Verb(code, data_class, writes, roles or frozenset())
    return _verbs[code]


def all_verbs() -> dict[str, Verb]:
    return dict(_verbs)
