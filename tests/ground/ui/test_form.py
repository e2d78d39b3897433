"""Fields of the field's own kinds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from talka.ground.kernel.pack import load_pack
from talka.ground.ui.forms import ApproximateDate, ApproximateDateField, CodeField, CodesField, Form
from talka.ground.ui.forms.approximate import SEASONS, NotADate, parse


@st.composite
def known_dates(draw: st.DrawFn) -> ApproximateDate:
    exact = draw(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
    return draw(
        st.sampled_from(
            [
                ApproximateDate(exact.year),
                ApproximateDate(exact.year, exact.month),
                ApproximateDate(exact.year, exact.month, exact.day),
                *(ApproximateDate(exact.year, season) for season in SEASONS),
            ]
        )
    )


@given(known_dates(), st.sampled_from(["lt", "en"]))
def test_what_is_shown_is_read_back(known: ApproximateDate, language: str) -> None:
    assert parse(known.label(language)) == known
    assert parse(known.label(language).upper()) == known
    assert known.earliest <= known.latest


@given(known_dates())
def test_the_stored_form_sorts_and_is_read_back(known: ApproximateDate) -> None:
    if known.month not in SEASONS:
        assert parse(str(known)) == known
    assert len(str(known)) in {4, 7, 10}


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    try:
        known = parse(text)
    except NotADate:
        return
    assert 1900 <= known.year <= 2100


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2026-03-14", "2026-03-14"),
        ("2026.3.14", "2026-03-14"),
        ("14.03.2026", "2026-03-14"),
        ("14 March 2026", "2026-03-14"),
        ("2026 m. kovo 14 d.", "2026-03-14"),
        ("2026-03", "2026-03"),
        ("2026 m. kovas", "2026-03"),
        ("kovo mėn. 2026", "2026-03"),
        ("2026 m.", "2026"),
        ("spring 2026", "2026-21"),
        ("2026 m. pavasaris", "2026-21"),
        ("2026 m. žiemą", "2026-24"),
        ("fall of 2026", "2026-23"),
    ],
)
def test_as_people_write_it(typed: str, stored: str) -> None:
    assert str(parse(typed)) == stored


@pytest.mark.parametrize(
    "typed",
    ["2026-02-30", "2026-13", "2026-00", "2026-03-00", "1899", "2101", "spring", "3 2026", "today",
     "2026 2027", "3 4 March 2026", "spring March 2026", "", "0 March 2026", "14 spring 2026"],
)  # fmt: skip
def test_what_is_no_date(typed: str) -> None:
    with pytest.raises(NotADate):
        parse(typed)


def test_the_winter_of_a_year_begins_in_its_december() -> None:
    winter = parse("winter 2027")
    assert (winter.earliest, winter.latest) == (date(2027, 12, 1), date(2028, 2, 29))


class Sample(Form):
    since = ApproximateDateField(past=True, required=False)
    age_group = CodeField("age_group")
    country = CodeField("country", required=False)
    forms_of = CodesField("exploitation", required=False)


def test_few_codes_are_radios_many_a_list_in_lithuanian_order() -> None:
    with translation.override("lt"):
        html = str(Sample())
        country: Any = Sample().fields["country"]
        names = [name for code, name in country.choices if code]
    assert html.count('type="radio"') == len(load_pack().codes("age_group"))
    assert "<fieldset" in html
    assert "<select" in html
    assert names.index("Čilė") > names.index("Čekija")
    assert names.index("Danija") > names.index("Čilė")


def test_codes_come_out_in_the_order_of_the_list_and_unknown_ones_not_at_all() -> None:
    form = Sample({"age_group": "adult", "forms_of": ["sexual", "labour"], "since": "spring 2020"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["forms_of"] == ["labour", "sexual"]
    assert str(form.cleaned_data["since"]) == "2020-21"
    assert not Sample({"age_group": "adult", "forms_of": ["invented"]}).is_valid()


def test_a_date_to_come_is_no_past_date() -> None:
    form = Sample({"age_group": "adult", "since": "2099"})
    assert list(form.errors) == ["since"]


def test_optional_is_said_in_words_and_there_are_no_stars() -> None:
    with translation.override("en"):
        html = str(Sample())
    assert html.count("(optional)") == 3
    assert "*" not in html


def test_every_text_has_an_upper_length() -> None:
    from django import forms

    class Loose(Form):
        line = forms.CharField()
        lines = forms.CharField(widget=forms.Textarea)

    assert Loose({"line": "a" * 200, "lines": "a" * 5000}).is_valid()
    assert list(Loose({"line": "a" * 201, "lines": "a" * 5001}).errors) == ["line", "lines"]
