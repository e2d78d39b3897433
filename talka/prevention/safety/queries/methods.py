"""Published rubrics and frameworks."""

from __future__ import annotations

from talka.ground.kernel.errors import Absent
from talka.prevention.safety.models import FrameworkVersion, RubricVersion
from talka.prevention.safety.shapes import Framework, Rubric, read_framework, read_rubric


def rubric(version: int | None = None) -> Rubric:
    """A version of the rubric, the latest when none is named (1 query)."""
    rows = RubricVersion.objects.order_by("-version")
    found = (rows.filter(version=version) if version else rows).first()
    if found is None:
        raise Absent
    return read_rubric(found.document)


def framework(version: int | None = None) -> Framework:
    """A version of the framework, the latest when none is named (1 query)."""
    rows = FrameworkVersion.objects.order_by("-version")
    found = (rows.filter(version=version) if version else rows).first()
    if found is None:
        raise Absent
    return read_framework(found.document)


def versions() -> list[tuple[int, str, str]]:
    """(version, who weighed it, why) of the framework, latest first (1 query)."""
    rows = FrameworkVersion.objects.select_related("made_by").order_by("-version")
    return [(r.version, r.made_by.name if r.made_by else "", r.reason) for r in rows]
