"""Secondary extinctions by topology, robustness and R50: what published webs are measured by.

Dunne, Williams and Martinez 2002, "Network structure and biodiversity loss in food webs: robustness increases
with connectance", Ecology Letters 5: after each primary removal, a consumer that has lost every resource but
itself is lost, and so on; basal nodes never starve. R50 is the share of nodes to remove for at least half of the
web to be gone; robustness is the area under the curve of what is left (Burgos et al. 2007). Off the learners'
pages: on a partial web these rules are false (see `modules.web.loss`).
"""

import itertools
from collections.abc import Iterable, Sequence

from modules.web.data import FoodWeb, Removal


def secondary_extinctions(web: FoodWeb, removals: Sequence[str]) -> list[Removal]:
    """After each primary removal, in order, the nodes it starves.

    A link to oneself feeds nobody. Raises `KeyError` for an unknown node. A removal of a node already lost loses
    nothing more. Nodes that starve together are listed wave by wave, each wave in the web's order.
    """
    unknown = [name for name in removals if name not in web.nodes]
    if unknown:
        raise KeyError(unknown[0])
    resources = _resources(web)
    gone: set[str] = set()
    history = []
    for name in removals:
        gone.add(name)
        history.append(Removal(name, _starved(web.nodes, resources, gone)))
    return history


def robustness_curve(web: FoodWeb, removals: Sequence[str]) -> list[float]:
    """The share of nodes left after each primary removal, from 1.0 before the first."""
    left: list[float] = [1.0]
    gone: set[str] = set()
    for removal in secondary_extinctions(web, removals):
        gone.update((removal.removed, *removal.lost))
        left.append(1 - len(gone) / len(web.nodes))
    return left


def robustness(web: FoodWeb, removals: Sequence[str]) -> float:
    """The area under the curve of what is left, by trapezes over the removals: 0 for an empty list or web."""
    left = robustness_curve(web, removals)
    if len(left) < 2:
        return 0.0
    return sum((before + after) / 2 for before, after in itertools.pairwise(left)) / (len(left) - 1)


def r50(web: FoodWeb, removals: Sequence[str]) -> float | None:
    """The share of nodes to remove, in the order given, for at least half of the web to be gone; None if never."""
    for count, left in enumerate(robustness_curve(web, removals)):
        if left <= 0.5 and count:
            return count / len(web.nodes)
    return None


def by_connections(web: FoodWeb, *, spare_basal: bool = False) -> list[str]:
    """Nodes from the most to the least connected (links in and out, self-links left out).

    Ties are broken by name, so that R50 is the same everywhere. Degrees are those of the whole web, not counted
    again after each removal. With `spare_basal`, nodes that eat nobody are left out (Dunne et al. 2002, "basal
    species protected"): coarse basal nodes are hubs whose removal first would say little.
    """
    degree = dict.fromkeys(web.nodes, 0)
    for link in web.links:
        if link.resource != link.consumer:
            degree[link.resource] += 1
            degree[link.consumer] += 1
    fed = {link.consumer for link in web.links if link.resource != link.consumer}
    kept = [node for node in web.nodes if node in fed or not spare_basal]
    return sorted(kept, key=lambda node: (-degree[node], node))


def _resources(web: FoodWeb) -> dict[str, set[str]]:
    resources: dict[str, set[str]] = {node: set() for node in web.nodes}
    for link in web.links:
        if link.resource != link.consumer:
            resources[link.consumer].add(link.resource)
    return resources


def _starved(nodes: Iterable[str], resources: dict[str, set[str]], gone: set[str]) -> tuple[str, ...]:
    lost: list[str] = []
    while wave := [node for node in nodes if node not in gone and resources[node] and resources[node] <= gone]:
        gone.update(wave)
        lost.extend(wave)
    return tuple(lost)
