"""What the letters of every app have in common."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

__all__ = ["subject_of"]


def subject_of(template: str, context: Mapping[str, Any]) -> str:
    """The subject that a template says, on one line; the narrow spaces of French stay what they are."""
    return " ".join(render_to_string(template, dict(context)).splitlines()).strip()
