"""The small drawings and words of the trainers' pages. No query is made here."""

from typing import Any

from django import template

from courses.learning.calling_rules import Call
from courses.learning.data import Halt, Stage
from courses.learning.item_analysis import POOR, Flag
from courses.learning.wording import call_label, flag_label, halt_label, stage_label

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


@register.simple_tag
def flag_words(flag: Flag) -> str:
    return flag_label(flag)


@register.inclusion_tag("learning/admin/gauge.html")
def share_gauge(share: float) -> dict[str, int]:
    """The same for a share from 0 to 1."""
    return gauge(round(100 * share))


@register.inclusion_tag("learning/admin/balance.html")
def balance(value: float) -> dict[str, Any]:
    """A bar that goes left of the middle for a negative value, right for a positive one (from -1 to 1)."""
    end = 50 + round(50 * max(-1.0, min(value, 1.0)))
    return {"start": min(50, end), "width": abs(end - 50), "poor": value < POOR}


@register.simple_tag
def call_words(call: Call) -> str:
    return call_label(call)
