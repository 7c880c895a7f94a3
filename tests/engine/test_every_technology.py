"""Every row of the technologies does something somewhere, in the direction it says."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from agents.equipment import TO_TIE_IN_CNY, less_what_stands
from sim.catalogue import load_catalogue
from sim.fit import fit, tech_effects
from sim.recipes import EFFECTS
from sim.stream_facts import stream_facts
from sim.world import World
from tests.engine.worlds import run, world_of
from tests.market.actors import park_of

PARK_LEVEL = {"digital_match"}
"""A platform of the park, no plant of an enterprise: term `platform_share` stands for it."""

BY_THE_HOUR = {"pv_rooftop", "bipv"}
"""Photovoltaics act in the hourly dispatch, not on the coefficients."""

NO_USE = {"sinter_whr"}
"""Saves steam at a plant whose recipe buys none."""


@cache
def every_sector() -> World:
    """Return a park with one plant of each sector that has technologies."""
    sectors = sorted(set(load_catalogue().tables["technology_sectors"]["sector"].tolist()))
    return run(world_of(park_of(*({"sector": name} for name in sectors)), months=12), 1)


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
    assert any(acts) == (technology not in PARK_LEVEL | BY_THE_HOUR | NO_USE)


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
    technology = np.full(2, catalogue.technologies.index("solvent_recovery"))
    both, capex = np.array([0, 1]), np.array([5e6, 5e6])
    contracts.end_month[:] = world.month
    assert less_what_stands(world, both, technology, capex).tolist() == capex.tolist()
    taker = int(np.flatnonzero(world.columns.slots.enterprise == 1)[0])
    option = catalogue.exchange["X070"]
    contracts.add(
        1, giver_slot=taker, taker_slot=taker, exchange=option, nominal=1e5,
        end_month=world.month + 60,
    )  # fmt: skip
    per_unit = catalogue.number("exchanges", "capex_cny_per_annual_unit")[option]
    left = less_what_stands(world, both, technology, capex)
    assert left.tolist() == pytest.approx([5e6, max(5e6 - per_unit * 12e5, TO_TIE_IN_CNY)])
    assert less_what_stands(world, both, technology, capex / 1e6)[1] == TO_TIE_IN_CNY
    other = np.full(2, catalogue.technologies.index("led"))
    assert less_what_stands(world, both, other, capex).tolist() == capex.tolist()
