"""The market never beats the optimum, and what blocks the rest adds up, in any park and year."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.scenario import Scenario
from experiments.symbiosis.blocks import REASONS, by_reason, reasons
from experiments.symbiosis.look import Look, walk
from experiments.symbiosis.optimum import benchmarks
from experiments.symbiosis.programme import NET_BENEFIT, OBJECTIVES, Programme
from sim.synth import synth
from tests.experiments.symbiosis.handmade import look_at, two_firms

MIXES = ("dyeing_textile", "fine_chemical", "steel", "paper", "petrochemical")
PARKS = {
    "enterprises": st.integers(3, 80),
    "seed": st.integers(0, 10**6),
    "mix": st.sampled_from(MIXES),
}
QUICK = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def check_bound(programme: Programme, market: np.ndarray) -> None:
    """Assert that market and optima keep the limits, and that none of the optima is beaten."""
    assert programme.excess(market) < 1e-9
    reached = programme.measure(market)
    plans = {objective: programme.solve(objective) for objective in OBJECTIVES}
    for objective, amount in plans.items():
        assert programme.excess(amount) < 1e-6
        best = programme.measure(amount)[objective]
        for other in (reached, *map(programme.measure, plans.values())):
            assert other[objective] <= best + 1e-6 * abs(best) + 1e-6


def check_blocks(look: Look) -> None:
    """Assert that the market's part and what blocks the rest are the optimum, none below zero."""
    for objective in OBJECTIVES:
        amount = look.programme.solve(objective)
        best = look.programme.measure(amount)[objective]
        parts = by_reason(look, objective, amount)
        assert set(parts) == {"market", *REASONS}
        assert sum(parts.values()) == pytest.approx(best, rel=1e-9, abs=1e-6)
        for name in set(REASONS) - {"permit", "lead time"}:  # what is signed may lose by now
            assert parts[name] >= -1e-6 * abs(best) - 1e-6, name
        if objective == NET_BENEFIT:
            assert parts["unprofitable"] == pytest.approx(0.0, abs=1e-6 * abs(best) + 1e-6)


@settings(max_examples=5, **QUICK)
@given(run_seed=st.integers(0, 10**6), **PARKS)
def test_the_market_never_beats_the_optimum(run_seed: int, **park: Any) -> None:
    scenario = Scenario(synth(**park), "none", seed=run_seed, until=2023)
    for _, look in walk(scenario, {2020, 2021, 2023}):
        check_bound(look.programme, look.running)
        check_bound(look.programme, look.running + look.waiting)
        check_bound(look.past, look.delivered)
        check_blocks(look)


@pytest.mark.long
@settings(max_examples=300, **QUICK)
@given(run_seed=st.integers(0, 10**6), **PARKS)
def test_the_market_never_beats_the_optimum_in_hundreds_of_parks(
    run_seed: int, **park: Any
) -> None:
    scenario = Scenario(synth(**park), "baseline", seed=run_seed, until=2030)
    for _, look in walk(scenario, {2020, 2024, 2027, 2030}):
        check_bound(look.programme, look.running + look.waiting)
        check_bound(look.past, look.delivered)
        check_blocks(look)


@pytest.fixture(scope="module")
def pair() -> Look:
    """Return a brewery and a feed mill after a year in which neither knew what to do."""
    look = look_at(two_firms(), known_share=0.1)
    assert (look.running + look.waiting).sum() == 0
    return look


def only_reason(look: Look) -> str:
    """Return what blocks spent grain for feed (X141)."""
    row = look.pairs.exchange.tolist().index(look.world.catalogue.exchange["X141"])
    return str(reasons(look, look.programme.most)[row])


def test_what_nobody_knows_is_unknown(pair: Look) -> None:
    pair.world.columns.prospects.known[:] = False
    assert only_reason(Look(pair.world, pair.quantity)) == "unknown"


def test_what_is_known_waits_for_talks_or_the_next_search(pair: Look) -> None:
    pair.world.columns.prospects.known[:] = True
    assert only_reason(Look(pair.world, pair.quantity)) in ("no talks", "open")
    pair.world.assumption["talks_rate"] = 1.0
    pair.world.kept.clear()  # as January does: who meets is settled for a year
    assert only_reason(Look(pair.world, pair.quantity)) == "open"


def test_premiums_above_the_gain_are_a_lack_of_trust(pair: Look) -> None:
    pair.world.columns.prospects.known[:] = True
    usual = pair.world.assumption["risk_premium"]
    pair.world.assumption["risk_premium"] = 20.0
    assert only_reason(Look(pair.world, pair.quantity)) == "untrusted"
    pair.world.assumption["risk_premium"] = usual


def test_what_loses_is_unprofitable(pair: Look) -> None:
    price = pair.world.prices.price.copy()
    pair.world.prices.price[:] = 0.0
    assert only_reason(Look(pair.world, pair.quantity)) == "unprofitable"
    pair.world.prices.price[:] = price


def test_benchmarks_hold_the_market_between_no_symbiosis_and_the_optimum() -> None:
    found = benchmarks(Scenario("kalundborg", "none", until=2021), {2020, 2021})
    assert [year.year for year in found.years] == [2020, 2021]
    for year in found.years:
        for objective in OBJECTIVES:
            assert 0.0 < year.share(objective) <= 1.0
            assert 0.0 < year.delivered_share(objective) <= 1.0
        worth = sum(link["net_benefit_cny"] for link in year.links)
        assert worth == pytest.approx(year.optimum[NET_BENEFIT][NET_BENEFIT], rel=1e-6)
        sides = [link["giver_gain_cny"] + link["taker_gain_cny"] for link in year.links]
        assert sides == pytest.approx([link["net_benefit_cny"] for link in year.links])
    reused, none = found.twin["reused"]
    assert min(reused) > 0.0
    assert none == [0.0, 0.0]
    run = Scenario("kalundborg", "none", until=2021).run()
    assert run.series("reused").tolist() == reused
