"""What the directory adds to the learner's dashboard."""

from typing import Any

from django.http import HttpRequest

from courses.directory import api


def directory_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Whether the graduate appears in the directory; None for someone without a valid certificate."""
    listing = api.listing_of(user=request.user)
    return {"listing": listing} if listing.certified else None
