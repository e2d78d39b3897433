"""The sentences of the rules of a plan. A message carries the code of its rule."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from talka.prevention.programmes.shapes import Message
from talka.prevention.programmes.table import words as table

RULES = {
    **table.RULES,
    "link_unknown": gettext_lazy(
        "No single national measure in force has this number. The link will not be entered."
    ),
    "no_measure": gettext_lazy("The programme has no measure yet."),
}

STATUS = {
    "not_started": gettext_lazy("not started"),
    "on_course": gettext_lazy("on course"),
    "at_risk": gettext_lazy("at risk"),
    "late": gettext_lazy("late"),
    "done": pgettext_lazy("status of a measure", "done"),
    "dropped": gettext_lazy("dropped"),
}
TONES = {
    "not_started": "neutral",
    "on_course": "accent",
    "at_risk": "now",
    "late": "danger",
    "done": "done",
    "dropped": "neutral",
}
LEVEL = {
    "national": gettext_lazy("National programme"),
    "municipal": gettext_lazy("Municipal programme"),
    "project": gettext_lazy("Project"),
}
KIND = {
    "goal": gettext_lazy("Goal"),
    "task": gettext_lazy("Task"),
    "measure": gettext_lazy("Measure"),
}
ROLE = {
    "lead": gettext_lazy("leads"),
    "co": gettext_lazy("carries out together"),
    "partner": gettext_lazy("partner"),
    "funder": gettext_lazy("funder"),
}
ACT_KIND = {
    "law": gettext_lazy("law of the Seimas"),
    "resolution": gettext_lazy("resolution of the Government"),
    "order": gettext_lazy("order of a minister"),
    "decision": gettext_lazy("decision of the council"),
}
STAGE = {
    "requested": gettext_lazy("requested"),
    "approved": gettext_lazy("approved"),
    "revised": gettext_lazy("revised"),
    "paid": gettext_lazy("paid"),
}
STATE = {
    "value": gettext_lazy("a number"),
    "zero": gettext_lazy("zero"),
    "missing": gettext_lazy("missing"),
    "not_applicable": gettext_lazy("not applicable"),
}
JOINED = {
    **STATE,
    "apart": gettext_lazy("each place by itself"),
}
AMOUNT = {
    "total": gettext_lazy("total"),
    "expenses": gettext_lazy("for expenses"),
    "wages": gettext_lazy("of these wages"),
    "assets": gettext_lazy("for assets"),
}
SOURCE = {
    "VB": gettext_lazy("State budget"),
    "SB": gettext_lazy("Municipal budget"),
    "ES": gettext_lazy("European Union"),
    "EEE": gettext_lazy("EEA and Norway"),
    "KT": gettext_lazy("Other"),
}
CRITERION = {
    "problem": gettext_lazy("The problem is described"),
    "logic": gettext_lazy("It is clear how the measure answers the problem"),
    "evidence": gettext_lazy("There is evidence that it works"),
    "transfer": gettext_lazy("Others could repeat it from what is written"),
}
DIRECTION = {
    "up": gettext_lazy("more is better"),
    "down": gettext_lazy("less is better"),
    "none": gettext_lazy("no direction"),
}

OVER_UNITS = {
    "none": gettext_lazy("each place by itself"),
    "sum": gettext_lazy("added up"),
    "ratio": gettext_lazy("a share, joined by of how many"),
    "mean": gettext_lazy("the mean"),
    "max": gettext_lazy("the greatest"),
    "min": gettext_lazy("the smallest"),
    "latest": gettext_lazy("the latest"),
}
OVER_TIME = {
    "last": gettext_lazy("the last year speaks"),
    "sum": gettext_lazy("added up"),
    "mean": gettext_lazy("the mean"),
    "max": gettext_lazy("the greatest"),
    "none": gettext_lazy("each year by itself"),
}

AXIS = {
    "town": gettext_lazy("Municipality"),
    "year": gettext_lazy("Year"),
    "indicator": gettext_lazy("Indicator"),
    "programme": gettext_lazy("Programme"),
    "goal": gettext_lazy("Goal"),
    "part": gettext_lazy("Breakdown"),
}
LACKS = {
    "axes": gettext_lazy("Choose two different things for lines and columns."),
    "indicator": gettext_lazy(
        "Choose an indicator: figures of different indicators are never added together."
    ),
    "place": gettext_lazy(
        "Choose a municipality or a programme: all indicators are shown of one of them."
    ),
}


def sentence(message: Message) -> str:
    """What is wrong and where, in the reader's language."""
    said = str(RULES.get(message.rule, message.rule))
    where = message.at or message.code
    parts = [f"{where}: {said}" if where else said]
    if message.value and message.value != message.code:
        parts.append(message.value)
    if message.hint:
        parts.append(_("(expected: %(hint)s)") % {"hint": message.hint})
    return " ".join(parts)


def question(asked: Any) -> str:
    """What is asked, at which place, about which text."""
    where = f"{asked.at}: " if asked.at else ""
    about = str(table.ANSWERS.get(asked.value, asked.value))
    said = str(table.QUESTIONS[asked.kind])
    return f"{where}{said}" + (f" ({about})" if about else "")


def option(asked: Any, code: str) -> str:
    return str((SOURCE if asked.kind == "source" else table.ANSWERS).get(code, code))
