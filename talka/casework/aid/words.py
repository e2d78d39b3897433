"""The names of this room's own codes, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RISKS: dict[str, Promise] = {
    "danger_now": _("Is the person in danger right now?"),
    "address_known": _("Do those who exploited know where the person is?"),
    "still_in_touch": _("Are they still in touch with the person?"),
    "threats_to_family": _("Is the family threatened or pressed for debts?"),
    "suicide": _("Has the person thought of suicide or harmed themself?"),
    "injured": _("Is there an injury or illness that cannot wait?"),
    "children": _("Are children at risk?"),
    "debts": _("Is a debt demanded from the person?"),
    "documents_withheld": _("Are their documents withheld?"),
    "followed": _("May their phone or accounts be watched?"),
    "no_shelter": _("Has the person nowhere safe to sleep tonight?"),
    "media": _("Could the press or social media expose the person?"),
}
ANSWERS: dict[str, Promise] = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known")}
DEGREES: dict[str, Promise] = {
    "urgent": _("Urgent need"),
    "some": _("Some need"),
    "none": _("No need"),
    "unknown": _("Need not known"),
}
REACHES: dict[str, Promise] = {
    "individual": _("The person"),
    "household": _("The household"),
    "community": _("The community"),
}
AGREEMENTS: dict[str, Promise] = {
    "agreed": _("The person agrees"),
    "partly": _("The person agrees in part"),
    "not_asked": _("The person was not asked yet"),
}
GOAL_STATES: dict[str, Promise] = {
    "open": _("Goal is open"),
    "done": _("Goal reached"),
    "dropped": _("Goal dropped"),
}
NOTE_KINDS: dict[str, Promise] = {
    "shared": _("Shared: everyone to whom notes of this case were opened"),
    "monitoring": _("Monitoring: how things go, read like a shared note"),
    "protected": _("Protected: my institution only"),
    "own": _("Own: nobody but me"),
}
NOTE_TAGS: dict[str, Promise] = {
    "shared": _("Shared note"),
    "monitoring": _("Monitoring note"),
    "protected": _("Protected note"),
    "own": _("Own note"),
}
FOLLOW_UP_OUTCOMES: dict[str, Promise] = {
    "well": _("Doing well"),
    "help_again": _("Help is needed again"),
    "danger_now": _("In danger now"),
    "no_contact": _("Could not be reached"),
    "finished": _("Follow-up is finished"),
}
