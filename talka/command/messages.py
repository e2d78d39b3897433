"""Compile the translations: every `django.po` newer than its `django.mo`. Needs no gettext.

python -m talka.command.messages
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

import talka

LINE = re.compile(r'\s*(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d\])?)\s*)?".*")?\s*')


class BadCatalogue(Exception):
    """A catalogue that cannot be compiled; the message names file, line and fault."""


def compile_catalogue(source: Path) -> Path:
    """Write the `.mo` beside `source`, whole or not at all. Fuzzy entries are left out.

    BadCatalogue when a line cannot be read or a translation loses or invents a placeholder.
    """
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
        if not LINE.fullmatch(line):  # Babel would cut an unclosed string short without a word
            raise BadCatalogue(f"{source}:{number}: cannot read {line!r}")
    try:
        with source.open("rb") as text:
            catalogue = read_po(text, abort_invalid=True)
    except (PoFileError, ValueError) as fault:
        raise BadCatalogue(f"{source}: {fault}") from fault
    for message, faults in catalogue.check():
        raise BadCatalogue(f"{source}:{message.lineno}: {message.id!r}: {faults[0]}")
    draft, target = source.with_suffix(".mo.draft"), source.with_suffix(".mo")
    with draft.open("wb") as out:
        write_mo(out, catalogue)
    return draft.replace(target)


def stale(root: Path) -> list[Path]:
    """Catalogues below `root` that are newer than their compiled form or have none."""
    found = sorted(root.rglob("locale/*/LC_MESSAGES/*.po"))
    done = {po: po.with_suffix(".mo") for po in found}
    return [
        po for po, mo in done.items() if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime
    ]


def main() -> int:
    faults = 0
    sources = stale(Path(talka.__file__).parent)
    for source in sources:
        try:
            compile_catalogue(source)
        except BadCatalogue as fault:
            print(fault, file=sys.stderr)
            faults += 1
    if sources:
        print(f"translations: {len(sources) - faults} catalogues compiled")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
