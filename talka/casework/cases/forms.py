"""What a person types about the case itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.casework.cases import words
from talka.casework.cases.models import DATA_CLASSES, Profile
from talka.casework.cases.queries import VAULT
from talka.ground.kernel.errors import Stale
from talka.ground.kernel.pack import load_pack
from talka.ground.ui.forms import CodeField, CodesField, Form, LongTextField, TextField
from talka.ground.ui.pieces import Row


class SearchForm(Form):
    code = TextField(
        label=_("Code or number"), required=False, max_length=20, widget=forms.SearchInput
    )
    state = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[("", _("All")), ("open", _("Open")), ("closed", _("Closed"))],
    )


class IdentityForm(Form):
    versioned = True
    name = TextField(label=_("Name"), required=False, help_text=_("As the person gives it."))
    born = TextField(label=_("Born"), required=False, max_length=40)
    personal_code = TextField(label=_("Personal code"), required=False, max_length=20)
    phone = TextField(label=_("Telephone"), required=False, max_length=40)
    address = TextField(
        label=_("Address"),
        required=False,
        help_text=_("Never the address of a shelter."),
    )
    other = LongTextField(label=_("Other"), required=False, rows=3)

    @classmethod
    def rows(cls, texts: Mapping[str, str]) -> list[Row]:
        """The vault as a summary."""
        return [
            Row(cls.base_fields[name].label, texts.get(name, ""), is_name=True) for name in VAULT
        ]


class ProfileForm(Form):
    """Coded facts. The first two citizenships are asked; further ones stay as they are."""

    versioned = True
    gender = CodeField("gender", label=_("Gender"))
    age_group = CodeField("age_group", label=_("Age"))
    exploitation = CodesField("exploitation", label=_("Forms of exploitation"), required=False)
    citizenship = CodeField("country", label=_("Citizenship"), required=False)
    other_citizenship = CodeField("country", label=_("Another citizenship"), required=False)
    languages = CodesField("language", label=_("Languages"), required=False)
    source = CodeField("signal_source", label=_("Who brought the person to help"))

    @staticmethod
    def initial_of(there: Profile | None) -> dict[str, Any]:
        if there is None:
            return {}
        asked = [*there.citizenship, "", ""]
        names = ("gender", "age_group", "exploitation", "languages", "source", "version")
        known = {name: getattr(there, name) for name in names}
        return {**known, "citizenship": asked[0], "other_citizenship": asked[1]}

    @staticmethod
    def codes(values: dict[str, Any], there: Profile | None) -> dict[str, Any]:
        """What the action takes."""
        asked = [values["citizenship"], values.pop("other_citizenship")]
        further = there.citizenship[2:] if there else []
        return {**values, "citizenship": list(dict.fromkeys(c for c in [*asked, *further] if c))}

    @staticmethod
    @contextmanager
    def split_conflict() -> Iterator[None]:
        """A colleague's citizenships go back to the two fields."""
        try:
            yield
        except Stale as stale:
            theirs = [*stale.theirs["citizenship"], "", ""]
            stale.theirs.update(citizenship=theirs[0], other_citizenship=theirs[1])
            raise


class ClassesForm(Form):
    """Parts of a case to choose from, in the order of the screen."""

    classes = forms.MultipleChoiceField(
        label=_("Parts"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part.")},
    )

    def __init__(self, *args: Any, classes: Iterable[str], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = set(classes)
        field: Any = self.fields["classes"]
        field.choices = [
            (name, load_pack().label("data_class", name, language))
            for name in DATA_CLASSES
            if name in held
        ]
        self.initial.setdefault("classes", self.first_choice(held))

    @staticmethod
    def first_choice(held: set[str]) -> list[str]:
        return sorted(held)


class EndForm(ClassesForm):
    """Every part is ticked: to end an access is mostly to end it whole."""


class ColleagueForm(ClassesForm):
    assignment_id = forms.TypedChoiceField(label=_("Colleague"), coerce=UUID, choices=[])
    field_order = ("assignment_id", "classes")

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assignment_id"]
        field.choices = [("", _("Choose")), *people]

    @staticmethod
    def first_choice(held: set[str]) -> list[str]:
        """Each part is opened because somebody needs it: only the case itself is ticked."""
        return sorted(held & {"case"})


class ConflictForm(Form):
    worker_id = forms.TypedChoiceField(label=_("Who"), coerce=UUID, choices=[])
    reason = forms.ChoiceField(
        label=_("Why"), choices=list(words.CONFLICTS.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["worker_id"]
        field.choices = list(people)
