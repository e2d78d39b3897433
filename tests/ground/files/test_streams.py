"""A stream opens whole or not at all: moved, doubled, cut, bent, or missing pieces are refused."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talka.ground.crypto.sealing import DataKey, Place, Unopenable
from talka.ground.crypto.streams import PIECE, open_stream, seal_stream

KEY = DataKey.fresh()
PLACE = Place("attachment_chunk", "body", uuid4(), uuid4())
BODY = bytes(range(256)) * (PIECE * 3 // 256) + b"end"


def pieces(body: bytes = BODY, place: Place = PLACE) -> list[bytes]:
    return list(seal_stream(KEY, place, body))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7])
def test_what_goes_in_comes_out(size: int) -> None:
    body = bytes(size)
    sealed = pieces(body)
    assert len(sealed) == max(1, -(-size // PIECE))
    assert open_stream(KEY, PLACE, sealed) == body


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p[:-1],
        lambda p: p[1:],
        lambda p: p[:1] + p[2:],
        lambda p: [p[1], p[0], *p[2:]],
        lambda p: [*p, p[-1]],
        lambda p: [p[0], *p],
        lambda p: [*p[:-1], p[0]],
        lambda p: [*p[:-2], p[-1]],
        lambda p: [p[0][:-1], *p[1:]],
        lambda p: [p[0] + b"\0", *p[1:]],
        lambda p: [],
    ],
)
def test_another_order_or_number_does_not_open(change) -> None:
    assert open_stream(KEY, PLACE, pieces()) == BODY
    with pytest.raises(Unopenable):
        open_stream(KEY, PLACE, change(pieces()))


def test_pieces_of_another_file_or_case_do_not_open() -> None:
    other_file = Place(PLACE.table, PLACE.column, uuid4(), PLACE.scope)
    other_case = Place(PLACE.table, PLACE.column, PLACE.row, uuid4())
    for place in (other_file, other_case):
        with pytest.raises(Unopenable):
            open_stream(KEY, place, pieces())
        mixed = [pieces(place=place)[0], *pieces()[1:]]
        with pytest.raises(Unopenable):
            open_stream(KEY, PLACE, mixed)
    with pytest.raises(Unopenable):
        open_stream(DataKey.fresh(), PLACE, pieces())
    with pytest.raises(Unopenable):
        open_stream(DataKey(KEY.id, DataKey.fresh().secret), PLACE, pieces())


@given(st.integers(0, 3), st.integers(0, 7), st.data())
def test_one_bent_bit_does_not_open(n: int, bit: int, data: st.DataObject) -> None:
    sealed = pieces()
    spot = data.draw(st.integers(0, len(sealed[n]) - 1))
    bent = bytearray(sealed[n])
    bent[spot] ^= 1 << bit
    with pytest.raises(Unopenable):
        open_stream(KEY, PLACE, [*sealed[:n], bytes(bent), *sealed[n + 1 :]])
