"""The addresses that name units and activities in statements."""

from uuid import UUID

from media.addresses import site_url


def unit_iri(uuid: UUID) -> str:
    return f"{site_url()}/unites/{uuid}/"


def course_iri(course_id: int) -> str:
    return f"{site_url()}/parcours/{course_id}/"


def unit_uuid(iri: str) -> UUID | None:
    """The uuid of the unit that an IRI names, or None for anything else."""
    prefix = f"{site_url()}/unites/"
    if not iri.startswith(prefix):
        return None
    try:
        return UUID(iri.removeprefix(prefix).rstrip("/"))
    except ValueError:
        return None
