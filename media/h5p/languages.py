"""What the languages of activities are called."""

from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext


def language_name(code: str) -> str:
    """A language's name in the reader's own, or its code as it stands when nobody here knows it."""
    try:
        name = get_language_info(code.lower())["name"]
    except KeyError:
        return code
    return str(capfirst(gettext(name)))
