"""What was done against trafficking in the demo's cities. Every place of work, outlet and figure
is invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Reached = tuple[str, str, str, int]
"""Group, unit, method, how many."""


@dataclass(frozen=True)
class Deed:
    """An activity. `ago`: days before today it began, below 0 it is to come; `lasted`: days more
    than one. `partners`: roles of the same city, `others`: organisations by name. `serves`: (code
    of a measure, share in percent). `lines`: (part, its columns)."""

    city: str
    role: str
    ago: int
    kind: str
    title: str
    setting: str
    groups: tuple[str, ...]
    languages: tuple[str, ...] = ("lt",)
    counts: tuple[Reached, ...] = ()
    serves: tuple[tuple[str, int], ...] = ()
    costs: tuple[tuple[str, str], ...] = ()
    partners: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    lines: tuple[tuple[str, dict[str, Any]], ...] = ()
    lasted: int = 0
    eldership: str = ""
    note: str = ""
    held: bool = True
    cancelled: str = ""


ABROAD = (("04.02", 100),)

DEEDS = (
    Deed(
        "29", "case_worker", 24, "lecture",
        "Pamoka „Darbas svetur: ką patikrinti prieš išvykstant“", "school", ("pupils",),
        counts=(("pupils", "persons", "counted", 27),),
        serves=(("3.1.1", 100),), costs=(("SB", "64.50"),), eldership="Gluosnių",
        others=("Gluosnių kaimo mokykla",), note="Vyresnių klasių mokiniai, 45 minutės.",
    ),
    Deed(
        "29", "child_rights", 38, "lecture", "Pokalbis globos namuose: kas yra melagingas draugas",
        "childrens_home", ("care_children",),
        counts=(("care_children", "persons", "counted", 14),), serves=(("3.1.1", 100),),
        partners=("case_worker",), others=("Vaikų globos namai „Pakalnutė“",),
    ),
    Deed(
        "29", "coordinator", 47, "lecture", "Pamokų savaitė trijose miesto mokyklose", "school",
        ("pupils", "school_leavers"), lasted=4, serves=(("3.1.1", 100),),
        counts=(("pupils", "persons", "counted", 214),
                ("school_leavers", "persons", "counted", 71)),
        costs=(("SB", "910.00"),), partners=("case_worker", "police"),
    ),
    Deed(
        "29", "coordinator", 110, "campaign", "Kampanija „Kelionė be spąstų“", "street",
        ("public", "work_abroad"), ("lt", "ru"), lasted=29,
        serves=(("3.1.2", 60), ("3.2.1", 40)), costs=(("SB", "700.00"), ("KT", "450.00")),
        counts=(("public", "contacts", "estimate", 1500), ("public", "views", "views", 18400)),
        partners=("case_worker",),
        lines=(
            ("material", {"kind": "poster", "title": "Plakatas stotelėse", "edition": "1",
                          "languages": ["lt", "ru"], "print_run": 120, "distributed": 120}),
            ("media", {"outlet": "Laikraštis „Beržyno naujienos“", "estimate": 4000,
                       "estimate_source": "Leidėjo nurodytas tiražas"}),
        ),
    ),
    Deed(
        "29", "police", 17, "joint_initiative",
        "Policijos ir NVO išvyka pas sezoninius darbuotojus", "workplace", ("foreign_workers",),
        ("ru", "uk", "en"), counts=(("foreign_workers", "persons", "counted", 31),),
        serves=(("3.1.2", 100),), costs=(("SB", "92.00"),), partners=("case_worker",),
        note="Kalbėtasi be darbdavio; palikta kontaktų kortelių keturiomis kalbomis.",
    ),
    Deed(
        "29", "coordinator", 75, "material", "Kontaktų kortelė keturiomis kalbomis", "institution",
        ("foreign_workers", "work_abroad"), ("lt", "ru", "uk", "en"), serves=(("3.1.2", 100),),
        costs=(("SB", "640.00"),), partners=("case_worker",),
        lines=(
            ("material", {"kind": "card", "title": "Kur skambinti", "edition": "2",
                          "languages": ["lt", "ru", "uk", "en"], "print_run": 5000,
                          "distributed": 3200}),
        ),
    ),
    Deed(
        "29", "case_worker", -16, "lecture", "Pamoka profesinėje mokykloje prieš praktiką svetur",
        "vocational_school", ("students",), serves=(("3.1.1", 100),), held=False,
        others=("Liepų profesinė mokykla",),
    ),
    Deed(
        "13", "case_worker", 12, "outreach", "Vakarinis darbas gatvėje", "street",
        ("marginalised", "women_girls"), ("lt", "ru"),
        counts=(("marginalised", "contacts", "counted", 46),
                ("women_girls", "contacts", "counted", 19)),
        costs=(("KT", "210.00"),), partners=("police",),
    ),
    Deed(
        "13", "coordinator", 9, "round_table", "Apskritasis stalas su įdarbinimo agentūromis",
        "institution", ("employers",), serves=ABROAD, partners=("case_worker",), held=False,
        cancelled="Dvi iš trijų agentūrų atsisakė dalyvauti; kviesime iš naujo.",
    ),
    Deed(
        "13", "case_worker", 33, "media", "Pokalbis radijuje apie priverčiamąjį darbą", "media",
        ("public",), counts=(("public", "views", "views", 3400),),
        lines=(
            ("media", {"outlet": "Radijas „Upės banga“", "estimate": 12000,
                       "estimate_source": "Radijo stoties nurodytas vidurkis"}),
        ),
    ),
    Deed(
        "19", "coordinator", 45, "round_table", "Apskritasis stalas: kas pasitinka grįžusį žmogų",
        "institution", ("professionals",), serves=ABROAD, costs=(("SB", "180.00"),),
        counts=(("professionals", "persons", "signed_list", 22),),
        partners=("case_worker", "police", "social_worker"),
    ),
    Deed(
        "19", "social_worker", 20, "lecture", "Lengvai suprantama pamoka apie pinigus ir draugus",
        "care_institution", ("intellectual_disability",), ("easy",),
        counts=(("intellectual_disability", "persons", "counted", 12),), costs=(("SB", "48.00"),),
    ),
    Deed(
        "21", "coordinator", 60, "ngo_support", "Parama NVO pagalbos telefono budėjimui",
        "institution", ("public",), partners=("case_worker",), costs=(("SB", "2500.00"),),
        lines=(
            ("support", {"name": "NVO „Klaipėdos“ pagalbos namai", "amount": "2500.00",
                         "purpose": "Vakarinis budėjimas šešis mėnesius",
                         "result": "Atsakyta kiekvieną darbo dienos vakarą"}),
        ),
    ),
    Deed(
        "27", "police", 28, "outreach", "Informacija vykstantiems dirbti autobusų stotyje",
        "transport", ("work_abroad",), ("lt", "ru"), partners=("case_worker",),
        counts=(("work_abroad", "contacts", "counted", 120),
                ("work_abroad", "persons", "estimate", 40)),
    ),
    Deed(
        "27", "coordinator", 3, "event", "Bendruomenės vakaras seniūnijos bibliotekoje", "rural",
        ("rural_residents",), eldership="Klevų", partners=("case_worker",), held=False,
    ),
    Deed(
        "18", "case_worker", 15, "lecture", "Saugus darbas: susitikimas su darbo ieškančiais",
        "employment_service", ("work_abroad", "ukrainians"), ("lt", "uk"), serves=ABROAD,
        counts=(("work_abroad", "persons", "signed_list", 19),
                ("ukrainians", "persons", "signed_list", 6)),
        costs=(("SB", "35.00"),), others=("Užimtumo skyrius (išgalvotas)",),
    ),
    Deed(
        "", "ministry", 55, "campaign", "Skelbimai darbo paieškos svetainėse", "online",
        ("job_ads",), ("lt", "en"), counts=(("job_ads", "views", "views", 96000),), lasted=20,
        serves=ABROAD, costs=(("VB", "3200.00"),),
    ),
)  # fmt: skip
