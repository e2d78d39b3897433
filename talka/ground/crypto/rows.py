"""Rows with sealed columns. A column `name_sealed` is put and read as `name`."""

from __future__ import annotations

from typing import ClassVar, Protocol
from uuid import UUID, uuid4

from django.db import models

from talka.ground.crypto.sealing import DataKey, Place, seal, unseal


class Keyring(Protocol):
    """The opened data keys of one scope. `key` raises KeyError when the class is not ours."""

    scope: UUID

    def key(self, data_class: str) -> DataKey: ...


class SealedRow(models.Model):
    """Abstract: a random id, a data class, and texts that exist only as ciphertext."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    data_class: ClassVar[str]

    class Meta:
        abstract = True

    def _place(self, ring: Keyring, column: str) -> Place:
        return Place(self._meta.db_table, column, self.id, ring.scope)

    def put(self, ring: Keyring, **texts: str) -> None:
        """Seal each text into its column; an empty text becomes NULL."""
        key = ring.key(self.data_class)
        for column, text in texts.items():
            value = seal(key, self._place(ring, column), text) if text else None
            setattr(self, f"{column}_sealed", value)

    def read(self, ring: Keyring, column: str) -> str:
        """The text of a column, "" when there is none. Raises Unopenable when tampered with."""
        value = getattr(self, f"{column}_sealed")
        if value is None:
            return ""
        return unseal(ring.key(self.data_class), self._place(ring, column), bytes(value))


def sealed_column() -> models.BinaryField:
    """A column that holds only ciphertext, or NULL."""
    return models.BinaryField(null=True, editable=False)
