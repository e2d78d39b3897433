"""The official plan table, in and out. Nothing here touches the database.

read(content, name, answers) → Reading · annotate(content, messages) → bytes · write, write_csv.
"""

from talka.prevention.programmes.table.guard import Refused
from talka.prevention.programmes.table.money import Question
from talka.prevention.programmes.table.notes import annotate
from talka.prevention.programmes.table.reading import Reading, read
from talka.prevention.programmes.table.words import ANSWERS, QUESTIONS, RULES, sentence
from talka.prevention.programmes.table.writing import write, write_csv

__all__ = [
    "ANSWERS",
    "QUESTIONS",
    "RULES",
    "Question",
    "Reading",
    "Refused",
    "annotate",
    "read",
    "sentence",
    "write",
    "write_csv",
]
