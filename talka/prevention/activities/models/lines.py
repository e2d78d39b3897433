"""What is said of an activity, a line each: whom it reached, with whom, at what cost, with what."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from talka.ground.files.models import Attachment
from talka.people.institutions.models import Institution
from talka.prevention.activities import rules
from talka.prevention.activities.models.activity import Activity, Line
from talka.prevention.programmes.models.plan import one_of
from talka.prevention.programmes.shapes import SOURCES


class Reach(Line):
    """How many of one group, counted one way. Persons, contacts and views never share a row."""

    group = models.TextField()
    unit = models.TextField()
    method = models.TextField()
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "activity_reach"
        constraints = [
            one_of("unit", rules.UNITS, "reach_unit"),
            one_of("method", rules.METHODS, "reach_method"),
            models.CheckConstraint(
                condition=models.Q(unit="views", method="views")
                | ~models.Q(unit="views") & ~models.Q(method="views"),
                name="views_are_only_views",
            ),
            models.CheckConstraint(condition=~models.Q(group=""), name="reach_group"),
            models.UniqueConstraint(
                fields=["activity", "group", "unit", "method"], name="one_reach_a_cell"
            ),
        ]


class Partner(Line):
    """An institution of the house, or an organisation by its name."""

    institution = models.ForeignKey(Institution, models.PROTECT, null=True)
    name = models.TextField(default="")

    class Meta:
        db_table = "activity_partner"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(institution__isnull=False, name="")
                | models.Q(institution__isnull=True) & ~models.Q(name=""),
                name="partner_is_one",
            ),
            models.UniqueConstraint(
                fields=["activity", "institution", "name"], name="one_partner_once",
                nulls_distinct=False,
            ),
        ]  # fmt: skip


class Cost(Line):
    source = models.TextField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR")

    class Meta:
        db_table = "activity_cost"
        constraints = [
            one_of("source", SOURCES, "activity_cost_source"),
            models.CheckConstraint(
                condition=models.Q(currency="EUR", amount__gte=0), name="activity_cost_euros"
            ),
            models.UniqueConstraint(fields=["activity", "source"], name="one_cost_a_source"),
        ]


class Material(Line):
    """What was printed or put up: its kind, languages, edition, and how much of it went out."""

    kind = models.TextField()
    title = models.TextField()
    languages = ArrayField(models.TextField(), default=list)
    edition = models.TextField(default="")
    print_run = models.PositiveIntegerField(null=True)
    distributed = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "activity_material"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(print_run__isnull=True)
                | models.Q(distributed__isnull=True)
                | models.Q(distributed__lte=models.F("print_run")),
                name="no_more_than_was_printed",
            )
        ]


class MediaItem(Line):
    """It was in a medium. An estimate of its audience names where the estimate is from."""

    outlet = models.TextField()
    on = models.DateField()
    estimate = models.PositiveIntegerField(null=True)
    estimate_source = models.TextField(default="")

    class Meta:
        db_table = "activity_media"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(estimate__isnull=True, estimate_source="")
                | models.Q(estimate__isnull=False) & ~models.Q(estimate_source=""),
                name="estimate_with_source",
            )
        ]


class Support(Line):
    """An organisation was supported: how much, what for, what came of it."""

    name = models.TextField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    purpose = models.TextField()
    result = models.TextField(default="")

    class Meta:
        db_table = "activity_support"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gte=0) & ~models.Q(name="") & ~models.Q(purpose=""),
                name="support_said",
            )
        ]


class EvidenceKey(models.Model):
    """The key of the files of one activity and class, wrapped."""

    id = models.UUIDField(primary_key=True, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT)
    data_class = models.TextField()
    wrapped = models.BinaryField()

    class Meta:
        db_table = "activity_key"
        constraints = [
            one_of("data_class", tuple(rules.EVIDENCE_CLASSES.values()), "evidence_class"),
            models.UniqueConstraint(
                fields=["activity", "data_class"], name="one_evidence_key_a_class"
            ),
        ]


class Evidence(Line):
    """A sealed file that shows it. `sha256` of its content; personal data only with an end."""

    file = models.OneToOneField(Attachment, models.PROTECT)
    kind = models.TextField()
    sha256 = models.CharField(max_length=64)
    personal_data = models.TextField()
    retention_until = models.DateField(null=True)
    checked = models.BooleanField()
    """Whoever put it there said: nobody helped is in it, and no minor can be recognised."""

    class Meta:
        db_table = "activity_evidence"
        constraints = [
            one_of("kind", rules.EVIDENCE_KINDS, "evidence_kind"),
            one_of("personal_data", tuple(rules.EVIDENCE_CLASSES), "no_sensitive_evidence"),
            models.CheckConstraint(
                condition=models.Q(personal_data="none") | models.Q(retention_until__isnull=False),
                name="evidence_with_an_end",
            ),
            models.CheckConstraint(condition=models.Q(checked=True), name="evidence_checked"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="evidence_hash"
            ),
        ]


class EvidenceEnding(models.Model):
    """That somebody was reminded of its end, and that its content was destroyed: once each."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="endings")
    what = models.TextField()
    on = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "evidence_ending"
        constraints = [
            one_of("what", rules.ENDINGS, "evidence_ending_what"),
            models.UniqueConstraint(fields=["evidence", "what"], name="one_ending_an_evidence"),
        ]
