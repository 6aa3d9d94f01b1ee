"""The small drawings and words of the trainers' pages. No query is made here."""

from typing import Any

from django import template

from courses.learning.data import Halt, Stage
from courses.learning.wording import halt_label, stage_label

register = template.Library()


@register.inclusion_tag("learning/admin/stage.html")
def stage_mark(stage: Stage) -> dict[str, Any]:
    """Where someone stands: a shape and a word."""
    return {"stage": stage.value, "label": stage_label(stage)}


@register.inclusion_tag("learning/admin/gauge.html")
def gauge(percent: int) -> dict[str, int]:
    """A bar filled to `percent`; the figure is said beside it."""
    return {"percent": max(0, min(percent, 100))}


@register.simple_tag
def halt_words(halt: Halt) -> str:
    return halt_label(halt)
