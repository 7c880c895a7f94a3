"""What holds for any network with any flows on it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.network import FlowNetwork, metrics
from experiments.network.flow_network import Link
from sim.parkfile import read_park

AMOUNTS = st.floats(0.01, 1e6)
EXTREME = st.just(0.0) | st.floats(1e-30, 1e30)
ENDS = st.sampled_from("ABCDEF")
TABLES = st.lists(st.tuples(ENDS, ENDS, AMOUNTS), min_size=1, max_size=20)

SCALED = (
    "boundary_input", "TST_throughflow", "TSTp_throughput", "ascendency", "capacity", "overhead"
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_bounds(links: list[Link]) -> None:
    found = metrics(FlowNetwork.balanced(links))
    whole = found["AMI_bits"] + found["residual_Hr_bits"]
    assert whole == pytest.approx(found["flow_diversity_H_bits"], abs=1e-9)
    assert 0 <= found["ascendency"] <= found["capacity"]
    alpha = found["relative_ascendency_alpha"]
    assert np.isnan(alpha) or 0 <= alpha <= 1
    assert 0 <= found["finn_cycling_index"] < 1
    cyclicity = found["cyclicity_max_real_eigenvalue"]
    assert cyclicity == 0 or 1 <= cyclicity <= found["n"]
    assert (cyclicity > 0) == bool(found["structure"]["loops"])
    losses = [*found["resilience"]["nodes"], *found["resilience"]["links"]]
    assert all(-1e-9 <= loss["throughflow_lost_share"] <= 1 + 1e-6 for loss in losses)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ENDS, ENDS, EXTREME), min_size=1, max_size=20))
def test_flows_of_any_size_have_a_cycling_index(links: list[Link]) -> None:
    found = metrics(FlowNetwork.balanced(links))
    index = found["finn_cycling_index"]
    assert np.isnan(index) if found["L"] == 0 else 0 <= index < 1


@settings(max_examples=30, deadline=None)
@given(TABLES, st.integers(-8, 8))
def test_scaling_all_flows_leaves_ratios_alone(links: list[Link], power: int) -> None:
    scale = 2.0**power
    plain = metrics(FlowNetwork.balanced(links))
    scaled = metrics(FlowNetwork.balanced([(a, b, x * scale) for a, b, x in links]))
    numbers = {k: v for k, v in plain.items() if isinstance(v, int | float)}
    expected = {k: v * scale if k in SCALED else v for k, v in numbers.items()}
    assert {k: scaled[k] for k in expected} == pytest.approx(expected, nan_ok=True)


SHEET = read_park("guitang").links
GUITANG = list(zip(SHEET["giver"].tolist(), SHEET["taker"].tolist(), strict=True))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(1, 1e3), min_size=len(GUITANG), max_size=len(GUITANG)))
def test_guitang_cycles_whatever_flows(amounts: list[float]) -> None:
    """Its real exchanges hold three rings apart, so the cyclicity is that of one."""
    links = [(*pair, amount) for pair, amount in zip(GUITANG, amounts, strict=True)]
    found = metrics(FlowNetwork.balanced(links))
    rings = {frozenset(ring) for ring in found["structure"]["loops"]}
    assert rings == {
        frozenset(("cane", "sugar", "alcohol", "fert")),
        frozenset(("pulp", "alkali")),
        frozenset(("paper", "power")),
    }
    assert found["cyclicity_max_real_eigenvalue"] == 1
    assert 0 < found["finn_cycling_index"] < 1
