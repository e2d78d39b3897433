"""The annotated copy is the person's own workbook with notes, and each rule has its sentence."""

from __future__ import annotations

import re
from pathlib import Path

from django.utils import translation

from talka.prevention.programmes import table, tree
from talka.prevention.programmes.table import RULES, annotate, read
from tests.prevention.programmes.table.books import loaded, official, saved

ROWS = [["1.", "Tikslas", "5", "3", "1", "9"], ["1.1.", "Uždavinys"], ["1.1.1.", "Priemonė", "4*"]]


def test_notes_stand_at_the_cells_and_nothing_else_changes() -> None:
    content = saved(official(ROWS))
    messages = read(content, "planas.xlsx").messages
    with translation.override("en"):
        book = loaded(annotate(content, messages))
    sheet, before = book["1 priedas"], loaded(content)["1 priedas"]
    assert "not the sum" in sheet["C8"].comment.text
    assert "not a number" in sheet["C10"].comment.text
    assert "leads" in sheet["A10"].comment.text
    assert sheet["B8"].comment is None
    for row in before.iter_rows():
        for cell in row:
            assert sheet[cell.coordinate].value == cell.value


def test_a_csv_file_is_given_back_as_a_workbook() -> None:
    content = "Nr.;Priemonė;Lėšos 2024 m. (Eur)\r\n1;=cmd();abc\r\n".encode()
    messages = read(content, "planas.csv").messages
    with translation.override("en"):
        sheet = loaded(annotate(content, messages, name="planas.csv"))["CSV"]
    assert "not a number" in sheet["C2"].comment.text
    assert sheet["B2"].data_type != "f"


def test_each_rule_has_a_sentence() -> None:
    places = [Path(tree.__file__), *Path(table.__file__).parent.glob("*.py")]
    text = "\n".join(p.read_text(encoding="utf-8") for p in places if p.name != "words.py")
    used = set(re.findall(r"(?:_says\(node|Refused\(|Message\([^\"]*?), ?\"([a-z_]+)\"", text))
    used |= set(re.findall(r"Refused\(\"([a-z_]+)\"", text))
    assert len(used) > 30
    assert used <= set(RULES)
