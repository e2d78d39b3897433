"""Forms of bodies and of taking part in policy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.ground.ui.forms import Form
from talka.prevention.bodies import rules, words
from talka.prevention.bodies.queries.assembly import Chair
from talka.prevention.programmes.forms import choice, day, long
from talka.prevention.programmes.forms import text as line


def uuid_of(value: Any) -> UUID | None:
    return UUID(value) if value else None


def one_of(label: Any, **more: Any) -> forms.TypedChoiceField:
    """A row chosen by its id, or nothing; the choices come with the form."""
    return forms.TypedChoiceField(
        label=label, coerce=uuid_of, empty_value=None, required=False, **more
    )


def offer(form: Form, **choices: list[tuple[str, str]]) -> None:
    for name, of in choices.items():
        form.fields[name].choices = of  # type: ignore[attr-defined]


class MandateForm(Form):
    """What may change later; `kind`, `municipality` and `since` come before it at the founding."""

    name = line(_("Name of the body"), required=True)
    act_id = one_of(_("Legal act"))
    mandate = long(_("Mandate"), help_text=_("What it is for, where no legal act is listed."))
    until = day(_("Last day"), required=False)
    secretariat_id = one_of(_("Secretariat"))
    quorum_percent = forms.IntegerField(
        label=_("Quorum: more than so many percent of the votes"), min_value=1, max_value=99,
        initial=50,
    )  # fmt: skip

    def __init__(self, *args: Any, acts: Any, institutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, act_id=acts, secretariat_id=institutions)


class BodyForm(MandateForm):
    kind = choice(_("Kind"), words.KIND)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    since = day(_("First day"))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, municipality=places)
        self.order_fields(["kind", "municipality", "name", "act_id", "mandate", "since"])


class BodyEditForm(MandateForm):
    versioned = True


class SeatForm(Form):
    institution_id = one_of(_("Institution"))
    organisation = line(_("Other organisation"), help_text=_("Where it is not in the list."))
    sector = choice(_("Sector"), words.SECTOR)
    function = line(
        _("Function"), help_text=_("For instance “head of division”. No names of people.")
    )
    votes = forms.BooleanField(label=_("Has a vote"), required=False, initial=True)
    since = day(_("First day"), initial=timezone.localdate)

    def __init__(self, *args: Any, institutions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, institution_id=institutions)


class SeatEndForm(Form):
    until = day(_("Last day"), initial=timezone.localdate)


class MeetingForm(Form):
    held_on = day(_("Day"))
    place = line(_("Place"))
    remote = forms.BooleanField(label=_("Held at a distance"), required=False)
    agenda = long(_("Agenda"), rows=5)


class AttendanceForm(Form):
    """One choice a seat of the day; left open means: not written down."""

    versioned = True

    def __init__(self, *args: Any, seats: list[tuple[Chair, str | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for chair, state in seats:
            label = f"{chair.name}, {chair.function}" if chair.function else chair.name
            self.fields[f"seat_{chair.id.hex}"] = forms.ChoiceField(
                label=label, required=state is not None, initial=state or "",
                choices=[("", "–")] * (state is None) + list(words.PRESENCE.items()),
            )  # fmt: skip

    def presence(self) -> dict[UUID, str]:
        return {
            UUID(hex=name.removeprefix("seat_")): state
            for name, state in self.cleaned_data.items()
            if name.startswith("seat_") and state
        }


class MinutesForm(Form):
    versioned = True
    text = forms.CharField(
        label=_("Minutes of the meeting"), max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Nothing about a person who was helped."),
    )  # fmt: skip


class DecisionForm(Form):
    number = line(_("Number"), required=True, max_length=30)
    text = long(_("Decision"), required=True, rows=4)
    seat_id = one_of(_("Carried out by the seat"))
    responsible = line(_("Or by somebody else"), help_text=_("An institution or an office."))
    due = day(_("Due"))

    def __init__(self, *args: Any, seats: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, seat_id=seats)


class FollowUpForm(Form):
    on = day(_("Day"), initial=timezone.localdate)
    text = long(_("What happened"), required=True)
    evidence = line(_("Where it can be seen"), help_text=_("A document or an address."))
    done = forms.BooleanField(label=_("The decision is done"), required=False)


class OpenForm(Form):
    kind = choice(_("Kind"), words.PROCESS)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    title = line(_("Title"), required=True)
    opened_on = day(_("First day"), initial=timezone.localdate)
    closes_on = day(_("Last day for proposals"), required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, municipality=places)


class ProcessForm(Form):
    versioned = True
    title = line(_("Title"), required=True)
    stage = choice(_("Stage"), words.STAGE)
    closes_on = day(_("Last day for proposals"), required=False)


class ContributionForm(Form):
    kind = forms.ChoiceField(label=_("How"))
    institution_id = one_of(_("Institution"))
    on = day(_("Day"), initial=timezone.localdate)

    def __init__(
        self, *args: Any, keeper: bool, institutions: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = [k for k in rules.CONTRIBUTIONS if (k in rules.BY_KEEPER) == keeper]
        offered = [(k, str(words.CONTRIBUTION[k])) for k in kinds]
        offer(self, kind=offered, institution_id=institutions)
        if not keeper:
            del self.fields["institution_id"]


class ProposalForm(Form):
    versioned = True
    clause = line(_("Clause"), help_text=_("What it is about, for instance “point 12.3”."))
    text = long(_("Proposal"), required=True, rows=6)
    evidence = long(
        _("What supports it"), help_text=_("Figures, experience. Nothing about a person.")
    )


class AnswerForm(Form):
    verdict = choice(_("Answer"), words.VERDICT, widget=forms.RadioSelect)
    reason = long(_("Reason"), help_text=_("Required unless the proposal is adopted in whole."))
    on = day(_("Answered on"), initial=timezone.localdate)
    act_id = one_of(_("Legal act that came of it"))
    measure_id = one_of(_("Measure that came of it"))

    def __init__(self, *args: Any, acts: Any, measures: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, act_id=acts, measure_id=measures)


class SupervisionForm(Form):
    held_on = day(_("Held on"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=rules.SHORTEST,
                                 max_value=rules.LONGEST, initial=90)  # fmt: skip
    supervisor = forms.CharField(
        label=_("Who led it"), max_length=120, help_text=_("The supervisor or their organisation.")
    )
    seats = forms.MultipleChoiceField(
        label=_("Seats that were there"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, seats: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, seats=seats)
