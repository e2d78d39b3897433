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
END_ACCESS = verb("case.end_access", "case", writes=False)
"""Whether a grant may be ended is `rules.may_not_end`; one's own may be laid down by anybody."""
ASK_WHO_KNOWS = verb("person.ask", "identity", writes=False, roles=CASE_ROLES)
