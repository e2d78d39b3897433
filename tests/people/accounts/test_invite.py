"""An administrator invites; the link opens an account once; seats begin and end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from talka.ground.access.actor import NobodySignedIn, begun, open_session
from talka.ground.audit.trail import act
from talka.ground.kernel.begun import counted
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.people.accounts import actions, queries
from talka.people.accounts.models import Account, Invitation, Worker
from tests.cast import Member
from tests.people.conftest import Letter, sign_in

Acts = Callable[[str], Any]
Browser = Callable[..., Client]
World = dict[str, Member]
Letters = Callable[[], list[Letter]]
NEW = {
    "name": "Rūta Liepaitė",
    "email": "ruta@example.org",
    "language": "lt",
    "role": "case_worker",
    "municipality": "29",
    "since": "",
}
PASSWORD = "three unlikely words together"


def post(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, {"idempotency_key": str(uuid4()), **values})


def test_from_invitation_to_first_page(
    browser_of: Browser, door: None, letters: Letters, acts: Acts
) -> None:
    answer = post(browser_of("admin_caritas"), "/colleagues/invite/", **NEW)
    assert (answer.status_code, answer["Location"]) == (303, "/colleagues/")
    (letter,) = letters()
    assert letter.to == ["ruta@example.org"]
    assert letter.subject == "Kvietimas prisijungti prie „Talkos“"
    assert "Rūta" not in letter.body
    guest = Client()
    assert guest.get(letter.link).status_code == 200
    wrong = guest.post(letter.link, {"password": PASSWORD, "again": "another"})
    assert wrong.status_code == 422
    assert guest.post(letter.link, {"password": "short", "again": "short"}).status_code == 422
    done = guest.post(letter.link, {"password": PASSWORD, "again": PASSWORD})
    assert (done.status_code, done["Location"]) == (303, "/account/login/")
    assert guest.get(letter.link).status_code == 404
    assert guest.post(letter.link, {"password": PASSWORD, "again": PASSWORD}).status_code == 404
    assert sign_in(guest, "ruta@example.org", PASSWORD).status_code == 302


def test_only_the_hash_of_the_link_is_kept(acts: Acts, door: None, world: World) -> None:
    with acts("admin_caritas") as actor:
        _, secret = _invited(actor, world)
    row = Invitation.objects.latest("until")
    assert secret.encode() not in bytes(row.token_hash)
    assert len(bytes(row.token_hash)) == 32


def _invited(actor: Any, world: World, **changes: Any) -> tuple[Worker, str]:
    given = {k: v for k, v in NEW.items() if k != "since"} | changes
    return actions.invite(actor=actor, institution_id=world["ngo"].institution, **given)


def test_a_resent_letter_kills_the_old_link(
    browser_of: Browser, door: None, letters: Letters
) -> None:
    client = browser_of("admin_caritas")
    post(client, "/colleagues/invite/", **NEW)
    first = letters()[-1].link
    account = Account.objects.get(email="ruta@example.org")
    assert post(client, f"/colleagues/{account.id}/resend/").status_code == 303
    second = letters()[-1].link
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert post(browser_of("admin_police"), f"/colleagues/{account.id}/resend/").status_code == 404


def test_nobody_who_came_in_is_sent_a_link(acts: Acts, world: World, door: None) -> None:
    with acts("admin_caritas") as actor, pytest.raises(Broken):
        actions.resend(actor=actor, worker_id=world["ngo"].account)


def test_an_old_link_is_dead(acts: Acts, world: World, door: None) -> None:
    with acts("admin_caritas") as actor:
        _, secret = _invited(actor, world)
    Invitation.objects.update(until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Absent):
        actions.accept_invitation(secret=secret, password=PASSWORD)


def test_who_already_works_with_talka_gets_the_seat_at_once(
    acts: Acts, world: World, door: None
) -> None:
    with acts("admin_police") as actor:
        worker, secret = actions.invite(
            actor=actor,
            institution_id=world["police"].institution,
            name="Somebody Else",
            email=" Stranger@Example.org ",
            role="operator",
        )
        assert (worker.id, secret) == (world["stranger"].account, "")
        assert worker.name == "Stranger"
        with pytest.raises(Broken):
            actions.assign(
                actor=actor,
                worker_id=worker.id,
                institution_id=world["police"].institution,
                role="operator",
            )


def test_an_account_left_over_from_a_failed_invitation_is_used_again(
    acts: Acts, world: World, door: None
) -> None:
    left = Account(email="ruta@example.org", is_active=False)
    left.set_unusable_password()
    left.save()
    with acts("admin_caritas") as actor:
        worker, secret = _invited(actor, world)
    assert worker.id == left.id
    assert actions.accept_invitation(secret=secret, password=PASSWORD).id == left.id


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        ("ngo", {}),
        ("ngo_supervisor", {}),
        ("admin_police", {}),
        ("technical", {}),
        ("admin_caritas", {"role": "technical_admin"}),
    ],
)
def test_nobody_else_invites(
    acts: Acts, world: World, door: None, who: str, changes: dict[str, str]
) -> None:
    with acts(who) as actor, pytest.raises(Refused):
        _invited(actor, world, **changes)
    assert not Account.objects.filter(email="ruta@example.org").exists()


@pytest.mark.parametrize("role", ["police", "prosecutor", "ministry", "coordinator", "rapporteur"])
def test_a_role_of_another_kind_of_institution_is_not_given(
    acts: Acts, world: World, door: None, role: str
) -> None:
    with acts("admin_caritas") as actor, pytest.raises(Broken) as broken:
        _invited(actor, world, role=role)
    assert set(broken.value.faults) <= {"role", "municipality"}


@pytest.mark.parametrize("role", ["police", "ministry", "prosecutor", "coordinator", "no_such"])
def test_the_database_refuses_such_a_role_too(acts: Acts, world: World, role: str) -> None:
    """Raw SQL of the administrator of an NGO, past every form and action."""
    with acts("admin_caritas") as actor, act("assignment.try"), connection.cursor() as cursor:
        ours = [uuid4(), world["ngo"].account, world["ngo"].institution]
        insert = (
            "INSERT INTO talka.assignment (id, worker_id, institution_id, role, municipality_id,"
            " since) VALUES (%s, %s, %s, %s, '29', '2020-01-01')"
        )
        assert world["admin_caritas"].account == actor.id
        with pytest.raises(IntegrityError, match="not held in this kind"), transaction.atomic():
            cursor.execute(insert, [*ours, role])
        cursor.execute(insert, [*ours, "operator"])  # the control: a role of an NGO is given


def test_the_kind_of_an_institution_stays(acts: Acts, world: World) -> None:
    with acts("admin_caritas"), act("institution.try"), connection.cursor() as cursor:
        change = "UPDATE talka.institution SET {} WHERE id = %s"
        ours = [world["ngo"].institution]
        for column in ("kind = 'ministry_interior'", "municipality_id = '27'", "active = false"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(change.format(column), ours)
        cursor.execute(change.format("phone = '+370 600 00000'"), ours)


def test_the_form_offers_only_roles_that_fit(browser_of: Browser) -> None:
    page = browser_of("admin_caritas").get("/colleagues/invite/").content.decode()
    assert 'value="case_worker"' in page
    for role in ("police", "technical_admin", "ministry"):
        assert f'value="{role}"' not in page


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 100_000},
        {"name": "a\u202eb"},
        {"email": ""},
        {"email": "no address"},
        {"email": "a@b"},
        {"email": "x" * 5000 + "@example.org"},
        {"role": ""},
        {"role": "emperor"},
        {"role": ["police", "case_worker", "nothing"]},
        {"municipality": "999"},
        {"language": "xx"},
        {"since": "yesterday"},
        {"since": "0000-00-00"},
    ],
)
def test_bad_input_is_answered_in_words(
    browser_of: Browser, door: None, letters: Letters, changes: dict[str, Any]
) -> None:
    if isinstance(changes.get("role"), list):
        changes = {"role": changes["role"][-1]}
    answer = post(browser_of("admin_caritas"), "/colleagues/invite/", **{**NEW, **changes})
    assert answer.status_code == 422
    assert letters() == []
    assert not Account.objects.filter(email="ruta@example.org").exists()


def test_sent_twice_invites_once(browser_of: Browser, door: None, letters: Letters) -> None:
    client, key = browser_of("admin_caritas"), str(uuid4())
    for _ in range(2):
        answer = client.post("/colleagues/invite/", {"idempotency_key": key, **NEW})
        assert answer.status_code == 303
    assert len(letters()) == 1


@pytest.mark.parametrize("secret", ["x", "%00", "a" * 3000, "../../etc/passwd", "ąčę"])
def test_made_up_links_are_absent(world: World, secret: str) -> None:
    assert Client().get(f"/account/invitation/{secret}/").status_code in {400, 404}


# Seats


def test_an_ended_seat_closes_at_the_next_statement(acts: Acts, world: World, door: None) -> None:
    """Within one transaction of the colleague, before and after the administrator ends it."""
    mine = world["ngo_colleague"]
    with acts("admin_caritas") as admin:
        actions.assign(
            actor=admin,
            worker_id=mine.account,
            institution_id=mine.institution,
            role="supervisor",
        )
    with acts("ngo_colleague"), connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(my_assignments())")
        assert cursor.fetchone() == (2,)
        with acts("admin_caritas") as admin:
            actions.end_assignment(actor=admin, assignment_id=mine.assignment)
        cursor.execute("SELECT talka.begin(%s, 'work', '')", [mine.token])
        cursor.execute("SELECT cardinality(my_assignments())")
        assert cursor.fetchone() == (1,)


def test_who_holds_no_seat_any_more_is_signed_out(acts: Acts, world: World, door: None) -> None:
    token = open_session(world["ngo"].account)
    with acts("admin_caritas") as admin:
        actions.end_assignment(actor=admin, assignment_id=world["ngo"].assignment)
    with pytest.raises(NobodySignedIn), begun(token):
        pass


def test_only_the_own_administrator_ends_a_seat(acts: Acts, world: World, door: None) -> None:
    for who in ("admin_police", "technical", "ngo", "ngo_supervisor"):
        with acts(who) as actor, pytest.raises(Absent):
            actions.end_assignment(actor=actor, assignment_id=world["ngo"].assignment)
    yesterday = timezone.localdate() - timedelta(days=1)
    with acts("admin_caritas") as actor, pytest.raises(Broken):
        actions.end_assignment(actor=actor, assignment_id=world["ngo"].assignment, on=yesterday)


def test_who_keeps_another_seat_stays_signed_in(acts: Acts, world: World, door: None) -> None:
    with acts("admin_caritas") as actor:
        more = actions.assign(
            actor=actor,
            worker_id=world["ngo_colleague"].account,
            institution_id=world["ngo"].institution,
            role="supervisor",
        )
        actions.end_assignment(actor=actor, assignment_id=more.id)
    with acts("ngo_colleague") as actor:
        assert actor.roles == {"case_worker"}


def test_nobody_gives_a_seat_to_themself(acts: Acts, world: World) -> None:
    admin = world["admin_caritas"]
    with acts("admin_caritas") as actor, pytest.raises(Refused):
        actions.assign(
            actor=actor,
            worker_id=admin.account,
            institution_id=admin.institution,
            role="case_worker",
        )


def test_seats_on_the_screen(browser_of: Browser, world: World, door: None) -> None:
    client, ngo = browser_of("admin_caritas"), world["ngo_colleague"]
    given = post(client, f"/colleagues/{ngo.account}/seat/", role="supervisor", municipality="")
    assert given.status_code == 303
    page = client.get("/colleagues/").content.decode()
    assert "Supervisor" in page
    ending = f"/colleagues/seat/{ngo.assignment}/end/"
    assert client.get(ending).status_code == 200
    assert post(client, ending, on="2001-01-01").status_code == 422
    assert post(client, ending, on="x").status_code == 422
    assert post(client, ending, on="").status_code == 303
    assert post(client, ending, on="").status_code == 404
    for who, status in (("admin_police", 404), ("ngo", 403)):
        assert browser_of(who).get(ending).status_code == status
        assert browser_of(who).get(f"/colleagues/{ngo.account}/seat/").status_code == status


def test_addresses_are_for_administrators(browser_of: Browser) -> None:
    assert "ngo_colleague@example.org" in _page(browser_of("admin_caritas"))
    plain = _page(browser_of("ngo"))
    assert "Ngo Colleague" in plain
    assert "ngo_colleague@example.org" not in plain
    assert "police@example.org" not in _page(browser_of("admin_caritas"))
    assert "Police" not in plain


def _page(client: Client) -> str:
    return str(client.get("/colleagues/").content.decode())


def test_the_list_asks_the_same_for_three_as_for_one(
    browser_of: Browser, acts: Acts, world: World, door: None
) -> None:
    client, counts = browser_of("admin_police"), []
    for n in range(3):
        with counted() as statements:
            assert client.get("/colleagues/").status_code == 200
        counts.append(len(statements))
        with acts("admin_police") as actor:
            actions.invite(
                actor=actor,
                institution_id=world["police"].institution,
                name=f"Officer {n}",
                email=f"officer{n}@example.org",
                role="police",
                municipality="29",
            )
    assert counts[0] == counts[1] == counts[2] <= 12


# The own card


def test_the_own_card(browser_of: Browser, acts: Acts, world: World) -> None:
    client = browser_of("ngo")
    page = client.get("/me/edit/").content.decode()
    version = page.split('name="version" value="')[1].split('"')[0]
    mine = {"name": "New Name", "phone": "+370 600 00000", "language": "en"}
    done = post(client, "/me/edit/", version=version, **mine)
    assert done.status_code == 303
    assert "New Name" in client.get("/me/").content.decode()
    stale = post(client, "/me/edit/", version=version, **{**mine, "name": "Older"})
    assert stale.status_code == 409
    assert "New Name" in stale.content.decode()
    for changes in ({"name": ""}, {"language": "xx"}, {"phone": "1" * 1000}):
        assert post(client, "/me/edit/", version=version, **{**mine, **changes}).status_code == 422


def test_nobody_writes_on_the_card_of_another(acts: Acts, world: World) -> None:
    with acts("police"):
        from talka.ground.audit.trail import act

        with act("test"):
            changed = Worker.objects.filter(id=world["ngo"].account).update(name="Mine")
    assert changed == 0


def test_marks_of_mine_are_shown_without_the_case(
    acts: Acts, world: World, browser_of: Browser
) -> None:
    from talka.casework.cases.actions import mark_conflict, open_case
    from tests.casework.conftest import PROFILE

    with acts("ngo") as actor:
        case, _, _ = open_case(
            actor=actor, municipality="29", child=False, profile=PROFILE, protocol=("lt", 1)
        )
        who = world["ngo_colleague"].account
        mark_conflict(actor=actor, case_id=case.id, worker_id=who, reason="relative")
    with acts("ngo_colleague") as actor:
        (mark,) = queries.marks(actor)
    assert (mark.by, mark.lifted_at) == ("Ngo", None)
    page = browser_of("ngo_colleague").get("/me/").content.decode()
    assert "marked by" in page
    assert case.code not in page
    assert str(case.id) not in page
    assert "marked by" not in browser_of("police").get("/me/").content.decode()
