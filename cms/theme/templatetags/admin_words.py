"""How the admin says the values that it only shows."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext

register = template.Library()
NOTHING = "–"


@register.filter
def as_read(value: Any) -> Any:
    """A value as a person reads it: no `None`, no `True`, no Python list, and the hours of here."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if value is None or value in ("", "-") or value == [] or value == {}:
        return NOTHING
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value) if timezone.is_aware(value) else value, "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, (list, tuple)):
        return format_html_join("", "<p>{}</p>", ((as_read(one),) for one in value))
    if isinstance(value, dict):
        return format_html_join(
            "", "<p>{}\u00a0: {}</p>", ((capfirst(key), as_read(one)) for key, one in value.items())
        )
    return localize(value)
