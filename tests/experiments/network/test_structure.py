"""Degrees, components, reciprocity and modularity of networks one can draw."""

from __future__ import annotations

from math import isnan

import pytest

from experiments.network import FlowNetwork
from experiments.network.structure import structure
from tests.experiments.network import networks


def test_degrees_and_components() -> None:
    found = structure(networks.chain())
    assert found["in_degree_distribution"] == {0: 1, 1: 2}
    assert found["out_degree_distribution"] == {0: 1, 1: 2}
    assert (found["components"], found["largest_component"]) == (1, 3)
    assert (found["strongly_connected_components"], found["loops"]) == (3, [])
    assert found["reciprocity"] == 0


def test_half_of_the_links_are_returned() -> None:
    links = [("A", "B", 1.0), ("B", "A", 9.0), ("B", "C", 1.0), ("D", "C", 1.0), ("D", "D", 1.0)]
    assert structure(FlowNetwork.balanced(links))["reciprocity"] == 0.5


@pytest.mark.parametrize("own", [0.0, 2.0])
def test_two_pairs_apart_are_two_communities(own: float) -> None:
    """Modularity is 1 - 1/2: each pair has half of the flow. So it is with self-flows."""
    links = [("A", "B", 3.0), ("D", "C", 3.0), ("A", "A", own), ("C", "C", own)]
    found = structure(FlowNetwork.balanced(links))
    assert found["components"] == 2
    assert sorted(found["communities"]) == [["A", "B"], ["C", "D"]]
    assert found["modularity"] == pytest.approx(0.5)


def test_nodes_without_links() -> None:
    found = structure(FlowNetwork.balanced([], nodes=["A", "B"]))
    assert (found["components"], found["largest_component"]) == (2, 1)
    assert isnan(found["reciprocity"]) and isnan(found["modularity"])
