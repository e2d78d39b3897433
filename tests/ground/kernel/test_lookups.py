"""One parameter for many ids finds what one parameter each would find."""

from __future__ import annotations

from uuid import uuid4

from talka.people.accounts.models import Assignment
from talka.people.institutions.models import Institution


def test_among_finds_what_in_finds(acts):
    with acts("ministry"):
        ids = list(Institution.objects.order_by("id").values_list("id", flat=True))
        some = [*ids[::2], uuid4()]
        found = set(Institution.objects.filter(id__among=some))
        assert found == set(Institution.objects.filter(id__in=some)) != set()
        assert found != set(Institution.objects.all())  # control: the others stay away


def test_keys_of_other_tables_too(acts):
    with acts("admin_caritas"):
        places = list(Assignment.objects.values_list("institution_id", flat=True))
        found = set(Assignment.objects.filter(institution__among=places[:1]))
        assert found == set(Assignment.objects.filter(institution__in=places[:1])) != set()


def test_nothing_is_among_nothing(acts):
    with acts("ministry"):
        assert not Institution.objects.filter(id__among=[]).exists()
