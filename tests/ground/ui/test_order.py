"""Lithuanian order, the same everywhere."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from talka.ground.ui.collation import sorting_key

IN_ORDER = [
    "abc", "Ąžuolas", "Azija", "ceremonija", "cukrus", "čekis", "daina", "ežeras", "ėjimas",
    "giria", "įlanka", "ypata", "ira", "jūra", "kelias", "Skuodas", "suolas", "sūris",
    "Šakiai", "Šiauliai", "Širvintos", "ūkas", "ūsai", "vanduo", "zebras", "žąsis",
]  # fmt: skip


def test_letters_of_their_own_and_letters_with_tails() -> None:
    assert sorted(["ša", "sz", "sa"], key=sorting_key) == ["sa", "sz", "ša"]
    assert sorted(["ąb", "aa", "ac"], key=sorting_key) == ["aa", "ąb", "ac"]
    assert sorted(["y", "į", "i", "j"], key=sorting_key) == ["i", "į", "y", "j"]
    assert sorted(["ė", "ę", "e"], key=sorting_key) == ["e", "ę", "ė"]
    assert sorted(["Žiburys", "zuikis", "žiburys"], key=sorting_key)[0] == "zuikis"


def test_a_shuffled_list_comes_back() -> None:
    ordered = sorted(IN_ORDER, key=sorting_key)
    shuffled = random.Random(7).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=sorting_key) == ordered
    assert ordered.index("čekis") > ordered.index("cukrus")
    assert ordered.index("Šakiai") > ordered.index("sūris")
    assert sorted(IN_ORDER) != ordered  # the machine's own order is another one


@given(st.lists(st.text(max_size=12), max_size=8))
def test_it_is_an_order_over_any_text(words: list[str]) -> None:
    once = sorted(words, key=sorting_key)
    backwards = once[::-1]
    assert sorted(backwards, key=sorting_key) == once
