"""The list as CSV: a line an activity, a column a way of counting, nothing added up."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from talka.prevention.activities import content, words
from talka.prevention.activities.queries.pages import Line
from talka.prevention.programmes.table.grid import escaped

WAYS = tuple(tuple(way.split(":")) for way in words.WAY)


def rows(found: Iterable[Line], language: str) -> Iterator[list[str]]:
    """The head, then a row each. Nobody counted: empty; nothing to count: a dash; zero: 0."""
    yield [
        _("Kind"), _("Title"), _("From"), _("To"), _("Municipality"), _("Setting"),
        _("Target groups"), _("Organiser"), _("Status"), *(str(w) for w in words.WAY.values()),
        _("Cost in euros"),
    ]  # fmt: skip
    for line in found:
        yield [escaped(text) for text in _row(line, language)]


def _row(line: Line, language: str) -> Iterator[str]:
    lists, row = content.load(), line.row
    yield lists.label("kind", row.kind, language)
    yield row.title
    yield row.since.isoformat()
    yield row.until.isoformat()
    yield line.place
    yield lists.label("setting", row.setting, language)
    yield "; ".join(lists.label("group", g, language) for g in row.groups)
    yield row.organiser.name(language)
    yield str(words.STATUS[row.status])
    for unit, method in WAYS:
        number = line.sums.get((unit, method))
        yield str(number) if number is not None else "" if line.counted else "–"
    yield str(line.cost) if line.cost is not None else ""


def written(found: Iterable[Line], language: str) -> str:
    """With a mark of its encoding, so that spreadsheets read the letters; semicolons as here."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows(found, language))
    return "\ufeff" + out.getvalue()
