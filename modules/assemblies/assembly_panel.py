"""Someone's assemblies on their dashboard: the way in, for whatever role they have there."""

from typing import Any

from django.http import HttpRequest

from modules.assemblies.models import Membership


def assembly_panel(request: HttpRequest) -> dict[str, Any] | None:
    """The places this person accepted, the newest first; one query."""
    places = list(Membership.objects.with_voice().filter(user=request.user.pk).order_by("-joined_at", "-pk"))
    return {"places": places} if places else None
