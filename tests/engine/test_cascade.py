"""The heat cascade in closed form: waste heat, by-product gas, CHP, boilers, then purchase."""

from __future__ import annotations

import numpy as np
import pytest

from sim.world import World
from tests.engine.worlds import run, world_of
from tests.market.actors import at_output, only_known, park_of, slot_of

KILN = {"sector": "cement_clinker", "output": 600_000.0}
MILL = {"sector": "dyeing", "output": 20_000.0}
SIZES = [(40_000.0, 60_000.0), (12_000.0, 200_000.0), (12_000.0, 60_000.0)]
"""Outputs of the CHP and of the boiler: the first, both, and not even both serve the works."""
LOSS_PER_KM = 0.02
WASTE_HEAT_SHARE = 0.4
"""Largest share of a dye works' steam that waste heat may replace (option X131)."""


def linked(exchange: str, *firms: dict[str, object], months: int = 40) -> World:
    """Return a park at full output whose first two enterprises have a link of this option."""
    world = only_known(world_of(park_of(*firms), months=60, knowledge_own=0.0), exchange)
    world.overrides["leave"] = lambda wish: wish.fill(0.0)
    at_output(world, *(1.0 for _ in firms))
    run(world, months)
    contracts = world.columns.contracts
    assert (contracts.start_month[0] <= world.month - 1) and len(contracts) == 1
    return world


def cascade(chp: float, boiler: float) -> World:
    """Return a kiln, a dye works that its waste heat serves, a CHP and a boiler."""
    plants = {"sector": "coal_chp", "output": chp}, {"sector": "boiler_coal", "output": boiler}
    return linked("X131", KILN, MILL, *plants)


@pytest.mark.parametrize(("chp", "boiler"), SIZES)
def test_steam_comes_from_waste_heat_then_chp_then_boilers_then_the_market(
    chp: float, boiler: float
) -> None:
    """Need = waste heat (40 %) + CHP x (1 - loss) + boiler x (1 - 2 loss) + bought."""
    world = cascade(chp, boiler)
    flows, slot = world.flows, slot_of(world, 1, "steam_lp")
    need, capacity = flows.quantity[slot], world.columns.enterprises.capacity
    waste_heat = WASTE_HEAT_SHARE * need
    left = need - waste_heat
    plants = [slot_of(world, 2, "steam_mp"), slot_of(world, 3, "steam_lp")]
    cost = world.prices.steam_cost[plants]
    assert 0.0 < cost[0] < cost[1], "the CHP is the cheaper of the two"
    coefficient = world.columns.slots.coefficient[plants]
    sent = []
    for plant, per_unit, km in zip((2, 3), coefficient, (1, 2), strict=True):
        arrives = 1.0 - LOSS_PER_KM * km
        sent.append(min(capacity[plant] * per_unit, left / arrives))
        left -= sent[-1] * arrives
    assert flows.received[slot] == pytest.approx(waste_heat)
    assert flows.mains[plants] == pytest.approx(sent, rel=1e-9, abs=1e-6 * need)
    assert flows.bought[slot] == pytest.approx(left, abs=1e-9 * need)
    assert flows.output[[2, 3]] * coefficient == pytest.approx(flows.mains[plants])


def test_each_source_is_at_work_in_some_of_these_parks() -> None:
    found = []
    for chp, boiler in SIZES:
        world = cascade(chp, boiler)
        slot, steam = slot_of(world, 1, "steam_lp"), slot_of(world, 3, "steam_lp")
        found.append((bool(world.flows.mains[steam] > 0), bool(world.flows.bought[slot] > 1.0)))
    assert found == [(False, False), (True, False), (True, True)]


def test_by_product_gas_is_burnt_before_coal() -> None:
    """Coal bought = coal used - gas x ratio; the gas comes up to 90 % of the coal (option X119)."""
    steel = {"sector": "steel_bfbof", "output": 40_000.0}
    chp = {"sector": "coal_chp", "output": 20_000.0}
    world = linked("X119", steel, chp, MILL | {"output": 8_000.0})
    flows, coal, gas = world.flows, slot_of(world, 1, "coal"), slot_of(world, 0, "bfg")
    contracts = world.columns.contracts
    assert flows.output[1] > 0 and flows.given[gas] > 0
    replaced = flows.given[gas] * contracts.ratio[0]
    assert flows.received[coal] == pytest.approx(replaced)
    assert flows.bought[coal] == pytest.approx(flows.quantity[coal] - replaced)
    offered = contracts.giver_share[0] * flows.quantity[gas] * contracts.ratio[0]
    wanted = contracts.taker_share[0] * flows.quantity[coal]
    assert replaced == pytest.approx(min(offered, wanted)), "all there is, up to its share"
    assert contracts.taker_share[0] <= 0.9 + 1e-12
    burnt = world.catalogue.fuel_tco2e[world.columns.slots.stream[coal]]
    process = world.columns.enterprises.process_tco2e_per_unit[1] * flows.output[1]
    assert flows.tco2e[1] == pytest.approx(flows.bought[coal] * burnt + process), (
        "the carbon of the gas counts at the steel works"
    )
    assert np.isfinite(flows.tco2e).all()
