"""Verbs of the case itself."""

from __future__ import annotations

from talka.casework.cases.rules import CASE_ROLES
from talka.ground.access.verbs import verb

SEE = verb("case.see", "case", writes=False)
CHANGE_PROFILE = verb("case.profile", "case", writes=True, roles=CASE_ROLES)
SEE_IDENTITY = verb("identity.see", "identity", writes=False)
WRITE_IDENTITY = verb("identity.write", "identity", writes=True, roles=CASE_ROLES)
SEE_TRAIL = verb("case.trail", "case", writes=False)
SHARE_WITH_COLLEAGUE = verb("case.colleague", "case", writes=True, roles=CASE_ROLES)
SEAL = verb("case.seal", "case", writes=True, roles=frozenset({"case_worker", "supervisor"}))
MARK_CONFLICT = verb("conflict.mark", "case", writes=False)
CLOSE = verb("case.close", "case", writes=True, roles=frozenset({"case_worker", "supervisor"}))
