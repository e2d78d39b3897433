"""Draw up the strata of a poll, and note how the field work went."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.prevention.polls import policy
from talka.prevention.polls.models import Stratum

NOTED = ("refused", "not_reached", "other", "not_eligible")


def add_stratum(
    *, actor: Actor, poll_id: UUID, code: str, name: str, people: int, planned: int
) -> Stratum:
    """A part of the population that is drawn from by itself. In a draft of a poll with codes."""
    poll = policy.draft(actor, poll_id)
    if poll.mode != "code":
        raise Refused(_("Only a poll with codes has strata: an open link draws nobody."))
    faults = {}
    if planned > people:
        faults["planned"] = _("More answers than people.")
    if poll.strata.filter(code=code).exists():
        faults["code"] = _("This code stands already.")
    if faults:
        raise Broken(faults)
    with act("poll.stratify"):
        return Stratum.objects.create(
            poll=poll, code=code, name=name, people=people, planned=planned
        )


def strike_stratum(*, actor: Actor, poll_id: UUID, stratum_id: UUID) -> None:
    poll = policy.draft(actor, poll_id)
    with act("poll.stratify"), connection.cursor() as cursor:
        # not through Django, which would first read the table of codes: no page may
        cursor.execute(
            "DELETE FROM talka.poll_stratum WHERE id = %s AND poll_id = %s", [stratum_id, poll.id]
        )
        if not cursor.rowcount:
            raise Absent


def note_field_work(
    *, actor: Actor, poll_id: UUID, stratum_id: UUID, version: int, **numbers: int
) -> None:
    """How many of the codes printed for a stratum came to nothing, and why. Stale with the numbers
    of the other."""
    poll = policy.mine(actor, poll_id)
    found = Stratum.objects.filter(poll=poll, id=stratum_id).first()
    if found is None:
        raise Absent
    if found.version != version:
        theirs = {name: getattr(found, name) for name in NOTED}
        raise Stale({**theirs, "version": found.version})
    if sum(numbers[name] for name in NOTED) > found.codes_printed:
        raise Broken({"refused": _("More than the codes that were printed.")})
    with act("poll.field_work"):
        Stratum.objects.filter(id=found.id, version=version).update(
            version=F("version") + 1, **{name: numbers[name] for name in NOTED}
        )
