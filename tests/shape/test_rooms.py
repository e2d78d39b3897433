"""The house: rules are pure, only actions write, every verb is used, files stay small."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

import talka.casework.aid.policy
import talka.casework.cases.policy
import talka.casework.detection.policy
import talka.casework.sharing.policy  # noqa: F401
from talka.ground.access.verbs import all_verbs
from tests.shape.reading import ROOT, bound, imports, place, sources, tree

WRITERS = {
    "casework/cases/keys.py": "the keys of a case are made with it, inside its action",
    "casework/cases/notices.py": "the worker remembers that a notice went out",
    "command/bench_polls.py": "fills a house of its own for measuring, past the actions",
    "command/bench_plans.py": "fills a house of its own for measuring, past the actions",
    "command/bench_pivot.py": "fills it with a million observations, past the actions",
    "command/founding.py": "the first administrator, before anybody could act",
    "command/intake_people.py": "remembers whom a table brought in, as a post is remembered",
    "ground/access/actor.py": "opens and ends sessions at the door",
    "ground/access/sessions.py": "Django's session store",
    "ground/files/pictures.py": "saves a picture, no rows",
    "ground/ui/drafts.py": "unsent words of their writer, outside the trail",
    "ground/ui/middleware.py": "remembers a post, so that it counts once",
    "method/publishing.py": "puts published versions in, at setup",
    "people/accounts/invitations.py": "door tables: before a person has a session",
    "prevention/programmes/table/notes.py": "saves a workbook, no rows",
    "prevention/programmes/table/writing.py": "saves a workbook, no rows",
    "people/accounts/signals.py": "door table: the password was changed",
}
"""Files that write and are no actions, each with the reason."""

WRITES = {"save", "create", "bulk_create", "bulk_update", "delete", "get_or_create",
          "update_or_create"}  # fmt: skip
STATEMENT = re.compile(r"\s*(INSERT\s+INTO|UPDATE\s+\w+\.\w+\s+SET|DELETE\s+FROM)\s", re.I)
FORBIDDEN_NAMES = {"utils", "helpers", "helper", "common", "misc", "manager", "managers", "data",
                   "info", "service"}  # fmt: skip
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X|HAC[K])\b")
LONGEST, LONGEST_PAGE = 400, 120


def writing(module: ast.Module) -> list[str]:
    """Calls and statements that write rows."""
    modules, found = bound(module), []
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if STATEMENT.match(node.value):
                found.append(node.value.split()[0])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, of = node.func.attr, node.func.value
            foreign = isinstance(of, ast.Name) and of.id in modules | {"self"}
            if (name in WRITES and not foreign) or (name == "update" and _of_rows(of)):
                found.append(name)
    return found


def _of_rows(receiver: ast.expr) -> bool:
    """A query: it passes through a manager or a filter."""
    names = {n.attr for n in ast.walk(receiver) if isinstance(n, ast.Attribute)}
    return bool(names & {"objects", "_default_manager", "filter"})


def writers(paths: Iterable[Path]) -> set[str]:
    return {
        place(p) for p in paths if "actions" not in {*p.parts, p.stem} and writing(tree(p)) != []
    }


def impure(module: ast.Module) -> list[str]:
    """What a rules file may not know: Django, and rooms beyond their rules and documents."""
    return sorted(
        {
            name
            for name in imports(module)
            if name.split(".")[0] in {"django", "psycopg"}
            or name.split(".")[-1] in {"models", "queries", "actions", "views", "forms"}
        }
    )


@pytest.mark.parametrize("path", [p for p in sources() if p.name == "rules.py"], ids=place)
def test_rules_know_no_database_and_no_request(path: Path) -> None:
    assert impure(tree(path)) == []


def test_only_actions_write() -> None:
    assert writers(sources()) == set(WRITERS)


def test_every_verb_is_asked_somewhere() -> None:
    """A verb nobody asks guards nothing. (Dictionaries of verbs are asked as a whole.)"""
    named: dict[str, str] = {}
    for path in sources():
        if path.name == "policy.py":
            for node in tree(path).body:
                if isinstance(node, ast.Assign) and "verb(" in ast.unparse(node.value):
                    named[ast.unparse(node.targets[0])] = place(path)
    asked = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for path in sources()
        if path.name != "policy.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute | ast.Name)
    }
    assert sorted(set(named) - asked) == []
    assert len(all_verbs()) >= len(named) > 30


@pytest.mark.parametrize("ending", ["py", "html", "sql"])
def test_files_stay_small_and_finished(ending: str) -> None:
    for path in sorted(ROOT.rglob(f"*.{ending}")):
        if path.parent.name == "migrations":
            continue  # written by Django, read by Django
        text = path.read_text(encoding="utf-8")
        most = LONGEST_PAGE if ending == "html" else LONGEST
        lines = text.count("\n")
        assert lines <= most + (100 if ending == "sql" else 0), f"{place(path)}: {lines} lines"
        assert not UNFINISHED.search(text), place(path)


def test_tests_stay_small_and_ask_always() -> None:
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= LONGEST, path.name
        assert not re.search(r"@pytest\.mark\.(sk[i]p(if)?|xf[a]il)\b|assert Tr[u]e\b", text), (
            path.name
        )


def test_no_module_is_a_drawer() -> None:
    names = {p.stem for p in sources()} | {p.parent.name for p in sources()}
    assert names & FORBIDDEN_NAMES == set()


WRONG = """
from django.db import models
def careless(case, text):
    Case.objects.filter(id=case).update(text=text)
    row.save()
    cursor.execute("DELETE FROM talka.case_file")
"""
RIGHT = """
from talka.ground.ui import drafts
def careful(values, more):
    values.update(more)
    drafts.save(values)
"""


def test_a_careless_file_would_be_found() -> None:
    """Control."""
    assert sorted(writing(ast.parse(WRONG))) == ["DELETE", "save", "update"]
    assert impure(ast.parse(WRONG)) == ["django.db", "django.db.models"]
    assert writing(ast.parse(RIGHT)) == []
