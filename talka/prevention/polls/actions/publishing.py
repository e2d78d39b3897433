"""Publish the questionnaires of the pack, at setup."""

from __future__ import annotations

from talka.ground.kernel.pack import load_pack
from talka.method.publishing import publish
from talka.prevention.polls.models import Questionnaire
from talka.prevention.polls.rules import form_of


def load_from_pack(*, using: str) -> int:
    """Every questionnaire that is not published yet; returns how many stand. Unfit with all faults
    of a document; AlreadyPublished when a published one was changed in the pack."""
    documents = load_pack().documents("polls").values()
    for document in documents:
        form = form_of(document)
        publish(Questionnaire, form.code, form.version, document, using=using)
    return len(list(documents))
