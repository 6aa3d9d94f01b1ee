"""Neighbourhoods and the path between two nodes."""

from collections.abc import Iterable, Sequence
from itertools import combinations

import networkx as nx


def neighbourhood(links: Iterable[tuple[str, str]], node: str, *, steps: int) -> dict[str, int]:
    """The nodes at most `steps` links away, whatever their direction, with their distance; the node itself is 0."""
    graph = nx.Graph()
    graph.add_node(node)
    graph.add_edges_from(links)
    return dict(nx.single_source_shortest_path_length(graph, node, cutoff=steps))


def path_between(links: Iterable[tuple[str, str]], start: str, end: str) -> list[str]:
    """The shortest chain of nodes from one to the other, whatever the direction; the first by name among equals.

    Empty when nothing links them.
    """
    graph = nx.Graph()
    graph.add_nodes_from((start, end))
    graph.add_edges_from(links)
    try:
        return min(nx.all_shortest_paths(graph, start, end))
    except nx.NetworkXNoPath:
        return []


def paths_among(links: Iterable[tuple[str, str]], nodes: Sequence[str], *, longest: int) -> list[list[str]]:
    """The shortest chain between each two of `nodes` that at most `longest` links join, in their order.

    The first by name among equals. One graph is built for all of them.
    """
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(links)
    reach = {node: nx.single_source_shortest_path_length(graph, node, cutoff=longest) for node in nodes}
    near = [(first, second) for first, second in combinations(nodes, 2) if second in reach[first]]
    return [min(nx.all_shortest_paths(graph, first, second)) for first, second in near]
