"""Words of polls for codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MODE = {
    "code": _("One-time codes on paper"),
    "open": _("A link that anybody may use"),
}
STATE = {
    "draft": _("being prepared"),
    "coming": _("to come"),
    "open": _("being asked"),
    "over": _("its days are past"),
    "closed": _("closed"),
}
NO_ANSWER = {"dk": _("I do not know"), "refused": _("I do not wish to answer")}
GROUP = {
    "good": _("Rather well, or well"),
    "bad": _("Rather badly, or badly"),
    "yes": _("Yes, or rather yes"),
    "no": _("No, or rather no"),
    "other": _("Other answers"),
}
JOINED = _("Joined, because few gave them: %(answers)s")
WRONG = {
    "missing": _("Please answer this question."),
    "choice": _("Choose an answer from the list."),
    "alone": _("These answers do not go together."),
    "number": _("Write a number within the limits."),
    "month": _("Write the month as year and month, for example 2026-03."),
    "long": _("This is too long."),
    "row": _("Please answer every line."),
}
