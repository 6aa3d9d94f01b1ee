"""Local species: asked for or drafted by an assembly, reviewed by an ecologist."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from modules.assemblies.data import AssemblyRefused
from modules.assemblies.models import Membership, SpeciesRequest
from modules.living import api as living


class RequestState(StrEnum):
    """Where a species asked for stands."""

    ASKED = "asked"
    DRAFT = "draft"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A species asked for, and its review; `url` once its page is published."""

    name: str
    reason: str
    asked_on: date
    state: RequestState
    reviewed_on: date | None
    url: str


def ask_species(*, place: Membership, name: str, milieu: int, reason: str, draft: str, now: datetime) -> None:
    """Writes the request down and opens an unpublished record for the ecologist. Raises `AssemblyRefused`."""
    try:
        with transaction.atomic():
            request = SpeciesRequest.objects.create(
                assembly=place.assembly, asked_by=place, asked_at=now, name=" ".join(name.split()), reason=reason
            )
            provenance = _("Asked for by the assembly “%(assembly)s”. %(reason)s") % {
                "assembly": place.assembly.name,
                "reason": reason,
            }
            request.species_id = living.draft_species(
                name=request.name, milieu_id=milieu, provenance=provenance.strip(), ecology=draft
            )
            request.save(update_fields=["species"])
    except IntegrityError as error:
        raise AssemblyRefused("already-asked") from error


def waiting_for_review() -> QuerySet[SpeciesRequest]:
    """The species asked for by any assembly whose record no ecologist has signed, the oldest first; one query."""
    waiting = SpeciesRequest.objects.filter(species__isnull=False, species__reviewed_on=None)
    return waiting.select_related("assembly", "species").order_by("asked_at", "pk")


def requests_of(*, assembly_id: int) -> tuple[RequestLine, ...]:
    """The species this assembly asked for; one query."""
    found = SpeciesRequest.objects.filter(assembly=assembly_id).select_related("species")
    return tuple(_line(each) for each in found)


def _line(request: SpeciesRequest) -> RequestLine:
    species = request.species
    return RequestLine(
        name=request.name,
        reason=request.reason,
        asked_on=request.asked_at.date(),
        state=_state(species),
        reviewed_on=species.reviewed_on if species else None,
        url=species.get_absolute_url() if species and species.live else "",
    )


def _state(species: object) -> RequestState:
    """Reviewed only when an ecologist signed it; a record with text, or published unsigned, is a draft."""
    if getattr(species, "reviewed_on", None):
        return RequestState.REVIEWED
    return RequestState.DRAFT if getattr(species, "ecology", "") else RequestState.ASKED
