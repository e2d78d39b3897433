"""The keyring of a case: the data keys that the database lets the asker have."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from talka.casework.cases.models import DATA_CLASSES, Case, CaseKey
from talka.ground.crypto.provider import provider
from talka.ground.crypto.sealing import DataKey


class CaseRing:
    """Opened keys by class. `key` raises KeyError for a class that is not granted."""

    def __init__(self, scope: UUID, keys: Iterable[tuple[str, UUID, bytes]]) -> None:
        self.scope = scope
        self._wrapped = {name: (key_id, wrapped) for name, key_id, wrapped in keys}
        self._open: dict[str, DataKey] = {}

    @property
    def classes(self) -> frozenset[str]:
        """The data classes that are granted, as the database answered."""
        return frozenset(self._wrapped)

    def key(self, data_class: str) -> DataKey:
        if data_class not in self._open:
            key_id, wrapped = self._wrapped[data_class]
            self._open[data_class] = provider().unwrap(wrapped, key_id, self.scope, data_class)
        return self._open[data_class]


def keyring(case_id: UUID) -> CaseRing:
    """One query: the keys of every class that the asker may read."""
    rows = CaseKey.objects.filter(case_id=case_id).values_list("data_class", "id", "wrapped")
    return CaseRing(case_id, [(c, i, bytes(w)) for c, i, w in rows])


def make_keys(case: Case) -> CaseRing:
    """A fresh key for every class of a new case, stored wrapped."""
    fresh = {name: DataKey.fresh() for name in DATA_CLASSES}
    wrapped = {n: provider().wrap(k, case.id, n) for n, k in fresh.items()}
    CaseKey.objects.bulk_create(
        CaseKey(id=fresh[n].id, case=case, data_class=n, wrapped=wrapped[n]) for n in DATA_CLASSES
    )
    ring = CaseRing(case.id, [(n, fresh[n].id, wrapped[n]) for n in DATA_CLASSES])
    ring._open.update(fresh)
    return ring
