"""Lithuanian order of words, without ICU: the same on every machine and in every database.

Letters that differ only by a tail, a dot or a bar (ą ę ė į ų ū) count as their plain letter first
and after it when all else is equal; y follows į; č, š, ž are letters of their own.
Source: the order of the Lithuanian alphabet as in the Unicode CLDR collation for `lt`.
"""

from __future__ import annotations

import unicodedata

Key = tuple[tuple[tuple[int, str], ...], tuple[int, ...], str]

_OWN = {"č": ("c", 1), "š": ("s", 1), "ž": ("z", 1)}
_TAILED = {
    "ą": ("a", 1),
    "ę": ("e", 1),
    "ė": ("e", 2),
    "į": ("i", 1),
    "y": ("i", 2),
    "ų": ("u", 1),
    "ū": ("u", 2),
}


def sorting_key(text: str) -> Key:
    """Compare words by letters, then by tails, then as written."""
    first: list[tuple[int, str]] = []
    second: list[int] = []
    for letter in unicodedata.normalize("NFC", text).casefold():
        base, own, tail = _letter(letter)
        if base:
            first.append((own, base))
            second.append(tail)
    return tuple((ord(b[0]) * 2 + own, b) for own, b in first), tuple(second), text


def _letter(letter: str) -> tuple[str, int, int]:
    if letter in _OWN:
        base, own = _OWN[letter]
        return base, own, 0
    if letter in _TAILED:
        base, tail = _TAILED[letter]
        return base, 0, tail
    plain = unicodedata.normalize("NFD", letter)[0]
    if letter.isalnum():
        return plain, 0, 3 if plain != letter else 0
    return ("", 0, 0) if unicodedata.combining(letter) else (" ", 0, 0)
