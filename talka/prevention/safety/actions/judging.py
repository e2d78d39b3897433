"""The assessment of a municipality: begun, answered, submitted, reviewed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Stale
from talka.prevention.safety import policy, rules
from talka.prevention.safety.models import Answer, Assessment, Review, RubricVersion
from talka.prevention.safety.shapes import LEVELS, Criterion, read_rubric


def begin(*, actor: Actor, municipality: str, year: int) -> Assessment:
    """Begin the assessment of a year. The answers of the last one submitted stand in it already,
    marked with their year, where the criterion is still the same."""
    policy.require_town(actor, municipality)
    if not 2011 <= year <= timezone.localdate().year:
        raise Broken({"year": _("From 2011 to this year.")})
    if Assessment.objects.filter(municipality=municipality, year=year).exists():
        raise Broken({"year": _("The assessment of this year is begun already.")})
    rubric = RubricVersion.objects.order_by("-version").first()
    if rubric is None:
        raise Absent
    codes = {c.code for c in read_rubric(rubric.document).criteria}
    before = (
        Assessment.objects.filter(
            municipality=municipality, year__lt=year, submitted_at__isnull=False,
            rubric__code=rubric.code,
        ).order_by("-year").first()
    )  # fmt: skip
    with act("safety.begin"):
        made = Assessment.objects.create(
            municipality_id=municipality, year=year, rubric=rubric, began_by_id=actor.id
        )
        if before is not None:
            Answer.objects.bulk_create(
                Answer(assessment=made, criterion=a.criterion, level=a.level, by_id=actor.id,
                       reasoning=a.reasoning, evidence=a.evidence, carried_from=before.year)
                for a in Answer.objects.filter(assessment=before)
                if a.criterion in codes
            )  # fmt: skip
    return made


def criterion_of(found: Assessment, code: str) -> Criterion:
    criterion = read_rubric(found.rubric.document).criterion(code)
    if criterion is None:
        raise Absent
    return criterion


def answer(
    *, actor: Actor, assessment_id: UUID, criterion: str, version: int, level: int | None,
    reasoning: str, evidence: str,
) -> Answer:  # fmt: skip
    """Write or rewrite the answer to one criterion. Stale when a colleague did meanwhile."""
    found = policy.unsubmitted(actor, assessment_id)
    criterion_of(found, criterion)
    if level is not None and level not in LEVELS:
        raise Broken({"level": _("From 0 to 4.")})
    said = {"level": level, "reasoning": reasoning.strip(), "evidence": evidence.strip()}
    row = Answer.objects.select_related("by").filter(assessment=found, criterion=criterion).first()
    if (row.version if row else 0) != version:
        raise _stale(row, said)
    with act("safety.answer"):
        if row is None:
            return Answer.objects.create(
                assessment=found, criterion=criterion, by_id=actor.id, **said
            )
        changed = Answer.objects.filter(id=row.id, version=version).update(
            **said, carried_from=None, version=version + 1, by_id=actor.id, at=timezone.now()
        )
        if not changed:
            raise Stale({"version": version + 1})
    row.refresh_from_db()
    return row


def _stale(row: Answer | Review | None, said: Iterable[str]) -> Stale:
    if row is None:
        return Stale({"version": 0})
    theirs = {name: getattr(row, name) for name in said}
    return Stale({**theirs, "version": row.version}, by=row.by.name, at=row.at)


def submit(*, actor: Actor, assessment_id: UUID) -> Assessment:
    """Submit: every criterion has a level and a reasoning, and evidence where the rubric wants it.
    From then on nobody changes it."""
    found = policy.unsubmitted(actor, assessment_id)
    rubric = read_rubric(found.rubric.document)
    said = {a.criterion: a for a in Answer.objects.filter(assessment=found)}
    lacking = [c.code for c in rubric.criteria if lacks_of(rubric, c, said.get(c.code))]
    if lacking:
        raise Broken(_("Not ready yet: %(codes)s") % {"codes": ", ".join(lacking)})
    with act("safety.submit"):
        waiting = Assessment.objects.filter(id=found.id, submitted_at__isnull=True)
        if not waiting.update(submitted_at=timezone.now(), submitted_by_id=actor.id):
            raise Broken(_("It is submitted already."))
    found.refresh_from_db()
    return found


def lacks_of(rubric: object, criterion: Criterion, said: Answer | None) -> str:
    if said is None:
        return "level"
    return rules.lacks(rubric, criterion, said.level, said.reasoning, said.evidence)  # type: ignore[arg-type]


def review(
    *, actor: Actor, assessment_id: UUID, criterion: str, version: int, level: int, reason: str
) -> Review:
    """The ministry's own level of one criterion, with the reason."""
    found = policy.under_review(actor, assessment_id)
    criterion_of(found, criterion)
    if level not in LEVELS:
        raise Broken({"level": _("From 0 to 4.")})
    if not reason.strip():
        raise Broken({"reason": _("Say why.")})
    said = {"level": level, "reason": reason.strip()}
    row = Review.objects.select_related("by").filter(assessment=found, criterion=criterion).first()
    if (row.version if row else 0) != version:
        raise _stale(row, said)
    with act("safety.review"):
        if row is None:
            return Review.objects.create(
                assessment=found, criterion=criterion, by_id=actor.id, level=level,
                reason=reason.strip(),
            )  # fmt: skip
        changed = Review.objects.filter(id=row.id, version=version).update(
            level=level, reason=reason.strip(), version=version + 1, by_id=actor.id,
            at=timezone.now(),
        )  # fmt: skip
        if not changed:
            raise Stale({"version": version + 1})
    row.refresh_from_db()
    return row


def agree(*, actor: Actor, assessment_id: UUID, reason: str) -> int:
    """The same level as the municipality for every criterion that has no review yet; how many."""
    found = policy.under_review(actor, assessment_id)
    if not reason.strip():
        raise Broken({"reason": _("Say why.")})
    done = set(Review.objects.filter(assessment=found).values_list("criterion", flat=True))
    with act("safety.agree"):
        made = Review.objects.bulk_create(
            Review(assessment=found, criterion=a.criterion, level=a.level, reason=reason.strip(),
                   by_id=actor.id)
            for a in Answer.objects.filter(assessment=found)
            if a.level is not None and a.criterion not in done
        )  # fmt: skip
    return len(made)


def close_review(*, actor: Actor, assessment_id: UUID) -> Assessment:
    """Close the review: every criterion is reviewed. From then on everybody reads it."""
    found = policy.under_review(actor, assessment_id)
    rubric = read_rubric(found.rubric.document)
    done = set(Review.objects.filter(assessment=found).values_list("criterion", flat=True))
    lacking = [c.code for c in rubric.criteria if c.code not in done]
    if lacking:
        raise Broken(_("Not reviewed yet: %(codes)s") % {"codes": ", ".join(lacking)})
    with act("safety.close_review"):
        waiting = Assessment.objects.filter(id=found.id, reviewed_at__isnull=True)
        if not waiting.update(reviewed_at=timezone.now(), reviewed_by_id=actor.id):
            raise Broken(_("The review is closed already."))
    found.refresh_from_db()
    return found
