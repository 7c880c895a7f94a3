"""Ecological network analysis of flows: throughflow, cycling, and Ulanowicz's information measures.

Throughflow T of a node is its inflow from nodes plus its boundary input (steady state). TST sums
T; TSTp sums every flow, boundary included. Information is in bits (base 2), over all flows, with
one node each for input, export and respiration. Sources: Finn, J. Theor. Biol. 56, 1976 (path
length, cycling); Ulanowicz, Comput. Biol. Chem. 28, 2004 (ascendency); Ulanowicz, Goerner, Lietaer
and Gomez, Ecol. Complexity 6, 2009 (robustness); Ulanowicz, Holt and Barfield, Ecol. Letters 17,
2014 (effective link density, trophic depth).
"""

from __future__ import annotations

import numpy as np

from experiments.network.flow_network import Floats, FlowNetwork
from experiments.network.foodweb import ratio


def throughflow(network: FlowNetwork) -> dict[str, float]:
    """Return boundary input, TST, TSTp, Finn's average path length and Finn's cycling index.

    average_path_length = TST / boundary input, finn_cycling_index = sum T_j (1 - 1/N_jj) / TST with
    N = (I - G)^-1 and G_ij = f_ij / T_i. nan where there is no input or no flow.
    """
    total, entering = float(network.inflow.sum()), float(network.input.sum())
    returning = 1 - 1 / np.maximum(np.diag(network.visits), 1)
    return {
        "boundary_input": entering,
        "TST_throughflow": total,
        "TSTp_throughput": float(_with_outside(network).sum()),
        "average_path_length": ratio(total, entering),
        "finn_cycling_index": ratio(float(network.inflow @ returning), total),
    }


def ascendency(network: FlowNetwork) -> dict[str, float]:
    """Return the information measures: H = AMI + Hr in bits, times TSTp, and what follows.

    relative_ascendency_alpha = AMI / H, robustness = -alpha ln alpha (natural logarithm, at most
    1/e), effective_link_density = 2^(Hr/2), trophic_depth = 2^AMI. `internal_only_alpha` leaves all
    boundary flows out. nan where there is no flow, and alpha where one flow is all there is.
    """
    flows = _with_outside(network)
    total = float(flows.sum())
    diversity, mutual, residual = flow_information(flows)
    alpha = ratio(mutual, diversity)
    inner, inner_mutual, _ = flow_information(network.flow)
    return {
        "flow_diversity_H_bits": diversity,
        "AMI_bits": mutual,
        "residual_Hr_bits": residual,
        "ascendency": total * mutual,
        "capacity": total * diversity,
        "overhead": total * residual,
        "relative_ascendency_alpha": alpha,
        "robustness_minus_a_ln_a": alpha * -float(np.log(alpha or 1.0)) + 0.0,
        "internal_only_alpha": ratio(inner_mutual, inner),
        "effective_link_density": float(2 ** (residual / 2)),
        "trophic_depth": float(2**mutual),
    }


def flow_information(flows: Floats) -> tuple[float, float, float]:
    """Return diversity H, average mutual information and residual Hr of flows (m, m), in bits.

    H = -sum p log2 p with p = flow / total; Hr = -sum p log2 (p^2 / (p_i. p_.j)); AMI = H - Hr.

    >>> flow_information(np.array([[0.0, 1.0], [1.0, 0.0]]))
    (1.0, 1.0, 0.0)
    """
    if not flows.any():
        return float("nan"), float("nan"), float("nan")
    p = flows / flows.sum()
    gives, takes = np.nonzero(p)
    share = p[gives, takes]
    of_giver, of_taker = share / p.sum(axis=1)[gives], share / p.sum(axis=0)[takes]
    diversity = float(share @ -np.log2(share)) + 0.0
    residual = float(share @ -(np.log2(of_giver) + np.log2(of_taker))) + 0.0
    return diversity, max(diversity - residual, 0.0), residual


def _with_outside(network: FlowNetwork) -> Floats:
    """Return all flows (n + 3, n + 3): after the nodes stand input, export and respiration."""
    n = len(network.nodes)
    flows = np.zeros((n + 3, n + 3))
    flows[:n, :n] = network.flow
    flows[n, :n] = network.input
    flows[:n, n + 1] = network.export
    flows[:n, n + 2] = network.respiration
    return flows
