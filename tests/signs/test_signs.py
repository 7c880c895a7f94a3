"""Signs: each policy moves outcomes it does not write the way its clause means, at any strength."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.scenario import Scenario
from policies.registry import all_policies
from tests.engine.worlds import fingerprint
from tests.signs.effects import PARKS, STRENGTHS, paired

EXPECTED = {
    "subsidy": {"retrofits": 1, "tco2e": -1},
    "ladder_tariff": {"retrofits": 1, "tco2e": -1},
    "land_use": {"tco2e per value added": -1, "value added per mu": 1},
}
"""Outcomes named before the runs, and their signs."""


def check(park: str, policy: str, seeds: int, until: int) -> None:
    """Assert the sign of the mean difference at each strength, and that it grows with strength."""
    for outcome, sign in EXPECTED[policy].items():
        means = [
            float(np.mean(paired(park, policy, strength, seeds, until)[outcome])) * sign
            for strength in STRENGTHS
        ]
        assert all(mean > 0 for mean in means), f"{policy} on {outcome} in {park}: {means}"
        assert means[-1] > means[0], f"{policy} on {outcome} in {park} does not grow: {means}"


def test_every_policy_names_its_outcomes() -> None:
    assert set(EXPECTED) == set(all_policies())


@pytest.mark.parametrize("policy", EXPECTED)
def test_signs_on_a_sample(policy: str) -> None:
    check(PARKS[0], policy, seeds=4, until=2030)


@pytest.mark.long
@pytest.mark.parametrize("park", PARKS)
@pytest.mark.parametrize("policy", EXPECTED)
def test_signs_over_twenty_paired_seeds(park: str, policy: str) -> None:
    check(park, policy, seeds=20, until=2030)


@pytest.mark.parametrize("policy", EXPECTED)
def test_strength_zero_is_bit_equal_to_absent(policy: str) -> None:
    park = PARKS[0]
    zero = Scenario(park, "none", until=2024, strength={policy: 0.0}).simulate()
    absent = Scenario(park, "none", until=2024).simulate()
    assert fingerprint(zero) == fingerprint(absent)
    full = Scenario(park, "none", until=2024, strength={policy: 1.0}).simulate()
    assert fingerprint(full) != fingerprint(absent)


def test_the_order_of_policies_never_matters() -> None:
    forward = {name: 1.0 for name in sorted(all_policies())}
    backward = dict(reversed(forward.items()))
    one, other = (
        Scenario(PARKS[0], "none", until=2024, strength=levers).simulate()
        for levers in (forward, backward)
    )
    assert fingerprint(one) == fingerprint(other)


def test_a_policy_leaves_every_draw_of_the_others_alone() -> None:
    with_it = Scenario(PARKS[0], "none", until=2023, strength={"subsidy": 2.0}).simulate()
    without = Scenario(PARKS[0], "none", until=2023).simulate()
    rows = min(len(with_it.columns.enterprises), len(without.columns.enterprises))
    assert np.array_equal(with_it.memory["shocks"][:, :rows], without.memory["shocks"][:, :rows])
