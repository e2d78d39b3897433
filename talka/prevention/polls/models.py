"""Opinion polls. What a person answered is kept so that nobody can tell whose it was."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from talka.ground.places.models import Municipality
from talka.method.versions import Published
from talka.people.accounts.models import Worker


class Questionnaire(Published):
    """A published version of questions; the database refuses every change."""

    class Meta(Published.Meta):
        db_table = "questionnaire"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="questionnaire_once"),
        ]


class Poll(models.Model):
    """`mode`: code (one-time codes) or open (a link that anybody may use, also twice).

    `probability`: were the people drawn by chance? Only then are intervals shown. `population`:
    how many people it speaks of; None: not known. `codes_printed`: how many codes were ever made.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.TextField(unique=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT)
    mode = models.TextField()
    title_lt = models.TextField()
    title_en = models.TextField()
    since = models.DateField()
    until = models.DateField()
    min_age = models.PositiveSmallIntegerField(default=18)
    probability = models.BooleanField(default=False)
    population = models.PositiveIntegerField(null=True)
    codes_printed = models.PositiveIntegerField(default=0)
    fielded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Worker, models.PROTECT)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "poll"
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=["code", "open"]), name="poll_mode"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="poll_period"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(fielded_at__isnull=False),
                name="poll_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(mode="code") | Q(probability=False), name="poll_open_is_no_sample"
            ),
        ]

    def title(self, language: str) -> str:
        return self.title_lt if language == "lt" else self.title_en


class Margin(models.Model):
    """How many people of the population gave this answer to a question about themselves: answers
    are weighted to it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="margins")
    question = models.TextField()
    option = models.TextField()
    people = models.PositiveIntegerField()

    class Meta:
        db_table = "poll_margin"
        constraints = [
            models.UniqueConstraint(fields=["poll", "question", "option"], name="poll_margin_once"),
            models.CheckConstraint(condition=Q(people__gt=0), name="poll_margin_above_0"),
        ]


class Stratum(models.Model):
    """A part of the population that is drawn from by itself. `people`: its size; `planned`: answers
    wanted from it.

    The numbers of the field work are dispositions of the AAPOR (Standard Definitions, 2023) of the
    codes printed for it: `refused`, `not_reached`, `other` (cannot take part), `not_eligible`.
    Whoever is in none of them and did not answer is unknown.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="strata")
    code = models.TextField()
    name = models.TextField()
    people = models.PositiveIntegerField()
    planned = models.PositiveIntegerField()
    codes_printed = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    not_reached = models.PositiveIntegerField(default=0)
    other = models.PositiveIntegerField(default=0)
    not_eligible = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "poll_stratum"
        constraints = [
            models.UniqueConstraint(fields=["poll", "code"], name="poll_stratum_once"),
            models.CheckConstraint(
                condition=Q(people__gt=0) & Q(planned__lte=F("people")), name="poll_stratum_size"
            ),
        ]


class Code(models.Model):
    """A one-time code that was not used yet, as a keyed digest. Using it deletes the row: no mark
    remains that could be set beside an answer."""

    digest = models.BinaryField(primary_key=True)
    poll = models.ForeignKey(Poll, models.PROTECT)
    stratum = models.ForeignKey(Stratum, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "poll_code"


class Waiting(models.Model):
    """Answers just given, sealed and all of one length, until enough of them can be mixed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT)
    sealed = models.BinaryField()

    class Meta:
        db_table = "poll_waiting"


class Response(models.Model):
    """One person's answers, written among others in random order. `week`: its Monday; the day and
    the hour are not known. `stratum`: its code, "" in a poll without strata."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT)
    week = models.DateField()
    stratum = models.TextField(default="")
    answers = models.JSONField()

    class Meta:
        db_table = "poll_response"


class Words(models.Model):
    """What somebody wrote in their own words, apart from their other answers. `flagged`: it looks
    as if it named somebody; it is shown to nobody."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT)
    question = models.TextField()
    text = models.TextField()
    flagged = models.BooleanField(default=False)

    class Meta:
        db_table = "poll_words"


class Batch(models.Model):
    """Paper questionnaires that came back together. `first`, `second`: who enters every sheet, each
    for themselves; `third`: who decides where they differ.

    Until `counted_at` none of it counts. `cells` and `differing`: how many answers both entered,
    and in how many they differed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="batches")
    stratum = models.ForeignKey(Stratum, models.PROTECT, null=True, related_name="+")
    n = models.PositiveIntegerField()
    handed_out = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    blank = models.PositiveIntegerField(default=0)
    spoilt = models.PositiveIntegerField(default=0)
    first = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    second = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    third = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    cells = models.PositiveIntegerField(default=0)
    differing = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "poll_batch"
        constraints = [
            models.UniqueConstraint(fields=["poll", "n"], name="poll_batch_once"),
            models.CheckConstraint(
                condition=Q(returned__lte=F("handed_out"))
                & Q(returned__gte=F("blank") + F("spoilt")),
                name="poll_batch_sums",
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second")) & ~Q(first=F("third")) & ~Q(second=F("third")),
                name="poll_batch_three_people",
            ),
        ]

    @property
    def sheets(self) -> int:
        """Sheets with answers: each is entered twice."""
        return self.returned - self.blank - self.spoilt


class Entry(models.Model):
    """One sheet as one person read it. `turn`: 1 and 2 enter it, 3 decides where they differ. Gone
    as soon as the batch is counted."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="entries")
    sheet = models.PositiveIntegerField()
    turn = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        db_table = "poll_entry"
        constraints = [
            models.UniqueConstraint(fields=["batch", "sheet", "turn"], name="poll_entry_once"),
            models.CheckConstraint(
                condition=Q(sheet__gte=1) & Q(turn__in=[1, 2, 3]), name="poll_entry_turn"
            ),
        ]
