"""What must hold for a case. Pure: dated facts in, stage and gaps out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

CASE_ROLES = frozenset(
    {"case_worker", "supervisor", "police", "prosecutor", "social_worker", "child_rights"}
)
"""Roles that may open and hold a case. `talka.case_roles()` in the database is the same list."""

CHILD_ROLES = CASE_ROLES
"""Roles that may read more than the code of a child's case; `talka.child_roles()`."""

TEAM_ROLES = CASE_ROLES | {"coordinator"}
"""Roles to whom a case may be offered; `talka.team_roles()`."""

ASKING_ROLES = TEAM_ROLES | {"operator"}
"""Roles that may ask whether a person is known; `talka.who_knows` holds the same list."""

CONFLICT_REASONS = ("relative", "acquaintance", "party", "former_work", "other")
"""Why somebody may not touch a case; words.py names them."""

PATH = (
    ("signal", "signal"),
    ("screening", "presumption"),
    ("information", "information_consent"),
    ("referral", "referral"),
    ("risk", "first_contact"),
    ("needs", "needs_plan"),
    ("plan", "needs_plan"),
    ("service", "services"),
    ("closure", "closure"),
)
"""Kinds of step that make up the shown progress, with the protocol step each belongs to."""


@dataclass(frozen=True)
class Fact:
    """A dated fact: kind, day, outcome code. From `case_step`."""

    kind: str
    on: date
    outcome: str = ""


@dataclass(frozen=True)
class OpenTurn:
    act: str
    due_at: datetime | None


@dataclass(frozen=True)
class Gap:
    """Something missing; `blocks` says whether the case cannot close without it."""

    code: str
    blocks: bool


def stage(facts: Iterable[Fact]) -> str:
    """The furthest kind of PATH that has happened; "signal" when nothing else has."""
    return reached(f.kind for f in facts)


def reached(kinds: Iterable[str]) -> str:
    """The furthest of PATH among kinds of steps; "signal" when none is."""
    done = set(kinds)
    return next((kind for kind, _ in reversed(PATH) if kind in done), "signal")


def gaps(facts: Iterable[Fact], turns: Iterable[OpenTurn], forms: Iterable[str]) -> list[Gap]:
    """What the case still lacks. One list feeds the task list, the refusal to close and the
    supervisor's checklist."""
    done = {f.kind for f in facts}
    exploitation = set(forms)
    missing = [
        Gap("no_screening", "screening" not in done),
        Gap("no_assertion", "assertion" not in done),
        Gap("no_information", "information" not in done),
        Gap("no_risk", "risk" not in done),
        Gap("no_needs", "needs" not in done),
        Gap("no_plan", "plan" not in done),
    ]
    found = [g for g in missing if g.blocks]
    found += [Gap(f"open_turn:{t.act}", True) for t in turns]
    if not exploitation or exploitation == {"unknown"}:
        found.append(Gap("exploitation_unknown", False))
    return found


def may_close(found: Iterable[Gap], reason: str) -> list[Gap]:
    """Gaps that forbid closing for this reason. A person who declined help, was lost, or proved
    not to be a victim may be let go without risk, needs and plan; never with an open turn."""
    early = reason in {"declined", "lost_contact", "not_a_victim", "moved", "died"}
    waived = {"no_risk", "no_needs", "no_plan", "no_information"} if early else set()
    return [g for g in found if g.blocks and g.code not in waived]


def may_not_end(*, mine: bool, colleague: bool, gives: bool, basis: str) -> str:
    """What forbids ending a grant: "" nothing, "basis" (it ends with its consent or ground),
    "holder" (only who holds the case for own work). One's own may always be laid down."""
    if mine:
        return ""
    if basis in {"consent", "legal_ground"}:
        return "basis"
    return "" if colleague and gives else "holder"


_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e",
        "є": "e", "ж": "z", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ъ": "",
        "ы": "i", "ь": "", "э": "e", "ю": "u", "я": "a", "ß": "ss", "ø": "o", "ł": "l",
        "đ": "d", "æ": "e",
    }
)  # fmt: skip

_ENDINGS = ("iene", "ienė", "aite", "yte", "ute", "te", "as", "is", "ys", "us", "ius", "a", "e")


def normalised(name: str) -> str:
    """Letters only: case, diacritics, Cyrillic and word order do not matter."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_LATIN)
    return " ".join(sorted(w for w in "".join(c if c.isalnum() else " " for c in plain).split()))


def stemmed(name: str) -> str:
    """A name without the endings that tell a wife from a daughter from a father."""
    stems = []
    for word in normalised(name).split():
        ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 3), "")
        stems.append(word[: len(word) - len(ending)])
    return " ".join(sorted(stems))


def blind_keys(name: str, born: str, personal_code: str, phone: str) -> list[tuple[str, str]]:
    """(field, value) pairs for the blind index; several, so that one misspelling is survived.

    A name alone is never a key: two people may share it.
    """
    year = next((w for w in born.replace("-", " ").split() if len(w) == 4 and w.isdigit()), "")
    digits = "".join(c for c in personal_code if c.isalnum()).casefold()
    number = "".join(c for c in phone if c.isdigit())[-8:]
    keys = []
    if digits:
        keys.append(("personal_code", digits))
    if normalised(name) and born.strip():
        keys.append(("name_born", f"{normalised(name)}|{normalised(born)}"))
    if " " in normalised(name) and year:
        keys.append(("stem_year", f"{stemmed(name)}|{year}"))
    if len(number) >= 7:
        keys.append(("phone", number))
    return keys
