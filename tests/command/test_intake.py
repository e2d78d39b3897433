"""People of a published table: whole or not at all, nobody twice, and given back as they came."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from itertools import combinations, product
from pathlib import Path

import pytest

from talka.command import table, words
from talka.ground.kernel.errors import Broken
from tests import houses

HEADER = ",".join([*table.COLUMNS, table.PEOPLE])
KIND = "NGO and third sector"
CELLS = (
    ("Alpha house", "Labour", "Adult (18 or over)", "Female", "Albanian", 2),
    ("Alpha house", "Labour & Criminal", "Child (17 or under)", "Male", "UK", 3),
    ("Beta, refuge", "Sexual", "Not specified or unknown", "Other", "Afghan", 1),
    ("Beta, refuge", "Domestic", "Adult (18 or over)", "Female", "Algerian", 4),
)
REAL = Path(__file__).parents[3] / "shared" / "data" / "nrm_referrals_ngo_2023_q4.csv"
BY = ("responder", "exploitation", "age", "gender", "citizenship")


def _quoted(cells) -> str:
    return ",".join(f'"{c}"' for c in cells)


def _lines() -> list[str]:
    inner = [_quoted((KIND, *cell)) for cell in CELLS]
    total = sum(cell[-1] for cell in CELLS)
    return [HEADER, *inner, _quoted((KIND, "NGO and third sector total", *["Total"] * 4, total))]


def _file(folder: Path, lines: list[str], encoding: str = "utf-8") -> Path:
    target = folder / "referrals_2023_q4.csv"
    target.write_text("\n".join(lines) + "\n", encoding=encoding)
    return target


def _changed(number: int, old: str, new: str) -> list[str]:
    lines = _lines()
    assert old in lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(old, new)
    return lines


def test_a_sound_table_is_read_whole(tmp_path):
    read = table.read(_file(tmp_path, _lines()))
    assert sum(row.people for row in read.rows) == 10
    assert len(read.rows) == 4


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (_changed(1, "Nationality", "Country"), "line 1, column Nationality"),
        (_changed(2, '"2"', '"two"'), "line 2, column People"),
        (_changed(2, '"2"', '"-2"'), "line 2, column People"),
        (_changed(2, '"2"', '"2.5"'), "line 2, column People"),
        (_changed(3, '"Male"', '""'), "line 3, column Gender"),
        (_changed(3, '"Male"', '"Ma\x07le"'), "line 3, column Gender"),
        (_changed(3, '"3"', '"3","4"'), "line 3, column 8"),
        ([*_lines(), _lines()[1]], "line 7, column People: the same cell as line 2"),
        (_changed(6, '"10"', '"11"'), "line 6, column People: total 11, its cells add up to 10"),
        (_changed(4, '"Other"', '"Other'), "line 4, column"),
        (["\x00"], "line 1, column"),
    ],
)
def test_a_bad_table_is_refused_with_line_and_column(tmp_path, lines, told):
    with pytest.raises(Broken) as fault:
        table.read(_file(tmp_path, lines))
    assert told in str(fault.value)


def test_another_encoding_is_refused_with_line_and_column(tmp_path):
    lines = _changed(5, "Female", "Femäle")
    with pytest.raises(Broken) as fault:
        table.read(_file(tmp_path, lines, "latin-1"))
    assert "line 5, column Gender: not UTF-8" in str(fault.value)


def test_totals_of_a_partial_table_are_not_compared(tmp_path):
    path = _file(tmp_path, _changed(6, '"10"', '"11"'))
    assert sum(row.people for row in table.read(path, partial=True).rows) == 10


def test_the_mark_does_not_depend_on_the_order_of_lines(tmp_path):
    lines = _lines()
    one = table.read(_file(tmp_path, lines)).mark
    assert table.read(_file(tmp_path, [lines[0], *reversed(lines[1:])])).mark == one
    assert table.read(_file(tmp_path, _changed(2, "Albanian", "American"))).mark != one


def test_every_shipped_word_comes_back_as_itself():
    """The shipped words are a one-to-one code: what was read can be said again."""
    known = words.read(None)
    for column in words.LISTS:
        assert len(known.back(column)) == sum(1 for c, _ in known.codes if c == column)


def _words(folder: Path, *lines: str) -> Path:
    target = folder / "words.csv"
    target.write_text("\n".join(["column,word,code", *lines]) + "\n", encoding="utf-8")
    return target


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["Gender,Both,female+male"], "line 2, code: Gender takes one code, not female+male"),
        (["Gender,Woman,female", "Gender,Woman,male"], "line 3, word: 'Woman' means something"),
        (["Colour,Red,red"], "line 2, column: 'Colour'"),
        (["Nationality,Here,LT+??"], "line 2, code: ?? not in country"),
    ],
)
def test_words_that_cannot_be_meant_are_refused(tmp_path, lines, told):
    with pytest.raises(Broken) as fault:
        words.read(_words(tmp_path, *lines))
    assert told in str(fault.value)


def test_several_citizenships_are_one_word_of_several_codes(tmp_path):
    known = words.read(_words(tmp_path, "Nationality,Both,UA+LT", "Gender,Woman,female"))
    assert known["Nationality", "Both"] == ("LT", "UA")
    assert known["Gender", "Woman"] == ("female",)


def test_a_file_of_a_few_words_gives_back_the_shipped_ones_too(tmp_path):
    """As an intake reads it: over the shipped words, not instead of them."""
    back = words.giving_back(_words(tmp_path, "Nationality,Atlantean,LT+UA"), "Nationality")
    assert back["LT+UA"] == "Atlantean"
    assert back["AL"] == "Albanian"


# From here on over real processes in a house of its own.


def _figures(house, *by: str, said: bool = True) -> Counter:
    told = house.talka(
        "figures", "--year", "2023", "--by", ",".join(by), "--json",
        *(["--words", str(words.shipped())] if said else []),
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    return Counter({tuple(line[b] for b in by): line["count"] for line in json.loads(told.stdout)})


ASK = """
import json, sys, django
django.setup()
from pathlib import Path
from talka.command.figures import counts
asked, words = json.loads(sys.argv[1]), Path(sys.argv[2])
print(json.dumps([counts(2023, by, False, words) for by in asked]))
"""


def _every_figure(house, asked: list[tuple[str, ...]]) -> list[Counter]:
    """What the command answers to many questions, in one process."""
    done = house.run("-c", ASK, json.dumps(asked), str(words.shipped()))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return [
        Counter({tuple(line[b] for b in by): line["count"] for line in lines})
        for by, lines in zip(asked, told, strict=True)
    ]


SUBSETS = [by for size in range(1, len(BY) + 1) for by in combinations(BY, size)]


def _sizes(house) -> dict[str, int]:
    """Rows of every table that an intake writes."""
    tables = [
        "case_file", "case_profile", "case_key", "case_step", "case_turn", "case_grant", "signal",
        "screening", "status_assertion", "case_origin", "case_consent", "referral", "institution",
        "worker", "assignment", "account", "team", "seat_holding", "post_once",
    ]  # fmt: skip
    one = " UNION ALL ".join(f"SELECT '{t}', count(*) FROM {t}" for t in tables)
    return dict(house.rows(one))


def _intake(house, path: Path, *more: str):
    return house.talka("intake", str(path), *more)


@pytest.fixture(scope="module")
def entered(tmp_path_factory):
    """A house with the small table in it, never disturbed."""
    house = houses.copy("intake_whole")
    path = _file(tmp_path_factory.mktemp("table"), _lines())
    done = _intake(house, path)
    assert done.returncode == 0, done.stderr
    assert "entered 10 people, 0 were in already" in done.stdout
    return house, path


def test_a_second_run_adds_nobody(entered):
    house, path = entered
    before = _sizes(house)
    assert before["case_file"] == before["referral"] == before["signal"] == 10
    done = _intake(house, path)
    assert "entered 0 people, 10 were in already" in done.stdout
    assert _sizes(house) == before


def test_the_memory_of_who_is_in_outlives_the_sweep_of_posts(entered):
    """Keys of web posts go after two days; those of an intake stay, or a later run would enter
    everybody again."""
    house, _ = entered
    house.rows("UPDATE post_once SET at = now() - interval '30 days' RETURNING 1")
    house.rows(
        "INSERT INTO post_once (id, account, path, location, at)"
        " VALUES ('\\x00', gen_random_uuid(), '/', '', now() - interval '30 days') RETURNING 1"
    )
    house.run("-c", SWEEP)
    assert house.rows("SELECT count(*) FROM post_once WHERE path = '/'") == [(0,)]
    assert house.rows("SELECT count(*) FROM post_once WHERE path = 'intake'") == [(10,)]


SWEEP = """
import os
os.environ["TALKA_WORKER"] = "1"
import django
django.setup()
from talka.ground.ui import drafts
from talka.ground.jobs.tasks import as_worker
with as_worker():
    drafts.sweep()
"""


def test_figures_give_back_every_cell_and_every_sum(entered):
    house, _ = entered
    for by, told in zip(SUBSETS, _every_figure(house, SUBSETS), strict=True):
        want: Counter = Counter()
        for cell in CELLS:
            want[tuple(cell[BY.index(b)] for b in by)] += cell[-1]
        assert told == want


def test_figures_speak_in_codes_without_words(entered):
    house, _ = entered
    assert _figures(house, "age", said=False) == {("adult",): 6, ("child",): 3, ("unknown",): 1}


def test_a_killed_intake_ends_as_an_undisturbed_one(entered):
    """SIGKILL at five points, then one run to the end: the same rows, and the trail agrees."""
    whole, path = entered
    house = houses.copy("intake_killed")
    chance = random.Random(11)
    for _ in range(5):
        process = house.start("-m", "talka.command.cli", "intake", str(path))
        until = time.monotonic() + chance.uniform(1.0, 4.5)
        while time.monotonic() < until and process.poll() is None:
            time.sleep(0.02)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    done = _intake(house, path)
    assert done.returncode == 0, done.stderr
    assert _sizes(house) == _sizes(whole)
    assert _figures(house, *BY) == _figures(whole, *BY)
    assert house.talka("audit", "verify").returncode == 0


def _refused(house, path: Path, *more: str) -> subprocess.CompletedProcess:
    before = _sizes(house)
    done = _intake(house, path, *more)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert _sizes(house) == before
    return done


def test_a_bad_file_enters_nobody(entered, tmp_path):
    house, _ = entered
    done = _refused(house, _file(tmp_path, _changed(4, '"1"', '"one"')))
    assert "line 4, column People" in done.stderr
    assert "nothing was entered" in done.stderr


def test_unknown_words_are_written_down_ready_to_be_filled_in(entered, tmp_path):
    house, _ = entered
    path = _file(tmp_path, _changed(2, "Albanian", "Atlantean"))
    done = _refused(house, path)
    missing = path.with_suffix(".missing-words.csv")
    assert str(missing) in done.stderr
    header, line = list(csv.reader(missing.read_text(encoding="utf-8").splitlines()))
    assert line[:3] == ["Nationality", "Atlantean", ""]
    line[2] = "XX-nowhere"
    missing.write_text(f"{','.join(header)}\n{','.join(line)}\n", encoding="utf-8")
    assert "line 2, code" in _refused(house, path, "--words", str(missing)).stderr


def test_a_place_that_is_none_is_refused(entered):
    house, path = entered
    assert "--municipality 999: no" in _refused(house, path, "--municipality", "999").stderr


def test_a_day_to_come_is_refused(entered):
    house, path = entered
    assert "still to come" in _refused(house, path, "--on", "2999-01-01").stderr


def _published(folder: Path) -> Path:
    """The published quarter where this machine has it beside the project; else one made up in its
    shape: as many people, with every sum that such a table gives."""
    return REAL if REAL.exists() else _made_up(folder)


def _made_up(folder: Path) -> Path:
    chance, cells = random.Random(2023), Counter[tuple[str, ...]]()
    known: dict[str, list[str]] = {c: [] for c in words.LISTS}
    for column, word in sorted(words.read(None).codes):
        known[column].append(word)
    while cells.total() < 221:
        houses_of = [f"House {chance.randrange(9)}, of help"]
        cells[tuple(chance.choice(houses_of if c == table.COLUMNS[1] else known[c][-9:])
                    for c in table.COLUMNS[1:])] += 1  # fmt: skip
    rows: Counter[tuple[str, ...]] = Counter()
    for cell, people in cells.items():
        for kept in product((True, False), repeat=len(cell)):
            row = [word if keep else "Total" for keep, word in zip(kept, cell, strict=True)]
            row[0] = row[0] if kept[0] else f"{KIND} total"
            rows[tuple(row)] += people
    target = folder / "made_up_2023_q4.csv"
    lines = [HEADER, *(_quoted((KIND, *row, people)) for row, people in rows.items())]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target


def test_a_made_up_table_is_one_that_can_be_read(tmp_path):
    read = table.read(_made_up(tmp_path))
    assert sum(row.people for row in read.rows) == 221
    assert len({row.words[1] for row in read.rows}) == 9


def test_the_real_table_goes_in_and_comes_back_exactly(tmp_path):
    """221 people of a published quarter; every inner cell and every sum it publishes."""
    house, path = houses.copy("intake_real"), _published(tmp_path)
    done = _intake(house, path)
    assert "entered 221 people" in done.stdout, done.stderr
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    told = dict(zip(SUBSETS, _every_figure(house, SUBSETS), strict=True))
    assert _differences(rows, told) == []
    assert {figures.total() for figures in told.values()} == {221}
    # control: one person counted elsewhere is seen
    place = next(iter(told[BY]))
    told[BY][place] -= 1
    assert len(_differences(rows, told)) == 1


def _differences(rows: list[dict[str, str]], told: dict[tuple[str, ...], Counter]) -> list[str]:
    """Lines of the table that the figures do not give back."""
    found = []
    for row in rows:
        place = {b: row[c] for b, c in zip(BY, table.COLUMNS[1:], strict=True)}
        if place["responder"].casefold().endswith(" total"):
            place["responder"] = "Total"
        by = tuple(b for b in BY if place[b] != "Total")
        answer = told[by][tuple(place[b] for b in by)] if by else told["age",].total()
        if answer != int(row["People"]):
            found.append(f"{row}: {answer}")
    return found
