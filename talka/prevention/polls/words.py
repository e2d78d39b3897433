"""Words of polls for codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MODE = {
    "code": _("One-time codes on paper"),
    "open": _("A link that anybody may use"),
}
STATE = {
    "draft": _("being prepared"),
    "coming": _("not begun yet"),
    "open": _("being asked"),
    "over": _("its days are past"),
    "closed": _("closed"),
}
DIVISION = {
    "proportional": _("in proportion to people"),
    "optimal": _("more where opinions are expected to differ more"),
}
RATE = {
    "rr1": _("Answered, of all who are or may be eligible (RR1)"),
    "rr3": _("Answered, with the unknown estimated (RR3)"),
    "coop1": _("Answered, of those who were reached (COOP1)"),
    "ref1": _("Refused (REF1)"),
    "con1": _("Reached (CON1)"),
}
TURN = {
    1: _("enters first"),
    2: _("enters second"),
    3: _("decides and counts"),
}
SHEET = {
    "missing": _("not entered"),
    "entered": _("entered"),
    "differs": _("differs"),
    "decided": _("decided"),
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
TOGETHER = _("Together, because they are few: %(answers)s")
UNTOLD = _("Did not say")
WRONG = {
    "missing": _("Please answer this question."),
    "choice": _("Choose an answer from the list."),
    "alone": _("These answers do not go together."),
    "number": _("Write a number within the limits."),
    "month": _("Write the month as year and month, for example 2026-03."),
    "long": _("This is too long."),
    "row": _("Please answer every line."),
}
