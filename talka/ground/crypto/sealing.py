"""Seal one text for one place: AES-256-GCM, bound to table, column, row, scope and key.

    value = version (1) | key id (16) | nonce (12) | ciphertext and tag

The place is the associated data, so a ciphertext moved to another row, column, table, case or key
does not open. Texts are padded to buckets so that lengths do not tell names apart.
NIST SP 800-38D (GCM, 96-bit random nonces: far below 2^32 values per data key).
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
HEAD = 1 + 16 + 12
BUCKETS = (32, 128, 512, 2048)


class Unopenable(Exception):
    """The value is bent, moved, cut, or sealed with another key."""


@dataclass(frozen=True)
class Place:
    """Where a value lives: table and column names, row id, and the scope (case or owner)."""

    table: str
    column: str
    row: UUID
    scope: UUID

    def bound(self, key_id: UUID) -> bytes:
        names = f"talka/1|{self.table}|{self.column}".encode()
        return names + b"|" + self.row.bytes + self.scope.bytes + key_id.bytes


@dataclass(frozen=True)
class DataKey:
    id: UUID
    secret: bytes = field(repr=False)

    @classmethod
    def fresh(cls) -> DataKey:
        return cls(uuid4(), AESGCM.generate_key(256))

    @cached_property
    def cipher(self) -> AESGCM:
        return AESGCM(self.secret)


def padded(raw: bytes) -> bytes:
    """Length (4 bytes), text, zeros up to the next bucket (then multiples of the last)."""
    body = struct.pack(">I", len(raw)) + raw
    size = next((b for b in BUCKETS if len(body) <= b), None)
    if size is None:
        size = -(-len(body) // BUCKETS[-1]) * BUCKETS[-1]
    return body.ljust(size, b"\0")


def unpadded(body: bytes) -> bytes:
    (length,) = struct.unpack(">I", body[:4])
    return body[4 : 4 + length]


def encrypt(key: DataKey, bound: bytes, raw: bytes) -> bytes:
    nonce = os.urandom(12)
    return VERSION + key.id.bytes + nonce + key.cipher.encrypt(nonce, padded(raw), bound)


def seal(key: DataKey, place: Place, text: str) -> bytes:
    return encrypt(key, place.bound(key.id), text.encode())


def key_id(value: bytes) -> UUID:
    if len(value) < HEAD + 16 or value[:1] != VERSION:
        raise Unopenable("not a sealed value")
    return UUID(bytes=bytes(value[1:17]))


def decrypt(key: DataKey, bound: bytes, value: bytes) -> bytes:
    value = bytes(value)
    if key_id(value) != key.id:
        raise Unopenable("sealed with another key")
    try:
        return unpadded(key.cipher.decrypt(value[17:HEAD], value[HEAD:], bound))
    except InvalidTag:
        raise Unopenable("bent or moved") from None


def unseal(key: DataKey, place: Place, value: bytes) -> str:
    return decrypt(key, place.bound(key.id), value).decode()
