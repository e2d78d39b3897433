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
from itertools import combinations
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
    known = words.only(None)
    for column in words.LISTS:
        assert len(known.back(column)) == sum(1 for c, _ in known.codes if c == column)


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


def test_a_day_to_come_is_refused(entered):
    house, path = entered
    assert "still to come" in _refused(house, path, "--on", "2999-01-01").stderr


@pytest.mark.skipif(not REAL.exists(), reason=f"the real table is not here: {REAL.name}")
def test_the_real_table_goes_in_and_comes_back_exactly():
    """221 people of a published quarter; every inner cell and every sum it publishes."""
    house = houses.copy("intake_real")
    done = _intake(house, REAL)
    assert "entered 221 people" in done.stdout, done.stderr
    rows = list(csv.DictReader(REAL.read_text(encoding="utf-8-sig").splitlines()))
    told = dict(zip(SUBSETS, _every_figure(house, SUBSETS), strict=True))
    for row in rows:
        place = {b: row[c] for b, c in zip(BY, table.COLUMNS[1:], strict=True)}
        if place["responder"].casefold().endswith(" total"):
            place["responder"] = "Total"
        by = tuple(b for b in BY if place[b] != "Total")
        answer = told[by][tuple(place[b] for b in by)] if by else told["age",].total()
        assert answer == int(row["People"]), row
    assert len(rows) == 9550
    assert {figures.total() for figures in told.values()} == {221}
