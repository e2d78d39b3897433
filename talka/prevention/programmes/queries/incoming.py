"""An uploaded table as it would be entered: what it says, what is asked, what stands against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Max, Q
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent
from talka.people.institutions.models import Institution
from talka.prevention.programmes import rollup, table
from talka.prevention.programmes.models import ProgrammeVersion, UploadedTable
from talka.prevention.programmes.queries.reading import national_measures
from talka.prevention.programmes.rollup import Figure, Joined
from talka.prevention.programmes.shapes import Message, Node, Plan

AT_PUBLISHING = {"children_sum", "total_parts", "wages_over", "no_lead", "no_link", "due_outside",
                 "year_outside"}  # fmt: skip
"""What a draft may still lack: publishing asks for it again. Anything else is put right first."""


@dataclass(frozen=True)
class Name:
    """An executor of the table. `guess`: the institution of the house with this very name."""

    name: str
    guess: UUID | None


@dataclass(frozen=True)
class IncomingLine:
    """A line as it would be entered. `money`: of each year of the page; None: nothing stands."""

    node: Node
    money: tuple[Joined | None, ...]


@dataclass(frozen=True)
class IncomingPage:
    id: UUID
    version: int
    name: str
    content: bytes
    answers: Mapping[str, str]
    reading: table.Reading
    names: tuple[Name, ...]
    choices: tuple[tuple[str, str], ...]
    """Institutions of this place and of the country."""
    programmes: tuple[tuple[str, str], ...]
    """Programmes without a draft that the table may be the next version of."""
    lost: tuple[Message, ...]

    @property
    def plan(self) -> Plan | None:
        return self.reading.plan

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years of which the table says an amount, or why there is none."""
        return tuple(sorted({a.year for n in (self.plan.nodes if self.plan else ())
                             for a in n.amounts}))  # fmt: skip

    @property
    def lines(self) -> list[IncomingLine]:
        nodes = self.plan.nodes if self.plan else ()
        return [IncomingLine(n, tuple(_money(n, year) for year in self.years)) for n in nodes]

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        return (*self.reading.messages, *self.lost)

    @cached_property
    def errors(self) -> tuple[Message, ...]:
        """To be put right before anything is entered."""
        return tuple(m for m in self.messages if _blocks(m))

    @cached_property
    def later(self) -> tuple[Message, ...]:
        """Enters the draft, and publishing will ask for it."""
        return tuple(m for m in self.messages if m.severity == "error" and not _blocks(m))

    @cached_property
    def warnings(self) -> tuple[Message, ...]:
        return tuple(m for m in self.messages if m.severity != "error")

    @property
    def alone(self) -> bool:
        """Some measure names neither a national one nor a reason."""
        return any(m.rule == "no_link" for m in self.reading.messages) and self.plan is not None

    @property
    def ready(self) -> bool:
        return self.plan is not None and not self.errors and not self.reading.questions

    @property
    def into(self) -> UUID | None:
        chosen = self.answers.get("into", "")
        return UUID(chosen) if chosen in dict(self.programmes) else None

    @property
    def institutions(self) -> dict[str, UUID]:
        """Which institution a name means: what was answered, else the one with this very name."""
        found = {}
        for one in self.names:
            said = self.answers.get(f"institution:{one.name}")
            chosen = str(one.guess or "") if said is None else said
            if chosen:
                found[one.name] = UUID(chosen)
        return found

    @property
    def said(self) -> dict[str, object]:
        plan = self.plan
        shown = {
            "title": plan.title if plan else "",
            "since": plan.since.isoformat() if plan else "",
            "until": plan.until.isoformat() if plan else "",
        }
        return {**shown, **{k: v for k, v in self.answers.items() if v}}

    def annotated(self) -> bytes:
        return table.annotate(self.content, self.messages, table.sentence, self.name)


FIRST_OF = (*reversed(rollup.PLANNED), "paid")
"""Of an amount that is said at several stages, this one would count."""


def _money(node: Node, year: int) -> Joined | None:
    """Euros of all sources, of the stage that would count; in total, else of what it consists."""
    said = [a for a in node.amounts if a.year == year]
    stage = next((s for s in FIRST_OF if any(a.stage == s for a in said)), "")
    said = [a for a in said if a.stage == stage]
    whole = [a for a in said if a.kind == "total"]
    parts = whole or [a for a in said if a.kind in ("expenses", "assets")]
    return rollup.over_places([Figure(a.state, a.eur) for a in parts], "sum") if parts else None


def _blocks(message: Message) -> bool:
    return message.severity == "error" and message.rule not in AT_PUBLISHING


def incoming_page(actor: Actor, table_id: UUID) -> IncomingPage:
    """The table read with the answers given so far (at most 5 queries)."""
    row = UploadedTable.objects.filter(id=table_id, worker_id=actor.id).first()
    if row is None:
        raise Absent
    area = next((s.area for s in actor.seats if s.role == "coordinator" and s.area), None)
    place = {"level": "municipal", "municipality": area} if area else {"level": "national"}
    answers = {**{k: str(v) for k, v in row.answers.items()}, **place}
    reading = table.read(bytes(row.content), row.name, answers)
    names, choices = _institutions(reading.plan, area)
    return IncomingPage(row.id, row.version, row.name, bytes(row.content), answers, reading, names,
                        choices, _programmes(reading.plan, area), _lost(reading.plan))  # fmt: skip


def _institutions(
    plan: Plan | None, area: str | None
) -> tuple[tuple[Name, ...], tuple[tuple[str, str], ...]]:
    rows = Institution.objects.order_by("name_lt")
    near = [r for r in rows if r.municipality_id in (area, None)]
    by_name = {n.casefold(): r.id for r in near for n in (r.name_en, r.name_lt) if n}
    said = dict.fromkeys(e.name for n in (plan.nodes if plan else ()) for e in n.executors)
    return (
        tuple(Name(name, by_name.get(name.casefold())) for name in said),
        tuple((str(r.id), r.name_lt) for r in near),
    )


def _programmes(plan: Plan | None, area: str | None) -> tuple[tuple[str, str], ...]:
    if plan is None:
        return ()
    rows = ProgrammeVersion.objects.filter(
        programme__municipality=area, programme__level=plan.level
    ).values("programme_id", "programme__title")
    last = rows.annotate(
        begun=Max("since"), drafts=Max("n", filter=Q(published_at__isnull=True))
    ).order_by("begun")
    return tuple(
        (str(r["programme_id"]), r["programme__title"])
        for r in last if r["drafts"] is None and r["begun"] < plan.since
    )  # fmt: skip


def _lost(plan: Plan | None) -> tuple[Message, ...]:
    """Links that lead to no single national measure in force: they would not be entered."""
    wanted = {code for n in plan.nodes for code in n.links} if plan else set()
    if plan is None or not wanted:
        return ()
    found = national_measures(wanted)
    today = timezone.localdate().isoformat()
    return tuple(
        Message(n.at, code, "link_unknown", today, "warning", n.code)
        for n in plan.nodes for code in n.links if code not in found
    )  # fmt: skip
