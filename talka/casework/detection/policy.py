"""Verbs of detection on a case. Signals come before any case: their rule is in holding.py."""

from __future__ import annotations

from talka.casework.cases.rules import CASE_ROLES
from talka.ground.access.verbs import verb

SEE_STORY = verb("story.see", "story", writes=False)
WRITE_STORY = verb("story.write", "story", writes=True, roles=CASE_ROLES)
SCREEN = verb("screening.write", "story", writes=True, roles=CASE_ROLES)
SEE_STATUS = verb("status.see", "case", writes=False)
# A body's own statement needs sight of the case, not leave to change what others wrote in it.
ASSERT_STATUS = verb("status.assert", "case", writes=False, roles=CASE_ROLES)
