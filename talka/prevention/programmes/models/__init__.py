"""Programmes: the acts, the versions, the tree of a version, and what happened since."""

from talka.prevention.programmes.models.plan import (
    BudgetLine,
    LegalAct,
    MeasureExecutor,
    Milestone,
    NodeLink,
    PlanNode,
    Programme,
    ProgrammeVersion,
    UploadedTable,
)
from talka.prevention.programmes.models.progress import (
    Appraisal,
    Drop,
    Indicator,
    IndicatorUse,
    IndicatorVersion,
    LogicModel,
    Observation,
    ObservationPart,
    Override,
)

__all__ = [
    "Appraisal",
    "BudgetLine",
    "Drop",
    "Indicator",
    "IndicatorUse",
    "IndicatorVersion",
    "LegalAct",
    "LogicModel",
    "MeasureExecutor",
    "Milestone",
    "NodeLink",
    "Observation",
    "ObservationPart",
    "Override",
    "PlanNode",
    "Programme",
    "ProgrammeVersion",
    "UploadedTable",
]
