"""What is missing: candidates beside the park give what each alone would give."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.scenario import Scenario
from experiments.symbiosis.look import Look
from experiments.symbiosis.missing import Trial, missing
from experiments.symbiosis.programme import NET_BENEFIT
from sim.synth import synth
from tests.experiments.symbiosis.handmade import look_at, two_firms


@pytest.fixture(scope="module")
def look() -> Look:
    return look_at(synth(25, 4, "paper"))


def test_the_park_is_worth_the_same_beside_candidates(look: Look) -> None:
    trial = Trial(look)
    park = trial.programme_with(-1)
    size = len(look.world.columns.slots)
    assert np.array_equal(trial.look.world.prices.price[:size], look.world.prices.price)
    assert park.pairs.value == pytest.approx(look.pairs.value)
    assert park.most == pytest.approx(look.programme.most)
    value = [one.measure(one.solve(NET_BENEFIT))[NET_BENEFIT] for one in (park, look.programme)]
    assert value[0] == pytest.approx(value[1])


def test_the_world_looked_at_is_left_alone(look: Look) -> None:
    before = len(look.world.columns.enterprises), look.world.month, len(look.world.record.values)
    Trial(look)
    after = len(look.world.columns.enterprises), look.world.month, len(look.world.record.values)
    assert before == after


def test_a_candidate_among_all_is_worth_what_it_is_worth_alone(look: Look) -> None:
    together = Trial(look)
    park = together.programme_with(-1)
    base = park.measure(park.solve(NET_BENEFIT))
    for sector in ("pulp_bagasse", "cement_grinding", "biogas_plant"):
        number = look.world.catalogue.sector[sector]
        at = together.sectors.tolist().index(number)
        alone = Trial(look, sectors=np.array([number]))
        one, other = together.judge(at, NET_BENEFIT, base), alone.judge(0, NET_BENEFIT, base)
        assert one["sector"] == other["sector"] == sector
        assert one["adds"][NET_BENEFIT] == pytest.approx(other["adds"][NET_BENEFIT])


def test_no_candidate_can_take_from_the_optimum(look: Look) -> None:
    found = missing(Scenario(synth(25, 4, "paper"), "none", until=2020))
    adds = [row["adds"][NET_BENEFIT] for row in found.rows]
    assert adds == sorted(adds, reverse=True)
    assert min(adds) >= -1e-6 * found.optimum[NET_BENEFIT]
    roles = {row["role"] for row in found.rows}
    assert roles == {"firm", "utility"}


def test_a_lone_brewery_misses_who_takes_its_spent_grain() -> None:
    park = two_firms(firms=("brewery", "machinery"))
    found = missing(Scenario(park, "none", until=2020))
    mill = next(row for row in found.rows if row["sector"] == "feed_mill")
    assert mill["adds"][NET_BENEFIT] > 0
    grain = next(flow for flow in mill["takes"] if flow["stream"] == "spent_grain")
    assert grain["giver"] == "one"
    assert found.rows.index(mill) < 5


def test_a_larger_plant_adds_no_less(look: Look) -> None:
    small, large = (
        missing(Scenario(synth(25, 4, "paper"), "none", until=2020), size=size)
        for size in (0.1, 1.0)
    )
    worth = {row["sector"]: row["adds"][NET_BENEFIT] for row in large.rows}
    for row in small.rows:
        assert row["adds"][NET_BENEFIT] <= worth[row["sector"]] * 1.05 + 1.0
