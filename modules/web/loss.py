"""What is lost when a node goes: by topology alone, and by what each one needs.

Secondary extinction by topology follows Dunne et al. 2002: a consumer that has lost every resource but itself is
lost, and so on. It is false on a partial web, where a diet lacks most of its items. What learners see is
`consequences`, where links that are obligatory join by AND and alternatives by OR, and where "lost" needs proof.
"""

from collections.abc import Iterable, Sequence

from modules.web.data import Consequence, Dependence, DependenceWeb, Fate, FoodWeb, Removal


def secondary_extinctions(web: FoodWeb, removals: Sequence[str]) -> list[Removal]:
    """After each primary removal, in order, the nodes it starves (Dunne et al. 2002).

    Basal nodes never starve; a link to oneself feeds nobody. Raises `KeyError` for an unknown node. A removal of
    a node already lost loses nothing more.
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


def r50(web: FoodWeb, removals: Sequence[str]) -> float | None:
    """The share of nodes to remove, in the order given, for at least half of the web to be gone; None if never."""
    for count, left in enumerate(robustness_curve(web, removals)):
        if left <= 0.5 and count:
            return count / len(web.nodes)
    return None


def by_connections(web: FoodWeb) -> list[str]:
    """Nodes from the most to the least connected (links in and out, self-links left out); ties by name."""
    degree = dict.fromkeys(web.nodes, 0)
    for link in web.links:
        if link.resource != link.consumer:
            degree[link.resource] += 1
            degree[link.consumer] += 1
    return sorted(web.nodes, key=lambda node: (-degree[node], node))


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


def consequences(web: DependenceWeb, removed: Sequence[str]) -> list[Consequence]:
    """What each touched node lives when `removed` are gone: the removed first, then step by step.

    A node is lost when an obligate support is lost, or when its diet is exhaustive and all gone. It is weakened
    when any support it has is lost. A result that rests on an interaction without a reference, or on a result
    that does, is marked `to_confirm`. Raises `KeyError` for an unknown node.
    """
    unknown = [name for name in removed if name not in web.nodes]
    if unknown:
        raise KeyError(unknown[0])
    needs = _needs(web)
    found = {name: Consequence(name, Fate.LOST, 0) for name in removed}
    step = 0
    while wave := _next_losses(web, needs, found, step := step + 1):
        found.update({consequence.node: consequence for consequence in wave})
    weakened = [_weakened(node, needs[node], found) for node in web.nodes if node not in found]
    return [*found.values(), *(consequence for consequence in weakened if consequence)]


def _needs(web: DependenceWeb) -> dict[str, list[Dependence]]:
    needs: dict[str, list[Dependence]] = {node: [] for node in web.nodes}
    for dependence in web.dependences:
        needs[dependence.dependent].append(dependence)
    return needs


def _next_losses(
    web: DependenceWeb, needs: dict[str, list[Dependence]], found: dict[str, Consequence], step: int
) -> list[Consequence]:
    wave = []
    for node in web.nodes:
        reasons = () if node in found else _fatal(node, needs[node], found, node in web.exhaustive)
        if reasons:
            wave.append(Consequence(node, Fate.LOST, step, reasons, _to_confirm(reasons, found)))
    return wave


def _fatal(
    node: str, needs: list[Dependence], found: dict[str, Consequence], exhaustive: bool
) -> tuple[Dependence, ...]:
    missing = [need for need in needs if need.support in found]
    obligate = tuple(need for need in missing if need.obligate)
    if obligate:
        return obligate
    food = [need for need in needs if need.need == "food" and need.support != node]
    if exhaustive and food and all(need.support in found for need in food):
        return tuple(food)
    return ()


def _weakened(node: str, needs: list[Dependence], found: dict[str, Consequence]) -> Consequence | None:
    reasons = tuple(need for need in needs if need.support in found)
    if not reasons:
        return None
    step = 1 + min(found[need.support].step for need in reasons)
    return Consequence(node, Fate.WEAKENED, step, reasons, _to_confirm(reasons, found))


def _to_confirm(reasons: tuple[Dependence, ...], found: dict[str, Consequence]) -> bool:
    return any(not need.sourced or found[need.support].to_confirm for need in reasons)
