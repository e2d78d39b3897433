"""Write the words of the pack into docs/glossary.md, between its two marks.

python -m talka.command.glossary
"""

from __future__ import annotations

import sys
from pathlib import Path

from talka.ground.kernel.pack import Pack, load_pack

PAGE = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
BEGIN, END = "<!-- words of the pack -->", "<!-- end of the words -->"
HEADER = (
    "| # | English | Lietuviškai | Norsk | source |",
    "|---|---|---|---|---|",
)


def table(pack: Pack) -> str:
    """The terms as a table, in the order of their numbers; an empty cell where a word is open."""
    rows = (
        f"| {t.number} | {t.en} | {t.lt} | {t.no} | {t.src}{'' if t.verified else ' *'} |"
        for t in sorted(pack.glossary, key=lambda t: t.number)
    )
    return "\n".join([*HEADER, *rows])


def filled(page: str, pack: Pack) -> str:
    """The page with the table of the pack between its marks. ValueError without the marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE.name}: the marks {BEGIN} and {END} are not there")
    return f"{before}{BEGIN}\n\n{table(pack)}\n\n{END}{after}"


def main() -> int:
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), load_pack("lt")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
