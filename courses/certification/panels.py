"""What certification adds to the learner's dashboard."""

from typing import Any

from django.http import HttpRequest

from courses.certification import api


def certificates_panel(request: HttpRequest) -> dict[str, Any] | None:
    """The learner's certificates, in one query; None when there is none to show."""
    credentials = api.credentials_of(user=request.user)
    return {"credentials": credentials} if credentials else None
