"""Fetch a case *through* permission: the first line of every view and action on a case.

A case that is not there and a case that is not yours are both Absent. A case you hold, but not for
this verb, or that a floor bars you from, is Refused with the reason and the institution to ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases.models import Case, Grant
from talka.casework.cases.rules import CHILD_ROLES
from talka.ground.access.actor import Actor, Seat
from talka.ground.access.decide import (
    CaseFacts,
    Decision,
    GrantFact,
    SeatFact,
    Verb,
    decide,
    live,
)
from talka.ground.kernel.errors import Absent, Refused
from talka.people.institutions.models import Institution


@dataclass(frozen=True)
class Held:
    """A case in the asker's hands: the row, all its grants as facts, and the seat it is held by."""

    case: Case
    actor: Actor
    facts: CaseFacts
    seat: Seat

    def may(self, verb: Verb) -> Decision:
        return decide(verb, self.facts)

    def require(self, verb: Verb) -> Held:
        """Refused when the verb is not allowed; whoever answers the refusal notes it."""
        decision = self.may(verb)
        if not decision:
            ask = self.case.institution.name(self.actor.language)
            raise Refused(why(decision.why), ask, verb.code, self.case.id)
        return self

    @property
    def classes(self) -> frozenset[str]:
        """Data classes the asker may read on this case."""
        now = self.facts.now
        assert now is not None
        held = {g.data_class for g in live(self.facts.grants, now)}
        return frozenset(c for c in held if self.may(Verb("", c, False)))


def why(code: str) -> str:
    """The sentence behind a decision's code."""
    return {
        "no_grant": _("This case was not opened to you."),
        "conflict": _("You are marked as having a conflict of interest in this case."),
        "sealed": _("This case is sealed, and you were not admitted to it."),
        "child": _("This part of a child's case is open only to roles that work with children."),
        "other_class": _("This part of the case was not opened to you."),
        "other_role": _("Your role does not do this."),
        "read_only": _("You may read this part of the case, not change it."),
    }[code]


def hold(actor: Actor, case_id: UUID, verb: Verb) -> Held:
    """The case with the asker's grants (1 query), or Absent, or Refused. The database filters
    first."""
    if not actor:
        raise Absent
    mine = [s.id for s in actor.seats]
    grants = list(Grant.objects.select_related("case").filter(case=case_id, assignment__in=mine))
    if not grants:
        raise _barred(actor, case_id, verb)
    case = grants[0].case
    facts = CaseFacts(
        grants=tuple(fact(g) for g in grants),
        seats=tuple(SeatFact(s.id, s.role, True) for s in actor.seats),
        conflict=False,  # a conflict bars the row itself: the database answered Absent above
        sealed=case.sealed,
        child=case.child,
        now=timezone.now(),
        child_roles=CHILD_ROLES,
    )
    held_by = {g.seat for g in live(facts.grants, timezone.now())}
    seat = next((s for s in actor.seats if s.id in held_by), None)
    if seat is None:
        raise Absent
    return Held(case, actor, facts, seat).require(verb)


def _barred(actor: Actor, case_id: UUID, verb: Verb) -> Exception:
    """Who holds a live grant learns which floor bars the case; to others there is no case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT floor, institution FROM talka.floor_of(%s)", [case_id])
        row = cursor.fetchone()
    if row is None:
        return Absent()
    place = Institution.objects.filter(id=row[1]).first()
    ask = place.name(actor.language) if place else ""
    return Refused(why(row[0]), ask, verb.code, case_id)


def fact(grant: Grant) -> GrantFact:
    return GrantFact(
        grant.assignment_id,
        grant.data_class,
        grant.may_write,
        grant.since,
        grant.until,
        grant.ended_at is not None,
        grant.admits_sealed,
    )
