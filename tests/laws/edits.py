"""Two people change the same thing at once, a hundred times each: real commits, real threads.

Run by test_edits.py in a house of its own; prints what happened as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import django

Writes = Callable[[Any, int, str], Any]
Reads = Callable[[], int]


def main() -> None:
    django.setup()
    from talka.command.bootstrap import connect_migrate

    connect_migrate()
    from tests.cast import gather

    case, editors = _case(gather())
    times = int(sys.argv[1])
    told = {name: _contest(editors, *how, times) for name, how in _things(case).items()}
    sys.stdout.write(json.dumps({**told, "needs": _add_needs(editors, case, times)}))


def _case(cast: Any) -> tuple[UUID, list[Any]]:
    """A case of one worker, shared with a colleague; two sessions that both may write it."""
    from talka.casework.aid import actions as aid
    from talka.casework.cases import actions
    from talka.ground.access.actor import begun

    ngo, colleague = cast["ngo"], cast["ngo_colleague"]
    with begun(ngo.token) as actor:
        case, _, _ = actions.open_case(
            actor=actor,
            municipality="29",
            profile={"exploitation": ["labour"]},
            protocol=("lt", 1),
        )
        actions.share_with_colleague(
            actor=actor,
            case_id=case.id,
            assignment_id=colleague.assignment,
            classes=["case", "identity", "contact", "story", "aid", "note"],
        )
        actions.write_identity(actor=actor, case_id=case.id, version=0, texts={"name": "0"})
        aid.write_contact_rules(actor=actor, case_id=case.id, version=0, texts={"say": "0"})
        aid.make_plan(actor=actor, case_id=case.id, agreement="agreed", remark="0")
    return case.id, [ngo, colleague]


def _things(case: UUID) -> dict[str, tuple[str, Any, Writes]]:
    """What can be changed: its table, its model, the change from a version."""
    from talka.casework.aid import actions as aid
    from talka.casework.aid.models import ContactRules, Plan
    from talka.casework.cases import actions
    from talka.casework.cases.models import Identity, Profile
    from talka.ground.audit.trail import act

    def careless(actor: Any, version: int, text: str) -> None:
        """Control: whoever comes last wins, whatever they saw."""
        with act("case.profile"):
            Profile.objects.filter(case_id=case).update(version=version + 1, languages=[text])

    return {
        "identity": (
            "case_identity",
            Identity,
            lambda actor, version, text: actions.write_identity(
                actor=actor, case_id=case, version=version, texts={"name": text}
            ),
        ),
        "contact": (
            "case_contact_rules",
            ContactRules,
            lambda actor, version, text: aid.write_contact_rules(
                actor=actor, case_id=case, version=version, texts={"say": text}
            ),
        ),
        "plan": (
            "case_plan",
            Plan,
            lambda actor, version, text: aid.review_plan(
                actor=actor, case_id=case, version=version, agreement="agreed", remark=text
            ),
        ),
        "profile": (
            "case_profile",
            Profile,
            lambda actor, version, text: actions.change_profile(
                actor=actor, case_id=case, version=version, codes={"languages": [text]}
            ),
        ),
        "control": ("case_profile", Profile, careless),
    }  # fmt: skip


def _together(editors: list[Any], each: Callable[[Any], None]) -> None:
    """Both at the same moment; what one raises is raised."""
    from django.db import connections

    gate, faults = Barrier(len(editors)), []

    def run(editor: Any) -> None:
        gate.wait()
        try:
            each(editor)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[e]) for e in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(240)
    if faults:
        raise faults[0]


def _contest(
    editors: list[Any], table: str, model: Any, write: Writes, times: int
) -> dict[str, Any]:
    """Each sees the thing, changes it, and when a colleague was quicker sees it again."""
    from talka.ground.access.actor import begun
    from talka.ground.kernel.errors import Stale

    accepted: list[int] = []
    stale: list[int] = []

    def see(editor: Any) -> int:
        with begun(editor.token):
            return int(model.objects.values_list("version", flat=True).get())

    def edit(editor: Any) -> None:
        for number in range(times):
            while True:
                seen = see(editor)
                try:
                    with begun(editor.token) as actor:
                        write(actor, seen, f"{editor.name} {number}")
                except Stale:
                    stale.append(seen)
                else:
                    accepted.append(seen)
                    break

    before, events = see(editors[0]), _events(table)
    _together(editors, edit)
    return {
        "accepted": len(accepted),
        "winners_of_different_versions": len(set(accepted)),
        "stale": len(stale),
        "steps": see(editors[0]) - before,
        "events": _events(table) - events,
    }


def _events(table: str) -> int:
    """Changed contents in the trail: one commitment each."""
    from django.db import connections

    with connections["verify"].cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT commitment) FROM talka.audit_event WHERE kind = %s",
            [f"{table}.update"],
        )
        return int(cursor.fetchone()[0])


def _add_needs(editors: list[Any], case: UUID, times: int) -> dict[str, int]:
    """Assessments are added, never changed: nothing to lose, so all must be there."""
    from talka.casework.aid import actions as aid
    from talka.casework.aid.models import Needs
    from talka.ground.access.actor import begun

    def assess(editor: Any) -> None:
        for _ in range(times):
            with begun(editor.token) as actor:
                line = {"need": "housing", "degree": "some"}
                aid.assess_needs(actor=actor, case_id=case, lines=[line])

    _together(editors, assess)
    with begun(editors[0].token):
        return {"rows": Needs.objects.count()}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.settings")
    main()
