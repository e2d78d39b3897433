"""What a person types about the case itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.casework.cases import words
from talka.ground.kernel.pack import load_pack
from talka.ground.ui.forms import CodeField, CodesField, Form, LongTextField, TextField


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


class ProfileForm(Form):
    versioned = True
    gender = CodeField("gender", label=_("Gender"))
    age_group = CodeField("age_group", label=_("Age"))
    exploitation = CodesField("exploitation", label=_("Forms of exploitation"))
    citizenship = CodeField("country", label=_("Citizenship"), required=False)
    other_citizenship = CodeField("country", label=_("Another citizenship"), required=False)
    language = CodeField("language", label=_("Language the person speaks"), required=False)
    other_language = CodeField("language", label=_("Another language"), required=False)

    @staticmethod
    def shown(profile: Any) -> dict[str, Any]:
        """The codes of a profile as the fields show them: two of a list at most."""
        citizenship, languages = [*profile.citizenship, "", ""], [*profile.languages, "", ""]
        return {
            "gender": profile.gender,
            "age_group": profile.age_group,
            "exploitation": profile.exploitation,
            "citizenship": citizenship[0],
            "other_citizenship": citizenship[1],
            "language": languages[0],
            "other_language": languages[1],
            "version": profile.version,
        }

    @staticmethod
    def codes(values: dict[str, Any]) -> dict[str, Any]:
        """What the fields hold, as the codes of a profile."""
        pairs = {
            "citizenship": (values["citizenship"], values["other_citizenship"]),
            "languages": (values["language"], values["other_language"]),
        }
        same = {n: values[n] for n in ("gender", "age_group", "exploitation")}
        return {**same, **{n: list(dict.fromkeys(c for c in p if c)) for n, p in pairs.items()}}


class ColleagueForm(Form):
    assignment_id = forms.TypedChoiceField(label=_("Colleague"), coerce=UUID)
    classes = forms.MultipleChoiceField(label=_("Parts"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        colleagues: Iterable[tuple[str, str]] = (),
        classes: Iterable[str] = (),
        language: str = "lt",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignment_id"].choices = list(colleagues)  # type: ignore[attr-defined]
        pack = load_pack()
        self.fields["classes"].choices = [  # type: ignore[attr-defined]
            (c, pack.label("data_class", c, language)) for c in classes
        ]


class ConflictForm(Form):
    worker_id = forms.TypedChoiceField(label=_("Who"), coerce=UUID)
    reason = forms.ChoiceField(
        label=_("Why"), choices=list(words.CONFLICTS.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker_id"].choices = list(people)  # type: ignore[attr-defined]
