"""The Content Security Policy: strict for people, Wagtail's own needs inside its admin."""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PLAYER = getattr(settings, "PLAYER_ORIGIN", "")
# Wagtail's admin has inline scripts and styles, previews the site in a frame and plays uploaded media.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    f"img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; frame-src 'self' {PLAYER}; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, with a second documented policy for `/admin/`.

    A view that sets its own `Content-Security-Policy` (the H5P player does) keeps it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith("/admin/") and "Content-Security-Policy" not in response:
            response["Content-Security-Policy"] = ADMIN_POLICY
        return super().process_response(request, response)
