"""Verbs of aid. What is seen with the case alone (list of parts, gaps) asks `case.see`."""

from __future__ import annotations

from talka.casework.cases.rules import CASE_ROLES
from talka.ground.access.verbs import verb

CLOSERS = frozenset({"case_worker", "supervisor"})

SEE_RISK = verb("risk.see", "aid", writes=False)
ASSESS_RISK = verb("risk.assess", "aid", writes=True, roles=CASE_ROLES)
SEE_CONTACT = verb("contact.see", "contact", writes=False)
WRITE_CONTACT = verb("contact.write", "contact", writes=True, roles=CASE_ROLES)
CONFIRM_CONTACT = verb("contact.confirm", "case", writes=False)
SEE_NEEDS = verb("needs.see", "aid", writes=False)
ASSESS_NEEDS = verb("needs.assess", "aid", writes=True, roles=CASE_ROLES)
SEE_PLAN = verb("plan.see", "aid", writes=False)
WRITE_PLAN = verb("plan.write", "aid", writes=True, roles=CASE_ROLES)
SEE_SERVICES = verb("service.see", "case", writes=False)
RECORD_SERVICE = {
    "aid": verb("service.record", "aid", writes=True, roles=CASE_ROLES),
    "health": verb("service.record_health", "health", writes=True, roles=CASE_ROLES),
    "legal": verb("service.record_legal", "legal", writes=True, roles=CASE_ROLES),
}
SEE_NOTES = verb("note.see", "note", writes=False)
WRITE_NOTE = verb("note.write", "note", writes=True, roles=CASE_ROLES)
SEE_FILES = verb("file.see", "case", writes=False)
ADD_FILE = {
    name: verb(f"file.add_{name}", name, writes=True, roles=CASE_ROLES)
    for name in ("story", "health", "legal", "aid", "note")
}
SEE_CLOSURE = verb("closure.see", "aid", writes=False)
CLOSE = verb("closure.write", "aid", writes=True, roles=CLOSERS)
"""Closing writes class *aid* here and class *case* through `case.close`; both are asked."""
FOLLOW_UP = verb("follow_up.write", "aid", writes=True, roles=CLOSERS)
