"""Draws webs: positions on the server, so that the page is whole before any script runs."""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap

from modules.living.data import Drawing, DrawnLink, DrawnNode
from modules.living.models import Interaction, Species
from modules.living.wording import sentence, without_article
from modules.web.data import FoodWeb, Link
from modules.web.layout import Spot, place
from modules.web.metrics import trophic_levels

CELL_WIDTH, CELL_HEIGHT, MARGIN = 104, 92, 60
LINE_LENGTH = 13
KINDS = {
    "preysOn": "food",
    "eats": "food",
    "parasiteOf": "food",
    "pollinates": "flower",
    "visitsFlowersOf": "flower",
    "dispersalVectorOf": "flower",
    "createsHabitatFor": "shelter",
    "hasHabitat": "shelter",
}


def draw(
    species: Sequence[Species], interactions: Iterable[Interaction], *, milieus: Sequence[str], focus: str = ""
) -> Drawing:
    """The web of these species: milieu across, trophic level up. Spoken-for species choose their place first."""
    links = list(interactions)
    by_slug = {one.slug: one for one in sorted(species, key=lambda one: (one.milieu_id is None, one.slug))}
    grid = place(
        tuple(by_slug),
        [(link.source.slug, link.target.slug) for link in links],
        bands={
            slug: milieus.index(one.milieu.slug)
            for slug, one in by_slug.items()
            if one.milieu and one.milieu.slug in milieus
        },
        levels=trophic_levels(_food_web(links, by_slug)),
        band_count=max(1, len(milieus)),
    )
    nodes = {slug: _node(by_slug[slug], spot, slug == focus) for slug, spot in grid.spots.items()}
    width = 2 * MARGIN + grid.columns * CELL_WIDTH
    height = 2 * MARGIN + grid.rows * CELL_HEIGHT
    return Drawing(width, height, tuple(nodes.values()), tuple(_link(link, nodes) for link in links))


def _food_web(links: Iterable[Interaction], nodes: Iterable[str]) -> FoodWeb:
    food = [Link(link.target.slug, link.source.slug) for link in links if link.type.is_food]
    return FoodWeb.of(food, nodes=nodes)


def _node(species: Species, spot: Spot, focus: bool) -> DrawnNode:
    name = without_article(species.short_name) or species.vernacular_name
    return DrawnNode(
        slug=species.slug,
        name=name,
        lines=tuple(wrap(name, LINE_LENGTH, break_long_words=False)),
        url=species.get_absolute_url(),
        milieu=species.milieu.slug if species.milieu else "",
        x=MARGIN + (spot.column + 0.5) * CELL_WIDTH,
        y=MARGIN + (spot.row + 0.5) * CELL_HEIGHT,
        spoken_for=species.milieu_id is not None,
        focus=focus,
    )


def _link(link: Interaction, nodes: Mapping[str, DrawnNode]) -> DrawnLink:
    start, end = nodes[link.source.slug], nodes[link.target.slug]
    return DrawnLink(
        path=_curve(start, end),
        kind=KINDS.get(link.type.label, "together"),
        to_confirm=link.to_confirm,
        source=start.slug,
        target=end.slug,
        sentence=sentence(link.source.short_name, link.type.wording, link.target.short_name),
    )


def _curve(start: DrawnNode, end: DrawnNode) -> str:
    """A quadratic curve, bent to the left of its direction so that two opposite links do not hide each other."""
    bend_x = (start.x + end.x) / 2 + (start.y - end.y) * 0.12
    bend_y = (start.y + end.y) / 2 + (end.x - start.x) * 0.12
    return f"M{start.x:.0f} {start.y:.0f}Q{bend_x:.0f} {bend_y:.0f} {end.x:.0f} {end.y:.0f}"
