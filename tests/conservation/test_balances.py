"""Energy, water, carbon and money balance over random parks with all policies at random strength.

Each run picks up every registered policy by itself; the balances are worked out from what the run
recorded, apart from the books that the run itself must close.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.sankey import sankey
from experiments.scenario import Scenario
from policies.registry import all_policies
from sim.ledger import LEDGER
from sim.money import ACCOUNT, ACCOUNTS
from sim.record import VARIABLE
from tests.conservation.balances import Run, open_balances, simulate
from tests.conservation.runs import random_run

TOLERANCE = 1e-9


def leaks(run: Run) -> dict[str, float]:
    """Return the balances that are open by more than the tolerance."""
    return {name: gap for name, gap in open_balances(run).items() if not gap <= TOLERANCE}


@pytest.mark.parametrize("number", range(50))
def test_a_random_park_balances(number: int) -> None:
    assert leaks(simulate(random_run(number, firms=30, years=4))) == {}


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(20))
def test_two_thousand_random_parks_balance(hundred: int) -> None:
    numbers = range(1000 + 100 * hundred, 1100 + 100 * hundred)
    found = {number: leaks(simulate(random_run(number))) for number in numbers}
    assert {number: gaps for number, gaps in found.items() if gaps} == {}


def test_runs_cover_policies_horizons_and_symbiosis() -> None:
    runs = [random_run(number) for number in range(60)]
    for name, kind in all_policies().items():
        levers = [run.strength[name] for run in runs if name in run.strength]
        assert len(levers) > 25 and max(levers) > 0.8 * kind.max_strength, name
    assert {run.months for run in runs} >= set(range(24, 133, 12))
    assert {run.symbiosis for run in runs} == {True, False}
    assert len({str(run.park.info) for run in runs}) > 50


@pytest.fixture(scope="module")
def busy() -> Run:
    """A run with links, mains, plants, stores, retrofits and public money."""
    levers = dict.fromkeys(all_policies(), 1.0)
    return simulate(Scenario("zhejiang_mixed_120", "none", until=2024, strength=levers))


@pytest.mark.parametrize("row", range(len(LEDGER)), ids=LEDGER)
def test_a_slot_that_moved_more_opens_a_balance(busy: Run, row: int) -> None:
    year, slots = busy.world.slot_ledger.years[-1], busy.world.columns.slots
    inside = busy.world.columns.enterprises.inside[slots.enterprise]
    amounts = np.abs(year[row]) * inside[: year.shape[1]]
    kept = year[row].copy()
    year[row, int(amounts.argmax())] *= 1.001
    assert amounts.any() and leaks(replace(busy))
    year[row] = kept
    assert not leaks(replace(busy))


RECORDED = (
    "revenue_cny", "value_added_cny", "profit_cny", "tax_cny", "capex_cny", "scope_1_tco2e",
    "energy_tce", "fuel_tce", "power_bought_kwh", "power_sold_kwh", "heat_bought_mj",
    "heat_sold_mj", "fresh_water_m3", "wastewater_m3", "solid_generated_t", "solid_disposed_t",
    "reused_t", "reused_heat_gj", "reused_water_m3", "avoided_tco2e",
)  # fmt: skip


@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_column_that_is_wrong_opens_a_balance(busy: Run, name: str) -> None:
    values = busy.world.record.values[VARIABLE[name]]
    inside = busy.world.columns.enterprises.inside
    month, row = np.unravel_index((np.abs(values) * inside).argmax(), values.shape)
    kept = values[month, row]
    assert kept and inside[row]
    values[month, row] = kept * 1.001
    assert leaks(replace(busy))
    values[month, row] = kept


@pytest.mark.parametrize("name", [name for name in ACCOUNTS if name != "public_funds"])
def test_a_posting_that_is_missing_opens_a_balance(busy: Run, name: str) -> None:
    year = max(busy.cash.years, key=lambda sums: np.abs(sums[ACCOUNT[name]]).sum())
    kept = year[ACCOUNT[name]].copy()
    if name.endswith("_charges") and not kept.any():
        pytest.skip("no policy levies it")
    assert kept.any()
    year[ACCOUNT[name]] = 0.0
    assert leaks(replace(busy))
    year[ACCOUNT[name]] = kept


def test_a_missing_posting_of_a_public_body_opens_a_balance() -> None:
    run = simulate(Scenario("kalundborg", "none", until=2021))
    posted = run.cash.years[-1][ACCOUNT["public_funds"]]
    assert posted.any() and not leaks(replace(run))
    posted[:] = 0.0
    assert leaks(replace(run))


def test_a_link_that_gave_more_opens_a_balance(busy: Run) -> None:
    given = busy.world.link_years[-1]
    row = int(given.argmax())
    given[row] *= 1.001
    assert "contracts" in leaks(replace(busy))
    given[row] /= 1.001


def test_a_plant_of_the_park_that_serves_partners_outside_balances() -> None:
    # Run 3 builds a sewage plant in 2022 to which mills outside the fence send their waste water.
    run = simulate(random_run(3, firms=40, years=6))
    assert leaks(run) == {}
    flows = sankey(run.results, 2024, "water", "enterprise").links
    served = flows.where(**{"from": "partners outside", "to": "sewer network"})
    assert served["value"].sum() > 1e6
