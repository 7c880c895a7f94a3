"""Policies in a run: order, absence and public money."""

from __future__ import annotations

import numpy as np
import pytest

from policies.broker import Broker
from policies.package import read_package
from policies.parameters import load_parameters
from policies.registry import all_policies
from tests.policies.runs import run, run_package, same_bits, small_park

MONTHS = 48
SEED = 7


def test_the_order_of_policies_never_changes_a_bit() -> None:
    package = read_package("green_upgrade")
    both = list(zip(package.policies(), package.strengths(), strict=True))
    straight = run_package(small_park(), package, SEED, MONTHS)
    turned = [both[k:] + both[:k] for k in range(1, len(both))]
    for order in (*turned, both[::-1]):
        policies, levers = zip(*order, strict=True)
        assert same_bits(straight, run(small_park(), policies, levers, SEED, MONTHS))
    assert straight.budgets.spent_cny


@pytest.mark.parametrize("name", all_policies())
def test_strength_zero_is_absent(name: str) -> None:
    none = run_package(small_park(), read_package("none"), SEED, MONTHS)
    silent = read_package(name).with_strengths({name: 0.0})
    assert same_bits(none, run_package(small_park(), silent, SEED, MONTHS))


def test_strength_zero_is_absent_beside_others() -> None:
    package = read_package("baseline")
    others = {name: s for name, s in package.strength.items() if name != "land_use"}
    silent = package.with_strengths({"land_use": 0.0})
    chosen = [p for p in package.policies() if p.name in others]
    without = run(small_park(), chosen, [others[p.name] for p in chosen], SEED, MONTHS)
    assert same_bits(without, run_package(small_park(), silent, SEED, MONTHS))


def test_what_the_policy_spends_is_what_firms_receive() -> None:
    world = run_package(small_park(), read_package("green_upgrade"), SEED, 120)
    received = world.record.by_year("grants_cny").sum(axis=1)
    spent, running = np.zeros(10), np.zeros(10)
    for (year, park, policy, payer), amount in world.budgets.spent_cny.items():
        assert (park, payer) == (0, "central" if policy == "subsidy" else "park")
        (spent if policy == "subsidy" else running)[year - 2020] += amount
    assert spent.sum() > 0
    a_year = 1.5 * (Broker(load_parameters()).cost_cny(2025) + 6e5)
    assert running == pytest.approx([0.0] * 2 + [a_year] * 8)
    np.testing.assert_allclose(spent, received, rtol=1e-12)
    assert (spent <= 1.2 * 6e7).all(), "the yearly budget of a listed park, at strength 1.2"


def test_standing_is_kept_by_policy_and_grows_with_entrants() -> None:
    world = run_package(small_park(), read_package("baseline"), SEED, 96)
    rows = len(world.columns.enterprises)
    assert all(len(column) == rows for column in world.standing.values())
    ranked = world.standing["land_use.class"]
    assert set(ranked[~np.isnan(ranked)]) <= {1.0, 2.0, 3.0, 4.0}
    assert (~np.isnan(ranked)).sum() >= 10
