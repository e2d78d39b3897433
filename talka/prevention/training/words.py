"""The words of the room for its codes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PHASE: dict[str, Any] = {
    "before": _("before the course"),
    "after": _("after the course"),
    "m3": _("after 3 months"),
    "m6": _("after 6 months"),
    "m12": _("after 12 months"),
}
WHY: dict[str, Any] = {
    "attendance": _("was there for too little of the time"),
    "test_missing": _("did not take the test after the course"),
    "test_failed": _("gave too few right answers in the test after the course"),
}
STATE: dict[str, Any] = {
    "valid": _("valid"),
    "expiring": _("runs out within 90 days"),
    "expired": _("expired"),
    "missing": pgettext_lazy("competence", "missing"),
    "empty": _("nobody in the seat"),
    "revoked": _("revoked"),
}
TONE = {
    "valid": "done",
    "expiring": "now",
    "expired": "danger",
    "missing": "danger",
    "empty": "danger",
    "revoked": "danger",
}
