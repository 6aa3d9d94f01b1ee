"""Places the nodes of a web: milieu across, trophic level up. Deterministic, and no two nodes in one place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of the drawing's grid: `column` from the left, `row` from the top."""

    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Grid:
    """How wide and high the drawing is, in cells, and where each node stands."""

    columns: int
    rows: int
    spots: Mapping[str, Spot]


def place(
    nodes: Sequence[str],
    links: Iterable[tuple[str, str]],
    *,
    bands: Mapping[str, int],
    levels: Mapping[str, float | None],
    band_count: int,
    band_columns: int = 2,
) -> Grid:
    """A grid where each node stands in its band (milieu), the higher its trophic level the nearer the top.

    A node without a band stands at the mean of its neighbours' bands; one without a level at the bottom. Earlier
    nodes of `nodes` choose their cell first.
    """
    columns = max(1, band_count * band_columns)
    rows = max(4, ceil(len(nodes) * 1.6 / columns))
    centres = _centres(nodes, links, bands, band_count)
    heights = _heights(nodes, levels)
    free = {Spot(column, row) for column in range(columns) for row in range(rows)}
    spots = {}
    for node in nodes:
        wanted = ((centres[node] + 0.5) * band_columns - 0.5, (1 - heights[node]) * (rows - 1))
        spots[node] = min(free, key=lambda spot: _cost(spot, wanted))
        free.remove(spots[node])
    return Grid(columns, rows, spots)


def _cost(spot: Spot, wanted: tuple[float, float]) -> tuple[float, int, int]:
    distance = (spot.column - wanted[0]) ** 2 * 1.5 + (spot.row - wanted[1]) ** 2
    return distance, spot.column, spot.row


def _centres(
    nodes: Sequence[str], links: Iterable[tuple[str, str]], bands: Mapping[str, int], band_count: int
) -> dict[str, float]:
    neighbours: dict[str, list[str]] = {node: [] for node in nodes}
    for left, right in links:
        neighbours[left].append(right)
        neighbours[right].append(left)
    middle = (band_count - 1) / 2
    centres = {}
    for node in nodes:
        known = [bands[other] for other in neighbours[node] if other in bands]
        centres[node] = float(bands[node]) if node in bands else sum(known) / len(known) if known else middle
    return centres


def _heights(nodes: Sequence[str], levels: Mapping[str, float | None]) -> dict[str, float]:
    """Levels brought between 0 (bottom) and 1 (top), by rank so that a few top predators do not flatten the rest."""
    present = sorted({level for node in nodes if (level := levels.get(node)) is not None})
    rank = {level: position / (len(present) - 1 or 1) for position, level in enumerate(present)}
    heights = {}
    for node in nodes:
        level = levels.get(node)
        heights[node] = 0.0 if level is None else rank[level]
    return heights
