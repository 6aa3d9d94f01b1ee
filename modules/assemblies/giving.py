"""Gives species to people: by choice, or by lot in the open."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from modules.assemblies import lots
from modules.assemblies.data import AssemblyRefused, Given
from modules.assemblies.lots import Basket, Entrant, Entry, Lot, Outcome
from modules.assemblies.models import Assembly, College, Draw, Membership
from modules.living import api as living
from modules.living.data import SpeciesName


def species_to_give(*, assembly_id: int) -> dict[int, list[SpeciesName]]:
    """The species that nobody of this assembly has, published, by milieu; two queries."""
    taken = set(
        Membership.objects.filter(assembly=assembly_id, species__isnull=False).values_list("species", flat=True)
    )
    by_milieu: dict[int, list[SpeciesName]] = {}
    for species in living.spoken_for_species():
        if species.id not in taken:
            by_milieu.setdefault(species.milieu_id, []).append(species)
    return by_milieu


def entry_of(*, assembly_id: int, places: int | None = None) -> Entry:
    """What a draw would start from now: everybody who may speak and has no species yet, and the species left."""
    members = list(Membership.objects.speaking().filter(assembly=assembly_id))
    entrants = tuple(Entrant(each.number, each.college_id) for each in members if each.species_id is None)
    species = species_to_give(assembly_id=assembly_id)
    voices = [each.college_id for each in members if each.species_id]
    baskets = tuple(
        Basket(
            college=college.pk,
            key=college.milieu.slug,
            species=tuple(each.slug for each in species.get(college.milieu_id, ())),
            voices=voices.count(college.pk),
        )
        for college in College.objects.filter(assembly=assembly_id).select_related("milieu")
    )
    return Entry(entrants, baskets, len(entrants) if places is None else places)


@transaction.atomic
def draw_lots(*, place: Membership, phrase: str, shown: str, places: int | None, now: datetime) -> Draw:
    """Draws, keeps the draw for ever, and gives the species. `shown` is the fingerprint of the list that was closed.

    Raises `AssemblyRefused`: `no-phrase`, `no-college`, `nobody-to-draw`, `no-species`, `list-changed`.
    """
    Assembly.objects.select_for_update().get(pk=place.assembly_id)
    entry = entry_of(assembly_id=place.assembly_id, places=places)
    _refuse_what_cannot_be_drawn(entry, phrase, shown)
    seed = lots.seed_of(day=timezone.localtime(now).date().isoformat(), phrase=phrase)
    outcome = lots.draw(entry, seed=seed)
    _give(place.assembly_id, outcome)
    return Draw.objects.create(
        assembly_id=place.assembly_id,
        phrase=phrase.strip(),
        seed=seed,
        entry=asdict(entry),
        result=asdict(outcome),
        drawn_at=now,
        drawn_by=place,
    )


def _refuse_what_cannot_be_drawn(entry: Entry, phrase: str, shown: str) -> None:
    refusals = (
        ("no-phrase", not phrase.strip()),
        ("no-college", not entry.baskets),
        ("nobody-to-draw", not entry.entrants),
        ("no-species", not any(basket.species for basket in entry.baskets)),
        ("list-changed", shown != lots.fingerprint(entry)),
    )
    for id_, holds in refusals:
        if holds:
            raise AssemblyRefused(id_)


def _give(assembly_id: int, outcome: Outcome) -> None:
    members = {each.number: each for each in Membership.objects.filter(assembly=assembly_id)}
    species = {each.slug: each.id for each in living.spoken_for_species()}
    for lot in outcome.lots:
        member = members[lot.number]
        member.college_id, member.species_id = lot.college, species[lot.species]
        member.given, member.spare = Given.LOT.value, False
    for number in outcome.spares:
        members[number].spare = True
    Membership.objects.bulk_update(members.values(), ["college", "species", "given", "spare"])


def entry_kept(draw: Draw) -> Entry:
    """What went into a past draw, as it was kept."""
    kept = draw.entry
    entrants = tuple(Entrant(**each) for each in kept["entrants"])
    baskets = tuple(Basket(**{**each, "species": tuple(each["species"])}) for each in kept["baskets"])
    return Entry(entrants, baskets, kept["places"])


def outcome_kept(draw: Draw) -> Outcome:
    """What came out of a past draw, as it was kept."""
    return Outcome(tuple(Lot(**lot) for lot in draw.result["lots"]), tuple(draw.result["spares"]))


def redone(draw: Draw) -> bool:
    """Whether the same list and seed, drawn again now, give what was kept."""
    return lots.draw(entry_kept(draw), seed=draw.seed) == outcome_kept(draw)


@transaction.atomic
def cancel_draw(*, draw: Draw, reason: str, now: datetime) -> None:
    """Takes back the species this draw gave; the draw and the reason stay on the page. Raises `AssemblyRefused`."""
    if not reason.strip():
        raise AssemblyRefused("no-reason")
    if draw.cancelled_at or Draw.objects.filter(assembly=draw.assembly_id, cancelled_at=None, pk__gt=draw.pk).exists():
        raise AssemblyRefused("not-the-last-draw")
    for lot in outcome_kept(draw).lots:
        given = Membership.objects.filter(assembly=draw.assembly_id, number=lot.number, species__slug=lot.species)
        had = {each.number: each.college for each in entry_kept(draw).entrants}
        given.update(species=None, given="", college=had[lot.number])
    Membership.objects.filter(assembly=draw.assembly_id, spare=True).update(spare=False)
    draw.cancelled_at, draw.cancel_reason = now, reason.strip()
    draw.save(update_fields=["cancelled_at", "cancel_reason"])


@transaction.atomic
def give_by_choice(*, member: Membership, species_id: int | None) -> None:
    """Gives a species that nobody has here, and its college; None takes it back. Raises `AssemblyRefused`."""
    if species_id is None:
        member.species, member.given = None, ""
        member.save(update_fields=["species", "given"])
        return
    species = next((each for each in living.spoken_for_species() if each.id == species_id), None)
    college = College.objects.filter(assembly=member.assembly_id, milieu=species.milieu_id).first() if species else None
    if species is None or college is None:
        raise AssemblyRefused("species-not-here")
    member.species_id, member.college, member.given, member.spare = species.id, college, Given.CHOICE.value, False
    try:
        with transaction.atomic():
            member.save(update_fields=["species", "college", "given", "spare"])
    except IntegrityError as error:
        raise AssemblyRefused("species-taken") from error
