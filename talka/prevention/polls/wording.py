"""What people write in their own words: does it name somebody, and how two people type it. Pure."""

from __future__ import annotations

import re

NAMES_SOMEBODY = re.compile(
    r"@\w|\w\s*@"
    r"|\w\s*[\[({]\s*(?:at|eta|@)\s*[\])}]\s*\w"
    r"|(?<!\d)(?:\+?\d[\s().-]{0,3}){7,}|(?<!\d)[3-6]\d{10}(?!\d)"
    r"|https?://|www\.|\b[\w-]+\.(?:lt|lv|ee|pl|eu|com|org|net|me|ru|ua|by)\b",
    re.IGNORECASE,
)
"""An e-mail address, also one written out, a telephone number, a Lithuanian personal code, an
address on the web or the name of an account."""


def names_somebody(text: str) -> bool:
    """Does a free text look as if it told who somebody is? It is held back from every reader."""
    return bool(NAMES_SOMEBODY.search(text))


def tidied(text: str) -> str:
    """Own words as two people would type them alike: single spaces, no ends."""
    return " ".join(text.split())
