"""Neighbourhoods and the path between two nodes."""

from collections.abc import Iterable

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
