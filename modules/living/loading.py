"""Loads milieus, species and interactions from a content file: creates what is missing, changes nothing else."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from modules.living.blocks import stream
from modules.living.data import Confidence, Dependent, LoadReport, Nature, Necessity
from modules.living.models import Interaction, InteractionType, Milieu, Species
from modules.living.vocabulary import BY_LABEL

NATURES = {"espece": Nature.SPECIES, "taxon": Nature.TAXON, "groupe": Nature.GROUP, "ressource": Nature.RESOURCE}
CONFIDENCES = {"haute": Confidence.HIGH, "moyenne": Confidence.MEDIUM, "faible": Confidence.LOW}
NECESSITIES = {
    "obligate": Necessity.OBLIGATE,
    "forte": Necessity.STRONG,
    "moyenne": Necessity.MEDIUM,
    "faible": Necessity.WEAK,
}


def load_living_world(*, content: Mapping[str, Any], names: Mapping[str, str]) -> LoadReport:
    """Creates the milieus, species and interactions of `content` that are missing; all or none.

    `names` gives the name of a node with its article, by key. A record that a person edited keeps its edits.
    Raises `KeyError` for an interaction with an unknown end.
    """
    with transaction.atomic():
        milieus = _create_missing(Milieu, "slug", _milieus(content["milieux"]))
        by_milieu = dict(Milieu.objects.values_list("slug", "pk"))
        species = _create_missing(Species, "slug", _species(content, names, by_milieu))
        types = _create_missing(InteractionType, "label", _types(content["interactions"]))
        interactions = _create_missing(Interaction, "code", _interactions(content["interactions"]))
    return LoadReport(milieus, species, types, interactions)


def load_portraits(*, portraits: Mapping[str, Any]) -> int:
    """Fills what species and milieus say of themselves, where nothing is said yet; how many records changed.

    `portraits` gives, for each milieu's slug, its own portrait and those of its species, as the seed writes them.
    """
    changed = 0
    with transaction.atomic():
        for slug, rows in portraits.items():
            changed += _fill(Milieu, slug, rows["milieu"])
            changed += sum(_fill(Species, slug_of(key), row) for key, row in rows["especes"].items())
    return changed


def _fill(model: type[Milieu | Species], slug: str, row: Mapping[str, Any]) -> int:
    record = model.objects.filter(slug=slug).first()
    if record is None or record.plain_version:
        return 0
    for field, value in _portrait(row).items():
        if value and (field in {"levers", "threats"} or not getattr(record, field)):
            setattr(record, field, value)
    record.save()
    return 1


def _portrait(row: Mapping[str, Any]) -> dict[str, Any]:
    texts = {field: row[field] for field in ("opening", "portrait", "places", "day_text", "year_text") if field in row}
    return {
        **texts,
        "plain_version": row["plain"],
        "threats": list(row.get("threats", [])),
        "levers": dict(row.get("levers", {})),
        "tensions": stream("tension", [{"tension": key, "text": text} for key, text in row["tensions"].items()]),
        "day": stream("hours", [_stretch(one) for one in row.get("day", [])]),
        "year": stream("months", [_stretch(one) for one in row.get("year", [])]),
    }


def _stretch(row: Any) -> dict[str, Any]:
    start, end, kind, text = row
    return {"start": start, "end": end, "kind": kind, "text": text}


def _create_missing(model: Any, key: str, rows: Iterable[dict[str, Any]]) -> int:
    known = set(model.objects.values_list(key, flat=True))
    fresh = [model(**row) for row in rows if row[key] not in known]
    return len(model.objects.bulk_create(fresh))


def slug_of(key: str) -> str:
    return key.replace("_", "-")


def _milieus(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "slug": slug_of(row["cle"]),
            "name": row["nom"],
            "description": row["description"],
            "code": row["eunis"],
            "position": position,
            "provenance": row["provenance"]["description"],
        }
        for position, row in enumerate(rows)
    ]


def _species(content: Mapping[str, Any], names: Mapping[str, str], milieus: Mapping[str, int]) -> list[dict[str, Any]]:
    spoken_for = [_spoken_for(row, names, milieus) for row in content["especes"]]
    return [*spoken_for, *(_supporting(row, names) for row in content["noeuds_de_soutien"])]


def _supporting(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "slug": slug_of(row["cle"]),
        "nature": NATURES[row["nature"]].value,
        "vernacular_name": row["nom_fr"].replace("'", "’"),
        "short_name": names.get(row["cle"], ""),
        "scientific_name": row["nom_latin"] or "",
        "exhaustive_diet": row["regime_exhaustif"],
        "provenance": row["provenance"],
        "confidence": CONFIDENCES[row["confiance"]].value,
    }


def _spoken_for(row: Mapping[str, Any], names: Mapping[str, str], milieus: Mapping[str, int]) -> dict[str, Any]:
    return {
        "slug": slug_of(row["cle"]),
        "vernacular_name": row["nom_fr"].replace("'", "’"),
        "short_name": names.get(row["cle"], ""),
        "scientific_name": row["nom_latin"],
        "rank": "ES",
        "cd_nom": row["cd_nom"],
        "group": row["groupe"],
        "milieu_id": milieus[slug_of(row["milieu"])],
        "red_list": row["liste_rouge_france"] or "",
        "red_list_scope": "France métropolitaine" if row["liste_rouge_france"] else "",
        "red_list_source": row["provenance"]["liste_rouge_france"] if row["liste_rouge_france"] else "",
        "exhaustive_diet": row["regime_exhaustif"],
        "ecology": row["ecologie"],
        "needs": row["besoins"],
        "threats": row["menaces"],
        "levers": row["leviers"],
        "provenance": row["provenance"]["ecologie"],
        "confidence": CONFIDENCES[row["confiance"]["ecologie"]].value,
        "field_notes": {
            field: {"provenance": origin, "confidence": row["confiance"].get(field)}
            for field, origin in row["provenance"].items()
        },
    }


def _types(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    types = {row["type"]: row for row in rows}
    return [
        {
            "label": label,
            "uri": row["type_uri"] or "",
            "wording": row["libelle_fr"],
            "inverse_wording": _inverse(label, row["libelle_fr"]),
            "is_food": label in BY_LABEL and BY_LABEL[label].is_food,
        }
        for label, row in types.items()
    ]


def _inverse(label: str, wording: str) -> str:
    """French from target to source; the content file gives it from source to target only."""
    return BY_LABEL[label].inverse if label in BY_LABEL else wording


def _interactions(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    species = dict(Species.objects.values_list("slug", "pk"))
    types = dict(InteractionType.objects.values_list("label", "pk"))
    return [
        {
            "code": row["id"],
            "source_id": species[slug_of(row["source"])],
            "type_id": types[row["type"]],
            "target_id": species[slug_of(row["cible"])],
            "dependent": Dependent(row["depend"]).value,
            "necessity": (Necessity.OBLIGATE if row["obligatoire"] else NECESSITIES[row["force"]]).value,
            "reference": row["reference"] or "",
            "provenance": row["provenance"],
            "confidence": CONFIDENCES[row["confiance"]].value,
        }
        for row in rows
    ]
