"""The notebook on the dashboard, for whoever speaks for a species or has begun to write."""

from typing import Any

from django.http import HttpRequest

from modules.assemblies.notebook import notebook_of
from modules.assemblies.notebook_wording import GUIDES


def notebook_panel(request: HttpRequest) -> dict[str, Any] | None:
    """How much is written, and the next page to write; three queries."""
    book = notebook_of(user=request.user)
    if book.species is None and not book.begun:
        return None
    blank = next((kind for kind, page in book.pages.items() if not page or not page.text.strip()), None)
    return {
        "book": book,
        "next": blank,
        "next_title": GUIDES[blank].title if blank else "",
        "total": len(book.pages),
    }
