"""Ciphertext moved or bent is never accepted: 100,000 seeded tries, and a control that is."""

from __future__ import annotations

import random
from dataclasses import replace
from uuid import UUID

import pytest

from talka.ground.crypto.provider import FileProvider, provider
from talka.ground.crypto.sealing import DataKey, Place, Unopenable, seal, unseal

TRIES = 100_000


def _uuid(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128))


def _places(chance: random.Random) -> list[Place]:
    tables, columns = ("case_identity", "note"), ("name", "phone")
    ids = [_uuid(chance) for _ in range(3)]
    return [Place(t, c, r, s) for t in tables for c in columns for r in ids for s in ids]


def test_moved_or_bent_is_never_accepted():
    chance = random.Random(20261122)
    places = _places(chance)
    keys = [DataKey.fresh() for _ in range(4)]
    sealed = [
        (k, p, seal(k, p, f"text {n}"))
        for n, (k, p) in enumerate((k, p) for k in keys for p in places)
    ]
    accepted = 0
    for n in range(TRIES):
        key, place, value = chance.choice(sealed)
        kind = n % 6
        if kind == 0:  # one bit anywhere, header and tag too
            spot = chance.randrange(len(value))
            value = (
                value[:spot] + bytes([value[spot] ^ 1 << chance.randrange(8)]) + value[spot + 1 :]
            )
        elif kind == 1:  # another place
            place = chance.choice([p for p in places if p != place])
        elif kind == 2:  # another key that says it is this one
            key = DataKey(key.id, chance.choice([k for k in keys if k is not key]).secret)
        elif kind == 3:  # cut
            value = value[: chance.randrange(len(value))]
        elif kind == 4:  # lengthened
            value += bytes([chance.randrange(256)])
        else:  # body of one, head of another
            other = chance.choice(sealed)[2]
            value = value[:29] + other[29:] if other[29:] != value[29:] else value[:-1]
        try:
            unseal(key, place, value)
            accepted += 1
        except Unopenable:
            pass
    assert accepted == 0


def test_the_same_tries_are_accepted_when_nothing_was_moved():
    """Control: the loop's own values open where they belong."""
    chance = random.Random(1)
    key = DataKey.fresh()
    for place in _places(chance):
        assert unseal(key, place, seal(key, place, "ž" * 400)) == "ž" * 400


def test_lengths_do_not_tell_names_apart():
    key, place = DataKey.fresh(), _places(random.Random(2))[0]
    assert len({len(seal(key, place, name)) for name in ("Jo", "Ona", "Eglė Ąžuolaitytė")}) == 1


def test_a_wrapped_key_opens_only_for_its_case_class_and_id(tmp_path):
    path = tmp_path / "kek.json"
    path.write_text(FileProvider.fresh())
    house, key, scope = FileProvider(path), DataKey.fresh(), _uuid(random.Random(3))
    wrapped = house.wrap(key, scope, "identity")
    assert house.unwrap(wrapped, key.id, scope, "identity").secret == key.secret
    other = _uuid(random.Random(4))
    for wrong in ((key.id, other, "identity"), (other, scope, "identity"), (key.id, scope, "note")):
        with pytest.raises(Unopenable):
            house.unwrap(wrapped, *wrong)
    path.write_text(FileProvider.fresh())
    with pytest.raises(Unopenable):
        FileProvider(path).unwrap(wrapped, key.id, scope, "identity")


def test_a_secret_is_not_in_the_repr():
    key = DataKey.fresh()
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(replace(key))
    assert (
        provider().blind("name", "a")
        == provider().blind("name", "a")
        != provider().blind("phone", "a")
    )
