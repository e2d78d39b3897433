"""Bodies and policy in the demo, all invented: the commission of the first city with its meetings
and decisions, a plan that the ministry drafts with the NGOs, and supervision of a team."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from talka.command.demo_people import Crowd, Person
from talka.ground.access.actor import Actor, acting
from talka.prevention.bodies.actions import assembly, participation, supervision
from talka.prevention.bodies.models import Body, Meeting, Seat

FOUNDED = 380
"""Days since the commission was founded."""

CHAIRS = (
    ("coordinator", "municipality", "pirmininkas", True),
    ("case_worker", "ngo", "pirmininko pavaduotojas", True),
    ("police", "police", "narys", True),
    ("prosecutor", "prosecution", "narys", True),
    ("social_worker", "social", "narys", True),
    ("child_rights", "child_rights", "narys", True),
)
"""Role whose institution holds the chair, its sector, function and whether it votes."""
GUEST = "Užimtumo skyrius (išgalvotas)"

TEXTS = (
    ("1", "Patvirtinti tarpdisciplininės komandos darbo tvarką.", 0, 40),
    ("2", "Parengti laikino apgyvendinimo savaitgaliais tvarką.", 4, 95),
    ("3", "Susitarti, kas lydi asmenį į apklausą, kai NVO darbuotojas nepasiekiamas.", 2, 75),
)
"""Number, decision, chair that answers for it, days given. The first is done, the second overdue,
the third under way."""

ANSWER = "Mokymai įrašomi kiekvieniems metams; atskiros lėšos vertėjams bus svarstomos su biudžetu."


def seed_bodies(crowd: Crowd, cities: list[str], say: Callable[[str], None]) -> None:
    """A commission at work; a national plan, one proposal to it answered, one waiting."""
    say("commissions and policy")
    town = crowd.people[cities[0], "coordinator"]
    with acting(town.account) as actor:
        _commission(actor, crowd, cities[0])
        if cities[0] in crowd.teams:
            _supervised(actor, crowd.teams[cities[0]])
    with acting(crowd.people["", "ministry"].account) as actor:
        process = _opened(actor, crowd, cities)
    heard = _proposed(
        crowd.people[cities[0], "case_worker"], process, "2.1", MORE_TRAINING, "written"
    )
    with acting(crowd.people["", "ministry"].account) as actor:
        participation.answer(actor=actor, proposal_id=heard, verdict="partly", reason=ANSWER,
                             on=timezone.localdate())  # fmt: skip
    for city in cities[2:3]:
        _proposed(crowd.people[city, "case_worker"], process, "3.4", LONGER_HELP, "written")


def _day(ago: int) -> date:
    return timezone.localdate() - timedelta(days=ago)


def _commission(actor: Actor, crowd: Crowd, city: str) -> None:
    body = assembly.found_body(
        actor=actor, kind="commission", name="Kovos su prekyba žmonėmis koordinavimo komisija",
        municipality=city, since=_day(FOUNDED), mandate="Mero potvarkis M-112 (išgalvotas)",
        secretariat_id=crowd.people[city, "coordinator"].institution,
    )  # fmt: skip
    chairs = [
        assembly.add_seat(
            actor=actor, body_id=body.id, institution_id=crowd.people[city, role].institution,
            organisation="", sector=sector, function=function, votes=votes, since=body.since,
        )
        for role, sector, function, votes in CHAIRS
    ]  # fmt: skip
    chairs.append(assembly.add_seat(
        actor=actor, body_id=body.id, institution_id=None, organisation=GUEST, sector="other",
        function="patariamuoju balsu", votes=False, since=body.since,
    ))  # fmt: skip
    first = _met(actor, body, 150, chairs, {"child_rights": "absent"})
    second = _met(actor, body, 32, chairs, {"prosecution": "represented", "other": "absent"})
    _decided(actor, first, second, chairs)
    _called(actor, body, -24, "Metų apžvalga; kitų metų plano projektas.")


def _called(actor: Actor, body: Body, ago: int, agenda: str) -> Meeting:
    return assembly.call_meeting(
        actor=actor, body_id=body.id, held_on=_day(ago), place="Savivaldybės posėdžių salė",
        remote=False, agenda=agenda,
    )  # fmt: skip


def _met(
    actor: Actor, body: Body, ago: int, chairs: list[Seat], otherwise: dict[str, str]
) -> Meeting:
    """Everybody came, but for those sectors of whom it is said otherwise."""
    made = _called(actor, body, ago, "Padėtis mieste; komandos darbas; sprendimų vykdymas.")
    made = assembly.attend(
        actor=actor, meeting_id=made.id, version=made.version,
        presence={s.id: otherwise.get(s.sector, "present") for s in chairs},
    )  # fmt: skip
    assembly.minute(
        actor=actor, meeting_id=made.id, version=0,
        text="Aptarti bendri skaičiai ir nutarimų vykdymas. Apie asmenis nekalbėta.",
    )  # fmt: skip
    return made


def _decided(actor: Actor, first: Meeting, second: Meeting, chairs: list[Seat]) -> None:
    made = [
        assembly.decide(
            actor=actor, meeting_id=meeting.id, number=number, text=text, seat_id=chairs[at].id,
            responsible="", due=meeting.held_on + timedelta(days=days),
        )
        for meeting, (number, text, at, days) in zip((first, first, second), TEXTS, strict=True)
    ]  # fmt: skip
    for decision, ago, done, text in (
        (made[0], 118, True, "Tvarka patvirtinta ir išsiųsta visoms šešioms įstaigoms."),
        (made[1], 70, False, "Parengtas projektas; trūksta budėjimo grafiko."),
    ):
        assembly.follow_up(
            actor=actor, decision_id=decision.id, on=_day(ago), done=done, text=text, evidence=""
        )


def _supervised(actor: Actor, team: UUID) -> None:
    whole = ["ngo_expert", "police", "prosecutor", "social_worker", "child_rights", "municipality"]
    for ago, minutes, seats in ((190, 90, whole), (48, 120, whole[:5])):
        supervision.supervise(
            actor=actor, team_id=team, held_on=_day(ago), minutes=minutes, seats=seats,
            supervisor="Supervizorė iš kito miesto",
        )  # fmt: skip


MORE_TRAINING = (
    "Kasmet skirti lėšų komandų mokymams ir vertėjams, nes pokalbis be vertėjo trunka"
    " dvigubai ilgiau."
)
LONGER_HELP = "Pailginti pagalbą nuo trijų iki šešių mėnesių, kai asmuo laukia teismo."


def _opened(actor: Actor, crowd: Crowd, cities: list[str]) -> UUID:
    year = timezone.localdate().year
    made = participation.open_process(
        actor=actor, kind="plan", municipality=None, opened_on=_day(40), closes_on=_day(-25),
        title=f"Kovos su prekyba žmonėmis {year + 1}–{year + 3} metų veiksmų plano projektas",
    )  # fmt: skip
    participation.edit_process(
        actor=actor, process_id=made.id, version=made.version, title=made.title,
        stage="consultation", closes_on=made.closes_on,
    )  # fmt: skip
    participation.publish_process(actor=actor, process_id=made.id)
    for city in (cities[0], *cities[2:3]):
        participation.contribute(
            actor=actor, process_id=made.id, kind="invited", on=_day(36),
            institution_id=crowd.people[city, "case_worker"].institution,
        )  # fmt: skip
    return made.id


def _proposed(who: Person, process: UUID, clause: str, text: str, kind: str) -> UUID:
    """The organisation says what it did, proposes and submits."""
    with acting(who.account) as actor:
        participation.contribute(actor=actor, process_id=process, kind=kind, on=_day(8))
        made = participation.propose(
            actor=actor, process_id=process, text=text, clause=clause,
            evidence="Organizacijos metų ataskaita (išgalvota)",
        )  # fmt: skip
        participation.submit(actor=actor, proposal_id=made.id)
    return made.id
