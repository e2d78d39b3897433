"""Names of the codes that the rules know, and the sentences of what the database refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STATUS = {"planned": _("planned"), "held": _("held"), "cancelled": _("cancelled")}
TONES = {"planned": "accent", "held": "done", "cancelled": "neutral"}
UNIT = {"persons": _("persons"), "contacts": _("contacts"), "views": _("views")}
METHOD = {
    "signed_list": _("by a signed list"),
    "counted": _("counted"),
    "estimate": _("estimated"),
    "views": _("shown by the medium or platform"),
}
WAY = {
    "persons:signed_list": _("Persons, by a signed list"),
    "persons:counted": _("Persons, counted"),
    "persons:estimate": _("Persons, estimated"),
    "contacts:signed_list": _("Contacts, by a signed list"),
    "contacts:counted": _("Contacts, counted"),
    "contacts:estimate": _("Contacts, estimated"),
    "views:views": _("Views"),
}
"""Unit and method of a figure, as one choice: nothing else can be chosen."""
FEED = {**WAY, "times:": _("Number of activities")}
EVIDENCE = {
    "list": _("List of participants"),
    "protocol": _("Minutes or report"),
    "photo": _("Photograph"),
    "publication": _("Publication"),
    "other": _("Other document"),
}
PERSONAL = {
    "none": _("No personal data"),
    "staff": _("Names or signatures of adults who took part or worked"),
    "sensitive": _("Minors, health or anything about a person helped"),
}
WHY_NO_COST = {
    "no_cost": _("No cost is recorded."),
    "no_persons": _("Nobody counted persons; contacts and views are not persons."),
    "estimate": _("The number of persons is an estimate."),
    "two_methods": _("Persons were counted in more than one way, and ways are not added up."),
    "small_base": _("Fewer than ten persons."),
}

FAULTS = {
    "one_reach_a_cell": ("way", _("This group is counted this way already.")),
    "views_are_only_views": ("way", _("Views are counted as views, and nothing else is.")),
    "nobody is reached before it was held": ("", _("Nobody is reached before it was held.")),
    "one_partner_once": ("name", _("This partner is named already.")),
    "partner_is_one": ("name", _("Choose an institution or write a name.")),
    "one_cost_a_source": ("source", _("The cost from this source is written already.")),
    "no_more_than_was_printed": ("distributed", _("More went out than was printed.")),
    "estimate_with_source": (
        "estimate_source",
        _("An estimate needs its source, and a source its estimate."),
    ),
    "activity_serves_once": ("node", _("It serves this measure already.")),
    "the shares are more than the whole": ("share", _("All shares together exceed 100 %.")),
    "an activity serves a published measure of its place": (
        "node",
        _("Choose a measure of a published programme of this place."),
    ),
    "activity_period": ("until", _("The period ends before it begins.")),
    "nothing is held before its day": ("since", _("This date is in the future.")),
    "a held activity is corrected with a reason": (
        "reason",
        _("What was held is corrected with a reason."),
    ),
    "a cancelled activity does not change": (
        "",
        _("A cancelled activity does not change. Record it again."),
    ),
    "one_correction_a_version": (
        "",
        _("Somebody corrected it a moment ago. Look before repeating it."),
    ),
    "evidence_with_an_end": ("retention_until", _("Personal data are kept until a day.")),
    "no_sensitive_evidence": ("personal_data", _("Such a file is not taken. Keep it out.")),
    "evidence_checked": ("checked", _("Look at the file and confirm it first.")),
    "the sources add up to the figure": ("", _("The figure changed a moment ago. Look again.")),
}
"""Constraint, or what its trigger says → (field, sentence)."""
