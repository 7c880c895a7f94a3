"""Small networks whose metrics are known by hand or from the literature."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from experiments.network import FlowNetwork, read_flow_network
from experiments.network.flow_network import Link

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def given(links: list[Link], **boundary: tuple[float, float, float]) -> FlowNetwork:
    """Return a network with (input, export, respiration) given for each node named."""
    plain = FlowNetwork.balanced(links)
    crossing = np.array([boundary.get(node, (0.0, 0.0, 0.0)) for node in plain.nodes]).T
    return FlowNetwork(plain.nodes, plain.flow, crossing[0], crossing[1], crossing[2], "given")


def chain() -> FlowNetwork:
    """A gets 8 and passes it to B, B to C, which exports it."""
    return given([("A", "B", 8.0), ("B", "C", 8.0)], A=(8, 0, 0), C=(0, 8, 0))


def ring_with_return() -> FlowNetwork:
    """A gets 6 and gives 8 on to B, which gives 8 to C, which returns 2 and exports 6."""
    links = [("A", "B", 8.0), ("B", "C", 8.0), ("C", "A", 2.0)]
    return given(links, A=(6, 0, 0), C=(0, 6, 0))


def two_node_loop() -> FlowNetwork:
    """A and B give each other 5, and nothing else."""
    return FlowNetwork.balanced([("A", "B", 5.0), ("B", "A", 5.0)])


def complete(n: int) -> FlowNetwork:
    """Each of n nodes gives 1 to each other, and gets 1 from outside and exports 1."""
    names = [f"N{k}" for k in range(n)]
    links = [(a, b, 1.0) for a in names for b in names if a != b]
    return given(links, **{name: (1.0, 1.0, 0.0) for name in names})


def cone_spring() -> FlowNetwork:
    """Cone Spring, kcal/m2 yr: Tilly 1968, as in Szyrmer and Ulanowicz 1987, figure 1."""
    folder = EXAMPLES / "cone_spring"
    return read_flow_network(folder / "flows.csv", folder / "boundary.csv")
