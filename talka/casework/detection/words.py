"""Codes of this room in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STATES = {
    "received": _("Received"),
    "screened": _("Screened and decided"),
    "passed_on": _("Passed on"),
    "no_further_action": _("No further action"),
    "case_opened": _("Case opened"),
}

DECISIONS = {
    "presumed": _("Presumed victim: act as if trafficking happened until shown otherwise"),
    "possible": _("Possible victim: there are signs, more must be learnt"),
    "not_presumed": _("Not presumed: offer other help"),
}

DECIDED = {
    "presumed": _("Presumed victim"),
    "possible": _("Possible victim"),
    "not_presumed": _("Not presumed"),
    "": _("Not decided yet"),
}

ANSWERS = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known")}
