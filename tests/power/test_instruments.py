"""What the instruments of power do to the accounts, and that what they pay is booked to them."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.indicators import INDICATORS
from experiments.indicators.panel import Panel
from experiments.scenario import Scenario
from sim.money import ACCOUNT
from sim.world import World

PARK = "zhejiang_dyeing_60"


def ran(**strength: float) -> World:
    return Scenario(PARK, "none", seed=2, until=2023, strength=strength).simulate()


def test_green_power_moves_the_market_based_account_and_the_clean_share() -> None:
    green, plain = Panel(ran(green_power=1.0)), Panel(ran())
    bought, covered = (
        green.park_years(f"{name}_kwh")[0, 2:] for name in ("power_bought", "green_power")
    )
    assert covered / bought == pytest.approx([0.05, 0.1], rel=1e-9)
    per_mwh = {
        name: [
            INDICATORS[name].measure(p)[0, -12:].sum() / p.park_years("power_bought_kwh")[0, -1]
            for p in (green, plain)
        ]
        for name in ("co2_power_market", "co2_power")
    }
    assert per_mwh["co2_power_market"][0] < 0.95 * per_mwh["co2_power_market"][1]
    assert per_mwh["co2_power"][0] == pytest.approx(per_mwh["co2_power"][1], rel=0.02)
    # a CHP of the park covers most of its power: only what is imported can be green
    clean = [float(INDICATORS["clean_power"].measure(p)[0, -1]) for p in (green, plain)]
    assert clean[0] > clean[1]


def test_awards_are_posted_and_booked_to_the_policies_that_wrote_them() -> None:
    world = ran(pv_promotion=2.0, load_aggregation=1.0)
    paid = world.flows.money[ACCOUNT["power_awards"]]
    made, award = world.flows.power[0], 0.2
    offered = world.memory["movable load"] * world.columns.enterprises.active
    assert paid == pytest.approx(made * award + offered * 60.0 / 12.0, rel=1e-9)
    assert made.sum() > 0.0 and np.count_nonzero(offered) > 0
