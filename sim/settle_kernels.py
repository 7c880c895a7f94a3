"""The loop that posts what moved in a month: trade, heat, gates, stores and links, one by one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.gate import Gates, post_gates
from sim.heat import post_heat
from sim.kernel import kernel
from sim.kernels import TRANSPORT, Bonds, Offers, settle_links
from sim.mains import Pairs
from sim.money import ACCOUNT
from sim.moves import DRAWN, INFLOW, RELEASED, STORED, TREATED
from sim.power.own_kernels import post_power
from sim.price_kernels import Weighing
from sim.sums import share_out
from sim.trade_kernels import post_storage, post_trade

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

RELIEFS = ACCOUNT["reliefs"]


class Tariffs(NamedTuple):
    """What the year makes of what moves, by slot and by enterprise."""

    weighing: Weighing
    tariff: Floats
    value: Floats
    tce: Floats
    heat_mj: Floats
    kg: Floats
    """In a unit bought, or used or made."""
    owner: Ints
    coefficient: Floats
    of_plant: Flags
    """By slot: a store of a waste plant."""
    process_tco2e_per_unit: Floats
    haul_carbon_factor: Floats
    """By enterprise."""
    storage_cny_per_t: float
    green: Floats
    """Green share of purchased power, by enterprise."""
    export_cny_per_kwh: float
    tce_per_kwh: float


class Relief(NamedTuple):
    """What takers get for the solid wastes and by-products that contracts bring, and who pays."""

    cny_per_t: Floats
    """By enterprise."""
    solid_t: Floats
    """Tonnes in a unit, by the giver's slot."""
    parts: Floats
    """What each policy put on the term, by (policy, enterprise)."""
    whole: Floats
    """The sum of the parts."""
    park: Ints
    parks: int


class Posted(NamedTuple):
    """What a month has moved, and where it is posted, as in `sim.world.Flows`."""

    output: Floats
    moved: Floats
    money: Floats
    tco2e: Floats
    power: Floats


@kernel
def post_flows(
    month: int, live: Ints, bonds: Bonds, offers: Offers, tariffs: Tariffs, relief: Relief,
    gates: Gates, pairs: Pairs, piped: Floats, store: Floats, flows: Posted, page: Floats,
) -> tuple[Floats, tuple[Floats, bool]]:  # fmt: skip
    """Post what moved in a month; return the output that earns service fees beside the gates'.

    And by (policy, park) what relief it pays, as `sim.sums.share_out` does.
    """
    moved, money, owner = flows.moved, flows.money, tariffs.owner
    post_trade(
        tariffs.weighing, moved, flows.output, tariffs.process_tco2e_per_unit, money, flows.tco2e,
        page,
    )  # fmt: skip
    post_heat(pairs, piped, owner, tariffs.tariff, tariffs.tce, tariffs.heat_mj, money, page)
    served = flows.output.copy()
    post_gates(
        gates, moved[TREATED], moved[RELEASED], moved[STORED], moved[INFLOW], moved[DRAWN],
        tariffs.coefficient, owner, served, money,
    )  # fmt: skip
    post_storage(store, tariffs.of_plant, tariffs.kg, owner, tariffs.storage_cny_per_t, money)
    settle_links(live, month, bonds, offers, owner, tariffs.value, money, page, flows.tco2e)
    for i in range(len(served)):
        page[TRANSPORT, i] *= tariffs.haul_carbon_factor[i]
    post_power(
        flows.power, tariffs.export_cny_per_kwh, tariffs.tce_per_kwh, tariffs.green, money, page
    )
    return served, post_relief(live, bonds, owner, relief, money[RELIEFS])


@kernel
def post_relief(
    live: Ints, bonds: Bonds, owner: Ints, relief: Relief, cny: Floats
) -> tuple[Floats, bool]:
    """Post what takers get per tonne of wastes and by-products; return what each policy pays."""
    cny[:] = 0.0
    for row in live:
        taker = owner[bonds.taker_slot[row]]
        tonnes = bonds.delivered[row] * relief.solid_t[bonds.giver_slot[row]]
        cny[taker] += tonnes * relief.cny_per_t[taker]
    return share_out(cny, relief.parts, relief.whole, relief.park, relief.parks)
