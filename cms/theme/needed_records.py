"""A record that others need is not deleted: the admin says so, whichever page or bulk action asked for it."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _


class NeededRecordsMiddleware:
    """Turns the database layer's refusal into words, instead of an error page; nothing was deleted by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refused = isinstance(exception, ProtectedError | RestrictedError)
        if not refused or not request.path.startswith("/admin/"):
            return None
        messages.error(request, _("Other records need this one: nothing was deleted."))
        return redirect(_where_from(request))


def _where_from(request: HttpRequest) -> str:
    """The page that asked, when it is ours; else the admin's home."""
    asked = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked and ours else "wagtailadmin_home"
