"""What a failure costs: by hand, and against the network solved again without the failed part."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.network import FlowNetwork
from experiments.network.resilience import link_losses, node_losses, resilience
from tests.experiments.network import networks


def throughflow(network: FlowNetwork, shares: np.ndarray) -> float:
    """Return TST under boundary inputs and shares G, solved as T = z + T G."""
    return float(np.linalg.solve(np.eye(len(shares)) - shares.T, network.input).sum())


def test_a_chain_loses_what_comes_after() -> None:
    found = resilience(networks.chain())
    lost = {loss["node"]: loss["throughflow_lost"] for loss in found["nodes"]}
    assert lost == pytest.approx({"A": 24, "B": 16, "C": 8})
    assert found["critical_node"]["node"] == "A"
    assert found["critical_node"]["throughflow_lost_share"] == pytest.approx(1)
    link = found["critical_link"]
    assert (link["from"], link["to"], link["flow_lost_share"]) == ("A", "B", 0.5)
    assert link["throughflow_lost"] == pytest.approx(16)


def test_a_loop_without_outside_stops_altogether() -> None:
    network = networks.two_node_loop()
    assert node_losses(network) == pytest.approx([10, 10], rel=1e-6)
    assert link_losses(network)[0, 1] == pytest.approx(10, rel=1e-6)


@pytest.mark.parametrize(
    "network", [networks.cone_spring(), networks.ring_with_return(), networks.complete(4)]
)
def test_losses_are_those_of_the_network_solved_again(network: FlowNetwork) -> None:
    whole = network.inflow.sum()
    for k in range(len(network.nodes)):
        shares, inputs = network.shares.copy(), network.input.copy()
        shares[k] = shares[:, k] = inputs[k] = 0
        left = FlowNetwork(network.nodes, network.flow, inputs, inputs, inputs, "given")
        assert node_losses(network)[k] == pytest.approx(whole - throughflow(left, shares))
    for i, j in np.argwhere(network.link):
        shares = network.shares.copy()
        shares[i, j] = 0
        assert link_losses(network)[i, j] == pytest.approx(whole - throughflow(network, shares))


def test_worst_come_first() -> None:
    found = resilience(networks.cone_spring())
    for losses in (found["nodes"], found["links"]):
        lost = [loss["throughflow_lost"] for loss in losses]
        assert lost == sorted(lost, reverse=True)
    assert len(found["nodes"]) == 5 and len(found["links"]) == 8
