"""The carbon market: coverage, surrender, banking, price, and a higher price at the margin."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from experiments.carbon_output import output_effect
from policies.carbon_market import CarbonMarket
from policies.package import read_package
from policies.parameters import load_parameters
from sim.park import Park
from sim.synth import synth
from sim.world import World
from tests.policies.fixed_output import described_tco2e, run_fixed
from tests.policies.runs import example, run_package
from tests.policies.scene import assessed, firms, terms_of, view

TABLE = load_parameters()
MARKET = CarbonMarket(TABLE)
PLANTS = ["coal_chp", "cement_clinker", "flat_glass", "dyeing"]


@pytest.mark.parametrize(
    ("year", "emitted_t", "covered"),
    [
        (2020, 1e6, [0, 0, 0, 0]),
        (2021, 1e6, [1, 0, 0, 0]),
        (2024, 1e6, [1, 0, 0, 0]),
        (2025, 1e6, [1, 1, 0, 0]),
        (2027, 1e6, [1, 1, 1, 0]),
        (2027, 25_999.0, [0, 0, 0, 0]),
        (2027, 26_000.0, [1, 1, 1, 0]),
    ],
)
def test_sectors_come_in_by_year_from_the_threshold_on(
    year: int, emitted_t: float, covered: list[int]
) -> None:
    seen = assessed(MARKET, view(PLANTS, year, scope_1_tco2e=emitted_t))
    assert seen.standing["carbon_market.covered"].tolist() == covered


def test_who_is_in_stays_in() -> None:
    first = assessed(MARKET, view(PLANTS, 2025, scope_1_tco2e=1e6))
    later = view(PLANTS, 2026, scope_1_tco2e=10.0, standing=first.standing)
    assert assessed(MARKET, later).standing["carbon_market.covered"].tolist() == [1, 1, 0, 0]


def test_a_plant_pays_for_what_it_emits_over_its_benchmark() -> None:
    """In 2024 a unit of 1 MWh and 6 GJ has 0.805 + 6 x 0.1033 = 1.4248 t free."""
    terms = terms_of(MARKET, view(["coal_chp"], 2024, scope_1_tco2e=1e6))
    assert terms["carbon_price_cny_per_t"].tolist() == [95.84]
    assert terms["carbon_allocation_tco2e_per_unit"] == pytest.approx([1.4248])
    assert terms["carbon_auction_share"].tolist() == [0.0]
    assert terms["carbon_power_share"].tolist() == [0.0]


def test_allowances_of_2025_lie_within_three_percent_of_own_emissions() -> None:
    seen = view(["cement_clinker"] * 3, 2025, output=1e6, scope_1_tco2e=[0.7e6, 0.79e6, 0.9e6])
    free = terms_of(MARKET, seen)["carbon_allocation_tco2e_per_unit"]
    benchmark = float(MARKET.benchmarks(seen.catalogue, 2025)[seen.catalogue.sector[PLANTS[1]]])
    assert free == pytest.approx([0.7 * 1.03, benchmark, 0.9 * 0.97])


def test_full_auctioning_gives_nothing_free() -> None:
    rule = CarbonMarket(TABLE.changed({"ets_full_auction": 1.0}))
    terms = terms_of(rule, view(["coal_chp"], 2024, scope_1_tco2e=1e6))
    assert terms["carbon_allocation_tco2e_per_unit"].tolist() == [0.0]
    assert terms["carbon_auction_share"].tolist() == [1.0]


def test_the_pilots_price_purchased_power_too() -> None:
    rule = CarbonMarket(TABLE.changed({"ets_indirect_power": 1.0}))
    terms = terms_of(rule, view(["coal_chp", "dyeing"], 2024, scope_1_tco2e=1e6))
    assert terms["carbon_power_share"].tolist() == [1.0, 0.0]


def test_what_is_carried_over_gains_what_the_price_gains() -> None:
    rule = CarbonMarket(TABLE.changed({"ets_bank_share": 0.5}))
    first = assessed(rule, view(["coal_chp"], 2025, scope_1_tco2e=1e6, output=1e6))
    free = first.standing["carbon_market.benchmark_tco2e_per_unit"][0]
    later = view(
        ["coal_chp"], 2026, scope_1_tco2e=1e6, output=1e6, standing=first.standing
    )  # fmt: skip
    position = free * 1e6 - 1e6
    assert position > 20_000
    banked = min(0.5 * position, 10_000 + 1.5 * 0.5 * position)
    lump = terms_of(rule, later)["carbon_allocation_tco2e"]
    assert lump == pytest.approx([banked * (1.0 - 62.36 / 72.0)])


@pytest.mark.parametrize(("emitted", "price"), [(1.3e6, "below"), (1.6e6, "above")])
def test_a_market_of_its_own_clears_by_last_years_balance(emitted: float, price: str) -> None:
    rule = CarbonMarket(TABLE.changed({"ets_clears_inside": 1.0}))
    park = firms(["coal_chp", "coal_chp"])
    first = assessed(rule, view(park, 2025, scope_1_tco2e=emitted, output=1e6))
    later = view(park, 2026, scope_1_tco2e=emitted, output=1e6, standing=first.standing)
    paid = terms_of(rule, later)["carbon_price_cny_per_t"]
    short = emitted - 1e6 * first.standing["carbon_market.benchmark_tco2e_per_unit"][0]
    expected = 72.0 * (1.0 + short / (0.3 * emitted))
    assert paid == pytest.approx([expected] * 2)
    assert (expected > 72.0) == (price == "above")


def test_in_a_run_the_budget_gets_what_is_auctioned_and_the_market_the_rest() -> None:
    world = run_package(example("zhejiang_mixed_120"), read_package("carbon_market"), 3, 132)
    by_payee: dict[str, dict[int, float]] = {"central": {}, "market": {}}
    for (year, _, policy, payee), amount in world.budgets.collected_cny.items():
        assert policy == "carbon_market"
        by_payee[payee][year] = amount
    assert set(by_payee["market"]) == set(range(2021, 2031))
    assert set(by_payee["central"]) == set(range(2027, 2031))
    assert min(by_payee["central"].values()) > 0


PARKS = {
    "mixed": lambda: example("zhejiang_mixed_120"),
    "dyeing": lambda: example("zhejiang_dyeing_60"),
    "paper": lambda: synth(40, 1, "paper"),
}
PRICES = (0.0, 50.0, 100.0, 200.0)


def never_more(park: Park, seed: int, prices: tuple[float, ...]) -> bool:
    """Say whether something fell; assert that no higher price raised CO2."""
    found = [described_tco2e(run_fixed(park, price, seed, 132)) for price in prices]
    for low, high in pairwise(found):
        assert high <= low * (1.0 + 1e-9), (seed, found)
    return found[-1] < found[0]


def test_at_fixed_output_a_higher_price_never_raises_co2() -> None:
    assert never_more(PARKS["mixed"](), 0, (0.0, 100.0, 200.0))


@pytest.mark.long
@pytest.mark.parametrize("park", PARKS)
def test_at_fixed_output_a_higher_price_never_raises_co2_on_six_seeds(park: str) -> None:
    fell = [never_more(PARKS[park](), seed, PRICES) for seed in range(6)]
    assert sum(fell) >= 3


def direct_tco2e(world: World) -> float:
    inside = world.columns.enterprises.inside
    return float(world.record.by_year("scope_1_tco2e")[:, inside].sum())


def auctioned(strength: float, seed: int) -> float:
    package = replace(
        read_package("carbon_market"), parameters={"carbon_market": {"ets_full_auction": 1.0}}
    ).with_strengths({"carbon_market": strength})
    return direct_tco2e(run_package(example("zhejiang_mixed_120"), package, seed, 132))


def test_with_full_auctioning_a_higher_price_never_raises_co2() -> None:
    found = [auctioned(strength, 0) for strength in (0.0, 0.5, 1.0, 2.0)]
    assert all(high < low for low, high in pairwise(found)), found


@pytest.mark.long
def test_with_full_auctioning_co2_falls_with_the_price_over_ten_seeds() -> None:
    """On the mean; a seed may turn, by who closes or enters and when."""
    found = np.array(
        [[auctioned(price, seed) for price in (0.0, 0.5, 1.0, 2.0)] for seed in range(1, 11)]
    )
    assert (np.diff(found.mean(axis=0)) < 0).all()
    assert (found[:, -1] < found[:, 0]).sum() >= 8


def test_free_allowances_keep_output_and_with_it_emissions() -> None:
    effect = output_effect("zhejiang_mixed_120", seed=2)
    assert effect.output_auctioned < -0.01
    assert effect.output_of_allocation > 0.01
    assert effect.tco2e_of_allocation > 0
    assert effect.tco2e_auctioned < effect.tco2e_free < 0
