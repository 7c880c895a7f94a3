"""What is lost when a node or a link fails.

Each failure is taken alone and in the steady state, by supply: boundary inputs to the nodes that
stand go on, every node splits what it still gets as before (shares G), and what the failed part
would have taken leaves the network, as waste that finds no taker. So a failure is felt downstream;
whoever loses an outlet keeps working. Parallel streams are one link and fail together.

`flow_lost` is the flow on the failed links themselves, `throughflow_lost` what all nodes lose of
their throughflow, knock-on included; shares are of the total flow between nodes and of TST.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import numpy as np

from experiments.network.flow_network import Floats, FlowNetwork
from experiments.network.foodweb import ratio


def resilience(network: FlowNetwork) -> dict[str, Any]:
    """Return the loss with each node and each link, the worst first, and the critical of both."""
    names, flow, through = network.nodes, network.flow, link_losses(network)
    whole = float(flow.sum()), float(network.inflow.sum())
    nodes = [
        {"node": name, **_loss(own, lost, whole)}
        for name, own, lost in zip(names, _own_flow(network), node_losses(network), strict=True)
    ]
    links = [
        {"from": names[i], "to": names[j], **_loss(flow[i, j], through[i, j], whole)}
        for i, j in np.argwhere(network.link)
    ]
    for losses in (nodes, links):
        losses.sort(key=itemgetter("throughflow_lost"), reverse=True)
    return {
        "critical_node": nodes[0] if nodes else None,
        "critical_link": links[0] if links else None,
        "nodes": nodes,
        "links": links,
    }


def node_losses(network: FlowNetwork) -> Floats:
    """Return the throughflow lost with each node (n,): T_k sum_j N_kj / N_kk.

    T_k / N_kk is what reaches k for the first time; all that has passed k is lost.
    """
    visits = network.visits
    lost: Floats = network.inflow * visits.sum(axis=1) / np.diag(visits)
    return lost


def link_losses(network: FlowNetwork) -> Floats:
    """Return the throughflow lost with each link, giver by taker (n, n).

    f_ij sum_k N_jk / (1 + G_ij N_ji): what passes the link, less what comes back to it.
    """
    first = network.flow / (1 + network.shares * network.visits.T)
    lost: Floats = first * network.visits.sum(axis=1)
    return lost


def _own_flow(network: FlowNetwork) -> Floats:
    """Return the flow between nodes that touches each node, its self-flow once."""
    own: Floats = network.flow.sum(axis=0) + network.flow.sum(axis=1) - np.diag(network.flow)
    return own


def _loss(flow: float, through: float, whole: tuple[float, float]) -> dict[str, float]:
    """Return a loss of flow and of throughflow, also as shares of the whole of each."""
    return {
        "flow_lost": float(flow),
        "flow_lost_share": ratio(flow, whole[0]),
        "throughflow_lost": float(through),
        "throughflow_lost_share": ratio(through, whole[1]),
    }
