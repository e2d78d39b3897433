"""One of very many ids: a single parameter, where `__in` makes one of each.

Eighteen hundred ids as eighteen hundred parameters cost more to write down than to look up.
"""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey, Lookup, UUIDField


class Among(Lookup):  # type: ignore[type-arg]
    """`node__among=ids`: any collection of UUIDs."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        ids = "{" + ",".join(map(str, self.rhs)) + "}"
        return f"{column} = ANY(%s::uuid[])", (*params, ids)


def register() -> None:
    """For ids and for keys of other tables, whose ids are all UUIDs where this is asked."""
    UUIDField.register_lookup(Among)
    ForeignKey.register_lookup(Among)
