"""The fixed cast, made through the system's own actions, never by inserts.

Two towns, so that "other institution" is a real neighbour: Šiauliai (29) and Panevėžys (27).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from talka.command.founding import first_administrator
from talka.ground.access.actor import acting, open_session
from talka.people.accounts import actions
from talka.people.accounts.models import Assignment

PASSWORD = "tests-only-long-password"


@dataclass(frozen=True)
class Member:
    """One of the cast: `token` is a live session secret."""

    name: str
    account: UUID
    institution: UUID
    assignment: UUID
    role: str
    email: str
    token: str


PLACES = {
    "caritas": ("ngo", "29", "NVO „Šviesa“", "NGO Light"),
    "police": ("police", "29", "Šiaulių policija", "Šiauliai police"),
    "prosecution": ("prosecution", "29", "Šiaulių prokuratūra", "Šiauliai prosecution"),
    "social": ("social_services", "29", "Šiaulių socialinės paslaugos", "Šiauliai social services"),
    "children": ("child_rights", "29", "Šiaulių vaiko teisės", "Šiauliai child rights"),
    "town": ("municipality", "29", "Šiaulių savivaldybė", "Šiauliai municipality"),
    "ministry": ("ministry_interior", None, "Ministerija", "Ministry"),
    "oslo": ("evaluator", None, "Vertintojai", "Evaluators"),
    "other_ngo": ("ngo", "27", "NVO „Tiltas“", "NGO Bridge"),
}

PEOPLE = {
    "ngo": ("caritas", "case_worker", "29"),
    "ngo_colleague": ("caritas", "case_worker", "29"),
    "ngo_supervisor": ("caritas", "supervisor", "29"),
    "police": ("police", "police", "29"),
    "prosecutor": ("prosecution", "prosecutor", "29"),
    "social": ("social", "social_worker", "29"),
    "child_rights": ("children", "child_rights", "29"),
    "coordinator": ("town", "coordinator", "29"),
    "ministry": ("ministry", "ministry", None),
    "evaluator": ("oslo", "evaluator", None),
    "stranger": ("other_ngo", "case_worker", "27"),
}


def gather() -> dict[str, Member]:
    """Found the institutions, invite everybody, accept the invitations, open a session each."""
    root = first_administrator(email="root@example.org", password=PASSWORD)
    cast: dict[str, Member] = {}
    with acting(root) as actor:
        founded = {
            key: actions.found_institution(
                actor=actor, kind=kind, name_lt=lt, name_en=en, municipality=place
            )
            for key, (kind, place, lt, en) in PLACES.items()
        }
        admins = {
            key: actions.invite(
                actor=actor,
                institution_id=institution.id,
                name=f"Admin {key}",
                email=f"admin.{key}@example.org",
                role="institution_admin",
            )
            for key, institution in founded.items()
        }
    for key, (worker, secret) in admins.items():
        actions.accept_invitation(secret=secret, password=PASSWORD)
        cast[f"admin_{key}"] = _member(f"admin_{key}", worker.id, f"admin.{key}@example.org")
    for name, (place, role, area) in PEOPLE.items():
        with acting(cast[f"admin_{place}"].account) as actor:
            worker, secret = actions.invite(
                actor=actor,
                institution_id=founded[place].id,
                name=name.replace("_", " ").title(),
                email=f"{name}@example.org",
                role=role,
                municipality=area,
            )
        actions.accept_invitation(secret=secret, password=PASSWORD)
        cast[name] = _member(name, worker.id, f"{name}@example.org")
    cast["technical"] = _member("technical", root, "root@example.org")
    return cast


def _member(name: str, account: UUID, email: str) -> Member:
    with acting(account):
        seat = Assignment.objects.select_related("institution").get(worker_id=account)
        place, role, seat_id = seat.institution_id, seat.role, seat.id
    token = open_session(account, minutes=600)
    return Member(name, account, place, seat_id, role, email, token)
