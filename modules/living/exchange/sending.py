"""The web of interactions as a file: GloBI's columns, or a Darwin Core archive that others can read."""

import io
import zipfile
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from modules.living.exchange import globi
from modules.living.exchange.darwin_core import REMARKS
from modules.living.exchange.delimited import written
from modules.living.exchange.keeping import RANKS
from modules.living.models import Interaction, Species

# Creative Commons asks for the exact name and address.
LICENCE = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.fr")
TAXON_TERMS = (
    "taxonID",
    "acceptedNameUsageID",
    "scientificName",
    "scientificNameAuthorship",
    "vernacularName",
    "taxonRank",
    "class",
    "references",
)
LINK_TERMS = (
    "resourceRelationshipID",
    "resourceID",
    "relatedResourceID",
    "relationshipOfResourceID",
    "relationshipOfResource",
    "relationshipAccordingTo",
    "relationshipEstablishedDate",
    "relationshipRemarks",
)


def identifier_of(one: Species) -> str:
    """TAXREF's number where it is known; a group or a resource has only ours."""
    return f"TAXREF:{one.cd_nom}" if one.cd_nom else f"porte-voix:{one.slug}"


def globi_csv(*, drafts: bool = False) -> str:
    """Published interactions in GloBI's columns; with `drafts`, every one. One query."""
    return globi.write(_globi_row(one) for one in _interactions(drafts))


def darwin_core_archive(*, site_url: str, today: date, drafts: bool = False) -> bytes:
    """A zip of taxa, relationships, `meta.xml` and `eml.xml`; two queries."""
    interactions = list(_interactions(drafts))
    species = [one for one in Species.objects.order_by("slug") if drafts or one.live]
    context = {
        "taxon_terms": [(number, term) for number, term in enumerate(TAXON_TERMS, start=1)],
        "link_terms": [(number, term) for number, term in enumerate(LINK_TERMS, start=1)],
        "licence": LICENCE,
        "site_url": site_url,
        "today": today,
        "links": len(interactions),
        "taxa": len(species),
    }
    return _zipped(
        {
            "meta.xml": render_to_string("living/darwin_core/meta.xml", context),
            "eml.xml": render_to_string("living/darwin_core/eml.xml", context),
            "taxon.tsv": _table(("id", *TAXON_TERMS), [_taxon_row(one, site_url) for one in species]),
            "resourcerelationship.tsv": _table(("coreid", *LINK_TERMS), [_link_row(one) for one in interactions]),
        }
    )


def _interactions(drafts: bool) -> Any:
    every = Interaction.objects.all() if drafts else Interaction.objects.published()
    every = every if drafts else every.filter(source__live=True, target__live=True)
    return every.select_related("type", "source", "target").order_by("code")


def _globi_row(one: Interaction) -> dict[str, str]:
    return {
        "interactionCode": one.code,
        **_globi_end("source", one.source),
        "sourceLifeStageName": one.life_stage,
        "interactionTypeName": one.type.label,
        "interactionTypeId": one.type.uri,
        **_globi_end("target", one.target),
        "seasonName": one.season,
        "necessity": one.necessity,
        "dependent": one.dependent,
        "evidenceType": one.evidence,
        "confidence": one.confidence,
        "refuted": "true" if one.refuted else "",
        "referenceCitation": one.reference,
    }


def _globi_end(end: str, one: Species) -> dict[str, str]:
    return {
        f"{end}TaxonId": identifier_of(one),
        f"{end}TaxonName": one.scientific_name or one.vernacular_name,
        f"{end}TaxonRank": RANKS.get(one.rank, one.rank),
        f"{end}VernacularName": one.vernacular_name,
    }


def _taxon_row(one: Species, site_url: str) -> list[str]:
    name = identifier_of(one)
    full = f"{one.scientific_name} {one.author}".strip()
    accepted = f"TAXREF:{one.cd_ref}" if one.cd_ref else ""
    page = f"{site_url}{one.get_absolute_url()}"
    return [name, name, accepted, full, one.author, one.vernacular_name, RANKS.get(one.rank, one.rank), one.group, page]


def _link_row(one: Interaction) -> list[str]:
    source, target = identifier_of(one.source), identifier_of(one.target)
    reviewed = one.reviewed_on.isoformat() if one.reviewed_on else ""
    return [
        source,
        one.code,
        source,
        target,
        one.type.uri,
        one.type.label,
        one.reference,
        reviewed,
        _remarks(one),
    ]


def _remarks(one: Interaction) -> str:
    """What Darwin Core has no term for; `;` separates, so that a life stage loses its own."""
    values = {
        "necessity": one.necessity,
        "dependent": one.dependent,
        "season": one.season,
        "lifeStage": one.life_stage.replace(";", ","),
        "evidence": one.evidence,
        "confidence": one.confidence,
        "refuted": "true" if one.refuted else "",
    }
    return "; ".join(f"{key}={values[key]}" for key in REMARKS if values[key])


def _table(header: tuple[str, ...], rows: list[list[str]]) -> str:
    return written(list(header), rows, separator="\t")


def _zipped(files: dict[str, str]) -> bytes:
    """The same files give the same bytes: entries carry no clock."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
