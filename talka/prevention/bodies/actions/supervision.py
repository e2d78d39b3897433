"""Write down a supervision of a team, and take a wrong one out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken
from talka.ground.kernel.pack import load_pack
from talka.prevention.bodies import policy, rules
from talka.prevention.bodies.models import Supervision


def supervise(
    *,
    actor: Actor,
    team_id: UUID,
    held_on: date,
    minutes: int,
    supervisor: str,
    seats: Collection[str],
) -> Supervision:
    """A session that was held."""
    team = policy.kept_team(actor, team_id)
    fault = rules.supervision_fault(
        held_on, team.since, team.until, timezone.localdate(), minutes, set(seats),
        {s.code for s in load_pack().seats},
    )  # fmt: skip
    if fault:
        raise Broken({fault[0]: FAULTS[fault[1]]()})
    if not supervisor.strip():
        raise Broken({"supervisor": _("Say who led it.")})
    if Supervision.objects.filter(team=team, held_on=held_on).exists():
        raise Broken({"held_on": _("The supervision of this day is written already.")})
    with act("team.supervise"):
        return Supervision.objects.create(
            team=team, held_on=held_on, minutes=minutes, supervisor=supervisor.strip(),
            seats=sorted(set(seats)), by_id=actor.id,
        )  # fmt: skip


FAULTS = {
    "future": lambda: _("This date is in the future."),
    "no_team": lambda: _("There was no such team on that day."),
    "length": lambda: _("From 15 minutes to 10 hours."),
    "nobody": lambda: _("Mark the seats that were there."),
}


def strike_supervision(*, actor: Actor, supervision_id: UUID) -> UUID:
    """Take one out that was written by mistake; its team. The trail keeps that it was there."""
    row = policy.kept_supervision(actor, supervision_id)
    with act("team.strike_supervision"):
        Supervision.objects.filter(id=row.id).delete()
    return row.team_id
