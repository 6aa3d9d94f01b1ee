"""What an assembly needs of the living world: the species that may be given, and a draft of a new one."""

from django.db import transaction
from django.utils.text import slugify

from modules.living.data import MilieuName, Nature, SpeciesName
from modules.living.models import Milieu, Species


def spoken_for_species() -> tuple[SpeciesName, ...]:
    """The published species that may be given to a spokesperson, by name; one query."""
    rows = Species.objects.published().spoken_for().values_list("pk", "slug", "vernacular_name", "milieu_id")
    return tuple(SpeciesName(*row) for row in rows)


def milieus() -> tuple[MilieuName, ...]:
    """The published milieus, in the order of the landscape; one query."""
    return tuple(MilieuName(*row) for row in Milieu.objects.published().values_list("pk", "slug", "name"))


def milieu_of(*, species_id: int) -> str:
    """The slug of a species' published milieu; empty without one."""
    found = Species.objects.filter(pk=species_id, milieu__live=True).values_list("milieu__slug", flat=True).first()
    return found or ""


@transaction.atomic
def draft_species(*, name: str, milieu_id: int, provenance: str, ecology: str = "") -> int:
    """The id of a new record, unpublished and unreviewed: nobody sees it until an ecologist publishes it."""
    draft = Species.objects.create(
        slug=_free_slug(name),
        nature=Nature.SPECIES.value,
        vernacular_name=name,
        milieu_id=milieu_id,
        ecology=ecology,
        provenance=provenance,
        live=False,
    )
    draft.save_revision()
    return draft.pk


def _free_slug(name: str) -> str:
    base = slugify(name)[:40] or "espece"
    taken = set(Species.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
