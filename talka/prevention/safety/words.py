"""The words of the room: codes of its tables, for templates and forms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

STATE = {
    "value": gettext_lazy("a number"),
    "zero": gettext_lazy("zero"),
    "missing": gettext_lazy("missing"),
    "not_applicable": gettext_lazy("not applicable"),
    "suppressed": gettext_lazy("suppressed"),
}
STATUS = {
    "draft": gettext_lazy("draft"),
    "open": gettext_lazy("waits for an answer"),
    "answered": gettext_lazy("answered"),
    "in_progress": gettext_lazy("in progress"),
    "implemented": gettext_lazy("implemented"),
    "overdue": gettext_lazy("overdue"),
    "dropped": gettext_lazy("dropped"),
}
TONES = {
    "draft": "neutral",
    "open": "now",
    "answered": "accent",
    "in_progress": "accent",
    "implemented": "done",
    "overdue": "danger",
    "dropped": "neutral",
}
ANSWER = {
    "accepted": gettext_lazy("accepted"),
    "partly": gettext_lazy("accepted in part"),
    "rejected": gettext_lazy("rejected"),
}
BASIS = {
    "needs": gettext_lazy("Analysis of needs"),
    "poll": gettext_lazy("Opinion poll"),
    "evaluation": gettext_lazy("Evaluation"),
    "greta": gettext_lazy("Report of GRETA"),
    "audit": gettext_lazy("Audit"),
    "task_force": gettext_lazy("Working group"),
}
PRIORITY = {
    1: gettext_lazy("1: first"),
    2: gettext_lazy("2: then"),
    3: gettext_lazy("3: when possible"),
}
STRENGTH = {
    "strong": gettext_lazy("well founded"),
    "moderate": gettext_lazy("partly founded"),
    "weak": gettext_lazy("weakly founded"),
}
SEVERITY = {
    1: gettext_lazy("1: slight"),
    2: gettext_lazy("2: moderate"),
    3: gettext_lazy("3: serious"),
    4: gettext_lazy("4: grave"),
}
GROUP = {
    "active": gettext_lazy("active"),
    "resting": gettext_lazy("resting"),
    "ended": gettext_lazy("ended"),
}
LACKS = {
    "": "",
    "level": gettext_lazy("no level yet"),
    "reasoning": gettext_lazy("no reasoning yet"),
    "evidence": gettext_lazy("no evidence yet"),
}
WAY = {
    "min_max": gettext_lazy("between fixed goalposts"),
    "target": gettext_lazy("share of the way to a target"),
    "z": gettext_lazy("distance from a fixed reference mean"),
}
DIRECTION = {
    "up": gettext_lazy("more is better"),
    "down": gettext_lazy("less is better"),
}
SHOWS = {
    "composite": gettext_lazy("Safety composite"),
    "assessment": gettext_lazy("Own assessment"),
    "groups": gettext_lazy("Safe-neighbourhood groups per 10,000 residents"),
}
