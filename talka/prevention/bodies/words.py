"""The names of the codes of the room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

KIND = {
    "commission": gettext_lazy("commission"),
    "task_force": gettext_lazy("task force"),
    "working_group": gettext_lazy("working group"),
    "council": gettext_lazy("council"),
}
SECTOR = {
    "ngo": gettext_lazy("non-governmental organisations"),
    "police": gettext_lazy("police"),
    "prosecution": gettext_lazy("prosecution"),
    "social": gettext_lazy("social services"),
    "child_rights": gettext_lazy("child rights"),
    "municipality": gettext_lazy("municipal administration"),
    "ministry": gettext_lazy("ministries"),
    "other": pgettext_lazy("sector", "other"),
}
PRESENCE = {
    "present": pgettext_lazy("attendance", "present"),
    "represented": pgettext_lazy("attendance", "represented"),
    "absent": pgettext_lazy("attendance", "absent"),
}
DECISION = {
    "overdue": pgettext_lazy("decision", "overdue"),
    "open": pgettext_lazy("decision", "under way"),
    "done_late": pgettext_lazy("decision", "done late"),
    "done_in_time": pgettext_lazy("decision", "done in time"),
}
STANDING = {
    "draft": pgettext_lazy("proposal", "draft"),
    "replaced": pgettext_lazy("proposal", "replaced by a later one"),
    "waiting": pgettext_lazy("proposal", "waiting for an answer"),
    "overdue": pgettext_lazy("proposal", "no answer in time"),
    "answered": pgettext_lazy("proposal", "answered in time"),
    "late": pgettext_lazy("proposal", "answered late"),
}
TONES = {
    "overdue": "danger",
    "open": "accent",
    "done_late": "neutral",
    "done_in_time": "done",
    "draft": "now",
    "replaced": "neutral",
    "waiting": "accent",
    "answered": "done",
    "late": "neutral",
}
PROCESS = {
    "act": gettext_lazy("draft legal act"),
    "plan": gettext_lazy("action plan"),
    "budget": gettext_lazy("budget"),
    "standard": gettext_lazy("standard or method"),
}
STAGE = {
    "drafting": pgettext_lazy("process", "being drafted"),
    "consultation": pgettext_lazy("process", "out for consultation"),
    "decided": pgettext_lazy("process", "decided"),
    "stopped": pgettext_lazy("process", "stopped"),
}
CONTRIBUTION = {
    "invited": pgettext_lazy("contribution", "was invited"),
    "consulted": pgettext_lazy("contribution", "was consulted"),
    "written": pgettext_lazy("contribution", "sent a written opinion"),
    "co_drafted": pgettext_lazy("contribution", "drafted together"),
    "voted": pgettext_lazy("contribution", "voted"),
}
VERDICT = {
    "adopted": pgettext_lazy("verdict", "adopted"),
    "partly": pgettext_lazy("verdict", "adopted in part"),
    "refused": pgettext_lazy("verdict", "not adopted"),
    "no_answer": pgettext_lazy("verdict", "no answer will be given"),
}
