"""Who keeps a poll: the coordinator of its municipality; the ministry where there is none."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Refused
from talka.prevention.polls import rules
from talka.prevention.polls.models import Poll
from talka.prevention.polls.queries.asking import form_of


def keeps(actor: Actor, municipality: str | None) -> bool:
    if municipality is None:
        return "ministry" in actor.roles
    return any(s.role == "coordinator" and s.area == municipality for s in actor.seats)


def require(actor: Actor, municipality: str | None) -> None:
    if keeps(actor, municipality):
        return
    if municipality is None:
        raise Refused(_("Only the ministry asks the whole country."), _("the ministry"))
    raise Refused(
        _("Only the coordinator of the municipality asks its residents."),
        _("the coordinator of that municipality"),
    )


def poll(poll_id: UUID) -> Poll:
    """A poll the person may see; Absent otherwise."""
    found = Poll.objects.select_related("questionnaire").filter(id=poll_id).first()
    if found is None:
        raise Absent
    return found


def mine(actor: Actor, poll_id: UUID) -> Poll:
    found = poll(poll_id)
    require(actor, found.municipality_id)
    return found


def draft(actor: Actor, poll_id: UUID) -> Poll:
    found = mine(actor, poll_id)
    if found.fielded_at is not None:
        raise Refused(_("A poll that is being asked does not change."))
    return found


def form(poll: Poll) -> rules.Form:
    return form_of(poll)
