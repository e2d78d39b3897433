"""Record, rewrite, hold, cancel, repeat; add and strike out lines."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.kernel.errors import Absent
from talka.ground.ui import screens
from talka.ground.ui.screens import Asked, signed_in, with_role
from talka.prevention.activities import forms, policy
from talka.prevention.activities.actions import lines, recording
from talka.prevention.activities.models import Activity
from talka.prevention.activities.queries import choices
from talka.prevention.activities.rules import Count
from talka.prevention.activities.views.framing import at, fill
from talka.prevention.activities.views.pages import lang


def counted(values: dict[str, Any]) -> list[Count]:
    """What a form says about how many, or nothing."""
    if values["count"] is None:
        return []
    unit, method = values["way"].split(":")
    return [Count(values["group"], unit, method, values["count"])]


def _recorded(actor: Any, v: dict[str, Any]) -> Activity:
    """A day to come is planned, any other was held."""
    places = policy.places(actor)
    place = v["place"] or None if "place" in v else places[0]
    organiser = v.get("organiser") or choices.organisers(actor, "lt")[0][0]
    return recording.record(
        actor=actor, municipality=place, organiser=UUID(str(organiser)),
        said=recording.Said(v["kind"], v["title"], v["since"], v["setting"],
                            groups=(v["group"],), languages=("lt",)),
        held=v["since"] <= timezone.localdate(), counts=counted(v),
        measure=forms.uuid_or_none(v["measure"]),
    )  # fmt: skip


@with_role("coordinator", "ministry", *sorted(policy.RECORDERS))
def activity_new(request: Asked) -> HttpResponse:
    actor = request.actor
    form = screens.form(
        request, forms.QuickForm, places=choices.places(actor, lang()),
        organisers=choices.organisers(actor, lang()),
        measures=choices.measures(policy.places(actor)),
        initial={"organiser": str(choices.own_institution(actor) or ""), "setting": "school",
                 "group": "pupils", "kind": "lecture"},
    )  # fmt: skip
    return screens.act(
        request, form, do=lambda v: _recorded(actor, v), template="activities/quick.html",
        success=lambda made: at(made.id), message=_("Saved. Add what else there is to say."),
    )  # fmt: skip


@signed_in
def activity_edit(request: Asked, activity_id: UUID) -> HttpResponse:
    row = policy.open_one(request.actor, activity_id)
    fields = ("title", "kind", "since", "until", "setting", "eldership", "groups", "languages",
              "note", "version")  # fmt: skip
    form = screens.form(request, forms.ActivityForm, held=row.status == "held",
                        initial={name: getattr(row, name) for name in fields})  # fmt: skip

    def do(v: dict[str, Any]) -> Activity:
        version, reason = v.pop("version") or 0, v.pop("reason", "")
        said = recording.Said(**{**v, "groups": tuple(v["groups"]),
                                 "languages": tuple(v["languages"])})  # fmt: skip
        return recording.rewrite(actor=request.actor, activity_id=activity_id, version=version,
                                 said=said, reason=reason)  # fmt: skip

    heading = _("Correct the activity") if row.status == "held" else _("Edit the activity")
    return fill(request, form, do, heading=heading, back=at(activity_id))


@signed_in
def activity_held(request: Asked, activity_id: UUID) -> HttpResponse:
    row = policy.open_one(request.actor, activity_id)
    form = screens.form(
        request, forms.HeldForm, steps=choices.open_steps(request.actor, row),
        initial={"since": row.since, "until": row.until, "version": row.version,
                 "group": next(iter(row.groups), "")},
    )  # fmt: skip
    return fill(
        request, form,
        lambda v: recording.hold(
            actor=request.actor, activity_id=activity_id, version=v["version"] or 0,
            since=v["since"], until=v["until"], counts=counted(v),
            steps=[UUID(s) for s in v.get("steps", [])]),
        heading=_("It was held"), back=at(activity_id),
    )  # fmt: skip


@signed_in
def activity_cancel(request: Asked, activity_id: UUID) -> HttpResponse:
    row = policy.open_one(request.actor, activity_id)
    form = screens.form(request, forms.CancelForm, initial={"version": row.version})
    return fill(
        request, form,
        lambda v: recording.cancel(actor=request.actor, activity_id=activity_id,
                                   version=v["version"] or 0, reason=v["reason"]),
        heading=_("Cancel the activity"), back=at(activity_id), act=_("Cancel the activity"),
    )  # fmt: skip


@signed_in
def activity_again(request: Asked, activity_id: UUID) -> HttpResponse:
    row = policy.mine(request.actor, activity_id)
    return fill(
        request, screens.form(request, forms.AgainForm, initial={"since": timezone.localdate()}),
        lambda v: recording.same_again(actor=request.actor, activity_id=activity_id, **v),
        heading=_("The same again"), back=at(activity_id), success=lambda made: at(made.id),
        intro=row.title,
    )  # fmt: skip


def _offered(row: Activity, part: str) -> dict[str, Any]:
    if part == "partner":
        return {"institutions": choices.institutions([row.municipality_id], lang())}
    if part == "measure":
        return {"measures": choices.measures([row.municipality_id])}
    return {}


@signed_in
def line_new(request: Asked, activity_id: UUID, activity_part: str) -> HttpResponse:
    row = policy.open_one(request.actor, activity_id)
    if activity_part not in forms.PARTS:
        raise Absent
    form = screens.form(request, forms.PARTS[activity_part], **_offered(row, activity_part))
    return fill(
        request, form,
        lambda _v: lines.add(actor=request.actor, activity_id=activity_id, part=activity_part,
                             values=form.columns()),
        heading=forms.HEADINGS[activity_part], back=at(activity_id), intro=row.title,
    )  # fmt: skip


@signed_in
def line_strike(
    request: Asked, activity_id: UUID, activity_part: str, activity_line_id: UUID
) -> HttpResponse:
    row = policy.open_one(request.actor, activity_id)
    lines.one(row, activity_part, activity_line_id)
    return fill(
        request, screens.form(request, forms.StrikeForm, held=row.status == "held"),
        lambda v: lines.strike(actor=request.actor, activity_id=activity_id, part=activity_part,
                               line_id=activity_line_id, reason=v.get("reason", "")),
        heading=_("Take the line out"), back=at(activity_id), act=_("Take out"),
        intro=str(forms.HEADINGS[activity_part]),
    )  # fmt: skip
