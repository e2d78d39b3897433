"""Tables that offices made by themselves: merged heads, their numbers, their marks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from talka.prevention.programmes.shapes import Executor
from talka.prevention.programmes.table import read
from tests.prevention.programmes.table.books import official, saved

GOAL = ["1.", "Tikslas", "1 613,1", "959,1", "500", "654", "1 219,1", "959,1", "500", "260",
        "1 029,1", "959,1", "500", "70"]  # fmt: skip
TASK = ["1.1.", "Uždavinys", *GOAL[2:]]
FIRST = ["1.1.1.", "rengti programas", *["49,4", "49,4", "20", "0"] * 3, "Policijos departamentas"]
REST = ["1.1.2.", "kita", "1563,7", "909,7", "480", "654", "1169,7", "909,7", "480", "260",
        "979,7", "909,7", "480", "70", "Vidaus reikalų ministerija, Savivaldybės"]  # fmt: skip


def test_the_official_table_is_read_with_its_sums() -> None:
    reading = read(saved(official([GOAL, TASK, FIRST, REST])), "planas.xlsx")
    assert reading.messages == ()
    assert reading.questions == ()
    plan = reading.plan
    assert plan is not None
    assert (plan.level, plan.since, plan.until) == (
        "national",
        date(2016, 1, 1),
        date(2018, 12, 31),
    )
    assert [(n.kind, n.code, n.parent) for n in plan.nodes] == [
        ("goal", "1", None), ("task", "1.1", "1"),
        ("measure", "1.1.1", "1.1"), ("measure", "1.1.2", "1.1"),
    ]  # fmt: skip
    money = {(a.year, a.kind): a for a in plan.nodes[0].amounts}
    assert money[2016, "total"].eur == Decimal("1613100.00")
    assert (money[2018, "assets"].amount, money[2018, "assets"].source) == (Decimal(70), "VB")
    assert plan.nodes[3].executors == (
        Executor("Vidaus reikalų ministerija"), Executor("Savivaldybės", None, "co"),
    )  # fmt: skip


def test_a_sum_that_is_off_points_at_its_cell() -> None:
    wrong = [*GOAL]
    wrong[2] = "1 623,1"
    reading = read(saved(official([wrong, TASK, FIRST, REST])), "planas.xlsx")
    assert {(m.rule, m.at) for m in reading.messages} == {
        ("total_parts", "1 priedas!C8"),
        ("children_sum", "1 priedas!C8"),
    }


def test_a_lone_dot_is_asked_once_a_column_and_the_answer_settles_it() -> None:
    last = ["1.1.1.", "Priemonė", "1.613", *[None] * 11, "VRM"]
    rows = [["1.", "Tikslas", "1.613"], ["1.1.", "Uždavinys", "1.613"], last]
    content = saved(official(rows))
    asked = read(content, "planas.xlsx")
    assert asked.plan is None
    assert [(q.code, q.at) for q in asked.questions] == [("number:1 priedas!C", "1 priedas!C8")]
    for answer, number in (("thousands", "1613"), ("decimal", "1.613")):
        reading = read(content, "planas.xlsx", {"number:1 priedas!C": answer})
        assert reading.plan is not None
        assert reading.plan.nodes[0].amounts[0].amount == Decimal(number)


def test_mixed_marks_are_asked_and_kept_apart() -> None:
    first = ["1.1.1.", "Priemonė", 0, *[None] * 11, "VRM"]
    second = ["1.1.2.", "Kita", "x", *[None] * 11, "VRM"]
    rows = [["1.", "Tikslas", "5"], ["1.1.", "Uždavinys", "–"], first, second]
    content = saved(official(rows))
    asked = read(content, "p.xlsx")
    assert {(q.code, q.value) for q in asked.questions} == {
        ("state:1 priedas!C:dash", "dash"),
        ("state:1 priedas!C:x", "x"),
    }
    answers = {"state:1 priedas!C:dash": "missing", "state:x": "not_applicable"}
    plan = read(content, "p.xlsx", answers).plan
    assert plan is not None
    assert [n.amounts[0].state for n in plan.nodes] == [
        "value",
        "missing",
        "zero",
        "not_applicable",
    ]


MUNICIPAL = (
    "Savivaldybės kovos su prekyba žmonėmis 2024–2024 metų planas;;;;;\r\n"
    "Nr.;Priemonė;Vykdytojai;Įvykdymo terminas;Lėšos (tūkst. Eur);Vertinimo kriterijai\r\n"
    "1;Mokyti darbuotojus, pedagogus;Administracija, Mokyklos;2024 m. IV ketv.;"
    "2,5;Mokymų skaičius\r\n"
    "2;Informuoti gyventojus;Seniūnijos;2024-06-30;1,0;\r\n"
    "Iš viso;;;;3,5;\r\n"
)


def test_a_flat_municipal_list_gets_a_goal_and_asks_for_the_source() -> None:
    content = MUNICIPAL.encode("utf-8-sig")
    asked = read(content, "planas.csv")
    assert [q.code for q in asked.questions] == ["source"]
    reading = read(content, "planas.csv", {"source": "SB"})
    plan = reading.plan
    assert plan is not None
    assert plan.level == "municipal"
    assert [(n.kind, n.code, n.parent, n.due) for n in plan.nodes] == [
        ("goal", "0", None, None),
        ("measure", "1", "0", date(2024, 12, 31)),
        ("measure", "2", "0", date(2024, 6, 30)),
    ]
    assert plan.nodes[1].amounts[0].eur == Decimal("2500.00")
    assert plan.nodes[1].indicators[0].name_lt == "Mokymų skaičius"
    assert sorted((m.rule, m.at) for m in reading.messages if m.at) == [
        ("no_link", "CSV!A3"),
        ("no_link", "CSV!A4"),
    ]


def test_an_older_encoding_is_read_and_told() -> None:
    reading = read(MUNICIPAL.encode("cp1257"), "planas.csv", {"source": "SB"})
    assert reading.plan is not None
    assert reading.plan.nodes[2].title == "Informuoti gyventojus"
    assert "file_encoding" in {m.rule for m in reading.messages}
