"""Who wraps the data keys: a small interface with a file behind it.

PKCS#11 and a transit service fit the same four methods. The file lives outside the database, so a
dump, a disk image of the data directory or a backup opens nothing by itself.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from talka.ground.crypto.sealing import DataKey, Unopenable


class KeyProvider(Protocol):
    """wrap and unwrap data keys for a scope; derive a named key; compute a blind index."""

    def wrap(self, key: DataKey, scope: UUID, data_class: str) -> bytes: ...
    def unwrap(self, wrapped: bytes, key_id: UUID, scope: UUID, data_class: str) -> DataKey: ...
    def named(self, purpose: str) -> DataKey: ...
    def blind(self, field: str, value: str) -> bytes: ...


class FileProvider:
    """Key-encryption keys in `keys/kek.json`, mode 0600: {"current": id, "keys": {id: base64}}."""

    def __init__(self, path: Path) -> None:
        content = json.loads(path.read_text())
        self._current: str = content["current"]
        self._keys = {name: base64.b64decode(raw) for name, raw in content["keys"].items()}

    @staticmethod
    def fresh() -> str:
        """The content of a new key file."""
        name = os.urandom(4).hex()
        raw = base64.b64encode(AESGCM.generate_key(256)).decode()
        root = base64.b64encode(os.urandom(32)).decode()
        return json.dumps({"current": name, "keys": {name: raw, "root": root}})

    def wrap(self, key: DataKey, scope: UUID, data_class: str) -> bytes:
        nonce = os.urandom(12)
        bound = _wrap_bound(key.id, scope, data_class, self._current)
        body = AESGCM(self._keys[self._current]).encrypt(nonce, key.secret, bound)
        return self._current.encode() + b"|" + nonce + body

    def unwrap(self, wrapped: bytes, key_id: UUID, scope: UUID, data_class: str) -> DataKey:
        name, _, rest = bytes(wrapped).partition(b"|")
        kek = self._keys.get(name.decode())
        if kek is None:
            raise Unopenable("wrapped with a key this house no longer holds")
        bound = _wrap_bound(key_id, scope, data_class, name.decode())
        try:
            return DataKey(key_id, AESGCM(kek).decrypt(rest[:12], rest[12:], bound))
        except InvalidTag:
            raise Unopenable("wrapped key bent or moved") from None

    def named(self, purpose: str) -> DataKey:
        return _derived(self._keys["root"], purpose)

    def blind(self, field: str, value: str) -> bytes:
        """HMAC-SHA-256 of a normalised value, cut to 16 bytes; never stored unique."""
        key = _derived(self._keys["root"], f"blind:{field}").secret
        return hmac.new(key, value.encode(), hashlib.sha256).digest()[:16]


def _wrap_bound(key_id: UUID, scope: UUID, data_class: str, kek: str) -> bytes:
    return f"talka/wrap/1|{data_class}|{kek}|".encode() + key_id.bytes + scope.bytes


@lru_cache(maxsize=64)
def _derived(root: bytes, purpose: str) -> DataKey:
    kdf = HKDF(algorithm=hashes.SHA256(), length=48, salt=b"talka/1", info=purpose.encode())
    raw = kdf.derive(root)
    return DataKey(UUID(bytes=raw[:16]), raw[16:])


@lru_cache(maxsize=1)
def provider() -> KeyProvider:
    """The provider of this house, read once per process."""
    from django.conf import settings

    return FileProvider(settings.HOME.path / "keys" / "kek.json")
