"""The shape of the network as graph theory sees it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from experiments.network.flow_network import FlowNetwork


def structure(network: FlowNetwork) -> dict[str, Any]:
    """Return degree distributions, components, reciprocity and modularity.

    Degrees count links, not flow: degree -> number of nodes, a self-flow once in and once out.
    `reciprocity` is the share of links, self-flows apart, whose reverse is a link too. `modularity`
    is Newman's, of the undirected network weighted by flow, for the communities that the greedy
    search of Clauset, Newman and Moore finds; so a lower bound of the best. nan without links.
    """
    import networkx as nx
    from networkx.algorithms import community

    flow = network.flow / (network.flow.sum() or 1.0)
    graph = nx.from_numpy_array(flow, create_using=nx.DiGraph)
    plain = graph.copy()
    plain.remove_edges_from(list(nx.selfloop_edges(graph)))
    mutual = nx.from_numpy_array(flow + flow.T - np.diag(np.diag(flow)))
    groups, modularity = [{node} for node in graph], float("nan")
    if graph.size():
        groups = community.greedy_modularity_communities(mutual, weight="weight")
        modularity = community.modularity(mutual, groups, weight="weight")
    parts = sorted(map(len, nx.weakly_connected_components(graph)), reverse=True)
    return {
        "in_degree_distribution": _distribution(network.link.sum(axis=0)),
        "out_degree_distribution": _distribution(network.link.sum(axis=1)),
        "self_loops": int(np.trace(network.link)),
        "components": len(parts),
        "largest_component": parts[0] if parts else 0,
        "strongly_connected_components": nx.number_strongly_connected_components(graph),
        "loops": [[network.nodes[k] for k in some] for some in network.loops],
        "reciprocity": nx.overall_reciprocity(plain) if plain.size() else float("nan"),
        "modularity": modularity,
        "communities": [sorted(network.nodes[k] for k in group) for group in groups],
    }


def _distribution(degrees: Any) -> dict[int, int]:
    return dict(sorted(Counter(degrees.tolist()).items()))
