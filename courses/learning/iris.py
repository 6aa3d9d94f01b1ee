"""The addresses that name units and activities in statements."""

from uuid import UUID

from django.conf import settings


def site_url() -> str:
    """The public address of the site, without a final slash."""
    return str(getattr(settings, "SITE_URL", "") or settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def unit_iri(uuid: UUID) -> str:
    return f"{site_url()}/unites/{uuid}/"


def content_iri(content_id: int) -> str:
    return f"{site_url()}/h5p/{content_id}/"
