"""Addresses that every app needs to agree on: the site's own, and the one a visitor comes from."""

from django.conf import settings
from django.http import HttpRequest

__all__ = ["record_url", "site_url", "visitor_address"]


def site_url() -> str:
    """The public address of the site, without a final slash: `SITE_URL`, else Wagtail's own setting for it."""
    return str(getattr(settings, "SITE_URL", "") or settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def record_url() -> str:
    """The address that the learning record names activities and people by, without a final slash.

    A name in the record never changes, while a site may move: `PV_RECORD_URL`, else the site's own address.
    """
    return str(getattr(settings, "PV_RECORD_URL", "")).rstrip("/") or site_url()


def visitor_address(request: HttpRequest) -> str:
    """The visitor's network address; behind a proxy, `PV_VISITOR_ADDRESS_HEADER` names the header that tells it."""
    return str(request.META.get(getattr(settings, "PV_VISITOR_ADDRESS_HEADER", "REMOTE_ADDR"), ""))
