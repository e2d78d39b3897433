"""What happens at the door stands in the trail: whose account, what, and never a secret."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import connections

from talka.ground.access.actor import acting, begun, end_session, open_session
from talka.ground.audit.models import AuditEvent
from talka.people.accounts import actions
from talka.people.accounts.models import Account
from tests.cast import PASSWORD


def told(account: UUID) -> list[tuple[str, bool]]:
    """(what happened, was it the account's own doing), in order; read as the verifier reads."""
    with connections["verify"].cursor() as cursor:
        cursor.execute(
            "SELECT kind, actor IS NOT NULL FROM talka.audit_event"
            " WHERE verb = 'door' AND object = %s ORDER BY seq",
            [account],
        )
        return cursor.fetchall()


@pytest.fixture
def invited(cast):
    """Somebody invited, and the secret of the link."""
    admin = cast["admin_other_ngo"]
    with acting(admin.account) as actor:
        worker, secret = actions.invite(
            actor=actor, institution_id=admin.institution, name="Nauja Darbuotoja",
            email=f"door.trail.{uuid4().hex}@example.org", role="case_worker", municipality="27",
        )  # fmt: skip
    yield worker.id, secret
    with acting(admin.account) as actor:
        seat = actions.Assignment.objects.get(worker_id=worker.id)
        actions.end_assignment(actor=actor, assignment_id=seat.id)


def test_each_act_at_the_door_is_told_once(invited):
    account, secret = invited
    actions.accept_invitation(secret=secret, password=PASSWORD)
    token = open_session(account, minutes=5)
    end_session(token)
    end_session(token)
    chosen = Account.objects.get(id=account)
    chosen.set_password("another-long-password-1")
    chosen.save()
    assert told(account) == [
        ("invitation.made", False),
        ("invitation.used", True),
        ("account.opened_or_closed", False),
        ("password.changed", True),
        ("session.opened", True),
        ("session.ended", False),
        ("password.changed", True),
    ]


def test_a_session_that_is_only_saved_again_is_no_new_sign_in(browser_of, cast):
    before = told(cast["ngo"].account)
    browser = browser_of("ngo")
    assert browser.get("/").status_code == 200
    assert browser.get("/me/").status_code == 200
    assert told(cast["ngo"].account) == before


def test_nothing_secret_is_told(invited):
    account, secret = invited
    actions.accept_invitation(secret=secret, password=PASSWORD)
    token = open_session(account, minutes=5)
    kept = Account.objects.get(id=account).password
    with connections["verify"].cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(convert_from(canonical, 'UTF8'), '|') FROM talka.audit_event"
            " WHERE object = %s",
            [account],
        )
        written = cursor.fetchone()[0]
    end_session(token)
    assert "session.opened" in written
    for word in (secret, PASSWORD, token, kept, "door.trail"):
        assert word not in written


def test_a_person_reads_their_own_sign_ins_and_nobody_elses(cast):
    with begun(cast["police"].token, "work", "test"):
        seen = set(AuditEvent.objects.filter(verb="door").values_list("object", flat=True))
    assert seen == {cast["police"].account}
