"""The addresses that name units and activities in statements."""

from uuid import UUID

from django.conf import settings


def site_url() -> str:
    """The public address of the site, without a final slash."""
    return str(getattr(settings, "SITE_URL", "") or settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def unit_iri(uuid: UUID) -> str:
    return f"{site_url()}/unites/{uuid}/"


def course_iri(course_id: int) -> str:
    return f"{site_url()}/parcours/{course_id}/"


def content_iri(content_id: int) -> str:
    return f"{site_url()}/h5p/{content_id}/"


def unit_uuid(iri: str) -> UUID | None:
    """The uuid of the unit that an IRI names, or None for anything else."""
    prefix = f"{site_url()}/unites/"
    if not iri.startswith(prefix):
        return None
    try:
        return UUID(iri.removeprefix(prefix).rstrip("/"))
    except ValueError:
        return None
