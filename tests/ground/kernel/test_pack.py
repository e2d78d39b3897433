"""The Lithuanian pack is whole, and a mistake in a pack is named by file and place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from talka.ground.kernel.pack import Pack, PackError, load_pack, packs_folder

PILOTS = {"13", "19", "21", "29", "27", "18"}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("lt")


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the pack that a test may break."""
    shutil.copytree(packs_folder() / "lt", tmp_path / "lt")
    monkeypatch.setenv("TALKA_PACKS", str(tmp_path))
    return tmp_path / "lt"


def replace(path: Path, old: str, new: str) -> None:
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")


def test_places_are_complete(pack: Pack) -> None:
    assert len(pack.municipalities) == 60
    assert len({m.iso for m in pack.municipalities}) == 60
    assert len(pack.counties) == 10
    assert {m.code for m in pack.municipalities if m.pilot} == PILOTS
    assert sum(m.population_2021 for m in pack.municipalities) == 2_810_755
    assert pack.municipality("13").label("lt") == "Vilniaus miesto savivaldybė"


def test_countries_hold_iso_and_the_three_of_our_own(pack: Pack) -> None:
    codes = {c.code for c in pack.countries}
    assert len(codes) == 249 + 3
    assert codes >= {"LT", "UA", "UZ", "XK", "XX", "ZZ"}
    assert pack.label("country", "GE", "lt") == "Sakartvelas"


def test_glossary_has_every_term_in_both_languages(pack: Pack) -> None:
    assert [term.number for term in pack.glossary] == list(range(1, 166))
    assert not any(term.verified for term in pack.glossary)


def test_labels_fall_back_but_never_fail(pack: Pack) -> None:
    assert pack.label("exploitation", "labour", "lt") == "Priverstinis darbas ar paslaugos"
    assert pack.label("exploitation", "labour", "en-gb") == "Forced labour or services"
    assert pack.label("exploitation", "no_longer_listed", "lt") == "no_longer_listed"
    with pytest.raises(KeyError):
        pack.codes("no_such_list")
    with pytest.raises(KeyError):
        pack.role("no_such_role")


def test_norwegian_is_not_read_as_a_truth_value(pack: Pack) -> None:
    assert pack.label("language", "no", "en") == "Norwegian"
    assert pack.glossary[0].no == "menneskehandel"


def test_nothing_claims_to_be_verified(pack: Pack) -> None:
    assert pack.verified_by is None
    assert not any(pack.document(path.name).get("verified_by") for path in pack.path.glob("*.yaml"))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("codes.yaml", "{code: child, lt:", "{code: adult, lt:", "age_group: code adult stands"),
        ("codes.yaml", 'en: "Adult"}', "}", "age_group adult: en is missing"),
        ("codes.yaml", '{code: "no", ', "{code: no, ", "code is False, not text"),
        ("codes.yaml", "lists:\n", "lists: [\n", "codes.yaml, line"),
        ("pack.yaml", 'version: "1"\n', 'version: "1"\nversion: "2"\n', "line 5: key 'version'"),
        ("roles.yaml", "kinds: [prosecution]", "kinds: [sheriff]", "prosecutor kinds: unknown"),
        ("team_seats.yaml", "roles: [police]", "roles: [sheriff]", "police roles: unknown sheriff"),
        ("services.yaml", "unit: nights", "unit: parsecs", "safe_accommodation unit: unknown"),
        ("glossary.yaml", '"no": "menne', 'no: "menne', "put it in quotes"),
        ("municipalities.csv", ",LT021,", ",,", "municipalities.csv, line 2: nuts3 is empty"),
        ("municipalities.csv", "52727", "many", "population_2021 is a number"),
        ("countries.csv", "code,lt,en", "code,lt,es", "countries.csv, line 1: no column en"),
    ],
)
def test_a_mistake_is_named(copy: Path, file: str, old: str, new: str, told: str) -> None:
    replace(copy / file, old, new)
    with pytest.raises(PackError) as caught:
        load_pack("lt")
    assert told in str(caught.value)
    assert file in str(caught.value)


def test_an_unbroken_copy_loads_and_a_missing_pack_says_so(copy: Path) -> None:
    assert load_pack("lt").path == copy
    with pytest.raises(PackError, match="no pack atlantis"):
        load_pack("atlantis")


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "roles.yaml").unlink()
    with pytest.raises(PackError, match=r"roles\.yaml: cannot be read"):
        load_pack("lt")
