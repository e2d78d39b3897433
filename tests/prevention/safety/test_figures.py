"""Figures typed and taken in: four kinds of no number, all or nothing, the latest counts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse

from talka.ground.kernel.errors import Broken, Refused, Stale
from talka.prevention.safety import rules
from talka.prevention.safety.actions import figures, methods
from talka.prevention.safety.models import Figure
from talka.prevention.safety.queries import country
from talka.prevention.safety.queries import methods as asked
from tests.prevention.safety.conftest import TOWN, Acts, this_year, write

HEAD = ";".join(figures.COLUMNS)
STATES = ("value", "zero", "missing", "not_applicable", "suppressed")


def line(state: str = "value", value: str | None = "60", **more: object) -> figures.Line:
    said = {"municipality": TOWN, "year": this_year(), "indicator": "C1", "source": "apklausa"}
    number = None if value is None else Decimal(value)
    return figures.Line(**{**said, **more}, state=state, value=number)  # type: ignore[arg-type]


def test_a_correction_is_a_new_figure_and_the_later_counts(acts: Acts) -> None:
    with acts("coordinator") as actor:
        first = figures.record(actor=actor, line=line())
        figures.record(actor=actor, line=line(value="70"))
        found = country.figures(this_year(), asked.framework())
        assert found[TOWN]["C1"] == rules.Cell("value", Decimal(70))
        assert Figure.objects.get(id=first.id).value == 60
        for attack in ("UPDATE safety_figure SET value = 1", "DELETE FROM safety_figure"):
            with pytest.raises(DatabaseError):
                write(attack)


def test_who_tells_figures(acts: Acts) -> None:
    with acts("ministry") as actor:
        assert figures.record(actor=actor, line=line(municipality="27"))
    for who, place in (("ngo", TOWN), ("coordinator", "27"), ("evaluator", TOWN)):
        with acts(who) as actor:
            with pytest.raises(Refused):
                figures.record(actor=actor, line=line(municipality=place))
            with pytest.raises(DatabaseError):
                write("INSERT INTO safety_figure (id, municipality_id, year, indicator, state,"
                      " value, source, by_id, at, n) VALUES (gen_random_uuid(), %s, 2020, 'C1',"
                      " 'value', 1, 'x', %s, now(), 1)", [place, actor.id])  # fmt: skip


@pytest.mark.parametrize(
    ("state", "value"),
    [("value", None), ("zero", "1"), ("missing", "0"), ("not_applicable", "3"),
     ("suppressed", "2"), ("nothing", None)],
)  # fmt: skip
def test_a_state_and_its_number_fit_or_are_refused_twice(
    acts: Acts, state: str, value: str | None
) -> None:
    with acts("coordinator") as actor:
        with pytest.raises(Broken):
            figures.record(actor=actor, line=line(state, value))
        with pytest.raises(DatabaseError, match="safety_figure_state"):
            write("INSERT INTO safety_figure (id, municipality_id, year, indicator, state,"
                  " value, source, by_id, at, n) VALUES (gen_random_uuid(), %s, 2020, 'C1', %s,"
                  " %s, 'x', %s, now(), 1)", [TOWN, state, value, actor.id])  # fmt: skip


def test_every_kind_of_no_number_survives_the_table(acts: Acts) -> None:
    """Written, read as CSV, taken in again: nothing changes."""
    values = {"value": "12,5", "zero": "", "missing": "", "not_applicable": "", "suppressed": ""}
    lines = [f"{TOWN};{this_year()};{code};{s};{values[s]};šaltinis"
             for code, s in zip(("A1", "A2", "C1", "C2", "C3"), STATES, strict=True)]  # fmt: skip
    with acts("coordinator") as actor:
        assert figures.take_in(actor=actor, text="\n".join([HEAD, *lines])) == 5
        found = country.figures(this_year(), asked.framework())[TOWN]
        assert [found[c].state for c in ("A1", "A2", "C1", "C2", "C3")] == list(STATES)
        assert found["A2"].number == 0
        assert found["A1"].number == Decimal("12.5")
        out = country.figure_table(this_year())
        again = "\n".join([HEAD, *(";".join(str(c) for c in row) for row in out)])
        assert figures.take_in(actor=actor, text=again) == 0
        assert country.figure_table(this_year()) == out


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("27;2024;A1;value;1;x", "Line 2"), ("99;2024;A1;value;1;x", "code"),
        ("29;2024;ZZ;value;1;x", "indicator"), ("29;2024;A1;value;many;x", r"column 5 \(value\)"),
        ("29;2024;A1;value;-1;x", "zero"), ("29;1999;A1;value;1;x", r"column 2 \(year\).*2011"),
        ("29;2024;A1;value;1;", "known from"), ("29;2024;A1;missing;0;x", "number"),
        ("29;2024;A1;value;1", "Six"), ("29;2024;A1;value;1e999;x", "Line 2"),
        ("29;2024;A1;value;1;x\n29;2024;A1;value;2;x", "twice"),
    ],
)  # fmt: skip
def test_one_wrong_line_keeps_all_out(acts: Acts, row: str, word: str) -> None:
    from django.utils import translation

    text = f"{HEAD}\n{row}\n29;2023;A1;value;5;x"
    with acts("coordinator") as actor, translation.override("en"):
        with pytest.raises(Broken, match=word):
            figures.take_in(actor=actor, text=text)
        assert not Figure.objects.filter(municipality=TOWN, year=2023).exists()
        assert figures.take_in(actor=actor, text=f"{HEAD}\n29;2023;A1;value;5;x") == 1  # control


def test_the_ministry_weighs_anew_and_years_are_counted_by_one_version(acts: Acts) -> None:
    with acts("ministry") as actor:
        first = asked.framework()
        for n, m in enumerate(first.measures):
            for year in (this_year() - 1, this_year()):
                value = str(3 + n * 5 % 40)
                figures.record(actor=actor, line=line(value=value, indicator=m.code, year=year))
        before = country.town_page(TOWN, this_year(), "lt")
        weights = {m.code: m.weight for m in first.measures} | {"A1": 60}
        with pytest.raises(Stale):
            methods.weigh(actor=actor, version=99, weights=weights, reason="x")
        made = methods.weigh(actor=actor, version=first.version, weights=weights, reason="Svarbu")
        after = country.town_page(TOWN, this_year(), "lt")
        assert after.framework.version == made.version == first.version + 1
        assert after.composite.linear != before.composite.linear
        series = [c.linear for _year, c in after.series]
        assert series == [after.composite.linear] * 2  # the earlier year by the same version
        old = country.town_page(TOWN, this_year(), "lt", first.version)
        assert old.composite.linear == before.composite.linear
        page = country.country_page(this_year(), "composite", "lt")
        town = next(t for t in page.towns if t.code == TOWN)
        assert town.rank == 1
        assert town.interval == (1, 1)
    with acts("coordinator") as actor, pytest.raises(Refused):
        methods.weigh(actor=actor, version=1, weights={}, reason="x")


def test_a_file_is_checked_first_and_taken_in_afterwards(acts: Acts, browser_of: Any) -> None:
    at, browser = reverse("safety_table"), browser_of("coordinator")

    def sent(**more: Any) -> Any:
        return browser.post(at, {"idempotency_key": str(uuid4()), **more})

    def there() -> int:
        with acts("coordinator"):
            return Figure.objects.filter(municipality=TOWN, year=2023).count()

    good = f"\ufeff{HEAD}\n29;2023;A1;value;5;šaltinis\n29;2023;A2;zero;;šaltinis"
    bad = f"{HEAD}\n29;2023;A1;value;daug;x\n29;23;A2;zero;;"
    page = sent(check="1", file=SimpleUploadedFile("f.csv", bad.encode()))
    assert page.status_code == 422
    for place in ("Line 2, column 5 (value)", "Line 3, column 2 (year)"):
        assert place in page.content.decode()
    page = sent(check="1", file=SimpleUploadedFile("f.csv", good.encode()))
    assert page.status_code == 303
    assert there() == 0, "a dry run writes nothing"
    page = browser.get(at).content.decode()
    assert "New or changed: 2, already there: 0" in page
    assert "29;2023;A1;value;5;šaltinis" in page, "the text is kept for taking it in"
    assert sent(file=SimpleUploadedFile("f.csv", good.encode())).status_code == 303
    assert there() == 2
    assert sent(check="1", table=good[1:]).status_code == 303
    assert "already there: 2" in browser.get(at).content.decode()
    for wrong in ({"file": SimpleUploadedFile("f.csv", b"\xff\xfe")}, {"table": ""}):
        assert sent(**wrong).status_code == 422
    assert there() == 2
