"""What became of the codes that were handed out, and the rates that follow. Pure.

AAPOR, Standard Definitions, 10th edition, 2023.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldWork:
    """What became of the codes printed for a stratum; AAPOR's dispositions.

    answered I, refused R, not_reached NC, other O (eligible, and cannot take part), not_eligible;
    unknown U is the rest. There are no partial interviews: nothing is kept of an unsent form.
    """

    printed: int
    answered: int
    refused: int = 0
    not_reached: int = 0
    other: int = 0
    not_eligible: int = 0

    @property
    def eligible(self) -> int:
        return self.answered + self.refused + self.not_reached + self.other

    @property
    def unknown(self) -> int:
        return self.printed - self.eligible - self.not_eligible

    def __add__(self, more: FieldWork) -> FieldWork:
        return FieldWork(
            self.printed + more.printed, self.answered + more.answered,
            self.refused + more.refused, self.not_reached + more.not_reached,
            self.other + more.other, self.not_eligible + more.not_eligible,
        )  # fmt: skip


RATES = ("rr1", "rr3", "coop1", "ref1", "con1")


def rates(work: FieldWork) -> dict[str, float | None]:
    """Response (RR1, RR3), cooperation (COOP1), refusal (REF1) and contact rate (CON1); None: of
    nobody. RR3 takes of the unknown the part that is eligible among the known.
    """
    known = work.eligible + work.not_eligible
    part = work.eligible / known if known else 1.0
    reached = work.answered + work.refused + work.other
    all_, likely = work.eligible + work.unknown, work.eligible + part * work.unknown

    def of(some: float, whole: float) -> float | None:
        return some / whole if whole else None

    return {
        "rr1": of(work.answered, all_), "rr3": of(work.answered, likely),
        "coop1": of(work.answered, reached), "ref1": of(work.refused, all_),
        "con1": of(reached, all_),
    }  # fmt: skip
