"""Templates are loaded without indentation; letters as they are written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Engine
from django.template.loader import get_template

from talka.ground.ui.forms import Renderer

INDENTED = re.compile(r"^[ \t]", re.MULTILINE)


@pytest.mark.parametrize("load", [get_template, Renderer().get_template])
def test_a_page_is_loaded_line_for_line_without_its_indentation(load):
    template = load("ui/base.html").template
    written = Path(template.origin.name).read_text()
    assert INDENTED.search(written)
    assert template.source.split("\n") == [line.lstrip() for line in written.split("\n")]


def test_a_letter_keeps_its_spaces(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear\n  you\n")
    (tmp_path / "page.html").write_text("<p>\n  you\n\n</p>\n")
    engine = Engine(dirs=[tmp_path], loaders=["talka.ground.ui.loading.OfFolders"])
    sources = {name: engine.get_template(name).source for name in ("letter.txt", "page.html")}
    assert sources == {"letter.txt": "Dear\n  you\n", "page.html": "<p>\nyou\n\n</p>\n"}
