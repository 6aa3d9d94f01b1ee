"""Reads the web out of the database, in two queries whatever its size."""

from modules.living.data import Confidence, Dependent, LivingWeb, Nature, Necessity, Season, Strand, WebNode
from modules.living.models import Interaction, Species

NODE = (
    "slug",
    "short_name",
    "vernacular_name",
    "nature",
    "exhaustive_diet",
    "milieu__live",
    "milieu__slug",
    "milieu__name",
    "milieu__position",
)
STRAND = (
    "code",
    "source__slug",
    "target__slug",
    "type__label",
    "type__wording",
    "type__inverse_wording",
    "type__is_food",
    "dependent",
    "necessity",
    "season",
    "confidence",
    "reference",
)


def load_web() -> LivingWeb:
    """Every published node, by French name, and the published interactions among them."""
    rows = list(Species.objects.published().values_list(*NODE))
    published = Interaction.objects.published().filter(source__live=True, target__live=True)
    strands = tuple(_strand(*row) for row in published.values_list(*STRAND))
    milieus = {(row[8], row[7], row[6]) for row in rows if row[5]}
    return LivingWeb(
        nodes={row[0]: _node(*row[:7]) for row in rows},
        strands=strands,
        milieus={slug: name for _position, name, slug in sorted(milieus)},
    )


def _node(
    slug: str, name: str, title: str, nature: str, exhaustive: bool, milieu_is_live: bool | None, milieu: str | None
) -> WebNode:
    return WebNode(slug, name or title, title, milieu or "" if milieu_is_live else "", Nature(nature), exhaustive)


def _strand(
    code: str,
    source: str,
    target: str,
    label: str,
    wording: str,
    inverse: str,
    is_food: bool,
    dependent: str,
    necessity: str,
    season: str,
    confidence: str,
    reference: str,
) -> Strand:
    return Strand(
        code=code,
        source=source,
        target=target,
        type_label=label,
        wording=wording,
        inverse_wording=inverse,
        is_food=is_food,
        dependent=Dependent(dependent),
        necessity=Necessity(necessity),
        season=Season(season),
        confidence=Confidence(confidence),
        reference=reference,
    )
