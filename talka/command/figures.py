"""`talka figures`: counts of people in a year, in codes or in a table's own words."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from talka.command.engine import database, progress, set_up
from talka.ground.kernel.errors import Broken
from talka.ground.kernel.home import Home

if TYPE_CHECKING:
    from talka.casework.cases.facts import PersonFact


def run(given: argparse.Namespace) -> int:
    """Exact counts for the keeper of the server: not for publication."""
    home = set_up(Home.from_environment())
    with database(home, progress(after=2)):
        import django

        django.setup()
        lines = counts(given.year, given.by.split(","), given.new, given.words)
    if given.json:
        print(json.dumps(lines, ensure_ascii=False, indent=1))
    else:
        for line in lines:
            print("\t".join(str(v) for v in line.values()))
    return 0


def counts(year: int, by: list[str], new: bool, words_file: Any) -> list[dict[str, Any]]:
    """[{dimension: code or word, …, "count": n}], only cells with somebody in them."""
    from talka.casework.cases import facts
    from talka.command import words
    from talka.insight.statistics.queries import DIMENSIONS, count_by

    by = [b.strip() for b in by]
    named = {**DIMENSIONS, "responder": _responders()} if "responder" in by else DIMENSIONS
    unknown = [b for b in by if b not in named]
    if unknown:
        raise Broken(
            f"--by: {', '.join(unknown)} is none of {', '.join([*DIMENSIONS, 'responder'])}"
        )
    people = [p for p in facts.people(year, using="verify") if p.new or not new]
    back = {}
    if words_file is not None:
        columns = words.DIMENSION_COLUMNS
        back = {b: words.giving_back(words_file, columns[b]) for b in by if b in columns}
    return [
        {
            **{b: back.get(b, {}).get(code, code) for b, code in zip(by, key, strict=True)},
            "count": n,
        }
        for key, n in count_by(people, by, named)
    ]


def _responders() -> Callable[[PersonFact], str]:
    """The name of the institution that opened the case."""
    from talka.people.institutions.models import Institution

    names = dict(Institution.objects.using("verify").values_list("id", "name_en"))
    return lambda person: names[person.institution]
