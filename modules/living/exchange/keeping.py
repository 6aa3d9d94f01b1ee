"""Compares a file with what the site holds, and keeps what is new in it: all of it, or nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from modules.living.data import Confidence, Dependent, Evidence, Nature, Necessity, Season
from modules.living.exchange import darwin_core, globi
from modules.living.exchange.checking import Known, check, key_of, type_key, vocabulary_index
from modules.living.exchange.shapes import Check, Line, Reading, State, Taxon, Wanted
from modules.living.models import Interaction, InteractionType, Species
from modules.living.vocabulary import BY_LABEL, KINDS
from modules.living.wording import without_article

ZIP = b"PK\x03\x04"
# TAXREF's ranks, as Darwin Core writes them.
RANKS = {"ES": "species", "SSES": "subspecies", "GN": "genus", "FM": "family", "OR": "order", "CL": "class"}


def read_file(raw: bytes) -> Reading:
    """The rows of a Darwin Core archive or of a table in GloBI's columns. Raises `FileRefused`."""
    return darwin_core.read(raw) if raw.startswith(ZIP) else globi.read(raw)


def check_file(
    raw: bytes, *, create_species: bool = False, progress: Callable[[int], None] = lambda done: None
) -> Check:
    """What the file would bring; changes nothing. Raises `FileRefused`."""
    return check(read_file(raw), known_now(), create_species=create_species, progress=progress)


def keep(found: Check, *, origin: str, user: Any, propose: bool = False) -> int:
    """Keeps the new lines of a check as drafts to review; gives how many.

    `origin` says where they come from; each record adds its line. Species and types that are missing come with them.
    With `propose`, what known records lack or say otherwise becomes a draft beside them, which is counted too: the
    published record does not change before someone publishes it.
    """
    with transaction.atomic():
        lines = [line for line in found.lines if line.state is State.NEW and line.wanted]
        types = _types({line.wanted.type_label for line in lines if line.wanted})
        species = _create_species(found.new_species, origin, user)
        records = [_record(line, line.wanted, types, species, origin) for line in lines if line.wanted]
        for record in Interaction.objects.bulk_create(records, batch_size=500):
            log(instance=record, action="wagtail.create", user=user)
        proposed = _propose(found, origin, user) if propose else 0
    return len(records) + proposed


def _propose(found: Check, origin: str, user: Any) -> int:
    """A revision of each known record that the file contradicts, built on its last draft."""
    lines = {line.wanted.code: line for line in found.lines if line.state is State.DIFFERENT and line.wanted}
    for record in Interaction.objects.filter(code__in=lines):
        line, draft = lines[record.code], record.get_latest_revision_as_object()
        for name in line.differing:
            setattr(draft, name, getattr(line.wanted, name))
        draft.provenance = f"{draft.provenance}\n{origin}, ligne {line.number}".strip()
        # What was read is no longer what was reviewed.
        draft.reviewed_by = draft.reviewed_on = None
        draft.save_revision(user=user, log_action=True)
    return len(lines)


def known_now() -> Known:
    """Every species, type and interaction the site holds, drafts included; four queries."""
    return Known(_species_index(), _type_index(), _interaction_index(), frozenset(_codes()))


def _species_index() -> dict[str, frozenset[int]]:
    index: dict[str, set[int]] = defaultdict(set)
    for one in Species.objects.only(
        "slug", "scientific_name", "vernacular_name", "other_names", "short_name", "cd_nom"
    ):
        for name in _names(one):
            index[key_of(name)].add(one.pk)
    return {name: frozenset(keys) for name, keys in index.items()}


def _names(one: Species) -> Iterable[str]:
    names = [one.scientific_name, one.vernacular_name, without_article(one.short_name), *one.other_names.split(",")]
    names += [one.slug, f"porte-voix:{one.slug}"]
    if one.cd_nom:
        names += [f"TAXREF:{one.cd_nom}", f"https://inpn.mnhn.fr/espece/cd_nom/{one.cd_nom}"]
    return {name.strip() for name in names if name.strip()}


def _type_index() -> dict[str, str]:
    index = {name: kind.label for name, kind in vocabulary_index().items()}
    for one in InteractionType.objects.all():
        index |= {type_key(name): one.label for name in (one.wording, one.uri, one.label) if name}
    # A label is GloBI's word: no wording may stand in its place.
    return index | {type_key(kind.label): kind.label for kind in KINDS}


def _interaction_index() -> dict[Any, Wanted]:
    every = Interaction.objects.select_related("type")
    return {(one.source_id, one.type.label, one.target_id, one.life_stage, one.season): _held(one) for one in every}


def _held(one: Interaction) -> Wanted:
    return Wanted(
        code=one.code,
        source=one.source_id,
        type_label=one.type.label,
        target=one.target_id,
        dependent=Dependent(one.dependent),
        necessity=Necessity(one.necessity),
        life_stage=one.life_stage,
        season=Season(one.season),
        evidence=Evidence(one.evidence),
        confidence=Confidence(one.confidence),
        reference=one.reference,
        refuted=one.refuted,
    )


def _codes() -> Iterable[str]:
    return Interaction.objects.values_list("code", flat=True)


def _types(labels: set[str]) -> dict[str, int]:
    held = dict(InteractionType.objects.values_list("label", "pk"))
    for label in sorted(labels - held.keys()):
        kind = BY_LABEL[label]
        made = InteractionType.objects.create(
            label=label, uri=kind.uri, wording=kind.wording, inverse_wording=kind.inverse, is_food=kind.is_food
        )
        held[label] = made.pk
    return held


def _create_species(taxa: Iterable[Taxon], origin: str, user: Any) -> dict[str, int]:
    """Drafts, by the key of their name: a person gives them their milieu and their place in a sentence."""
    slugs = set(Species.objects.values_list("slug", flat=True))
    made = {}
    for taxon in taxa:
        record = Species(slug=_free_slug(taxon.shown, slugs), provenance=origin, **_described(taxon))
        record.save()
        log(instance=record, action="wagtail.create", user=user)
        made[key_of(taxon.name or taxon.vernacular)] = record.pk
    return made


def _described(taxon: Taxon) -> dict[str, Any]:
    name = (taxon.vernacular or taxon.name)[:120]
    rank = next((code for code, word in RANKS.items() if word == taxon.rank.lower()), taxon.rank)
    return {
        "nature": (Nature.SPECIES if rank in {"", "ES", "SSES"} else Nature.TAXON).value,
        "vernacular_name": name,
        "short_name": name[:80],
        "scientific_name": taxon.name,
        "author": taxon.author[:160],
        "rank": rank[:30],
        "group": taxon.group[:80],
        "confidence": Confidence.LOW.value,
        "live": False,
        "has_unpublished_changes": True,
    }


def _free_slug(name: str, taken: set[str]) -> str:
    stem = slugify(name)[:44] or "espece"
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    taken.add(slug)
    return slug


def _record(line: Line, wanted: Wanted, types: dict[str, int], species: dict[str, int], origin: str) -> Interaction:
    ends = [_key(end, species) for end in (wanted.source, wanted.target)]
    return Interaction(
        code=wanted.code,
        source_id=ends[0],
        type_id=types[wanted.type_label],
        target_id=ends[1],
        dependent=wanted.dependent.value,
        necessity=wanted.necessity.value,
        life_stage=wanted.life_stage,
        season=wanted.season.value,
        evidence=wanted.evidence.value,
        confidence=wanted.confidence.value,
        reference=wanted.reference,
        refuted=wanted.refuted,
        provenance=f"{origin}, ligne {line.number}",
        live=False,
        has_unpublished_changes=True,
    )


def _key(end: int | Taxon, species: dict[str, int]) -> int:
    return species[key_of(end.name or end.vernacular)] if isinstance(end, Taxon) else end
