"""Places the boxes of a web: milieu across (or down, on a narrow sheet), trophic level up. Deterministic.

A box is a node with its label, so that two boxes apart mean two labels that never cover each other. Boxes are
drawn to their level and to their neighbours, then pushed apart inside the strip of their milieu; whatever is
still too tight is set in rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.intp]

GAP = 8.0
PADDING = 8.0
HEADING = 44.0
LEAST_HEIGHT = 300.0
FILLED = 0.55
GOLDEN = 0.6180339887
STEPS = 160
SETTLING = 120
SIDEWAYS = 0.5
ATTEMPTS, GROWTH = 3, 1.25


@dataclass(frozen=True, slots=True)
class Box:
    """A node to place, label included: its size, its band (None: among its neighbours) and its trophic level."""

    name: str
    width: float
    height: float
    band: int | None = None
    level: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The centre of a box, in units of the sheet."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Strip:
    """The part of the sheet that a band has; `y` is the top, its heading included."""

    band: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """How wide and high the drawing is, where its bands lie, and where each box stands."""

    width: float
    height: float
    strips: tuple[Strip, ...]
    places: Mapping[str, Place]


@lru_cache(maxsize=64)
def arrange(
    boxes: tuple[Box, ...], links: tuple[tuple[str, str], ...], *, width: float, stacked: bool = False
) -> Sheet:
    """Every box in its band, the higher its level the nearer the top, none over another.

    Bands without a box take no room. They stand side by side in `width`, or one under the other when `stacked`.
    A box without a band joins the one where most of its neighbours live, the first among equals; a box without
    a level stands at the bottom. The sheet is as high as needed, and wider than asked when a box demands it.
    """
    homes = _homes(boxes, links)
    groups = [(band, [box for box in boxes if homes[box.name] == band]) for band in sorted(set(homes.values()))]
    heights = _heights(boxes)
    strips: list[Strip] = []
    places: dict[str, Place] = {}
    room = max(320.0, width)
    growth = 1.0
    for _attempt in range(ATTEMPTS):
        strips = _strips(groups, room, growth, stacked)
        found = _relaxed(boxes, links, homes, heights, strips)
        if found is not None:
            places = found
            break
        growth *= GROWTH
    else:
        strips, places = _in_rows(groups, heights, room, stacked)
    bottom = max((strip.y + strip.height for strip in strips), default=0.0)
    right = max((strip.x + strip.width for strip in strips), default=room)
    return Sheet(max(room, right), bottom, tuple(strips), places)


def _homes(boxes: Sequence[Box], links: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The band of each box: its own, else the commonest around it, near then far."""
    homes = {box.name: box.band for box in boxes if box.band is not None}
    around = _neighbours(boxes, links)
    homeless = [box.name for box in boxes if box.band is None]
    while homeless:
        found = {name: _commonest([homes[one] for one in around[name] if one in homes]) for name in homeless}
        settled = {name: band for name, band in found.items() if band is not None}
        homes.update(settled or dict.fromkeys(homeless, _middle(homes)))
        homeless = [name for name in homeless if name not in homes]
    return homes


def _commonest(bands: list[int]) -> int | None:
    return min(bands, key=lambda band: (-bands.count(band), band)) if bands else None


def _middle(homes: Mapping[str, int]) -> int:
    present = sorted(set(homes.values()))
    return present[len(present) // 2] if present else 0


def _neighbours(boxes: Sequence[Box], links: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    around: dict[str, list[str]] = {box.name: [] for box in boxes}
    for left, right in links:
        if left != right and left in around and right in around:
            around[left].append(right)
            around[right].append(left)
    return around


def _heights(boxes: Sequence[Box]) -> dict[str, float]:
    """Levels brought between 0 and 1: half by rank, so that a few top predators do not flatten the rest."""
    known = sorted(box.level if box.level is not None else 1.0 for box in boxes)
    if not known or known[0] == known[-1]:
        return dict.fromkeys((box.name for box in boxes), 0.5)
    span = known[-1] - known[0]
    heights = {}
    for box in boxes:
        level = box.level if box.level is not None else 1.0
        below = sum(one < level for one in known)
        rank = (below + (sum(one == level for one in known) - 1) / 2) / (len(known) - 1)
        heights[box.name] = 0.5 * rank + 0.5 * (level - known[0]) / span
    return heights


def _area(group: Sequence[Box]) -> float:
    return sum((box.width + GAP) * (box.height + GAP) for box in group)


def _least_width(group: Sequence[Box]) -> float:
    return max(box.width for box in group) + 2 * PADDING


def _strips(groups: list[tuple[int, list[Box]]], room: float, growth: float, stacked: bool) -> list[Strip]:
    if stacked:
        return _stacked_strips(groups, room, growth)
    areas = [_area(group) for _band, group in groups]
    least = [_least_width(group) for _band, group in groups]
    spare = max(0.0, room - sum(least))
    widths = [low + spare * area / sum(areas) for low, area in zip(least, areas, strict=True)]
    needed = [_height(group, width, growth) for (_band, group), width in zip(groups, widths, strict=True)] or [
        LEAST_HEIGHT
    ]
    left, strips = 0.0, []
    for (band, _group), width in zip(groups, widths, strict=True):
        strips.append(Strip(band, left, 0.0, width, max(needed)))
        left += width
    return strips


def _stacked_strips(groups: list[tuple[int, list[Box]]], room: float, growth: float) -> list[Strip]:
    top, strips = 0.0, []
    for band, group in groups:
        width = max(room, _least_width(group))
        strips.append(Strip(band, 0.0, top, width, _height(group, width, growth, least=0.0)))
        top += strips[-1].height
    return strips


def _height(group: Sequence[Box], width: float, growth: float, *, least: float = LEAST_HEIGHT) -> float:
    inner = _area(group) / FILLED * growth / max(1.0, width - 2 * PADDING)
    tallest = max(box.height for box in group)
    return max(least, inner, tallest) + HEADING + 2 * PADDING


def _relaxed(
    boxes: Sequence[Box],
    links: Sequence[tuple[str, str]],
    homes: Mapping[str, int],
    heights: Mapping[str, float],
    strips: Sequence[Strip],
) -> dict[str, Place] | None:
    """Centres after attraction and separation; None while two boxes still touch."""
    if not boxes:
        return {}
    half = np.array([[box.width / 2, box.height / 2] for box in boxes])
    walls = {strip.band: strip for strip in strips}
    low, high = _walls([walls[homes[box.name]] for box in boxes], half)
    share = np.array([heights[box.name] for box in boxes])
    place = _start(boxes, homes, heights, low, high)
    start = place[:, 0].copy()
    pull = _pull(boxes, links)
    left, right = _pairs([homes[box.name] for box in boxes])
    reach = half[left] + half[right] + GAP / 4
    target = high[:, 1] - share * (high[:, 1] - low[:, 1])
    for step in range(STEPS + SETTLING):
        strength = max(0.0, 1 - step / STEPS)
        place[:, 1] += 0.12 * strength * (target - place[:, 1])
        place[:, 0] += strength * (0.025 * (pull @ place[:, 0] - place[:, 0]) + 0.05 * (start - place[:, 0]))
        apart = _separate(place, reach, left, right)
        np.clip(place, low, high, out=place)
        if apart and not strength:
            break
    if _touching(place, half):
        return None
    return {box.name: Place(round(float(x), 1), round(float(y), 1)) for box, (x, y) in zip(boxes, place, strict=True)}


def _walls(strips: Sequence[Strip], half: Array) -> tuple[Array, Array]:
    low = np.array([[strip.x + PADDING, strip.y + HEADING + PADDING] for strip in strips]) + half
    far = [[strip.x + strip.width - PADDING, strip.y + strip.height - PADDING] for strip in strips]
    return low, np.maximum(low, np.array(far) - half)


def _start(
    boxes: Sequence[Box], homes: Mapping[str, int], heights: Mapping[str, float], low: Array, high: Array
) -> Array:
    """From left to right by the golden ratio, in the order of levels: neighbours in height start far apart."""
    order = sorted(range(len(boxes)), key=lambda at: (homes[boxes[at].name], heights[boxes[at].name], boxes[at].name))
    place = np.zeros((len(boxes), 2))
    for rank, at in enumerate(order):
        share = ((rank + 1) * GOLDEN) % 1.0
        place[at, 0] = low[at, 0] + share * (high[at, 0] - low[at, 0])
        place[at, 1] = high[at, 1] - heights[boxes[at].name] * (high[at, 1] - low[at, 1])
    return place


def _pull(boxes: Sequence[Box], links: Sequence[tuple[str, str]]) -> Array:
    """A matrix that gives, for each box, the mean of its neighbours' places; its own when it has none."""
    index = {box.name: at for at, box in enumerate(boxes)}
    pull = np.eye(len(boxes))
    for name, others in _neighbours(boxes, links).items():
        if others:
            pull[index[name]] = 0
            for other in others:
                pull[index[name], index[other]] += 1 / len(others)
    return pull


def _pairs(bands: Sequence[int]) -> tuple[Indices, Indices]:
    """Each pair of boxes of one band, once: walls keep those of two bands apart."""
    left, right = np.triu_indices(len(bands), k=1)
    same = np.array(bands)[left] == np.array(bands)[right]
    return left[same], right[same]


def _separate(place: Array, reach: Array, left: Indices, right: Indices) -> bool:
    """Pushes each pair nearer than its `reach` apart, along the shorter way; True when no pair was.

    Labels being wide, sideways is made easier.
    """
    apart = place[left] - place[right]
    over = reach - np.abs(apart)
    touching = np.flatnonzero((over[:, 0] > 0) & (over[:, 1] > 0))
    if not touching.size:
        return True
    one, other, apart, over = left[touching], right[touching], apart[touching], over[touching]
    sideways = over[:, 0] * SIDEWAYS < over[:, 1]
    push = 0.4 * over * np.where(apart == 0, -1, np.sign(apart))
    for axis, moved in ((0, sideways), (1, ~sideways)):
        by = np.where(moved, push[:, axis], 0)
        place[:, axis] += np.bincount(one, by, len(place)) - np.bincount(other, by, len(place))
    return False


def _touching(place: Array, half: Array) -> bool:
    apart = np.abs(place[:, None, :] - place[None, :, :])
    over = half[:, None, :] + half[None, :, :] + 1 - apart
    touching = (over[:, :, 0] > 0) & (over[:, :, 1] > 0)
    np.fill_diagonal(touching, False)
    return bool(touching.any())


def _in_rows(
    groups: list[tuple[int, list[Box]]], heights: Mapping[str, float], room: float, stacked: bool
) -> tuple[list[Strip], dict[str, Place]]:
    """Each band set in rows, from the highest level to the lowest: plain, and never crowded."""
    drafts = _strips(groups, room, 1.0, stacked)
    needed = [_rows_height(group, strip.width) for strip, (_band, group) in zip(drafts, groups, strict=True)]
    top, strips = 0.0, []
    for draft, own in zip(drafts, needed, strict=True):
        height = own if stacked else max(needed)
        strips.append(Strip(draft.band, draft.x, top, draft.width, height))
        top += height if stacked else 0.0
    places: dict[str, Place] = {}
    for strip, (_band, group) in zip(strips, groups, strict=True):
        places.update(_rows_of(group, strip, heights))
    return strips, places


def _columns(group: Sequence[Box], width: float) -> int:
    return max(1, int((width - 2 * PADDING) // (max(box.width for box in group) + GAP / 2)))


def _rows_height(group: Sequence[Box], width: float) -> float:
    rows = ceil(len(group) / _columns(group, width))
    return HEADING + 2 * PADDING + rows * (max(box.height for box in group) + GAP / 2)


def _rows_of(group: Sequence[Box], strip: Strip, heights: Mapping[str, float]) -> dict[str, Place]:
    ordered = sorted(group, key=lambda box: (-heights[box.name], box.name))
    columns = _columns(group, strip.width)
    cell = (strip.width - 2 * PADDING) / columns
    line = (strip.height - HEADING - 2 * PADDING) / ceil(len(group) / columns)
    places = {}
    for at, box in enumerate(ordered):
        x = strip.x + PADDING + (at % columns + 0.5) * cell
        y = strip.y + HEADING + PADDING + (at // columns + 0.5) * line
        places[box.name] = Place(round(x, 1), round(y, 1))
    return places
