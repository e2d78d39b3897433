"""One case with everything in it, and everybody's relation to it, for the matrix of pages.

All of it stands in one transaction that is rolled back. The runtime connection is opened by the
server's administrator, who then speaks as `talka_app`: so the requests are judged by the real
policies, and in between the administrator can impose a relation and count every row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from talka.casework.aid import actions as aid
from talka.casework.aid.models import Goal
from talka.casework.cases import actions as cases
from talka.casework.cases.models import DATA_CLASSES
from talka.casework.detection import actions as detection
from talka.casework.sharing import actions as sharing
from talka.ground.access.actor import Actor, begun
from talka.people.teams import actions as teams
from tests import house
from tests.cast import Member
from tests.laws import prevention
from tests.laws.pages_oracle import Relation

PROFILE = {
    "gender": "female",
    "age_group": "adult",
    "citizenship": ["LT"],
    "exploitation": ["labour"],
    "languages": ["lt"],
}
YES = dict.fromkeys(
    ["d1_job_nature", "d1_wages", "d1_conditions", "d2_documents", "d2_violence"], "yes"
)
PDF = b"%PDF-1.7 of nobody"
SECRET = "Kanarėlė Slaptutė"
"""A name that stands in every sealed text: no refusal may show it."""

OUTSIDER = "admin_children"

COUNTLESS = {"audit_event", "draft", "post_once"}
"""Tables a refused post may write to: the trail, and the words that are kept for their writer."""


@contextmanager
def two_hats() -> Iterator[None]:
    """The runtime connection, opened by the administrator, speaking as talka_app; rolled back."""
    db = connections["default"]
    kept, admin = dict(db.settings_dict), house.admin_connection(settings.HOME.path)
    names = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    db.close()
    db.settings_dict.update({to: admin.get(name, "") for name, to in names.items()})
    try:
        with transaction.atomic():
            _say("SET SESSION AUTHORIZATION talka_app")
            yield
            transaction.set_rollback(True)
    finally:
        db.close()
        db.settings_dict.clear()
        db.settings_dict.update(kept)


def _say(sql: str, params: Any = None) -> list[tuple[Any, ...]]:
    """Straight to the driver: Django's guard speaks for the runtime role only."""
    with connections["default"].connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing behind."""
    name = f"undone_{uuid4().hex}"
    _say(f"SAVEPOINT {name}")
    try:
        yield
    finally:
        _say(f"ROLLBACK TO SAVEPOINT {name}")
        _say(f"RELEASE SAVEPOINT {name}")


@contextmanager
def administering() -> Iterator[Any]:
    """The administrator's hat, with triggers asleep."""
    _say("RESET SESSION AUTHORIZATION")
    _say("SET LOCAL session_replication_role = replica")
    try:
        yield _say
    finally:
        _say("SET LOCAL session_replication_role = origin")
        _say("SET SESSION AUTHORIZATION talka_app")


@dataclass
class Scene:
    """`ids`: a live object of the case for every kind of address; `foreign`: the same of another
    case, which nobody of the cast holds."""

    cast: dict[str, Member]
    outsider: Member
    ids: dict[str, Any]
    foreign: dict[str, Any]

    @contextmanager
    def acts(self, name: str) -> Iterator[Actor]:
        with begun(self.cast[name].token, "work", "scene") as actor:
            yield actor

    @contextmanager
    def related(self, relation: Relation) -> Iterator[None]:
        """Everybody stands in this relation to the case, until the end of the block."""
        with undone():
            if relation.withdrawn:
                self._withdraw()
            with administering() as say:
                self._relate(say, relation)
            yield

    def _relate(self, say: Any, relation: Relation) -> None:
        case, now = self.ids["case_id"], timezone.now()
        say(
            "UPDATE talka.case_file SET sealed = %s, child = %s WHERE id = %s",
            [relation.sealed, relation.child, case],
        )
        if relation.withdrawn:
            say(
                "DELETE FROM talka.case_grant WHERE case_id = %s AND basis <> 'consent'",
                [case],
            )
            return
        say("DELETE FROM talka.case_grant WHERE case_id = %s", [case])
        for member in self.cast.values():
            for data_class in relation.classes:
                self._grant(say, member, relation, data_class)
            if relation.conflict:
                say(
                    "INSERT INTO talka.conflict_mark (id, worker_id, scope, reason, marked_by_id,"
                    " marked_at) VALUES (%s, %s, %s, 'relative', %s, %s)",
                    [uuid4(), member.account, case, self.cast["ngo"].account, now],
                )

    def _grant(self, say: Any, member: Member, relation: Relation, data_class: str) -> None:
        now, own = timezone.now(), relation.basis == "own_work"
        say(
            "INSERT INTO talka.case_grant (id, case_id, institution_id, assignment_id, data_class,"
            " may_write, admits_sealed, basis, basis_id, reason, granted_by_id, since, until,"
            " ended_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', %s, %s, %s, %s)",
            [
                uuid4(),
                self.ids["case_id"],
                member.institution,
                None if relation.offered else member.assignment,
                data_class,
                relation.may_write,
                relation.admitted,
                relation.basis,
                None if own else uuid4(),
                self.cast["ngo"].assignment,
                now + timedelta(days=1) if relation.future else now - timedelta(days=9),
                now - timedelta(hours=1) if relation.expired else None,
                now if relation.ended else None,
            ],
        )

    def _withdraw(self) -> None:
        """Everybody holds every class on consents of the police, and these are withdrawn by the
        NGO worker through the action: the database ends what stood on them."""
        case, given = self.ids["case_id"], self.ids["consents"]
        with administering() as say:
            for member in self.cast.values():
                for data_class, consent in given.items():
                    say(
                        "INSERT INTO talka.case_grant (id, case_id, institution_id, assignment_id,"
                        " data_class, may_write, admits_sealed, basis, basis_id, reason,"
                        " granted_by_id, since, until) VALUES (%s, %s, %s, %s, %s, true, false,"
                        " 'consent', %s, '', %s, %s, %s)",
                        [
                            uuid4(), case, member.institution, member.assignment, data_class,
                            consent, self.cast["ngo"].assignment,
                            timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=9),
                        ],
                    )  # fmt: skip
        with self.acts("ngo") as actor:
            for consent in given.values():
                sharing.withdraw_consent(
                    actor=actor, case_id=case, consent_id=consent, reason="person_asked"
                )

    def fingerprint(self) -> dict[str, tuple[int, str]]:
        """(rows, digest of them) of every table, but of those a refusal may write to."""
        _say("RESET SESSION AUTHORIZATION")
        try:
            tables = [
                name
                for (name,) in _say(
                    "SELECT tablename FROM pg_tables WHERE schemaname = 'talka' ORDER BY 1"
                )
                if name not in COUNTLESS
            ]
            parts = [
                f"SELECT '{t}', count(*), coalesce(md5(string_agg(md5(x::text), '' ORDER BY"
                f" md5(x::text))), '') FROM talka.{t} x"
                for t in tables
            ]
            return {t: (n, digest) for t, n, digest in _say(" UNION ALL ".join(parts))}
        finally:
            _say("SET SESSION AUTHORIZATION talka_app")


def build(cast: dict[str, Member]) -> Scene:
    """The case, another case, a signal that waits, a team."""
    related = {name: member for name, member in cast.items() if name != OUTSIDER}
    scene = Scene(related, cast[OUTSIDER], {}, {})
    scene.ids = _whole_case(scene)
    scene.foreign = _whole_case(scene)
    house_ids = {**_house(scene), **prevention.built(scene)}
    with administering() as say:
        scene.ids = {**house_ids, **scene.ids, "mark_id": _mark(say, scene)}
        scene.ids["ending_seat"] = _seat(say, scene)
        say("DELETE FROM talka.case_grant WHERE case_id = %s", [scene.foreign["case_id"]])
    return scene


def _whole_case(scene: Scene) -> dict[str, Any]:
    """A case from its signal to its closure's eve, every part filled in."""
    today, police = timezone.localdate(), scene.cast["police"].institution
    with scene.acts("ngo") as ngo:
        signal = _signal(ngo)
        screening = _screened(ngo, signal.id)
        case = detection.open_from_signal(
            actor=ngo, signal_id=signal.id, screening_id=screening.id, municipality="29",
            profile=PROFILE, known_institutions_asked=True,
        )  # fmt: skip
        on: dict[str, Any] = {"actor": ngo, "case_id": case.id}
        cases.write_identity(**on, version=1, texts={"name": SECRET})
        detection.write_story(**on, text=SECRET)
        draft = detection.begin_screening(actor=ngo, case_id=case.id, profile="adult_labour")
        sharing.give_information(**on, language="lt", how="both")
        aid.assess_risk(**on, level="medium", answers={"danger_now": "no"}, narrative=SECRET)
        aid.write_contact_rules(**on, version=0, texts={"channel": SECRET})
        aid.assess_needs(**on, lines=[{"need": "housing", "degree": "urgent"}], remark=SECRET)
        goal = {
            "need": "housing", "text": SECRET, "responsible": ngo.seats[0].institution,
            "due_on": today + timedelta(days=14),
        }  # fmt: skip
        plan = aid.make_plan(**on, agreement="agreed", goals=[goal])
        goal_id = Goal.objects.get(plan=plan).id
        service = aid.record_service(**on, service="escort", since=today, quantity=2, remark=SECRET)
        note = aid.write_note(**on, kind="shared", text=SECRET)
        file = aid.add_file(**on, data_class="aid", name="letter.pdf", body=PDF)
        given = {"recipient": police, "purposes": ["investigation"], "evidence": "signed"}
        consents = sharing.give_consent(**on, **given, classes=list(DATA_CLASSES))
        to_police = sharing.send_referral(**on, recipient=police, purpose="investigation")
        social = scene.cast["social"].institution
        given = {"recipient": social, "purposes": ["assistance"], "evidence": "signed"}
        sharing.give_consent(**on, **given, classes=["case"])
        waiting = sharing.send_referral(
            **on, recipient=social, purpose="assistance", message=SECRET
        )
    with scene.acts("police") as officer:
        sharing.accept_referral(actor=officer, referral_id=to_police.id)
    return {
        "case_id": case.id,
        "code": case.code,
        "consents": {c.shared_class: c.id for c in consents},
        "signal_id": signal.id,
        "screening_id": screening.id,
        "screening_begun": draft.id,
        "goal_id": goal_id,
        "service_id": service.id,
        "note_id": note.id,
        "file_id": file.id,
        "consent_id": consents[0].id,
        "referral_id": waiting.id,
        "institution_id": scene.cast["child_rights"].institution,
        "assignment_id": scene.cast["ngo"].assignment,
    }


def _signal(ngo: Actor) -> Any:
    return detection.receive_signal(
        actor=ngo, source="public", channel="phone", account=SECRET, caller=SECRET,
        municipality="29", person={"name": SECRET},
    )  # fmt: skip


def _screened(ngo: Actor, signal_id: UUID) -> Any:
    done = detection.screen(actor=ngo, signal_id=signal_id, profile="adult_labour", answers=YES)
    return detection.decide(
        actor=ngo, screening_id=done.id, version=done.version, decision="presumed", reason=SECRET
    )


def _seat(say: Any, scene: Scene) -> UUID:
    """Of a colleague without an account: ending it ends nobody's session."""
    worker, seat = uuid4(), uuid4()
    say(
        "INSERT INTO talka.worker (id, name, phone, language, active, version)"
        " VALUES (%s, 'Niekas', '', 'lt', true, 1)",
        [worker],
    )
    say(
        "INSERT INTO talka.assignment (id, worker_id, institution_id, role, municipality_id, since)"
        " SELECT %s, %s, institution_id, 'case_worker', municipality_id, since"
        " FROM talka.assignment WHERE id = %s",
        [seat, worker, scene.cast["ngo_colleague"].assignment],
    )
    return seat


def _mark(say: Any, scene: Scene) -> UUID:
    """A conflict of somebody whom the matrix does not ask."""
    mark = uuid4()
    say(
        "INSERT INTO talka.conflict_mark (id, worker_id, scope, reason, marked_by_id, marked_at)"
        " VALUES (%s, %s, %s, 'relative', %s, %s)",
        [mark, scene.outsider.account, scene.ids["case_id"], scene.outsider.account,
         timezone.now()],
    )  # fmt: skip
    return mark


def _house(scene: Scene) -> dict[str, Any]:
    """A signal that waits, presumed by a person; a team with its coordinator in a seat."""
    with scene.acts("ngo") as ngo:
        signal = _signal(ngo)
        screening = _screened(ngo, signal.id)
    with scene.acts("coordinator") as coordinator:
        team = teams.found_team(actor=coordinator, municipality="29")
        holding = teams.seat_member(
            actor=coordinator, team_id=team.id, seat="municipality",
            assignment_id=scene.cast["coordinator"].assignment,
        )  # fmt: skip
    return {
        "waiting_signal": signal.id,
        "waiting_screening": screening.id,
        "team_id": team.id,
        "holding_id": holding.id,
    }
