"""Tell the person their rights, in a language they understand."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases.actions import end_turns, note_step
from talka.casework.cases.permission import hold
from talka.casework.sharing import policy, rules
from talka.casework.sharing.models import InformationGiven
from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken
from talka.ground.kernel.pack import load_pack


def give_information(
    *,
    actor: Actor,
    case_id: UUID,
    language: str,
    how: str,
    interpreter: bool = False,
    letter_version: str = "",
    on: date | None = None,
) -> InformationGiven:
    """Note that the person was told their rights. `language`: code of the pack; `how`: oral,
    written, both; `letter_version`: of the rights letter, when one was given."""
    held = hold(actor, case_id, policy.GIVE_INFORMATION)
    day = on or timezone.localdate()
    faults = {
        "language": "" if load_pack().has("language", language) else _("Choose a language."),
        "how": "" if how in rules.INFORMATION_WAYS else _("Choose how it was told."),
        "on": _("This date is in the future.") if day > timezone.localdate() else "",
    }
    if found := {name: said for name, said in faults.items() if said}:
        raise Broken(found)
    with act("information.give"):
        row = InformationGiven(
            case=held.case,
            on=day,
            language=language,
            how=how,
            interpreter=interpreter,
            letter_version=letter_version,
            by_id=held.seat.id,
            at=timezone.now(),
        )
        row.save(force_insert=True)
        note_step(
            case_id=case_id, seat=held.seat, kind="information", on=day, outcome=how, ref=row.id
        )
        end_turns(case_id=case_id, act_code="information.give", seat=held.seat)
    return row
