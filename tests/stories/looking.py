"""What a page must not have: a barrier, a sideways scroll, a sentence in another language.

Each detector returns sentences; an empty list is a good page. `test_looking.py` plants one fault
of each kind and sees it reported by the same functions.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from django.utils.translation import trans_real

from talka.ground.kernel.pack import load_pack

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

LONGER_THAN = 12
"""Shorter English words may be Lithuanian ones, or names."""

ENGLISH = re.compile(r"(?<![\w-])(the|and|of|is|are|was|with|this|your|for|not|by)(?![\w-])", re.I)
"""Words no Lithuanian sentence has: they find English that no catalogue knows."""


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def barriers(page: Any) -> list[str]:
    """Violations that axe finds. It is put in from outside the page, so the page's policy holds."""
    return _violations(page, {"type": "tag", "values": RULES})


def unreadable(page: Any) -> list[str]:
    """Contrast alone, for a page whose colours changed."""
    return _violations(page, {"type": "rule", "values": ["color-contrast"]})


def _violations(page: Any, only: dict[str, Any]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found = page.evaluate(
        "only => axe.run(document, {runOnly: only, resultTypes: ['violations']})",
        only,
    )
    return [
        f"{v['id']}: {node['target']} {node['html'][:160]} {_measured(node)}"
        for v in found["violations"]
        for node in v["nodes"]
    ]


def _measured(node: Any) -> str:
    return "; ".join(c["message"] for c in node["any"])[:160]


def sideways(page: Any) -> list[str]:
    """What sticks out to the right, when the page can be scrolled sideways."""
    wide, seen = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    if wide <= seen:
        return []
    parts = page.evaluate(
        "seen => [...document.querySelectorAll('body *')]"
        ".filter(e => e.getBoundingClientRect().right > seen + 1)"
        ".slice(0, 3).map(e => e.outerHTML.slice(0, 120))",
        seen,
    )
    return [f"{wide} px wide on {seen} px: {parts}"]


READ = """() => {
  const out = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement;
    const own = at.closest('[lang]')?.lang;
    if (own === document.documentElement.lang && !at.closest('script, style, .name, noscript'))
      out.push(walk.currentNode.data);
  }
  for (const e of document.querySelectorAll('[aria-label], [title], [placeholder], img[alt]'))
    if (!e.lang) for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      if (e.getAttribute(name)) out.push(e.getAttribute(name));
  return out.map(t => t.replace(/\\s+/g, ' ').trim()).filter(Boolean).concat(document.title);
}"""


@cache
def english_sentences() -> frozenset[str]:
    """English texts whose Lithuanian differs: of the catalogues, and of the pack's lists."""
    known: Any = trans_real.translation("lt")._catalog  # type: ignore[attr-defined]
    pairs = [(m if isinstance(m, str) else m[0], lt) for m, lt in known.items() if m]
    pack = load_pack()
    for name in pack.lists:
        lt = dict(pack.choices(name, "lt"))
        pairs += [(en, lt[code]) for code, en in pack.choices(name, "en")]
    return frozenset(
        en.split("\x04")[-1]
        for en, lt in pairs
        if len(en) > LONGER_THAN and en != lt and "%(" not in en
    )


def foreign(page: Any) -> list[str]:
    """Texts of a Lithuanian page that are English. A page in English has none to find."""
    if page.evaluate("document.documentElement.lang") != "lt":
        return []
    known = english_sentences()
    texts = [t for t in page.evaluate(READ) if isinstance(t, str)]
    return [t for t in dict.fromkeys(texts) if t in known or len(set(ENGLISH.findall(t))) > 0]
