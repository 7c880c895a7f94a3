"""The ratios by which eco-parks are compared with food webs, from who gives to whom alone.

Prey is a node that gives, predator a node that takes; both is usual. Flows across the boundary are
no links. Definitions: Layton, Bras and Weissburg, "Industrial ecosystems and food webs", Journal of
Industrial Ecology, 2016; cyclicity: Fath and Halnes, Ecological Modelling 208, 2007.
"""

from __future__ import annotations

import numpy as np

from experiments.network.flow_network import FlowNetwork


def food_web(network: FlowNetwork) -> dict[str, float]:
    """Return counts and ratios of links, prey and predators; nan where a ratio has no base.

    generalization = L / predators, vulnerability = L / prey; a specialised predator takes from one
    node only. A self-flow counts as a link, save in `connectance_no_self_loops`.
    """
    link = network.link
    n, links = len(network.nodes), int(link.sum())
    own = int(np.trace(link))
    prey = int(link.any(axis=1).sum())
    taken_from = link.sum(axis=0)
    predators = int((taken_from > 0).sum())
    return {
        "n": n,
        "L": links,
        "connectance_L_over_n2": ratio(links, n**2),
        "connectance_no_self_loops": ratio(links - own, n * (n - 1)),
        "linkage_density": ratio(links, n),
        "cyclicity_max_real_eigenvalue": cyclicity(network),
        "prey": prey,
        "predators": predators,
        "prey_predator_ratio": ratio(prey, predators),
        "generalization": ratio(links, predators),
        "vulnerability": ratio(links, prey),
        "specialised_predator_fraction": ratio(int((taken_from == 1).sum()), predators),
    }


def cyclicity(network: FlowNetwork) -> float:
    """Return the largest real eigenvalue of the adjacency: 0 no cycle, 1 rings apart, above 1 more.

    It is the largest over the strongly connected parts, whose Perron root is simple and at least 1;
    the eigenvalues of the whole matrix would be inexact wherever one repeats.
    """
    parts = (network.link[np.ix_(some, some)].astype(float) for some in network.loops)
    roots = (float(np.linalg.eigvals(part).real.max()) for part in parts)
    return max((max(root, 1.0) for root in roots), default=0.0)


def ratio(part: float, whole: float) -> float:
    """Return part / whole, nan where there is no whole."""
    return float(part / whole) if whole else float("nan")
