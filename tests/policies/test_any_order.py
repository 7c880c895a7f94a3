"""Policies compose in any order: random packages, listed in any order, give the same bits."""

from __future__ import annotations

import numpy as np
import pytest

from policies.instrument import Instrument
from policies.parameters import load_parameters
from policies.registry import all_policies
from sim.terms import SHEET
from sim.world import World
from tests.policies.runs import run, same_bits, small_park

MONTHS = 36


def drawn(seed: int) -> list[tuple[Instrument, float]]:
    """Return about half of all instruments at random strengths, some at strength 0."""
    rng = np.random.default_rng(seed)
    parameters, chosen = load_parameters(), []
    for kind in all_policies().values():
        if rng.random() < 0.5:
            strength = float(rng.choice([0.0, rng.uniform(0.1, kind.max_strength)], p=[0.2, 0.8]))
            chosen.append((kind(parameters), strength))
    return chosen


def simulated(package: list[tuple[Instrument, float]]) -> World:
    policies, levers = zip(*package, strict=True)
    return run(small_park(), policies, levers, seed=5, months=MONTHS)


def same_run(one: World, two: World) -> None:
    """Hold records, budgets, events and the breakdown of every term to each other, in every bit."""
    assert same_bits(one, two)
    assert one.budgets.spent_cny == two.budgets.spent_cny
    assert one.budgets.collected_cny == two.budgets.collected_cny
    assert repr(one.events) == repr(two.events)
    for here, there in zip(one.term_years, two.term_years, strict=True):
        for term in SHEET:
            assert here[term].tobytes() == there[term].tobytes()
            assert here.breakdown(term, 0) == there.breakdown(term, 0)
    for mine, theirs in zip(one.account_ledger.years, two.account_ledger.years, strict=True):
        assert mine.tobytes() == theirs.tobytes()


@pytest.mark.parametrize("seed", range(1, 7))
def test_the_order_of_policies_leaves_every_bit(seed: int) -> None:
    package = drawn(seed)
    straight = simulated(package)
    assert len(package) > 10 and straight.term_years[-1].entries
    assert straight.budgets.spent_cny or straight.budgets.collected_cny
    order = np.random.default_rng(seed + 100).permutation(len(package))
    same_run(straight, simulated([package[k] for k in order]))


@pytest.mark.parametrize("seed", range(1, 4))
def test_policies_at_strength_0_leave_every_bit_wherever_they_stand(seed: int) -> None:
    package = drawn(seed)
    there = [(policy, strength) for policy, strength in package if strength > 0]
    assert len(there) < len(package)
    same_run(simulated(package), simulated(there))
