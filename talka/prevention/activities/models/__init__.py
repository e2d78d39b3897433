"""Activities: what was done, what is said of it, and what it feeds."""

from talka.prevention.activities.models.activity import (
    Activity,
    Correction,
    Feed,
    Finished,
    Serves,
    Source,
)
from talka.prevention.activities.models.lines import (
    Cost,
    Evidence,
    EvidenceEnding,
    EvidenceKey,
    Material,
    MediaItem,
    Partner,
    Reach,
    Support,
)

__all__ = [
    "Activity",
    "Correction",
    "Cost",
    "Evidence",
    "EvidenceEnding",
    "EvidenceKey",
    "Feed",
    "Finished",
    "Material",
    "MediaItem",
    "Partner",
    "Reach",
    "Serves",
    "Source",
    "Support",
]
