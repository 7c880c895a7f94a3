"""Charges for carbon, energy, pollutants and resources: what they cost and who is paid."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from agents.retrofits import RetrofitWorth
from sim.annuity import capital_recovery
from sim.assess import collect
from sim.charges import pollutant_kg
from sim.fit import pollutant_factors, refit
from sim.money import ACCOUNT
from sim.power.equipment import is_hourly
from sim.prices import POLLUTANTS
from sim.record import VARIABLE
from sim.synth import synth
from sim.world import World, run_month
from tests.engine.worlds import fingerprint, run, world_of
from tests.market.actors import Writes

CARBON = {"carbon_price_cny_per_t": 100.0}
ALL = {
    "carbon_price_cny_per_t": 90.0,
    "carbon_power_share": 1.0,
    "carbon_allocation_tco2e_per_unit": 0.1,
    "carbon_allocation_tco2e": 600.0,
    "carbon_auction_share": 0.25,
    "energy_price_cny_per_tce": 150.0,
    "energy_quota_tce": 500.0,
    **{f"{name}_charge_cny_per_kg": 1.2 + k for k, name in enumerate(POLLUTANTS)},
    "resource_tax_share": 0.04,
    "resource_tax_cny_per_m3": 0.2,
    "border_price_cny_per_t": 30.0,
    "border_free_tco2e_per_unit": 0.05,
}


def park_under(terms: Mapping[str, float], months: int = 24) -> World:
    return world_of(synth(40, 5), seed=3, months=months, policies=[Writes(terms)])


def posted(world: World, *accounts: str) -> float:
    rows = [ACCOUNT[name] for name in accounts]
    return float(world.flows.money[rows].sum())


def test_carbon_is_paid_on_scope_1_and_not_to_the_seller_of_the_fuel() -> None:
    world = park_under(CARBON)
    run_month(world)
    cost = -world.flows.money[ACCOUNT["carbon_cost"]]
    assert world.flows.tco2e.sum() > 100.0
    np.testing.assert_allclose(cost, 100.0 * world.flows.tco2e)
    coal = np.flatnonzero(world.prices.bought[1] > 0)
    rise = world.prices.price[coal] - world.prices.tariff[coal]
    np.testing.assert_allclose(rise, 100.0 * world.prices.bought[1, coal])
    paid = float((world.prices.tariff * world.flows.bought).sum())
    assert -posted(world, "purchases") == pytest.approx(paid)


def test_power_and_heat_carry_carbon_by_the_switch_alone() -> None:
    direct, indirect = park_under(CARBON), park_under({**CARBON, "carbon_power_share": 1.0})
    for world in (direct, indirect):
        run_month(world)
    page = indirect.record.values[:, 0]
    kwh, grid = page[VARIABLE["power_bought_kwh"]], indirect.memory["grid"][0]
    assert kwh.sum() > 1e5
    cost = -indirect.flows.money[ACCOUNT["carbon_cost"]]
    heat = indirect.catalogue.heat_tco2e_per_mj * page[VARIABLE["heat_bought_mj"]]
    assert heat.sum() > 10.0
    np.testing.assert_allclose(cost, 100.0 * (indirect.flows.tco2e + grid * kwh + heat))
    power = direct.prices.bought[3] > 0
    assert (direct.prices.price[power] == direct.prices.tariff[power]).all()
    rise = indirect.prices.price[power] - indirect.prices.tariff[power]
    np.testing.assert_allclose(rise, 100.0 * grid)


def test_free_allowances_follow_output_or_come_as_a_lump() -> None:
    terms = {
        **CARBON, "carbon_allocation_tco2e_per_unit": 0.5, "carbon_allocation_tco2e": 1200.0,
    }  # fmt: skip
    world = park_under(terms)
    run_month(world)
    active = world.columns.enterprises.active
    free = 0.5 * world.flows.output + 100.0 * active
    np.testing.assert_allclose(world.flows.money[ACCOUNT["carbon_allocation"]], 100.0 * free)
    net = world.columns.enterprises.process_tco2e_per_unit - 0.5
    np.testing.assert_allclose(world.prices.unit_charge, 100.0 * net)


def test_energy_is_paid_beyond_the_quota_and_sold_below_it() -> None:
    world = park_under({"energy_price_cny_per_tce": 100.0, "energy_quota_tce": 1200.0})
    run_month(world)
    page = world.record.values[:, 0]
    calorific = world.catalogue.tce_calorific[world.catalogue.stream["electricity"]]
    equal = world.catalogue.power_tce_equal[0] - calorific
    used = page[VARIABLE["fuel_tce"]] + page[VARIABLE["power_bought_kwh"]] * equal
    due = -world.flows.money[ACCOUNT["energy_charges"]]
    np.testing.assert_allclose(due, 100.0 * (used - 100.0), rtol=1e-9, atol=1e-6)
    assert (due > 0).any() and (due < 0).any()


def test_pollutants_are_paid_as_discharged_with_the_technologies_that_stand() -> None:
    terms = {"so2_charge_cny_per_kg": 2.0, "cod_charge_cny_per_kg": 3.0}
    world = park_under(terms)
    run(world)
    load = pollutant_kg(world.catalogue)[:, world.columns.enterprises.sector]
    load = load * pollutant_factors(world, world.month - 1)
    due = world.flows.output * (2.0 * load[0] + 3.0 * load[4])
    assert due.sum() > 0
    np.testing.assert_allclose(-world.flows.money[ACCOUNT["pollution_charges"]], due)


def test_resources_and_borders_are_paid_by_tonne_and_unit() -> None:
    terms = {
        "resource_tax_cny_per_m3": 0.2, "border_price_cny_per_t": 20.0,
        "border_free_tco2e_per_unit": 0.1,
    }  # fmt: skip
    world = park_under(terms)
    run_month(world)
    water = world.record.values[VARIABLE["fresh_water_m3"], 0]
    np.testing.assert_allclose(-world.flows.money[ACCOUNT["resource_charges"]], 0.2 * water)
    due = 20.0 * np.maximum(world.flows.tco2e - 0.1 * world.flows.output, 0.0)
    assert (due > 0).any() and (due == 0).any()
    np.testing.assert_allclose(-world.flows.money[ACCOUNT["border_charges"]], due)


CHARGED = (
    "carbon_cost", "carbon_allocation", "energy_charges", "pollution_charges",
    "resource_charges", "border_charges",
)  # fmt: skip


def test_what_enterprises_pay_is_what_budget_and_market_get() -> None:
    world = park_under(ALL)
    paid = 0.0
    for _ in range(world.months):
        run_month(world)
        paid -= posted(world, *CHARGED)
    got = world.budgets.collected_cny
    assert {key[2:] for key in got} == {("writes", "nobody"), ("writes", "market")}
    assert float(np.sum(list(got.values()))) == pytest.approx(paid, rel=1e-9)
    auctioned = [value for key, value in got.items() if key[3] == "nobody"]
    assert min(auctioned) > 0


def test_full_auctioning_leaves_nothing_to_the_market() -> None:
    world = park_under({**CARBON, "carbon_auction_share": 1.0})
    run(world, 12)
    assert set(world.budgets.collected_cny) == {(2020, 0, "writes", "nobody")}


def test_a_charge_that_no_policy_wrote_is_refused() -> None:
    world = park_under(CARBON)
    run_month(world)
    world.terms.entries.clear()
    with pytest.raises(ValueError, match="no policy wrote"):
        collect(world, "carbon_price_cny_per_t", np.ones(len(world.columns.enterprises)))


@pytest.mark.parametrize("terms", [{name: 0.0 for name in ALL}, {}], ids=["zero", "none"])
def test_charges_of_zero_leave_every_bit(terms: Mapping[str, float]) -> None:
    assert fingerprint(run(park_under(terms))) == fingerprint(run(park_under({})))


def test_demand_falls_by_carbon_and_less_with_free_allowances() -> None:
    kept = []
    for terms in ({}, {**CARBON, "carbon_allocation_tco2e_per_unit": 0.2}, CARBON):
        world = park_under(terms)
        run_month(world)
        kept.append(world.memory["kept"])
    none, free, full = kept
    assert (full <= none).all() and (full < none).any()
    assert (free >= full).all() and (free > none).any(), "below 0.2 t a unit: output grows"


def test_a_price_raises_the_value_of_a_retrofit_by_the_tonnes_it_saves() -> None:
    """NPV at 100 CNY/t less NPV at none = 100 x tonnes a year / capital recovery."""
    worlds = [
        world_of(synth(40, 5), seed=3, policies=[Writes(terms)], symbiosis=False)
        for terms in ({}, {**CARBON, "carbon_power_share": 1.0})
    ]
    found = []
    for world in worlds:
        run_month(world)
        world.columns.retrofits.installed_month[:] = -1
        refit(world, np.arange(len(world.columns.enterprises)))
        may = np.ones(len(world.columns.retrofits), dtype=bool)
        found.append(RetrofitWorth(world).options(may))
    without, priced = found
    assert np.array_equal(without.row, priced.row)
    catalogue = worlds[0].catalogue
    life = catalogue.number("technologies", "lifetime_years")[priced.technology]
    recovery = capital_recovery(worlds[0].memory["hurdle"][priced.enterprise], life)
    plain = (priced.tco2e_saved != 0) & ~is_hourly(catalogue)[priced.tech_row]
    demand = [world.memory["demand"][priced.enterprise] for world in worlds]
    per_unit = [o.npv_cny + o.capex_cny for o in found]
    made = [
        np.minimum(d, w.columns.enterprises.capacity[priced.enterprise]) * 12.0
        for d, w in zip(demand, worlds, strict=True)
    ]
    gain = per_unit[1] / made[1] - per_unit[0] / made[0]
    expected = 100.0 * priced.tco2e_saved / made[1] / recovery
    assert plain.sum() > 20
    np.testing.assert_allclose(gain[plain], expected[plain], rtol=1e-6, atol=1e-6)
