"""Lets into an assembly's pages those the table of roles lets in; nobody else learns that they exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from modules.assemblies.data import Action, Role
from modules.assemblies.models import Membership
from modules.assemblies.rules import may

View = Callable[..., HttpResponseBase]


def place_in(*, user: Any, slug: str) -> Membership:
    """This person's membership of the assembly at `slug`; Http404 for everybody else, member or not elsewhere."""
    found = Membership.objects.with_voice().filter(user=user, assembly__slug=slug).first()
    if found is None:
        raise Http404
    return found


def allowed(action: Action) -> Callable[[View], View]:
    """The view is given the asker's `place`; 404 outside the assembly, 403 where their role does not go."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
            place = place_in(user=request.user, slug=slug)
            if not may(Role(place.role), action):
                raise PermissionDenied
            return view(request, place, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]
        return guarded

    return decorate
