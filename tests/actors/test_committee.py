"""The park committee: what it learns, what it moves, and where that helps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agents.committee import (
    OWN_BUDGET,
    PURSE,
    Experience,
    effects,
    gap_to_goals,
    own_levers,
    yearly_costs,
)
from experiments.scenario import Scenario
from policies.package import Package
from sim.assess import close_year
from sim.faults import InputError
from sim.world import World, run_month
from tests.engine.worlds import fingerprint

OWN = {"subsidy": 0.5, "platform": 0.5, "broker": 0.5, "land_use": 0.5, "ladder_tariff": 1.0}
PARK = "zhejiang_dyeing_60"


def start(committee: str = "adaptive", seed: int = 1, until: int = 2030, **more: Any) -> World:
    package = Package("mine", strength=OWN, committee=committee)
    return Scenario(more.pop("park", PARK), package, seed=seed, until=until, **more).start()


def run(world: World) -> World:
    while world.month < world.months:
        run_month(world)
    return world


def test_it_moves_only_what_is_in_its_hands() -> None:
    world = run(start())
    own = [world.policies[k].name for k in own_levers(world)]
    assert own == ["broker", "land_use", "platform", "subsidy"]
    assert {move["policy"] for move in world.moves} <= set(own)
    names = [policy.name for policy in world.policies]
    assert world.levers[0, names.index("ladder_tariff")] == 1.0
    assert world.levers[0].tolist() != [0.5, 1.0, 0.5, 0.5, 0.5]


def test_a_fixed_committee_is_the_package() -> None:
    fixed = run(start("fixed", until=2024))
    plain = Scenario(PARK, Package("other", strength=OWN), until=2024).simulate()
    assert fingerprint(fixed) == fingerprint(plain)
    assert not fixed.moves


def test_without_history_it_expects_its_prior_of_every_lever() -> None:
    world = start()
    mean, spread = effects(world, Experience(), 4)
    prior = world.assumption["committee_prior_effect"]
    assert mean.tolist() == pytest.approx([prior] * 4)
    assert spread.tolist() == pytest.approx([prior] * 4)


def test_it_learns_which_lever_closed_the_gap() -> None:
    world = start(assumption={"committee_prior_effect": 0.03, "committee_gap_noise": 0.01})
    held = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [2.0, 0.0], [0.0, 2.0]])
    gap = 0.5 - np.cumsum(held @ np.array([0.05, 0.0]))
    mean, _ = effects(world, Experience(gap=gap.tolist(), strength=list(held)), 2)
    assert mean[0] > 0.04
    assert abs(mean[1]) < 0.01


def test_the_gap_counts_only_what_lies_above_the_path() -> None:
    world = start(until=2023)
    seen = Experience()
    for _ in range(13):
        run_month(world)
    assert gap_to_goals(world, 0, seen) == 0.0  # the first year is the base
    assert seen.base is not None
    world.last_book.year = 2030
    left = [1.0 - world.assumption[name] for name in ("goal_tco2e", "goal_energy_tce")]
    left.append(1.0 - world.assumption["goal_fresh_water_m3"])
    assert gap_to_goals(world, 0, seen) == pytest.approx(np.mean(1.0 / np.array(left) - 1.0))
    seen.base = seen.base * 10.0
    assert gap_to_goals(world, 0, seen) == 0.0


def test_it_stays_within_its_purse_and_its_work_is_booked() -> None:
    world = run(start(assumption={"committee_budget_cny_per_firm": 10000.0}))
    own = own_levers(world)
    for move in world.moves:
        assert move["strength"] <= 2.0
    raised = [m for m in world.moves if m["strength"] > 0.5]
    cost = yearly_costs(world, 0, own, world.experience[0])
    assert float(np.sum(world.levers[0, own] * cost)) <= 1.5 * 10000.0 * 60, raised
    booked = {y: v for (y, _, name, payer), v in world.budgets.spent_cny.items() if name == PURSE}
    assert set(booked) <= set(range(2020, 2031))
    effort = world.assumption["committee_effort_cny"]
    assert booked[2020] == pytest.approx(4 * 0.5 * effort)
    assert all(p == OWN_BUDGET for (*_, n, p) in world.budgets.spent_cny if n == PURSE)


def test_a_longer_lag_holds_a_decision_back_a_year() -> None:
    worlds = [
        start(until=2023, assumption={"committee_lag_years": lag, "committee_curiosity": 0.0})
        for lag in (1, 2)
    ]
    held: list[list[list[float]]] = [[], []]
    for levers, world in zip(held, worlds, strict=True):
        while world.month < world.months:
            run_month(world)
            if world.month % 12 == 1:
                levers.append(world.levers[0].tolist())
    now, later = held
    first = next(k for k, levers in enumerate(now) if levers != now[0])
    assert later[first] == later[0]


def test_an_unknown_committee_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        Package("p", committee="lazy")
    (fault,) = caught.value.faults
    assert str(fault) == "package p, committee: is 'lazy'; write fixed or adaptive"


def last_gap(park: str, committee: str, seed: int) -> float:
    """Return the gap of the last three years, a mean."""
    world, seen, gaps = start(committee, seed, park=park), Experience(), []
    while world.month < world.months:
        run_month(world)
        if world.month % 12 == 1 and world.month > 1:
            gaps.append(gap_to_goals(world, 0, seen))
    close_year(world)
    gaps.append(gap_to_goals(world, 0, seen))
    return float(np.mean(gaps[-3:]))


@pytest.mark.long
@pytest.mark.parametrize(("park", "sign"), [("zhejiang_mixed_120", -1), (PARK, 1)])
def test_adapting_beats_a_fixed_package_in_one_park_and_loses_in_another(
    park: str, sign: int
) -> None:
    differences = [
        last_gap(park, "adaptive", seed) - last_gap(park, "fixed", seed) for seed in range(1, 21)
    ]
    assert np.mean(differences) * sign > 0, differences
