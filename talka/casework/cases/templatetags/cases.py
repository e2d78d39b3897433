"""Codes of the room in words."""

from __future__ import annotations

from typing import Any

from django import template

from talka.casework.cases import words

register = template.Library()


@register.filter
def stage_word(code: str) -> Any:
    return words.STAGES.get(code, code)


@register.filter
def act_word(code: str) -> Any:
    return words.ACTS.get(code, code)


@register.filter
def basis_word(code: str) -> Any:
    return words.BASES.get(code, code)


@register.filter
def reason_word(code: str) -> Any:
    return words.CONFLICTS.get(code, code)
