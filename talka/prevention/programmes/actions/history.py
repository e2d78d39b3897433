"""The country's programmes of the past and of today, from the pack. Run by setup, as the owner."""

from __future__ import annotations

from django.utils import timezone

from talka.prevention.programmes import content
from talka.prevention.programmes.actions.trees import write_act, write_tree
from talka.prevention.programmes.models import Programme, ProgrammeVersion
from talka.prevention.programmes.shapes import Plan


def load_from_pack(*, using: str) -> int:
    """Publish the national programmes that are not here yet; returns how many.

    One that stands is left as it is, whatever the pack says now: published versions do not change.
    """
    here = set(Programme.objects.using(using).exclude(code="").values_list("code", flat=True))
    fresh = [p for p in content.programmes() if not p.example and p.code not in here]
    for one in fresh:
        _publish(one, using)
    return len(fresh)


def _publish(one: content.Programme, using: str) -> None:
    programme = Programme.objects.using(using).create(
        code=one.code, level=one.level, title=one.title_lt, title_en=one.title_en
    )
    for n, (plan, explained) in enumerate(zip(one.versions, one.explained, strict=True), start=1):
        version = _drafted(programme, n, plan, explained, using)
        write_tree(version, plan, {}, using)
        # Published in a step of its own, so that the database judges the whole tree.
        rows = ProgrammeVersion.objects.using(using).filter(id=version.id)
        rows.update(published_at=timezone.now())


def _drafted(
    programme: Programme, n: int, plan: Plan, explained: str, using: str
) -> ProgrammeVersion:
    return ProgrammeVersion.objects.using(using).create(
        programme=programme, n=n, act=write_act(plan.act, using), since=plan.since,
        until=plan.until, explained=explained,
    )  # fmt: skip
