"""The addresses that name units and activities in statements."""

from uuid import UUID

from media.addresses import record_url


def unit_iri(uuid: UUID) -> str:
    return f"{record_url()}/unites/{uuid}/"


def course_iri(course_id: int) -> str:
    return f"{record_url()}/parcours/{course_id}/"


def unit_uuid(iri: str) -> UUID | None:
    """The uuid of the unit that an IRI names, or None for anything else."""
    return _uuid_after(f"{record_url()}/unites/", iri)


def _uuid_after(prefix: str, iri: str) -> UUID | None:
    if not iri.startswith(prefix):
        return None
    try:
        return UUID(iri.removeprefix(prefix).rstrip("/"))
    except ValueError:
        return None


def session_iri(uuid: UUID) -> str:
    return f"{record_url()}/seances/{uuid}/"


def session_uuid(iri: str) -> UUID | None:
    """The uuid of the session that an IRI names, or None for anything else."""
    return _uuid_after(f"{record_url()}/seances/", iri)
