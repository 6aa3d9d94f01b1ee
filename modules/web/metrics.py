"""Measures a food web: size, connectance, path length, clustering, trophic levels.

Connectance is directed, L/S² with cannibalism (Martinez 1991). Path length and clustering: Dunne, Williams and
Martinez 2002, "Food-web structure and network theory", PNAS 99. Trophic levels: Levine 1980, "Several measures of
trophic structure applicable to complex food webs", Journal of Theoretical Biology 83; Williams and Martinez 2004,
"Limits to trophic levels and omnivory in complex food webs", The American Naturalist 163.
"""

import networkx as nx
import numpy as np

from modules.web.data import FoodWeb, Metrics


def measure(web: FoodWeb) -> Metrics:
    """The metrics of a food web; a web of no node has connectance 0."""
    graph = directed_graph(web)
    cannibals = nx.number_of_selfloops(graph)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    eaten = {node for node, degree in graph.out_degree() if degree}
    eating = {node for node, degree in graph.in_degree() if degree}
    size = len(web.nodes)
    levels = trophic_levels(web)
    return Metrics(
        species=size,
        links=len(web.links),
        connectance=len(web.links) / size**2 if size else 0.0,
        path_length=mean_path_length(graph),
        clustering=float(nx.transitivity(graph.to_undirected())) if size else 0.0,
        basal=size - len(eating),
        intermediate=len(eating & eaten),
        top=len(eating - eaten),
        cannibals=cannibals,
        trophic_levels=levels,
        short_weighted_levels=_short_weighted(web, levels),
    )


def directed_graph(web: FoodWeb) -> nx.DiGraph:
    """The web as a networkx graph, from resource to consumer."""
    graph = nx.DiGraph()
    graph.add_nodes_from(web.nodes)
    graph.add_edges_from((link.resource, link.consumer) for link in web.links)
    return graph


def mean_path_length(graph: nx.DiGraph) -> float | None:
    """The mean directed distance over reachable ordered pairs of different nodes; None when there is none."""
    total = pairs = 0
    for _source, distances in nx.all_pairs_shortest_path_length(graph):
        total += sum(distances.values())
        pairs += len(distances) - 1
    return total / pairs if pairs else None


def trophic_levels(web: FoodWeb) -> dict[str, float | None]:
    """The prey-averaged trophic level of each node: (I − P)x = 1 (Levine 1980; Williams and Martinez 2004).

    P holds each consumer's diet, in equal shares; a link to oneself is part of the diet unless it is all of it.
    A node fed by no basal node has no level, and neither has any consumer of one.
    """
    diets = _diets(web)
    fed = _fed_from_the_base(web.nodes, diets)
    order = {node: position for position, node in enumerate(node for node in web.nodes if node in fed)}
    shares = np.zeros((len(order), len(order)))
    for node, row in order.items():
        for resource in diets[node]:
            shares[row, order[resource]] = 1 / len(diets[node])
    levels = np.linalg.solve(np.eye(len(order)) - shares, np.ones(len(order)))
    return {node: float(levels[order[node]]) if node in order else None for node in web.nodes}


def short_weighted_levels(web: FoodWeb) -> dict[str, float | None]:
    """The mean of the prey-averaged level and of the shortest one: the best estimate from links alone, where flows
    are unknown (Williams and Martinez 2004). The shortest level is one more than the steps from a basal node."""
    return _short_weighted(web, trophic_levels(web))


def _short_weighted(web: FoodWeb, levels: dict[str, float | None]) -> dict[str, float | None]:
    shortest = _shortest_levels(web)
    return {node: None if level is None else (level + shortest[node]) / 2 for node, level in levels.items()}


def _shortest_levels(web: FoodWeb) -> dict[str, int]:
    diets = _diets(web)
    basal = [node for node in web.nodes if not diets[node]]
    steps = nx.multi_source_dijkstra_path_length(directed_graph(web), basal) if basal else {}
    return {node: int(count) + 1 for node, count in steps.items()}


def _diets(web: FoodWeb) -> dict[str, list[str]]:
    diets: dict[str, list[str]] = {node: [] for node in web.nodes}
    for link in web.links:
        diets[link.consumer].append(link.resource)
    return {node: [] if set(diet) == {node} else diet for node, diet in diets.items()}


def _fed_from_the_base(nodes: tuple[str, ...], diets: dict[str, list[str]]) -> set[str]:
    """The nodes all of whose diet, near and far, can be traced to basal nodes."""
    reached = {node for node in nodes if not diets[node]}
    unsettled = [node for node in nodes if diets[node]]
    while gained := [node for node in unsettled if set(diets[node]) & reached - {node}]:
        reached.update(gained)
        unsettled = [node for node in unsettled if node not in reached]
    while lost := [node for node in reached if not set(diets[node]) <= reached]:
        reached.difference_update(lost)
    return reached
