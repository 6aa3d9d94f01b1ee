"""The acts that may follow a loss, and what each of them gives back in a web."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from modules.living.data import LivingWeb, Remedy
from modules.living.models import Act, Interaction, Species
from modules.web.data import Help


def load_remedies() -> list[Remedy]:
    """The published acts, in their order; three queries."""
    given, held = defaultdict[int, set[str]](set), defaultdict[int, set[str]](set)
    for act, slug in Act.gives_back.through.objects.values_list("act_id", "species__slug"):
        given[act].add(slug)
    for act, code in Act.holds.through.objects.values_list("act_id", "interaction__code"):
        held[act].add(code)
    return [
        Remedy(
            slug=act.slug,
            name=act.name,
            domain=act.get_domain_display(),
            description=act.description,
            gives_back=frozenset(given[act.pk]),
            holds=frozenset(held[act.pk]),
            provenance=act.provenance,
        )
        for act in Act.objects.published()
    ]


def help_of(remedy: Remedy | None, web: LivingWeb) -> Help:
    """What the act gives back in this web; what the web does not have is left out."""
    if remedy is None:
        return Help()
    codes = {strand.code for strand in web.strands}
    return Help(nodes=remedy.gives_back & set(web.nodes), held=remedy.holds & codes)


@transaction.atomic
def load_acts(*, acts: Iterable[Mapping[str, Any]]) -> int:
    """Creates the acts that are missing, as the seed writes them; how many. A record that a person edited is left."""
    known = set(Act.objects.values_list("slug", flat=True))
    species = dict(Species.objects.values_list("slug", "pk"))
    interactions = dict(Interaction.objects.values_list("code", "pk"))
    fresh = [row for row in acts if row["slug"] not in known]
    for position, row in enumerate(fresh, start=len(known)):
        act = Act.objects.create(position=position, **{key: row[key] for key in _TEXTS})
        act.gives_back.set(species[slug] for slug in row.get("gives_back", []))
        act.holds.set(interactions[code] for code in row.get("holds", []))
        act.save()
    return len(fresh)


_TEXTS = ("slug", "name", "domain", "description", "provenance")
