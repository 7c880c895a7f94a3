"""The metrics of small networks, worked out by hand, and of one worked in the literature."""

from __future__ import annotations

from math import exp, isnan, log, log2
from typing import Any

import pytest

from experiments.network import FlowNetwork, metrics
from tests.experiments.network import networks


def holds(found: dict[str, Any], **expected: float) -> None:
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-12)


def test_chain() -> None:
    found = metrics(networks.chain())
    holds(found, n=3, L=2, prey=2, predators=2, linkage_density=2 / 3, prey_predator_ratio=1)
    holds(found, connectance_L_over_n2=2 / 9, connectance_no_self_loops=2 / 6)
    holds(found, cyclicity_max_real_eigenvalue=0, finn_cycling_index=0)
    holds(found, specialised_predator_fraction=1, generalization=1, vulnerability=1)
    holds(found, boundary_input=8, TST_throughflow=24, TSTp_throughput=32, average_path_length=3)
    # Four flows of 8, each told by where it starts: all of the diversity is order.
    holds(found, flow_diversity_H_bits=2, AMI_bits=2, residual_Hr_bits=0, trophic_depth=4)
    holds(found, ascendency=64, capacity=64, overhead=0, effective_link_density=1)
    holds(found, relative_ascendency_alpha=1, robustness_minus_a_ln_a=0, internal_only_alpha=1)


def test_ring_with_return() -> None:
    found = metrics(networks.ring_with_return())
    # C gives a quarter back, so every N_jj is 1 / (1 - 1/4) and a quarter of all is cycled.
    holds(found, cyclicity_max_real_eigenvalue=1, finn_cycling_index=0.25)
    holds(found, boundary_input=6, TST_throughflow=24, TSTp_throughput=30, average_path_length=4)


def test_two_node_loop_without_outside() -> None:
    found = metrics(networks.two_node_loop())
    holds(found, cyclicity_max_real_eigenvalue=1, boundary_input=0, TST_throughflow=10)
    assert found["finn_cycling_index"] == pytest.approx(1, abs=1e-8)
    assert isnan(found["average_path_length"])
    holds(found, TSTp_throughput=10, AMI_bits=1, relative_ascendency_alpha=1)


@pytest.mark.parametrize("n", [2, 5])
def test_complete_graph(n: int) -> None:
    found = metrics(networks.complete(n))
    holds(found, L=n * (n - 1), connectance_no_self_loops=1, generalization=n - 1)
    holds(found, connectance_L_over_n2=(n - 1) / n, linkage_density=n - 1, vulnerability=n - 1)
    holds(found, cyclicity_max_real_eigenvalue=n - 1)
    holds(found, TST_throughflow=n**2, TSTp_throughput=n * (n + 1), average_path_length=n)
    # G = (J - I) / n with J all ones, so N = (I + J) n / (n + 1) and N_jj = 2n / (n + 1).
    holds(found, finn_cycling_index=1 - (n + 1) / (2 * n))
    # n (n + 1) equal flows; every sender and taker, the outside too, has n of them.
    holds(found, flow_diversity_H_bits=log2(n * (n + 1)), residual_Hr_bits=2 * log2(n))
    holds(found, effective_link_density=n, trophic_depth=(n + 1) / n)
    holds(found, internal_only_alpha=log2(n / (n - 1)) / log2(n * (n - 1)))


def test_parallel_streams_are_one_link() -> None:
    apart = FlowNetwork.balanced([("A", "B", 3.0), ("B", "C", 1.0), ("A", "B", 4.0)])
    summed = FlowNetwork.balanced([("A", "B", 7.0), ("B", "C", 1.0)])
    assert metrics(apart) == metrics(summed)
    assert metrics(apart)["L"] == 2


def test_a_self_flow_is_a_link_and_a_loop() -> None:
    found = metrics(FlowNetwork.balanced([("A", "A", 1.0), ("A", "B", 3.0)]))
    holds(found, L=2, connectance_L_over_n2=2 / 4, connectance_no_self_loops=1 / 2)
    # A takes 1 of itself and 3 from outside, and cycles a quarter of that; B takes 3.
    holds(found, cyclicity_max_real_eigenvalue=1, finn_cycling_index=1 / 7)
    assert found["structure"]["self_loops"] == 1


def test_rings_in_a_row_have_the_cyclicity_of_one() -> None:
    # The eigenvalue 1 is defective here: taken of the whole matrix it would err by 1e-8.
    pairs = [(f"a{k}", f"b{k}") for k in range(3)]
    links = [link for a, b in pairs for link in ((a, b, 1.0), (b, a, 1.0))]
    links += [("b0", "a1", 1.0), ("b1", "a2", 1.0)]
    assert metrics(FlowNetwork.balanced(links))["cyclicity_max_real_eigenvalue"] == 1.0


def test_sums_that_differ_by_rounding_balance() -> None:
    found = metrics(FlowNetwork.balanced([("A", "B", 0.1), ("A", "B", 0.2), ("B", "A", 0.3)]))
    assert found["boundary_input"] == 0
    assert isnan(found["average_path_length"])


def test_a_leak_too_small_to_count_leaves_a_loop_closed() -> None:
    links = [("A", "B", 1.0), ("B", "A", 1.0), ("A", "C", 1e-17), ("C", "A", 1e-17)]
    found = metrics(FlowNetwork.balanced(links))
    assert found["finn_cycling_index"] == pytest.approx(1, abs=1e-8)


def test_robustness_is_highest_where_alpha_is_one_over_e() -> None:
    found = metrics(networks.cone_spring())
    alpha = found["relative_ascendency_alpha"]
    assert found["robustness_minus_a_ln_a"] == pytest.approx(-alpha * log(alpha))
    assert found["robustness_minus_a_ln_a"] < exp(-1)


def test_a_table_without_flow_has_counts_and_no_ratios() -> None:
    found = metrics(FlowNetwork.balanced([]))
    holds(found, n=0, L=0, TST_throughflow=0, TSTp_throughput=0)
    assert isnan(found["finn_cycling_index"]) and isnan(found["relative_ascendency_alpha"])
    assert found["resilience"]["critical_node"] is None


def test_cone_spring_as_published() -> None:
    """TSTp 42445 and alpha 0.418: Ulanowicz et al. 2009; Finn 0.0919: Fath's worked example."""
    found = metrics(networks.cone_spring())
    holds(found, n=5, L=8, boundary_input=11819, TST_throughflow=30626, TSTp_throughput=42445)
    assert found["relative_ascendency_alpha"] == pytest.approx(0.418, abs=5e-4)
    assert found["finn_cycling_index"] == pytest.approx(0.0919, abs=5e-5)
    # Loops of 2, 3 and 4 nodes through detritus: the root of x^3 = x^2 + x + 1.
    root = found["cyclicity_max_real_eigenvalue"]
    assert root**3 == pytest.approx(root**2 + root + 1)
