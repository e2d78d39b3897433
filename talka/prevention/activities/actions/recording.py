"""Record an activity, rewrite it, say that it was held or not, do the same again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.people.institutions.models import Institution
from talka.prevention.activities import content, policy
from talka.prevention.activities.actions.refusing import told
from talka.prevention.activities.models import (
    Activity,
    Correction,
    Finished,
    Partner,
    Reach,
    Serves,
)
from talka.prevention.activities.rules import Count, way_fault
from talka.prevention.programmes.actions import progress
from talka.prevention.programmes.models import Milestone
from talka.prevention.programmes.queries.lines import line_of


@dataclass(frozen=True)
class Said:
    """What is said of an activity itself. `until` None: it ends the day it begins."""

    kind: str
    title: str
    since: date
    setting: str
    until: date | None = None
    eldership: str = ""
    groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    note: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "title": self.title.strip(), "since": self.since,
            "until": self.until or self.since, "setting": self.setting,
            "eldership": self.eldership, "groups": list(self.groups),
            "languages": list(self.languages), "note": self.note,
        }  # fmt: skip


def _checked(said: Said) -> Said:
    items = content.load().items
    faults: dict[str, str] = {}
    for field, name in (("kind", "kind"), ("setting", "setting")):
        if getattr(said, field) not in items[name]:
            faults[field] = _("Choose one of the list.")
    for field, name in (("groups", "group"), ("languages", "language")):
        if not set(getattr(said, field)) <= set(items[name]):
            faults[field] = _("Choose one of the list.")
    if not said.title.strip():
        faults["title"] = _("Write a title.")
    if said.until is not None and said.until < said.since:
        faults["until"] = _("The period ends before it begins.")
    if faults:
        raise Broken(faults)
    return said


def check_counts(counts: Iterable[Count]) -> tuple[Count, ...]:
    """Known groups, counted in a way there is."""
    found = tuple(counts)
    for one in found:
        if one.group not in content.load().items["group"]:
            raise Broken({"group": _("Choose one of the list.")})
        if way_fault(one.unit, one.method):
            raise Broken({"way": _("Views are counted as views, and nothing else is.")})
        if one.count < 0:
            raise Broken({"count": _("Write a number, zero included.")})
    return found


def record(
    *,
    actor: Actor,
    municipality: str | None,
    organiser: UUID,
    said: Said,
    held: bool,
    counts: Iterable[Count] = (),
    measure: UUID | None = None,
) -> Activity:
    """Write down what is planned, or what was held and whom it reached."""
    policy.require(actor, municipality, organiser)
    if not Institution.objects.filter(id=organiser, active=True).exists():
        raise Broken({"organiser": _("Choose one of the list.")})
    said, counts = _checked(said), check_counts(counts)
    if held and said.since > timezone.localdate():
        raise Broken({"since": _("This date is in the future.")})
    if counts and not held:
        raise Broken({"count": _("Nobody is reached before it was held.")})
    with act("activity.record"), told():
        row = Activity.objects.create(
            **said.columns, municipality_id=municipality, organiser_id=organiser,
            status="held" if held else "planned", recorded_by_id=actor.id,
        )  # fmt: skip
        if measure is not None:
            Serves.objects.create(activity=row, node_id=measure)
        _reached(row, counts)
    return row


def _reached(row: Activity, counts: Iterable[Count]) -> None:
    Reach.objects.bulk_create(
        Reach(activity=row, group=c.group, unit=c.unit, method=c.method, count=c.count)
        for c in counts
    )


def rewrite(
    *, actor: Actor, activity_id: UUID, version: int, said: Said, reason: str = ""
) -> Activity:
    """Rewrite it. What was held needs a reason; what stood there is kept beside it."""
    row = policy.open_one(actor, activity_id)
    said = _checked(said)
    with act("activity.rewrite"), told():
        correcting(actor, row, reason)
        _changed(row, version, said.columns)
    row.refresh_from_db()
    return row


def correcting(actor: Actor, row: Activity, reason: str) -> None:
    """Before a held activity changes: why. Of a planned one nothing is asked."""
    if row.status != "held":
        return
    if not reason.strip():
        raise Broken({"reason": _("What was held is corrected with a reason.")})
    Correction.objects.create(activity=row, version=row.version, reason=reason.strip(),
                              by_id=actor.id)  # fmt: skip


def _changed(row: Activity, version: int, columns: Mapping[str, Any]) -> None:
    now = Activity.objects.filter(id=row.id, version=version)
    if not now.update(**columns, version=version + 1):
        row.refresh_from_db()
        raise Stale({name: getattr(row, name) for name in columns} | {"version": row.version})


def next_version(row: Activity) -> None:
    """After a line of a held activity was corrected."""
    _changed(row, row.version, {})


def hold(
    *,
    actor: Actor,
    activity_id: UUID,
    version: int,
    since: date,
    until: date | None = None,
    counts: Iterable[Count] = (),
    steps: Iterable[UUID] = (),
) -> Activity:
    """It was held: when, whom it reached, which steps of its measures it finished. All or nothing;
    a step is finished by who keeps the programme."""
    row = policy.open_one(actor, activity_id)
    if row.status != "planned":
        raise Refused(_("It was held already."))
    last, counts = until or since, check_counts(counts)
    if since > timezone.localdate():
        raise Broken({"since": _("This date is in the future.")})
    if last < since:
        raise Broken({"until": _("The period ends before it begins.")})
    with act("activity.hold"), told():
        _changed(row, version, {"status": "held", "since": since, "until": last})
        _reached(row, counts)
        for step in steps:
            finish_step(actor, row, step, min(last, timezone.localdate()))
    row.refresh_from_db()
    return row


def finish_step(actor: Actor, row: Activity, step_id: UUID, on: date) -> None:
    """A step of a measure that the activity serves is done, with it as evidence."""
    step = Milestone.objects.filter(id=step_id).first()
    line = line_of([step.node_id]) if step else {}
    if step is None or not Serves.objects.filter(activity=row, node__in=line).exists():
        raise Absent
    progress.finish(actor=actor, milestone_id=step.id, on=on)
    Finished.objects.create(activity=row, milestone=step)


def cancel(*, actor: Actor, activity_id: UUID, version: int, reason: str) -> Activity:
    """It will not be, or was not, held: why."""
    row = policy.open_one(actor, activity_id)
    if row.status != "planned":
        raise Refused(_("What was held is corrected, not cancelled."))
    if not reason.strip():
        raise Broken({"reason": _("Say why.")})
    with act("activity.cancel"), told():
        _changed(row, version, {"status": "cancelled", "reason": reason.strip()})
    row.refresh_from_db()
    return row


def same_again(*, actor: Actor, activity_id: UUID, since: date) -> Activity:
    """Plan the same for another day: what, where, for whom, with whom, for which measures. Nothing
    of what was counted or spent comes along."""
    old = policy.mine(actor, activity_id)
    lasted = old.until - old.since
    said = Said(old.kind, old.title, since, old.setting, since + lasted, old.eldership,
                tuple(old.groups), tuple(old.languages), old.note)  # fmt: skip
    known = content.load().items["group"]
    said = replace(said, groups=tuple(g for g in said.groups if g in known))
    with act("activity.repeat"), told():
        row = record(actor=actor, municipality=old.municipality_id, organiser=old.organiser_id,
                     said=said, held=False)  # fmt: skip
        for one in Serves.objects.filter(activity=old):
            Serves.objects.create(activity=row, node_id=one.node_id, share=one.share)
        for partner in Partner.objects.filter(activity=old):
            Partner.objects.create(activity=row, name=partner.name,
                                   institution_id=partner.institution_id)  # fmt: skip
    return row
