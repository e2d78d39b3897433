"""Two colleagues accept the same referral at the same moment, and a class is opened while its
consent is withdrawn: real commits, in a house of its own. Prints what happened as JSON.

Run by test_race.py in a process of its own, so that the shared house stays as it was.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from threading import Barrier, Thread
from time import sleep
from typing import Any
from uuid import uuid4

from tests import house


def main() -> None:
    house.build()
    from tests.cast import gather

    cast = gather()
    told = {"accept": accept_twice(cast), "withdraw": withdraw_while_opening(cast)}
    sys.stdout.write(json.dumps(told))


def together(*acts: Callable[[], Any]) -> list[str]:
    """Run each in a thread of its own; "done" or the name of what it raised."""
    from django.db import connections

    gate, said = Barrier(len(acts)), ["" for _ in acts]

    def run(n: int, do: Callable[[], Any]) -> None:
        gate.wait()
        try:
            do()
            said[n] = "done"
        except Exception as fault:
            said[n] = f"{type(fault).__name__}: {fault}"
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return said


def open_case(cast: Any, *classes: str) -> tuple[Any, list[Any], Any]:
    from talka.casework.cases import actions as cases
    from talka.casework.sharing import actions
    from talka.ground.access.actor import begun

    with begun(cast["police"].token) as actor:
        case, _, _ = cases.open_case(
            actor=actor,
            municipality="29",
            profile={"exploitation": ["labour"]},
            protocol=("lt", 1),
        )
        consents = actions.give_consent(
            actor=actor,
            case_id=case.id,
            recipient=cast["ngo"].institution,
            purposes=["assistance"],
            classes=["case", *classes],
            evidence="signed",
        )
        sent = actions.send_referral(
            actor=actor, case_id=case.id, recipient=cast["ngo"].institution, purpose="assistance"
        )
    return case, consents, sent


def accept_twice(cast: Any) -> dict[str, Any]:
    from talka.casework.cases.models import Case, Grant, Step
    from talka.casework.sharing import actions
    from talka.ground.access.actor import begun

    case, _, sent = open_case(cast)

    def accept(name: str) -> None:
        with begun(cast[name].token) as actor:
            actions.accept_referral(actor=actor, referral_id=sent.id)

    said = together(lambda: accept("ngo"), lambda: accept("ngo_colleague"))
    holders = 0
    for name in ("ngo", "ngo_colleague"):
        with begun(cast[name].token):
            holders += Case.objects.filter(id=case.id).count()
    with begun(cast["police"].token):
        steps = Step.objects.filter(case=case, kind="referral_accepted").count()
        grants = Grant.objects.filter(case=case, basis="consent", assignment__isnull=False).count()
    return {"said": said, "holders": holders, "steps": steps, "grants": grants}


def withdraw_while_opening(cast: Any) -> dict[str, Any]:
    """One opens the class on the consent and is slow to commit, the other withdraws it meanwhile;
    then the other way round. Never a live grant on a withdrawn consent."""
    from django.db import connection

    from talka.casework.sharing import actions
    from talka.ground.access.actor import begun
    from talka.ground.audit.trail import act

    left = 0
    for giving, withdrawing in ((0.5, 0.0), (0.0, 0.5)):
        case, consents, sent = open_case(cast, "aid")
        aid = next(c for c in consents if c.shared_class == "aid")
        with begun(cast["ngo"].token) as actor:
            actions.accept_referral(actor=actor, referral_id=sent.id)

        def give(case: Any = case, aid: Any = aid, linger: float = giving) -> None:
            sleep(0.0 if linger else 0.2)
            with begun(cast["police"].token), act("test"), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO talka.case_grant (id, case_id, institution_id, assignment_id,"
                    " data_class, may_write, admits_sealed, basis, basis_id, reason,"
                    " granted_by_id, since, until) VALUES (%s, %s, %s, %s, 'aid', false, false,"
                    " 'consent', %s, '', %s, now(), now() + interval '1 day')",
                    [uuid4(), case.id, cast["ngo"].institution, cast["ngo"].assignment, aid.id,
                     cast["police"].assignment],
                )  # fmt: skip
                sleep(linger)

        def withdraw(case: Any = case, aid: Any = aid, linger: float = withdrawing) -> None:
            sleep(0.0 if linger else 0.2)
            with begun(cast["police"].token) as actor:
                actions.withdraw_consent(
                    actor=actor, case_id=case.id, consent_id=aid.id, reason="person_asked"
                )
                sleep(linger)

        together(give, withdraw)
        with begun(cast["police"].token), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM talka.case_grant WHERE basis_id = %s AND ended_at IS NULL",
                [aid.id],
            )
            left += cursor.fetchone()[0]
    return {"left": left}


if __name__ == "__main__":
    main()
