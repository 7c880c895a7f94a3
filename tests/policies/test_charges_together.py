"""All charges at once at random strength: books close, and every yuan paid has a payee."""

from __future__ import annotations

import numpy as np
import pytest

from agents.routine import MONTH
from policies.parameters import load_parameters
from policies.registry import all_policies
from sim.assumptions import assumptions
from sim.catalogue import load_catalogue
from sim.money import ACCOUNT
from sim.synth import synth
from sim.world import run_month, start_world

CHARGES = (
    "carbon_label_border", "carbon_market", "energy_budget", "energy_rights", "environmental_tax",
    "pollution_rights", "resource_tax",
)  # fmt: skip
ACCOUNTS = (
    "carbon_cost", "carbon_allocation", "energy_charges", "pollution_charges",
    "resource_charges", "border_charges",
)  # fmt: skip
MIXES = ("comprehensive", "steel", "paper", "building_materials", "petrochemical", "dyeing_textile")


def run_together(seed: int, months: int) -> tuple[float, float]:
    """Run two random parks under all charges; return what was paid and what was collected."""
    draw, catalogue = np.random.default_rng(seed), load_catalogue()
    table = load_parameters()
    switches = {"ets_full_auction", "ets_indirect_power", "ets_clears_inside"}
    changed = table.changed({name: float(draw.integers(0, 2)) for name in sorted(switches)})
    policies = [all_policies()[name](changed) for name in CHARGES]
    parks = [synth(int(draw.integers(5, 40)), seed + k, str(draw.choice(MIXES))) for k in range(2)]
    levers = draw.uniform(0.0, 2.0, (2, len(policies))) * (draw.random((2, len(policies))) < 0.8)
    world = start_world(
        catalogue, parks, seed, assumptions(catalogue), policies, levers, months, MONTH
    )
    paid, rows = 0.0, [ACCOUNT[name] for name in ACCOUNTS]
    for _ in range(months):
        run_month(world)
        paid -= float(world.flows.money[rows].sum())
    return paid, float(np.sum(list(world.budgets.collected_cny.values())))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_paid_is_collected_over_eleven_years(seed: int) -> None:
    paid, collected = run_together(seed, 132)
    assert paid > 0
    assert collected == pytest.approx(paid, rel=1e-9)


@pytest.mark.long
def test_what_is_paid_is_collected_over_two_hundred_random_parks() -> None:
    for seed in range(100, 200):
        paid, collected = run_together(seed, 132)
        assert collected == pytest.approx(paid, rel=1e-9), seed
