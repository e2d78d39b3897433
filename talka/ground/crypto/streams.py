"""Seal something long in pieces, so that the pieces open only as the whole they were.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: online authenticated encryption,
2015) on the sealing of this room: every piece is bound to its number and to whether it is the
last. A piece moved, doubled, left out, taken from another stream, or an end cut off does not open.
Pieces are not padded: the size of a file is told by its row anyway.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag

from talka.ground.crypto.sealing import HEAD, VERSION, DataKey, Place, Unopenable, key_id

PIECE = 64 * 1024


def _bound(key: DataKey, place: Place, n: int, last: bool) -> bytes:
    return b"stream|" + place.bound(key.id) + n.to_bytes(8, "big") + (b"\1" if last else b"\0")


def seal_stream(key: DataKey, place: Place, raw: bytes) -> Iterator[bytes]:
    """The sealed pieces, in order; at least one. `place.row` is the id of the whole."""
    count = max(1, -(-len(raw) // PIECE))
    for n in range(count):
        nonce = os.urandom(12)
        piece = raw[n * PIECE : (n + 1) * PIECE]
        body = key.cipher.encrypt(nonce, piece, _bound(key, place, n, n == count - 1))
        yield VERSION + key.id.bytes + nonce + body


def open_stream(key: DataKey, place: Place, pieces: Iterable[bytes]) -> bytes:
    """The whole, or Unopenable: never a part of it."""
    sealed = [bytes(p) for p in pieces]
    if not sealed:
        raise Unopenable("no pieces")
    opened = []
    for n, value in enumerate(sealed):
        if key_id(value) != key.id:
            raise Unopenable("sealed with another key")
        try:
            bound = _bound(key, place, n, n == len(sealed) - 1)
            opened.append(key.cipher.decrypt(value[17:HEAD], value[HEAD:], bound))
        except InvalidTag:
            raise Unopenable("a piece is bent, moved or missing") from None
    return b"".join(opened)
