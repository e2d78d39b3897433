"""Every address that code or a page leads to exists, with just the identifiers it is given."""

from __future__ import annotations

import re
from pathlib import Path

from tests.laws import addresses
from tests.shape.reading import ROOT

TAG = re.compile(r"{%\s*url\s+'([\w-]+)'([^%]*?)(?:\s+as\s+\w+)?\s*%}")
CALL = re.compile(r"\breverse\(\s*\"([\w-]+)\"")
NAMED = re.compile(r"(?:url_name|back|screen)=\"([\w-]+)\"")


def wrong_links(text: str) -> list[str]:
    """Names that no address has, and tags with more or fewer identifiers than it takes."""
    known = addresses.parameters()
    named = [m[1] for pattern in (TAG, CALL, NAMED) for m in pattern.finditer(text)]
    found = [name for name in named if name not in known]
    for tag in TAG.finditer(text):
        wanted = known.get(tag[1])
        if wanted is not None and len(tag[2].split()) != len(wanted):
            found.append(f"{tag[1]}{tag[2]}")
    return found


def pages() -> list[Path]:
    return sorted(p for ending in ("html", "py") for p in ROOT.rglob(f"*.{ending}"))


def test_every_link_leads_somewhere() -> None:
    wrong = {str(p): found for p in pages() if (found := wrong_links(p.read_text("utf-8")))}
    assert wrong == {}


def test_every_screen_of_an_act_and_of_a_gap_is_there() -> None:
    """Those that words.py names in tables."""
    from talka.casework.aid import gaps
    from talka.casework.cases import words

    named = {*words.SCREENS.values(), *(screen for _sentence, screen in words.GAPS.values())}
    named |= {screen for _sentence, screen in gaps.SENTENCES.values()}
    assert named - set(addresses.parameters()) == set()
    assert len(named) > 5


def test_a_dead_link_would_be_found() -> None:
    """Control."""
    assert wrong_links("{% url 'nowhere' %}") == ["nowhere"]
    assert wrong_links("{% url 'case' %}") == ["case"]
    assert wrong_links('reverse("statuses", args=[1])') == ["statuses"]
    assert wrong_links("{% url 'case' held.case.id %}") == []
