"""The documents say what is: every path, test, room, command and variable they name exists."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from talka.command import glossary
from talka.command.cli import words
from talka.ground.kernel.pack import load_pack

ROOT = Path(__file__).resolve().parents[2]
TOP = ("talka", "tests", "packs", "docs", "requirements", ".ci")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)
TICKED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.\-]+(?:/[\w.\-*]+)+/?(?:::\w+)?|[\w\-]+\.(?:py|sql|yaml|csv|toml|css)")
VARIABLE = re.compile(r"\bTALKA_[A-Z_]+\b")
LINK = re.compile(r"\]\(([^)\s]+)\)")
FORBIDDEN = {
    "a path of some machine": r"(?<![\w$.~:}])/(?:w[o]rk|t[m]p|r[o]ot|h[o]me|va[r])\b",
    "a folder beside the project": r"\.\./s[h]ared",
    "an unfinished mark": r"\b(?:TO[D]O|FIX[M]E|T[B]D)\b",
    "another host": r"https?://(?!127\.0\.0\.1|localhost)",
}


def documents(root: Path) -> list[Path]:
    """Every document of the project that a reader opens."""
    top = [root / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE.md")]
    return [p for p in [*top, *sorted((root / "docs").rglob("*.md"))] if p.exists()]


def ticked(text: str) -> list[str]:
    """What stands between backticks outside fenced blocks."""
    return TICKED.findall(FENCE.sub("", text))


def missing_paths(text: str, root: Path) -> Iterator[str]:
    """Paths that no file has. A short one (`access/decide.py`) may be the end of a longer one."""
    for token in ticked(text):
        if not PATH.fullmatch(token) or not (token.split("/")[0] in TOP or "." in token):
            continue
        path, _, test = token.partition("::")
        found = _files(root, path.rstrip("/"))
        if not found:
            yield f"no file {path}"
        elif test and test not in _tests(found[0]):
            yield f"no test {token}"


@lru_cache
def _files(root: Path, path: str) -> list[Path]:
    if path.split("/")[0] in TOP:
        return sorted(root.glob(path))
    inside = (p for top in TOP for p in (root / top).rglob(f"*{Path(path).name}"))
    return [*root.glob(path), *(p for p in inside if p.as_posix().endswith(f"/{path}"))]


@lru_cache
def _tests(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {n.name for n in tree.body if isinstance(n, ast.FunctionDef) and n.name[:5] == "test_"}


def broken_links(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    for target in LINK.findall(FENCE.sub("", text)):
        name, _, part = target.partition("#")
        page = (path.parent / name).resolve() if name else path
        if not page.exists():
            yield f"no page {target}"
        elif part and part not in _headings(page):
            yield f"no heading {target}"


def _headings(page: Path) -> set[str]:
    found = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in found}


def forbidden(text: str) -> Iterator[str]:
    for what, pattern in FORBIDDEN.items():
        for hit in re.finditer(pattern, text):
            yield f"{what}: {text[hit.start() : hit.start() + 30]!r}"


def first_cells(text: str, heading: str) -> list[str]:
    """The ticked first cells of the tables below a heading, up to the next of its rank."""
    _, _, rest = text.partition(f"\n{heading}\n")
    rank = heading.split(" ")[0]
    part = re.split(rf"^{rank} ", rest, maxsplit=1, flags=re.M)[0]
    return [m[1] for m in re.finditer(r"^\| `([^`]+)`", part, re.M)]


@lru_cache
def variables(root: Path) -> set[str]:
    """Every TALKA_ variable that the program names."""
    trees = (ast.parse(p.read_text(encoding="utf-8")) for p in (root / "talka").rglob("*.py"))
    texts = (n.value for t in trees for n in ast.walk(t) if isinstance(n, ast.Constant))
    return {t for t in texts if isinstance(t, str) and VARIABLE.fullmatch(t)}


def commands() -> set[str]:
    subs = [a for a in words()._actions if isinstance(a, argparse._SubParsersAction)]
    return set(subs[0].choices)


def open_rows(text: str) -> Iterator[str]:
    """Rows of a threat table whose last cell names neither a test nor the words "not covered"."""
    for line in text.splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        if not line.startswith("| ") or cells[-1] == "held by":
            continue
        if not re.search(r"`tests/[^`]+::test_\w+`", cells[-1]) and "not covered" not in cells[-1]:
            yield cells[0]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", documents(ROOT), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_document_names_only_what_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert list(missing_paths(text, ROOT)) == []
    assert list(broken_links(path)) == []
    assert list(forbidden(text)) == []
    assert set(VARIABLE.findall(text)) <= variables(ROOT)
    assert {t.split()[1] for t in ticked(text) if re.match(r"talka [a-z]", t)} <= commands()
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.M))
    assert {t.split()[1] for t in ticked(text) if re.match(r"make [a-z]", t)} <= targets


def test_the_readme_lists_every_variable_and_every_command() -> None:
    text = read("README.md")
    assert set(first_cells(text, "## Variables")) == variables(ROOT)
    listed = [c.split()[1] for c in first_cells(text, "## Commands")]
    assert sorted(listed) == sorted(commands())


def test_every_room_has_its_row() -> None:
    from django.conf import settings

    rows = first_cells(read("docs/rooms.md"), "## The rooms, lowest first")
    assert [f"talka.{row}" for row in rows] == settings.ROOMS


def test_every_sql_function_named_is_there() -> None:
    made = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "talka").rglob("*.sql"))
    for path in documents(ROOT):
        for token in ticked(path.read_text(encoding="utf-8")):
            for name in re.findall(r"\btalka\.([a-z_]+)\(", token):
                assert f"FUNCTION talka.{name}(" in made, f"{path.name}: {token}"


def test_the_glossary_is_the_packs() -> None:
    page = read("docs/glossary.md")
    assert glossary.filled(page, load_pack("lt")) == page


def test_every_threat_is_held_by_a_test_or_said_to_be_open() -> None:
    text = read("docs/threat-model.md")
    assert list(open_rows(text)) == []
    assert len(re.findall(r"`tests/[^`]+::test_", text)) >= 40


def test_decisions_are_numbered_and_say_what_would_change_them() -> None:
    found = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(p.name[:3]) for p in found] == list(range(1, len(found) + 1))
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert "What would make us change our mind" in text, path.name
        assert path.name in read("docs/decisions/README.md")


def test_figures_stated_in_words_are_those_of_the_tests() -> None:
    """A number of tries that a document states is the constant the test runs with."""
    tries = re.search(r"^TRIES = ([\d_]+)$", read("tests/laws/test_ciphertext.py"), re.M)
    assert tries
    assert f"{int(tries[1]):,}" in read("README.md")
    assert f"{int(tries[1]):,}" in read("docs/figures.md")


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A small project with one document that is wrong in every way."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text("def test_there() -> None: ...\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(
        "# A page\n`tests/test_a.py::test_there` `tests/test_a.py::test_gone` `docs/none.md`"
        " `gone/file.py` [here](#a-page) [x](#elsewhere) [y](b.md)\n"
        f"{'/' + 'tmp'}/x  {'..' + '/sha' + 'red'}  https://example.org {'TO' + 'DO'}\n"
        "| threat | held by |\n|---|---|\n| loss | we hope |\n| theft | not covered |\n"
    )
    return tmp_path


def test_the_controls_find_every_fault(wrong: Path) -> None:
    page = wrong / "docs" / "a.md"
    text = page.read_text()
    assert list(missing_paths(text, wrong)) == [
        "no test tests/test_a.py::test_gone",
        "no file docs/none.md",
        "no file gone/file.py",
    ]
    assert list(broken_links(page)) == ["no heading #elsewhere", "no page b.md"]
    assert len(list(forbidden(text))) == len(FORBIDDEN)
    assert list(open_rows(text)) == ["loss"]
    assert documents(wrong) == [page]
