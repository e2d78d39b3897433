"""The sentence of each rule a table can break."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from talka.prevention.programmes.shapes import Message

RULES: Mapping[str, Any] = {
    # the file
    "file_broken": _(
        "The file cannot be opened. Save it again in your program and upload it anew."
    ),
    "file_empty": _("The file is empty."),
    "file_encoding": _(
        "The file is in an older encoding. Check that Lithuanian letters are right."
    ),
    "file_entities": _("The file holds XML that a workbook does not need. It was not opened."),
    "file_kind": _("Only XLSX and CSV files are read."),
    "file_large": _("The file is too large."),
    "file_macro": _("The file holds macros. Save it as XLSX without macros."),
    "file_merged": _("Merged cells in the file cover an area larger than any table."),
    "file_parts": _("The file has too many parts to be a table."),
    "file_ratio": _("The file unpacks to far more than a table. It was not opened."),
    "file_unpacked": _("The file unpacks to far more than a table. It was not opened."),
    "links_left_out": _("Links to other files are left out."),
    "sheet_large": _("The sheet has more rows or columns than a plan."),
    # the table
    "no_header": _("No header was found. One row must name the number and the measure."),
    "no_rows": _("No numbered row was found under the header."),
    "amount_fine": _("The amount has more than three decimals. It is kept rounded to three."),
    "bad_day": _("This is not a day. Write it as 2026-03-31."),
    "bad_number": _("This is not a number."),
    "code_day": _("The number became a day. Format the cell as text and type it anew."),
    "column_hidden": _("The column is hidden. It was read."),
    "column_left_out": _("This column says nothing that a plan keeps. It was left out."),
    "criterion_alone": _("No measure has this number, so the criterion belongs nowhere."),
    "formula_kept_value": _("The cell holds a formula. Its saved result was read."),
    "formula_unread": _("The cell holds a formula without a saved result. Type the number."),
    "goal_made": _("The table has measures only. One goal was put above them."),
    "key_twice": _("The row is a copy of another row. It is read as a new measure."),
    "row_hidden": _("The row is hidden. It was read."),
    "row_left_out": _("The row has a text and no number. It was left out."),
    "row_uncoded": _("The row has no number."),
    "sheet_hidden": _("The sheet that was read is hidden."),
    "sheet_left_out": _("This sheet was left out."),
    "source_unknown": _("The source of money is not known. Use VB, SB, ES, EEE or KT."),
    "text_long": _("The text is too long."),
    "total_row": _("The row of sums differs from what stands above it."),
    "unit_millions": _("Amounts in millions are not read. Write them in thousands."),
    "word_unknown": _("This word is not one of the choices."),
    # the plan
    "amount_state": _("The amount contradicts what is said of it."),
    "amount_twice": _("The same amount is given twice."),
    "children_sum": _("The lines below do not add up to this amount."),
    "cycle": _("The line is above itself."),
    "due_outside": _("The date is outside the period of the plan."),
    "duplicate_code": _("The number is used twice."),
    "kind_order": _("A goal holds tasks, a task holds measures."),
    "negative": _("An amount cannot be below zero."),
    "no_code": _("The line has no number."),
    "no_lead": _("No institution leads the measure."),
    "no_link": _("The measure names neither a national measure nor a local reason."),
    "no_name": _("An institution has no name."),
    "no_parent": _("The line belongs to no goal."),
    "no_title": _("The line has no title."),
    "orphan": _("The line above it is not in the table."),
    "period": _("The period ends before it begins."),
    "total_parts": _("The total is not the sum of expenses and assets."),
    "two_leads": _("More than one institution leads the measure."),
    "unknown_kind": _("This is neither a goal, a task nor a measure."),
    "unknown_role": _("The part of the institution is not known."),
    "wages_over": _("Wages are more than the expenses they are part of."),
    "year_outside": _("The year is outside the period of the plan."),
}

QUESTIONS: Mapping[str, Any] = {
    "number": _("Is the dot in this column a thousands separator or a decimal point?"),
    "period": _("Which period does the plan cover?"),
    "sheet": _("Which sheet holds the plan?"),
    "source": _("Which source does the money come from?"),
    "state": _("What does this mark mean in this column?"),
    "unit": _("In which currency and unit are the amounts?"),
    "year": _("Which year is the money of?"),
}

ANSWERS: Mapping[str, Any] = {
    "decimal": _("Decimal point"),
    "thousands": _("Thousands separator"),
    "missing": _("The figure is missing"),
    "not_applicable": _("Does not apply"),
    "zero": _("Zero"),
    "EUR|1000": _("Thousand euros"),
    "EUR|1": _("Euros"),
    "LTL|1000": _("Thousand litas"),
    "LTL|1": _("Litas"),
    "dash": _("a dash"),
    "empty": _("an empty cell"),
    "x": _("the letter x"),
}


def sentence(message: Message) -> str:
    """The rule in words, with the value and what it was compared to."""
    text = str(RULES.get(message.rule, message.rule))
    about = " → ".join(part for part in (message.value, message.hint) if part)
    return f"{text} ({about})" if about else text
