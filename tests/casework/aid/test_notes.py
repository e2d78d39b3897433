"""Notes: four kinds, and the database keeps the difference."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connection
from django.utils import timezone

from talka.casework.aid import actions, queries, rules, words
from talka.casework.aid.models import Note
from talka.casework.aid.policy import SEE_NOTES
from talka.casework.cases.models import Case, Step
from talka.casework.cases.permission import hold
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused

EVERYONE = ("ngo", "ngo_colleague", "social")


@pytest.fixture
def noted(acts: Any, opened: Any, share: Any, handed: Any) -> Case:
    """A note of every kind by the NGO worker; a colleague and the social services hold notes."""
    case: Case = opened()
    share(case, "ngo_colleague", ["case", "note"])
    handed(case, "social", ["case", "note"])
    with acts("ngo") as actor:
        for kind in rules.NOTE_KINDS:
            actions.write_note(actor=actor, case_id=case.id, kind=kind, text=f"apie {kind}")
    return case


def test_every_kind_has_words() -> None:
    assert set(words.NOTE_KINDS) == set(words.NOTE_TAGS) == set(rules.NOTE_KINDS)


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("ngo", {"shared", "monitoring", "protected", "own"}),
        ("ngo_colleague", {"shared", "monitoring", "protected"}),
        ("social", {"shared", "monitoring"}),
    ],
)
def test_who_reads_which_kind(acts: Any, noted: Case, who: str, kinds: set[str]) -> None:
    with acts(who) as actor:
        seen = queries.notes_page(hold(actor, noted.id, SEE_NOTES))
        assert {n.kind for n in seen} == kinds
        assert {n.text for n in seen} == {f"apie {k}" for k in kinds}
        with connection.cursor() as cursor:
            cursor.execute("SELECT kind FROM case_note")
            assert {k for (k,) in cursor.fetchall()} == kinds


def test_without_the_class_nothing(acts: Any, noted: Case, share: Any) -> None:
    for who in ("police", "stranger", "coordinator", "technical", "evaluator"):
        with acts(who) as actor:
            assert Note.objects.count() == 0
            with pytest.raises(Absent):
                actions.write_note(actor=actor, case_id=noted.id, kind="shared", text="x")
    share(noted, "ngo_supervisor", ["case", "aid"])
    with acts("ngo_supervisor") as actor:
        assert Note.objects.count() == 0
        with pytest.raises(Refused):
            actions.write_note(actor=actor, case_id=noted.id, kind="shared", text="x")


def test_hidden_notes_leave_no_step(acts: Any, noted: Case) -> None:
    with acts("ngo"):
        kinds = Step.objects.filter(data_class="note").values_list("kind", flat=True)
        assert sorted(kinds) == ["monitoring", "note"]


def test_a_correction_follows_and_the_old_words_stay(acts: Any, noted: Case, world: Any) -> None:
    with acts("ngo") as actor:
        old = Note.objects.get(kind="protected")
        given = {"actor": actor, "case_id": noted.id, "corrects": old.id}
        actions.write_note(**given, kind="protected", text="tiksliau")
        with pytest.raises(Broken):
            actions.write_note(**given, kind="shared", text="visiems")
        seen = queries.notes_page(hold(actor, noted.id, SEE_NOTES))
        protected = next(n for n in seen if n.kind == "protected")
        assert (protected.text, protected.before) == ("tiksliau", ("apie protected",))
    with acts("social") as actor, pytest.raises(Absent):
        actions.write_note(
            actor=actor, case_id=noted.id, kind="protected", corrects=old.id, text="x"
        )


def _quoted(column: str) -> str:
    return f'"{column}"'


def _insert(**changes: str) -> str:
    fields = [str(f.column) for f in Note._meta.fields]
    made = {"id": "gen_random_uuid()", **changes}
    values = [made.get(f, f"n.{_quoted(f)}") for f in fields]
    return (
        f"INSERT INTO case_note ({', '.join(map(_quoted, fields))}) SELECT {', '.join(values)}"
        " FROM case_note n WHERE n.kind = 'shared' LIMIT 1"
    )


def test_nobody_writes_in_anothers_name(acts: Any, noted: Case, world: Any) -> None:
    """Raw SQL of a signed-in colleague, with a control that goes in."""
    me, other = world["ngo_colleague"], world["ngo"]
    mine = {"author_id": f"'{me.account}'::uuid", "by_id": f"'{me.assignment}'::uuid"}
    with acts("ngo"):
        hidden = Note.objects.get(kind="own").id
    with acts("ngo_colleague"):
        with act("control"), connection.cursor() as cursor:
            cursor.execute(_insert(**mine))
            assert cursor.rowcount == 1
        for changes in (
            {**mine, "author_id": f"'{other.account}'::uuid"},
            {**mine, "by_id": f"'{other.assignment}'::uuid"},
            {**mine, "institution_id": f"'{world['social'].institution}'::uuid"},
            {**mine, "kind": "'secret'"},
            {**mine, "corrects_id": f"'{hidden}'::uuid"},
        ):
            with pytest.raises(DatabaseError), act("attack"), connection.cursor() as cursor:
                cursor.execute(_insert(**changes))
        for sql in ("UPDATE case_note SET kind = 'shared'", "DELETE FROM case_note"):
            with pytest.raises(ProgrammingError), act("attack"), connection.cursor() as cursor:
                cursor.execute(sql)


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_a_note_needs_words_that_fit(acts: Any, opened: Any, text: str) -> None:
    case = opened()
    with acts("ngo") as actor, pytest.raises(Broken) as broken:
        actions.write_note(actor=actor, case_id=case.id, kind="shared", text=text)
    assert "text" in broken.value.faults
    later = timezone.localdate() + timedelta(days=1)
    with acts("ngo") as actor, pytest.raises(Broken):
        actions.write_note(actor=actor, case_id=case.id, kind="own", text="x", on=later)
