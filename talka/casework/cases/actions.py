"""What can be done to a case. The only writers of this room; every one is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases import policy, rules
from talka.casework.cases.keys import CaseRing, keyring, make_keys
from talka.casework.cases.models import (
    DATA_CLASSES,
    BlindToken,
    Case,
    Grant,
    Identity,
    Profile,
    Step,
    Turn,
)
from talka.casework.cases.notices import tell
from talka.casework.cases.permission import Held, hold
from talka.ground.access.actor import Actor, Seat
from talka.ground.audit.trail import act
from talka.ground.crypto.provider import provider
from talka.ground.kernel.errors import Broken, Refused, Stale
from talka.people.accounts.models import Assignment, ConflictMark


def open_case(
    *,
    actor: Actor,
    municipality: str,
    on: date | None = None,
    child: bool = False,
    profile: dict[str, Any],
    protocol: tuple[str, int],
) -> tuple[Case, CaseRing, Seat]:
    """Open a case in the actor's institution and hold every class of it for one's own work.

    `profile`: gender, age_group, citizenship, exploitation, languages, source (codes).
    Raises Refused when the actor has no role that opens cases.
    """
    seat = actor.seat(*rules.CASE_ROLES)
    if seat is None:
        raise Refused(_("Your role does not open cases."), _("the coordinator of your team"))
    now = timezone.now()
    with act("case.open"):
        case = Case(
            code=_next_code((on or now.date()).year),
            municipality_id=municipality,
            institution_id=seat.institution,
            opened_by_id=seat.id,
            opened_on=on or timezone.localdate(),
            opened_at=now,
            protocol=protocol[0],
            protocol_version=protocol[1],
            child=child,
        )
        case.save(force_insert=True)
        Grant.objects.bulk_create(_own(case, seat, name, now) for name in DATA_CLASSES)
        ring = make_keys(case)
        Profile(case=case, **profile).save(force_insert=True)
    return case, ring, seat


def _next_code(year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT talka.next_case_code(%s)", [year])
        return str(cursor.fetchone()[0])


def _own(case: Case, seat: Seat, data_class: str, now: datetime) -> Grant:
    return Grant(
        case=case,
        institution_id=seat.institution,
        assignment_id=seat.id,
        data_class=data_class,
        may_write=True,
        admits_sealed=True,
        basis="own_work",
        granted_by_id=seat.id,
        since=now,
    )


def note_step(
    *,
    case_id: UUID,
    seat: Seat,
    kind: str,
    on: date | None = None,
    outcome: str = "",
    data_class: str = "case",
    ref: UUID | None = None,
) -> Step:
    """Put a dated fact on the path (called by the rooms' actions, inside their `act`)."""
    step = Step(
        case_id=case_id,
        kind=kind,
        outcome=outcome,
        data_class=data_class,
        on=on or timezone.localdate(),
        at=timezone.now(),
        by_id=seat.id,
        institution_id=seat.institution,
        ref=ref,
    )
    step.save(force_insert=True)
    return step


def give_turn(
    *,
    case_id: UUID,
    act_code: str,
    institution: UUID,
    assignment: UUID | None = None,
    due: tuple[datetime, str, str] | None = None,
    ref: UUID | None = None,
) -> Turn:
    """Say whose turn it is. `due`: (moment, "law" or "standard", source)."""
    turn = Turn(
        case_id=case_id,
        act=act_code,
        institution_id=institution,
        assignment_id=assignment,
        ref=ref,
        since=timezone.now(),
        due_at=due[0] if due else None,
        due_kind=due[1] if due else "",
        due_source=due[2] if due else "",
    )
    turn.save(force_insert=True)
    tell(turn)
    return turn


def end_turns(*, case_id: UUID, act_code: str, seat: Seat, ref: UUID | None = None) -> int:
    """The act is done: its open turns end. Returns how many ended."""
    open_turns = Turn.objects.filter(case_id=case_id, act=act_code, done_at__isnull=True)
    if ref is not None:
        open_turns = open_turns.filter(ref=ref)
    return open_turns.update(done_at=timezone.now(), done_by_id=seat.id)


def offer(
    *,
    held: Held,
    institution: UUID,
    classes: Iterable[str],
    basis: str,
    basis_id: UUID | None,
    until: datetime | None,
    may_write: Sequence[str] = (),
    reason: str = "",
) -> list[Grant]:
    """Offer classes of a case to an institution; opens nothing until a person takes it up."""
    now = timezone.now()
    offered = [
        Grant(
            case=held.case,
            institution_id=institution,
            data_class=name,
            may_write=name in may_write,
            basis=basis,
            basis_id=basis_id,
            reason=reason,
            granted_by_id=held.seat.id,
            since=now,
            until=until,
        )
        for name in sorted(set(classes))
    ]
    Grant.objects.bulk_create(offered)
    return offered


def take_up(*, case_id: UUID, seat: Seat, basis_ids: Iterable[UUID]) -> int:
    """Take up what was offered to the seat's institution under these bases."""
    return Grant.objects.filter(
        case_id=case_id,
        institution_id=seat.institution,
        assignment__isnull=True,
        ended_at__isnull=True,
        basis_id__in=list(basis_ids),
    ).update(assignment_id=seat.id)


def end_grants(*, basis_id: UUID) -> int:
    """End every grant that stands on this basis: effective at the next statement of anybody."""
    return Grant.objects.filter(basis_id=basis_id, ended_at__isnull=True).update(
        ended_at=timezone.now()
    )


def share_with_colleague(
    *, actor: Actor, case_id: UUID, assignment_id: UUID, classes: Sequence[str]
) -> list[Grant]:
    """Open classes one holds for own work to a colleague of the same institution."""
    held = hold(actor, case_id, policy.SHARE_WITH_COLLEAGUE)
    colleague = Assignment.objects.filter(
        id=assignment_id,
        institution_id=held.seat.institution,
        role__in=rules.CASE_ROLES,
        until__isnull=True,
    ).first()
    if colleague is None:
        raise Broken({"assignment": _("Choose a colleague of your institution.")})
    foreign = set(classes) - held.classes
    if foreign or not classes:
        raise Broken({"classes": _("You can share only parts that you hold yourself.")})
    now = timezone.now()
    with act("case.colleague"):
        grants = [
            Grant(
                case=held.case,
                institution_id=held.seat.institution,
                assignment=colleague,
                data_class=name,
                may_write=True,
                admits_sealed=held.case.sealed,
                basis="own_work",
                granted_by_id=held.seat.id,
                since=now,
            )
            for name in classes
        ]
        Grant.objects.bulk_create(grants)
        note_step(case_id=held.case.id, seat=held.seat, kind="colleague", ref=colleague.id)
    return grants


def write_identity(*, actor: Actor, case_id: UUID, version: int, texts: dict[str, str]) -> Identity:
    """Write the vault and its blind tokens. `texts`: name, born, personal_code, phone, address,
    other. `version` 0 = none was seen. Raises Stale with what stands there now."""
    held = hold(actor, case_id, policy.WRITE_IDENTITY)
    ring = keyring(case_id)
    with act("identity.write"):
        row = Identity.objects.select_for_update().filter(case_id=case_id).first()
        if (row.version if row else 0) != version:
            raise Stale({k: row.read(ring, k) for k in texts} if row else {})
        row = row or Identity(case=held.case, id=uuid4(), version=0)
        row.put(ring, **texts)
        row.version += 1
        row.save()
        keys = rules.blind_keys(
            *(texts.get(k, "") for k in ("name", "born", "personal_code", "phone"))
        )
        BlindToken.objects.filter(case_id=case_id).delete()
        BlindToken.objects.bulk_create(
            BlindToken(
                case=held.case, institution=held.case.institution, token=provider().blind(*k)
            )
            for k in keys
        )
        if version == 0:
            note_step(case_id=case_id, seat=held.seat, kind="identity", data_class="identity")
    return row


def change_profile(*, actor: Actor, case_id: UUID, version: int, codes: dict[str, Any]) -> Profile:
    """Change coded facts. Raises Stale with the codes that stand there now."""
    held = hold(actor, case_id, policy.CHANGE_PROFILE)
    with act("case.profile"):
        changed = Profile.objects.filter(case_id=case_id, version=version).update(
            **codes, version=version + 1
        )
        profile = Profile.objects.get(case_id=case_id)
        if not changed:
            raise Stale({k: getattr(profile, k) for k in codes})
        if "age_group" in codes:
            Case.objects.filter(id=held.case.id).update(child=codes["age_group"] == "child")
    return profile


def seal_case(*, actor: Actor, case_id: UUID, sealed: bool) -> None:
    """Seal: only grants that admit to a sealed case still open it; own-work holders have them."""
    held = hold(actor, case_id, policy.SEAL)
    with act("case.seal" if sealed else "case.unseal"):
        Case.objects.filter(id=held.case.id).update(sealed=sealed)
        note_step(case_id=case_id, seat=held.seat, kind="seal" if sealed else "unseal")


def mark_conflict(*, actor: Actor, case_id: UUID, worker_id: UUID, reason: str) -> ConflictMark:
    """Bar a person (oneself or a colleague) from a case, whatever was granted to them."""
    held = hold(actor, case_id, policy.MARK_CONFLICT)
    with act("conflict.mark"):
        note_step(case_id=held.case.id, seat=held.seat, kind="conflict", ref=worker_id)
        mark = ConflictMark(
            worker_id=worker_id,
            scope=held.case.id,
            reason=reason,
            marked_by_id=actor.id,
            marked_at=timezone.now(),
        )
        mark.save(force_insert=True)
    return mark


def close_case(
    *, actor: Actor, case_id: UUID, version: int, reason: str, on: date | None = None
) -> Case:
    """Close. Broken lists what is still missing; Stale when somebody changed the case."""
    from talka.casework.cases.queries import gaps_of

    held = hold(actor, case_id, policy.CLOSE)
    if held.case.closed_on:
        raise Broken(_("This case is already closed."))
    hindering = rules.may_close(gaps_of(case_id), reason)
    if hindering:
        raise Broken({f"gap:{g.code}": g.code for g in hindering})
    with act("case.close"), transaction.atomic():
        changed = Case.objects.filter(id=case_id, version=version, closed_on__isnull=True).update(
            closed_on=on or timezone.localdate(), closure_reason=reason, version=version + 1
        )
        if not changed:
            raise Stale({})
        note_step(case_id=case_id, seat=held.seat, kind="closure", outcome=reason, on=on)
    held.case.refresh_from_db()
    return held.case


def ask_who_knows(
    *, actor: Actor, name: str = "", born: str = "", personal_code: str = "", phone: str = ""
) -> list[UUID]:
    """Institutions that may know this person; never a case. Limited by the database to 30 an
    hour a person. Raises Broken when there is not enough to ask with."""
    keys = rules.blind_keys(name, born, personal_code, phone)
    if not keys:
        raise Broken(_("Write a name with a date of birth, a personal code, or a phone number."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT talka.who_knows(%s)", [[provider().blind(*k) for k in keys]])
        return list(cursor.fetchone()[0])
