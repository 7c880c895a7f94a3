"""What the dispatch does in a run: prices by the hour, own power once, roofs, reports."""

from __future__ import annotations

import numpy as np
import pytest

from agents.january import set_terms
from experiments.indicators import INDICATORS
from experiments.indicators.panel import Panel
from sim.catalogue import load_catalogue
from sim.fit import refit
from sim.park import Park
from sim.power.alone import grid_of, run_alone, run_seasons
from sim.power.dispatch import Dispatch, Rules, dispatch
from sim.power.equipment import fitting, is_hourly
from sim.power.roof import roof_kwp
from sim.power.shapes import pv_kwh_per_kwp, year_kwh
from sim.power.sites import sites_of
from sim.power.tariff import tariff
from sim.power.worth import PowerWorth
from sim.power.year import dispatch_power, fleet_of, power_factor
from sim.recipes import POWER
from sim.synth import synth
from sim.world import World, run_month
from tests.engine.worlds import run, world_of

CATALOGUE = load_catalogue()
PARK = synth(20, 3, "automotive")


def opened(park: Park = PARK) -> World:
    """Return a world that has run its first month."""
    world = world_of(park, months=24)
    run_month(world)
    return world


def install(world: World, technology: str) -> np.ndarray:
    """Install a technology wherever it fits, as an investment would; return the enterprises."""
    retrofits = world.columns.retrofits
    named = CATALOGUE.tables["technology_sectors"]["technology"] == technology
    rows = np.flatnonzero(named[retrofits.tech_row] & (retrofits.installed_month < 0))
    owner: np.ndarray = retrofits.enterprise[rows]
    size, share = fitting(world, owner, retrofits.tech_row[rows])
    retrofits.size[rows], retrofits.share[rows] = size, share
    retrofits.installed_month[rows] = world.month
    refit(world, owner)
    return owner[share > 0.0]


def dispatched(world: World) -> Dispatch:
    rows = np.arange(len(world.columns.enterprises))
    rules = Rules(world.assumption["battery_round_trip"], np.zeros(world.parks))
    return dispatch(fleet_of(world, rows), tariff(CATALOGUE, world.year), rules)


def test_a_year_alone_is_the_dispatch_without_trade_in_the_park_to_the_bit() -> None:
    world = opened()
    install(world, "pv_rooftop"), install(world, "battery_storage"), install(world, "ems")
    found, alone = dispatched(world), run_alone(world, np.arange(len(world.columns.enterprises)))
    assert (found.exported.sum(), found.charge.sum()) > (0.0, 0.0)
    assert np.array_equal(alone.cost, found.cost)
    assert np.array_equal(alone.mean_price, found.mean_price)
    assert np.array_equal(alone.exported, found.year(found.exported))
    assert np.array_equal(alone.made, found.year(found.fleet.sun))


def test_a_plan_by_season_is_the_dispatch_hour_by_hour_to_the_bit() -> None:
    world = opened()
    install(world, "pv_rooftop"), install(world, "battery_storage"), install(world, "ems")
    found = dispatched(world)
    plan = run_seasons(sites_of(world, np.arange(len(found.load))), grid_of(world))
    net = found.fleet.load - (found.fleet.made - found.fleet.sun)

    def daily(by_hour: np.ndarray) -> np.ndarray:
        # summed hour after hour, as the loop does
        return np.add.accumulate(by_hour, axis=2)[:, :, -1].T

    assert np.array_equal(plan[0], daily(found.fleet.sun))
    assert np.array_equal(plan[1], daily(net) - daily(found.grid))
    assert np.array_equal(plan[2], daily(found.exported))
    assert np.array_equal(plan[3], daily(found.curtailed))
    assert np.array_equal(plan[4], daily(found.charge) - daily(found.discharge))
    assert found.curtailed.sum() > 0.0


def test_what_is_known_of_a_technology_is_what_a_new_appraisal_finds() -> None:
    world = opened()
    retrofits = world.columns.retrofits
    rows = np.flatnonzero(is_hourly(CATALOGUE)[retrofits.tech_row])
    kept = PowerWorth(world)

    def sizes(rows: np.ndarray) -> np.ndarray:
        return fitting(world, retrofits.enterprise[rows], retrofits.tech_row[rows])[0]

    first = kept.gain(rows, sizes(rows))
    install(world, "battery_storage")
    some = rows[::2]
    kept.gain(some, sizes(some))
    install(world, "ems")
    for later in (rows, some, rows):
        found, anew = kept.gain(later, sizes(later)), PowerWorth(world).gain(later, sizes(later))
        assert np.array_equal(found.cny, anew.cny)
        assert np.array_equal(found.drawn_kwh, anew.drawn_kwh)
    assert not np.array_equal(found.cny, first.cny)


def listed(world: World, rows: np.ndarray) -> np.ndarray:
    """Return what a flat load of each enterprise pays in the first year, CNY/kWh."""
    power, sector = CATALOGUE.stream["electricity"], world.columns.enterprises.sector[rows]
    flat: np.ndarray = CATALOGUE.price[power, 0] * CATALOGUE.price_factor[sector, power]
    return flat


def test_power_costs_each_enterprise_what_its_hours_cost() -> None:
    world = opened()
    enterprises = world.columns.enterprises
    rows = np.flatnonzero((world.carrier_slots[:, POWER] >= 0) & enterprises.active)
    place = world.carrier_slots[rows, POWER]
    factor = world.memory["power_factor"][rows]
    assert world.prices.price[place] == pytest.approx(listed(world, rows) * factor, rel=1e-12)
    assert factor.max() > 1.1 and factor.min() > 0.7


def test_a_year_of_load_is_what_the_books_buy() -> None:
    world = run(world_of(PARK, months=24))
    planned, bought = world.power_years[1], world.record.by_year("power_bought_kwh")[0]
    enterprises = world.columns.enterprises
    stays = (bought > 0) & enterprises.active & (world.columns.enterprises.start_month <= 0)
    before = np.zeros(len(enterprises), dtype=bool)
    before[world.columns.retrofits.enterprise[world.columns.retrofits.installed_month >= 0]] = True
    rows = np.flatnonzero(stays & ~before)
    assert len(rows) > 3
    assert planned.load_kwh[rows] == pytest.approx(bought[rows], rel=2e-3)


def test_own_power_is_counted_once() -> None:
    world = opened()
    plain = dispatched(world)
    owners = install(world, "pv_rooftop")
    sunny = dispatched(world)
    place = world.carrier_slots[owners, POWER]
    keeps = owners[place >= 0]
    load, made = plain.year(plain.load), sunny.year(sunny.fleet.made)
    assert len(keeps) > 5 and made[keeps].min() > 0.0
    assert sunny.year(sunny.load)[keeps] == pytest.approx(load[keeps], rel=1e-9)
    away = sunny.year(sunny.exported + sunny.curtailed)
    bought = sunny.year(sunny.grid)
    assert bought[keeps] == pytest.approx((load - made + away)[keeps], rel=1e-9)


@pytest.mark.parametrize("land_share", [1.0, 0.1, 0.0])
def test_photovoltaics_never_exceed_the_roof(land_share: float) -> None:
    world = opened()
    world.columns.enterprises.land_mu *= land_share
    install(world, "pv_rooftop")
    install(world, "bipv")
    found = dispatched(world)
    density = world.assumption["pv_kwp_per_roof_m2"]
    roof = roof_kwp(CATALOGUE, world.columns.enterprises.land_mu, density)
    sunlight = pv_kwh_per_kwp(CATALOGUE)
    assert np.all(found.fleet.made <= (roof[:, None, None] * sunlight) * (1 + 1e-12))
    assert (found.fleet.made.sum() > 0) == (land_share > 0)
    assert found.year(found.fleet.made) == pytest.approx(
        np.minimum(found.year(found.fleet.made), roof * year_kwh(sunlight))
    )


def test_a_battery_moves_purchases_to_cheap_hours() -> None:
    world = opened()
    plain = dispatched(world)
    owners = install(world, "battery_storage")
    stored = dispatched(world)
    assert stored.charge[owners].sum() > 0.0
    assert stored.cost[owners].sum() < plain.cost[owners].sum()
    assert stored.mean_price[owners].mean() < plain.mean_price[owners].mean()
    assert np.all(stored.peak_kw <= plain.peak_kw * (1 + 1e-12))


def test_energy_management_moves_load_out_of_the_peak() -> None:
    world = opened()
    plain = dispatched(world)
    install(world, "ems")
    retrofits = world.columns.retrofits
    managed = np.unique(retrofits.enterprise[retrofits.installed_month >= 0])
    moved = dispatched(world)
    lower = moved.mean_price - plain.mean_price
    assert lower[managed].mean() < 0.0 and lower[managed].max() <= 1e-12


def test_an_entrant_gets_its_own_factor_and_a_run_without_dispatch_pays_flat_prices() -> None:
    world = opened()
    factor = world.memory["power_factor"].copy()
    world.memory["power_factor"] = factor[:-2]
    again = power_factor(world)
    assert again is not None and (again == factor).all()
    del world.memory["power_factor"]
    set_terms(world)
    rows = np.flatnonzero(world.carrier_slots[:, POWER] >= 0)
    assert power_factor(world) is None
    assert world.prices.price[world.carrier_slots[rows, POWER]] == pytest.approx(
        listed(world, rows)
    )


def test_indicators_show_peak_and_self_consumption() -> None:
    world = opened()
    install(world, "pv_rooftop")
    world.power_years.clear()
    dispatch_power(world)
    found = world.power_years[0]
    for _ in range(23):
        run_month(world)
    panel = Panel(world)

    def value(name: str) -> float:
        return float(INDICATORS[name].measure(panel)[0, 0])

    assert value("power_peak") == pytest.approx(found.peak_share_kw.sum() / 1000.0)
    used = 1.0 - (found.exported_kwh + found.curtailed_kwh).sum() / found.made_kwh.sum()
    assert 0.0 < value("power_self_consumption") == pytest.approx(100.0 * used)
    assert value("power_curtailed") == pytest.approx(found.curtailed_kwh.sum() / 1000.0)
