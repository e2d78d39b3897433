"""A published version is there for everyone signed in and can be changed by nobody."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, connections, transaction

from talka.ground.kernel.errors import Absent
from talka.ground.kernel.pack import PackError, load_pack, packs_folder
from talka.method.criteria import actions as criteria_actions
from talka.method.criteria import queries as criteria_queries
from talka.method.criteria.models import CriteriaVersion
from talka.method.protocol import actions as protocol_actions
from talka.method.protocol import queries
from talka.method.protocol.models import ProtocolHanded, ProtocolVersion
from talka.method.protocol.rules import ProtocolError
from talka.method.publishing import AlreadyPublished
from talka.method.shelf import Unsealed
from talka.method.versions import digest

Acts = Callable[[str], Any]


@pytest.fixture
def as_setup(cast: Any) -> Iterator[str]:
    """The owner's connection under a named verb; all is rolled back, and nothing stays cached."""
    with transaction.atomic(using="migrate"), connections["migrate"].cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', 'pack.load', true)")
        yield "migrate"
        transaction.set_rollback(True, using="migrate")
    queries.pinned.cache_clear()


@pytest.fixture
def pack_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the pack in use, which a test may change."""
    import shutil

    shutil.copytree(packs_folder() / "lt", tmp_path / "lt")
    monkeypatch.setenv("TALKA_PACKS", str(tmp_path))
    return tmp_path / "lt"


def edit(path: Path, old: str, new: str) -> None:
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")


def second_version(pack: Path) -> None:
    first = pack / "protocol" / "v1.yaml"
    (pack / "protocol" / "v2.yaml").write_text(first.read_text(encoding="utf-8"), encoding="utf-8")
    edit(pack / "protocol" / "v2.yaml", "version: 1\n", "version: 2\n")
    edit(pack / "protocol" / "v2.yaml", "amount: 30, unit: days", "amount: 45, unit: days")


def test_setup_has_published_both(acts: Acts) -> None:
    with acts("ngo"):
        assert queries.newest() == ("lt", 1)
        assert criteria_queries.newest("labour") == ("labour", 1)
        assert len(queries.pinned("lt", 1).steps) == 17
        assert len(criteria_queries.pinned("labour", 1).indicators) == 67
        with pytest.raises(Absent):
            queries.pinned("lt", 99)
        with pytest.raises(Absent):
            queries.newest("atlantis")


def test_nobody_signed_in_sees_no_version(world: Any) -> None:
    from talka.ground.kernel.begun import beginning

    with beginning(), transaction.atomic():
        assert ProtocolVersion.objects.count() == 0
        assert CriteriaVersion.objects.count() == 0


def test_publishing_again_changes_nothing(as_setup: str) -> None:
    def rows() -> list[Any]:
        return list(
            ProtocolVersion.objects.using(as_setup).values_list("id", "sha256", "published_at")
        )

    before = rows()
    assert protocol_actions.load_from_pack(using=as_setup) == 1
    assert criteria_actions.load_from_pack(using=as_setup) == 1
    assert rows() == before


def test_a_new_version_stands_beside_the_old(as_setup: str, pack_copy: Path) -> None:
    second_version(pack_copy)
    assert protocol_actions.load_from_pack(using=as_setup) == 2
    stored = {v.version: v for v in ProtocolVersion.objects.using(as_setup)}
    old, new = (queries.protocols.opened(stored[n]) for n in (1, 2))
    amounts = [p.step("reflection").deadline for p in (old, new)]
    assert [d.amount for d in amounts if d] == [30, 45]
    assert protocol_actions.load_from_pack(using=as_setup) == 2


def test_a_changed_published_document_is_refused(as_setup: str, pack_copy: Path) -> None:
    edit(pack_copy / "protocol" / "v1.yaml", "amount: 30, unit: days", "amount: 45, unit: days")
    with pytest.raises(AlreadyPublished, match="protocol_version lt 1"):
        protocol_actions.load_from_pack(using=as_setup)


def test_a_changed_comment_is_no_change(as_setup: str, pack_copy: Path) -> None:
    edit(pack_copy / "protocol" / "v1.yaml", "# Protocol, version 1", "# Another remark")
    assert protocol_actions.load_from_pack(using=as_setup) == 1


def test_a_protocol_with_a_role_nobody_has_is_refused(as_setup: str, pack_copy: Path) -> None:
    second_version(pack_copy)
    edit(pack_copy / "protocol" / "v2.yaml", "roles: [operator, ", "roles: [sheriff, ")
    with pytest.raises(ProtocolError, match="role sheriff is not in the pack"):
        protocol_actions.load_from_pack(using=as_setup)
    assert ProtocolVersion.objects.using(as_setup).count() == 1


@pytest.mark.parametrize("table", ["protocol_version", "criteria_version"])
@pytest.mark.parametrize(
    "change",
    ["UPDATE talka.{} SET version = 7", "DELETE FROM talka.{}", "TRUNCATE talka.{} CASCADE"],
)
def test_not_even_the_owner_changes_a_version(as_setup: str, table: str, change: str) -> None:
    with pytest.raises(Error, match="never allowed"), transaction.atomic(using=as_setup):
        connections[as_setup].cursor().execute(change.format(table))


def test_the_runtime_role_cannot_publish(acts: Acts) -> None:
    from talka.ground.audit.trail import act

    with acts("technical"), pytest.raises(Error, match="permission denied"), act("method.forge"):
        ProtocolVersion(
            code="lt", version=2, document={}, sha256="", published_at="2026-01-01T00:00Z"
        ).save(force_insert=True)


def test_a_document_that_was_tampered_with_is_not_opened(acts: Acts) -> None:
    with acts("ngo"):
        row = ProtocolVersion.objects.get(code="lt", version=1)
    assert queries.protocols.opened(row).version == 1
    assert digest(row.document) == row.sha256
    forged = copy.deepcopy(row.document)
    forged["steps"][0]["lt"] = "Kitas"
    row.document = forged
    with pytest.raises(Unsealed):
        queries.protocols.opened(row)


def test_distribution_is_recorded_once(as_setup: str, pack_copy: Path) -> None:
    entry = '[{room: protocol, code: lt, version: 1, to: police, day: "2026-02-03"}]'
    edit(pack_copy / "distribution.yaml", "distribution: []", f"distribution: {entry}")
    for _ in range(2):
        protocol_actions.load_from_pack(using=as_setup)
        criteria_actions.load_from_pack(using=as_setup)
    handed = ProtocolHanded.objects.using(as_setup).values_list("kind", "on")
    assert [(kind, on.isoformat()) for kind, on in handed] == [("police", "2026-02-03")]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("version: 9, to: police, day: '2026-02-03'", "no such version"),
        ("version: 1, to: sheriff, day: '2026-02-03'", "unknown kind of institution sheriff"),
        ("version: 1, to: police, day: '2026-02-30'", "2026-02-30 is no day"),
    ],
)
def test_a_wrong_distribution_is_named(
    as_setup: str, pack_copy: Path, entry: str, told: str
) -> None:
    item = f"[{{room: protocol, code: lt, {entry}}}]"
    edit(pack_copy / "distribution.yaml", "distribution: []", f"distribution: {item}")
    with pytest.raises(PackError, match=told):
        protocol_actions.load_from_pack(using=as_setup)


def test_a_pinned_version_is_asked_once(acts: Acts) -> None:
    from talka.ground.kernel.begun import counted

    queries.pinned.cache_clear()
    with acts("ngo"):
        with counted() as first:
            queries.pinned("lt", 1)
        with counted() as again:
            queries.pinned("lt", 1)
    assert (len(first), len(again)) == (1, 0)


def test_the_pack_of_the_tests_is_the_real_one() -> None:
    """Control of `pack_copy`: without it the pack of the repository is read."""
    assert load_pack().path == packs_folder() / "lt"


def test_a_turn_stores_which_deadline_not_its_words(acts: Acts) -> None:
    start = datetime(2026, 4, 3, 10, tzinfo=UTC)
    with acts("ngo"):
        told = queries.turn_due("lt", 1, "referral", start)
        assert told is not None
        moment, kind, reference = told
        assert (moment.date().isoformat(), kind) == ("2026-04-07", "standard")
        found = queries.deadline_of(reference)
        assert found is not None
        assert found.source.label("lt") == "paslaugos standartas: nukreipimo gavimo patvirtinimas"
        contact = queries.turn_due("lt", 1, "referral", start, deadline="contact")
        assert contact is not None
        assert contact[0].date().isoformat() == "2026-04-08"
        assert queries.turn_due("lt", 1, "identification", start) is None


def test_a_child_has_the_childs_own_deadline(acts: Acts) -> None:
    start = datetime(2026, 4, 3, 10, tzinfo=UTC)
    with acts("ngo"):
        adult = queries.turn_due("lt", 1, "first_contact", start)
        child = queries.turn_due("lt", 1, "first_contact", start, child=True)
        assert adult is not None
        assert child is not None
        assert child[0] < adult[0]
        assert child[1:] == ("law", "lt/1/first_contact/danger/child")
        found = queries.deadline_of(child[2])
        assert found is not None
        assert (found.amount, found.unit) == (6, "hours")


@pytest.mark.parametrize(
    "reference", ["", "service standard", "lt/1/atlantis/x", "lt/9/signal/log", "lt/x/signal/log"]
)
def test_a_text_that_names_no_deadline(acts: Acts, reference: str) -> None:
    with acts("ngo"):
        assert queries.deadline_of(reference) is None
