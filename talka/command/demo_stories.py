"""Invented stories of the demo. Nobody in them exists; numbers of telephones are of a range kept
for examples here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from talka.casework.aid import actions as aid
from talka.casework.aid.models import Goal, Plan
from talka.command.demo_people import invented
from talka.ground.access.actor import Actor


@dataclass(frozen=True)
class Story:
    """What was told, and the codes that go with it."""

    text: str
    source: str
    channel: str
    gender: str
    age: str
    citizenship: tuple[str, ...]
    exploitation: tuple[str, ...]
    languages: tuple[str, ...]
    needs: tuple[tuple[str, str], ...]
    services: tuple[tuple[str, str, str | None], ...]
    risks: tuple[str, ...] = ()
    danger: bool = False
    named: bool = True


HOUSING = (("housing", "urgent"), ("legal", "some"), ("psychological", "some"))
WORK = (("money", "urgent"), ("documents", "urgent"), ("work", "some"))
CARE = (("psychological", "urgent"), ("safety", "urgent"), ("health", "some"))
CHILD = (("safety", "urgent"), ("education", "some"), ("psychological", "some"))

LODGED = (
    ("safe_accommodation", "14", "420.00"),
    ("psychological_help", "3", "135.00"),
    ("legal_counselling", "2", None),
    ("basic_necessities", "60", "60.00"),
)
CLAIMED = (
    ("legal_counselling", "4", None),
    ("wage_claim", "3", "0.00"),
    ("interpretation", "5", "150.00"),
    ("documents_help", "2", None),
)
CARED = (
    ("psychological_help", "6", "270.00"),
    ("health_care", "2", "80.00"),
    ("social_counselling", "5", None),
    ("escort", "2", "30.00"),
)

STORIES = (
    Story(
        "Vairuotojas dirbo be poilsio keturis mėnesius, algą gavo už vieną; pasas pas vadybininką.",
        "labour_inspectorate", "letter", "male", "adult", ("UZ",), ("labour",), ("ru",),
        WORK, CLAIMED, ("documents_withheld", "debts"),
    ),
    Story(
        "Skambino kaimynė: bute gyvena kelios merginos, neišleidžiamos vienos, vakarais išvežamos.",
        "public", "phone", "female", "adult", ("LT",), ("sexual",), ("lt",),
        CARE, CARED, ("danger_now", "address_known", "followed"), danger=True, named=False,
    ),
    Story(
        "Žadėjo darbą sode Norvegijoje; atvykus liepė vagystėmis atidirbti skolą už kelionę.",
        "ngo", "in_person", "male", "adult", ("LT",), ("criminal_activities",), ("lt",),
        HOUSING, LODGED, ("debts", "threats_to_family"),
    ),
    Story(
        "Mergina iš globos namų pasakoja, kad „draugas“ veža ją pas vyrus ir pasiima pinigus.",
        "school", "in_person", "female", "child", ("LT",), ("sexual",), ("lt",),
        CHILD, CARED, ("still_in_touch", "suicide"), danger=True,
    ),
    Story(
        "Ukrainietė prižiūrėjo du senelius ištisą parą be laisvadienių, telefonas buvo tikrinamas.",
        "helpline", "phone", "female", "adult", ("UA",), ("domestic_servitude", "labour"), ("uk",),
        HOUSING, LODGED, ("documents_withheld", "no_shelter"),
    ),
    Story(
        "Jo vardu paimti trys greitieji kreditai, žadėtas darbas statybose neatsirado.",
        "police", "in_person", "male", "adult", ("LT",), ("benefit_fraud",), ("lt",),
        WORK, CLAIMED, ("debts",),
    ),
    Story(
        "Sulaikytas elgetaujantis vyras sako, kad pusę surinktų pinigų atiduoda „šeimininkui“.",
        "municipality", "field", "male", "adult", ("LV",), ("forced_begging",), ("ru", "lv"),
        HOUSING, LODGED, ("no_shelter", "followed"), named=False,
    ),
    Story(
        "Ištekėjo už nepažįstamojo Airijoje, dokumentus paėmė tarpininkė, grįžo pasislėpusi.",
        "relative", "phone", "female", "adult", ("LT",), ("sham_marriage",), ("lt", "en"),
        CARE, CARED, ("threats_to_family", "address_known"),
    ),
)  # fmt: skip

GOALS = {
    "housing": "Saugus būstas bent trims mėnesiams",
    "legal": "Suprasti savo teises ir apsispręsti dėl pareiškimo",
    "psychological": "Reguliarūs susitikimai su psichologe",
    "money": "Gautas nesumokėtas atlyginimas arba pateiktas reikalavimas",
    "documents": "Atkurti asmens dokumentai",
    "work": "Legalus darbas pagal galimybes",
    "safety": "Sutartas ir išbandytas saugumo planas",
    "health": "Gydytojo apžiūra ir paskirtas gydymas",
    "education": "Grįžti į mokyklą",
}

NOTES = (
    "Susitikta sutartoje vietoje. Miega geriau, pradėjo planuoti savaitę.",
    "Kalbėta telefonu pagal saugaus ryšio taisykles. Naujų grėsmių nėra.",
)


def invented_person(number: int) -> dict[str, str]:
    """Name, birth and telephone of somebody who does not exist."""
    return {
        "name": invented(number + 40),
        "born": f"{1975 + number % 30}-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "phone": f"+370 600 {20000 + number:05d}",
    }


def finish(actor: Actor, case_id: UUID, day: Callable[[int], date]) -> None:
    """Reach every goal of the plan, as the case worker does before closing."""
    for goal in Goal.objects.filter(case_id=case_id, state="open"):
        version = Plan.objects.values_list("version", flat=True).get(case_id=case_id)
        aid.end_goal(
            actor=actor, case_id=case_id, goal_id=goal.id, version=version, state="done", on=day(60)
        )
