"""Translations are compiled without gettext, and a broken one stops the build."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from talka.command.messages import BadCatalogue, compile_catalogue, stale

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def catalogue(root: Path, entries: str) -> Path:
    source = root / "locale" / "lt" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(HEADER + entries)
    return source


def test_a_catalogue_is_compiled_once_and_again_after_a_change(tmp_path: Path) -> None:
    source = catalogue(
        tmp_path, 'msgid "case"\nmsgstr "atvejis"\n\n#, fuzzy\nmsgid "x"\nmsgstr "y"\n'
    )
    assert stale(tmp_path) == [source]
    target = compile_catalogue(source)
    with target.open("rb") as compiled:
        spoken = gettext.GNUTranslations(compiled)
    assert spoken.gettext("case") == "atvejis"
    assert spoken.gettext("x") == "x"
    assert stale(tmp_path) == []
    later = target.stat().st_mtime + 5
    os.utime(source, (later, later))
    assert stale(tmp_path) == [source]


@pytest.mark.parametrize(
    "entries",
    [
        '#, python-format\nmsgid "%(n)s cases"\nmsgstr "%(m)s atvejai"\n',
        'msgid "case\nmsgstr "atvejis"\n',
    ],
    ids=["placeholder", "quote"],
)
def test_a_broken_catalogue_is_named_and_nothing_is_written(tmp_path: Path, entries: str) -> None:
    source = catalogue(tmp_path, entries)
    with pytest.raises(BadCatalogue, match=r"django\.po"):
        compile_catalogue(source)
    assert [p.name for p in source.parent.iterdir()] == ["django.po"]
