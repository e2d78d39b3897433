"""Publish the rubric and the framework of the pack; weigh the indicators anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken, Stale
from talka.method.publishing import publish
from talka.method.versions import digest
from talka.prevention.safety import content, policy
from talka.prevention.safety.models import FrameworkVersion, RubricVersion
from talka.prevention.safety.shapes import read_framework, read_rubric


def load_from_pack(*, using: str) -> None:
    """Publish what the pack holds, unless it stands already. Run by setup, with a named verb.

    Raises PackError for a document that does not hold, AlreadyPublished when a published version
    was changed in the pack.
    """
    read = content.documents()
    rubric, framework = read_rubric(read["rubric"]), read_framework(read["framework"])
    with transaction.atomic(using=using):
        publish(RubricVersion, rubric.code, rubric.version, read["rubric"], using=using)
        publish(FrameworkVersion, framework.code, framework.version, read["framework"], using=using)


def weigh(
    *, actor: Actor, version: int, weights: Mapping[str, int], reason: str
) -> FrameworkVersion:
    """A new version of the framework with other weights; the earlier ones stand as they are.

    `version` is the one the ministry looked at: Stale when another was published meanwhile.
    """
    policy.require_ministry(actor)
    last = FrameworkVersion.objects.order_by("-version").first()
    if last is None or last.version != version:
        raise Stale({"version": last.version if last else 0})
    known = read_framework(last.document)
    wrong = {m.code: _("From 1 to 100.") for m in known.measures
             if not 1 <= weights.get(m.code, 0) <= 100}  # fmt: skip
    if not reason.strip():
        wrong["reason"] = _("Say why.")
    if wrong:
        raise Broken(wrong)
    if all(weights[m.code] == m.weight for m in known.measures):
        raise Broken(_("These are the weights of the version in force."))
    document = _weighed(last.document, weights, version + 1)
    with act("safety.weigh"):
        return FrameworkVersion.objects.create(
            code=last.code, version=version + 1, document=document, sha256=digest(document),
            published_at=timezone.now(), made_by_id=actor.id, reason=reason.strip(),
        )  # fmt: skip


def _weighed(document: Mapping[str, Any], weights: Mapping[str, int], n: int) -> dict[str, Any]:
    domains = [
        {**d, "indicators": [{**m, "weight": weights[m["code"]]} for m in d["indicators"]]}
        for d in document["domains"]
    ]
    return {**document, "version": n, "verified_by": None, "domains": domains}
