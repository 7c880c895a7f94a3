"""Every row of the technologies does something somewhere, in the direction it says."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from agents.equipment import TO_TIE_IN_CNY, equipment_cny, left_to_pay
from agents.retrofits import RetrofitWorth
from sim.catalogue import load_catalogue
from sim.fit import fit, tech_effects
from sim.recipes import EFFECTS, POWER, STEAM
from sim.stream_facts import stream_facts
from sim.world import World
from tests.engine.worlds import run, world_of
from tests.market.actors import Writes, park_of

PARK_LEVEL = {"digital_match"}
"""A platform of the park, no plant of an enterprise: term `platform_share` stands for it."""

BY_THE_HOUR = {"pv_rooftop", "bipv"}
"""Photovoltaics act in the hourly dispatch, not on the coefficients."""

ON_PRICED_CARBON = {
    "raw_alt", "alt_fuel", "ccus_cement", "ccus_steel", "ccus_pure", "ccus_power", "scrap_boost",
    "biomass_boiler", "biomass_cofire",
}  # fmt: skip
"""Cost more to run than they save where CO2 has no price, whatever they cost to build."""

BY_RULE = {
    "zld": "takes power to spare a discharge that is cheaper",
    "voc_catalytic": "spares nothing that is paid for",
    "ulp": "spares nothing that is paid for",
    "air_cooling": "burns coal to spare water that is cheaper",
    "coal_to_gas": "gas is dearer than coal and the CO2 between them",
    "elec_boiler": "power is dearer than steam, and dirtier",
    "electrolyser": "power is dearer than the gas and coal replaced, and dirtier",
    "elec_furnace": "power is dearer than gas, and dirtier",
    "eaf_switch": "scrap is dearer than ore",
    "h2_dri": "power is dearer than coke, and dirtier",
    "green_power": "a contract, no equipment: terms of green power stand for it",
    "digital_match": "a platform of the park: term `platform_share` stands for it",
}
"""Taken up by no plant of its own accord, and why."""


@cache
def every_sector(carbon_price: float = 0.0) -> World:
    """Return a park with one plant of each sector that has technologies."""
    rules = [Writes({"carbon_price_cny_per_t": carbon_price, "carbon_power_share": 1.0})]
    sectors = sorted(set(load_catalogue().tables["technology_sectors"]["sector"].tolist()))
    return run(
        world_of(
            park_of(*({"sector": name} for name in sectors)),
            months=12,
            policies=rules if carbon_price else (),
        ),
        1,
    )


def technologies() -> list[str]:
    return list(every_sector().catalogue.technologies)


@pytest.mark.parametrize("technology", technologies())
def test_it_changes_the_account_in_the_direction_of_its_row(technology: str) -> None:
    world = every_sector()
    catalogue, retrofits = world.catalogue, world.columns.retrofits
    table = catalogue.tables["technology_sectors"]
    mine = np.flatnonzero(table["technology"][retrofits.tech_row] == technology)
    assert len(mine) or technology in PARK_LEVEL
    acts = []
    for row in mine.tolist():
        e, tech_row = retrofits.enterprise[[row]], retrofits.tech_row[[row]]
        none = np.empty(0, dtype=np.int64)
        before, after = (
            fit(catalogue, world.columns, e, none, extra) for extra in (None, tech_row)
        )
        change = after.coefficient - before.coefficient
        recipe = catalogue.recipes[world.columns.enterprises.sector[e[0]]]
        for column, carrier in EFFECTS:
            said, place = table[column][tech_row[0]], recipe.carrier_row[carrier]
            if said and place >= 0:
                assert change[place] * said >= 0.0, (column, world.columns.enterprises.name[e[0]])
        process = after.process_tco2e_per_unit - before.process_tco2e_per_unit
        effects = tech_effects(catalogue)
        acts.append(
            bool(change.any() or process.any())
            or bool((effects.pollutants[:, tech_row[0]] != 1.0).any())
            or bool(table["other_gain_cny"][tech_row[0]])
        )
    assert any(acts) == (technology not in PARK_LEVEL | BY_THE_HOUR)


def worth_it(world: World, capex_share: float) -> set[str]:
    """Return the technologies that pay for some plant at a share of their capex, or stand."""
    retrofits, names = world.columns.retrofits, world.catalogue.technologies
    everything = np.ones(len(retrofits), dtype=bool)
    options = RetrofitWorth(world).options(everything)
    pays = options.npv_cny + (1.0 - capex_share) * options.capex_cny > 0.0
    stands = retrofits.tech_row[retrofits.installed_month >= 0]
    technology = world.catalogue.tech_row_technology[stands]
    return {names[k] for k in (*options.technology[pays], *technology)}


def test_every_technology_that_can_save_is_taken_up_at_a_twentieth_of_its_capex() -> None:
    names = set(technologies())
    assert worth_it(every_sector(), 0.05) == names - ON_PRICED_CARBON - set(BY_RULE)
    assert worth_it(every_sector(1500.0), 0.05) >= ON_PRICED_CARBON


def test_switches_share_the_steam_that_a_plant_uses() -> None:
    """Electric boiler, heat pump, recompression and hot effluent never replace more than it has."""
    world = every_sector()
    columns, catalogue = world.columns, world.catalogue
    sector = catalogue.sector["pharma_api"]
    e = np.flatnonzero(columns.enterprises.sector == sector)
    names = catalogue.tables["technology_sectors"]["technology"]
    rows = np.flatnonzero(columns.retrofits.enterprise == e[0])
    wanted = ("elec_boiler", "heat_pump_ht", "mvr")
    rows = rows[np.isin(names[columns.retrofits.tech_row[rows]], wanted)]
    assert len(rows) == 3
    delta = catalogue.tech_delta[columns.retrofits.tech_row[rows]]
    place = catalogue.recipes[sector].carrier_row
    bare, full = (fit(catalogue, columns, e, kept).coefficient for kept in (rows[:0], rows))
    steam, power = bare[place[STEAM]], bare[place[POWER]]
    asked = -delta[:, STEAM].sum()
    assert asked > steam > 0.0
    assert full[place[STEAM]] == pytest.approx(0.0, abs=1e-9 * steam)
    assert full[place[POWER]] - power == pytest.approx(delta[:, POWER].sum() * steam / asked)
    first = columns.retrofits.tech_row[rows]
    for one, row in enumerate(first):
        alone = fit(catalogue, columns, e, rows[:0], np.array([row])).coefficient
        assert alone[place[POWER]] - power == pytest.approx(delta[one, POWER])


def test_gases_are_no_solid_waste() -> None:
    world = every_sector()
    facts, stream = stream_facts(world.catalogue), world.catalogue.stream
    for name in ("co2", "co2_dilute", "hydrogen", "fuel_gas"):
        assert facts.solid_t[stream[name]] == 0.0, name
    for name in ("bf_slag", "waste_acid", "sludge_dye"):
        assert facts.solid_t[stream[name]] == 1e-3, name


def test_equipment_of_an_exchange_is_not_paid_again() -> None:
    world = world_of(park_of({"sector": "pharma_api"}, {"sector": "pharma_api"}), months=24)
    run(world, 1)
    catalogue, contracts = world.catalogue, world.columns.contracts
    technology = catalogue.technologies.index("solvent_recovery")
    contracts.end_month[:] = world.month
    assert (equipment_cny(world) == -1.0).all()
    assert left_to_pay(5e6, -1.0) == 5e6
    taker = int(np.flatnonzero(world.columns.slots.enterprise == 1)[0])
    option = catalogue.exchange["X070"]
    contracts.add(
        1, giver_slot=taker, taker_slot=taker, exchange=option, nominal=1e5,
        end_month=world.month + 60,
    )  # fmt: skip
    per_unit = catalogue.number("exchanges", "capex_cny_per_annual_unit")[option]
    stands = equipment_cny(world)
    assert np.flatnonzero(stands.ravel() >= 0.0).tolist() == [stands.shape[1] + technology]
    assert stands[1, technology] == pytest.approx(per_unit * 12e5)
    left = left_to_pay(5e6, stands[1, technology])
    assert left == pytest.approx(max(5e6 - per_unit * 12e5, TO_TIE_IN_CNY))
    assert left_to_pay(5.0, stands[1, technology]) == TO_TIE_IN_CNY
