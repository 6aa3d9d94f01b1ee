"""How the admin says the values that it only shows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.blocks import Block, StreamValue, StructValue

from media.dates import moment_label

register = template.Library()
NOTHING = "–"


@register.filter
def as_read(value: Any) -> Any:
    """A value as a person reads it: no `None`, no `True`, no Python list, and the hours of here."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, date):
        return moment_label(value)
    if isinstance(value, StructValue):
        return _named(
            (block.label, _chosen(block, value.get(name))) for name, block in value.block.child_blocks.items()
        )
    if isinstance(value, dict):
        return _named(value.items()) or NOTHING
    if isinstance(value, (list, tuple, StreamValue)):
        said = (as_read(getattr(one, "value", one)) for one in value)
        return format_html_join("", "<div>{}</div>", ((one,) for one in said)) or NOTHING
    return NOTHING if value is None or value in ("", "-") else localize(value)


def _named(pairs: Iterable[tuple[Any, Any]]) -> SafeString:
    return format_html_join("", "<p>{}\u202f: {}</p>", ((capfirst(name), as_read(value)) for name, value in pairs))


def _chosen(block: Block, value: Any) -> Any:
    """What a choice is called; any other value as it is."""
    return dict(getattr(getattr(block, "field", None), "choices", ())).get(value, value) if value else value
