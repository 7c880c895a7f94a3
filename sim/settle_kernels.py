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
from sim.moves import DRAWN, INFLOW, RELEASED, STORED, TREATED
from sim.trade_kernels import post_storage, post_trade

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Tariffs(NamedTuple):
    """What the year makes of what moves, by slot and by enterprise."""

    kind: Ints
    at: Ints
    """Rows and slots of the weights that are not 0."""
    weights: Floats
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


class Posted(NamedTuple):
    """What a month has moved, and where it is posted, as in `sim.world.Flows`."""

    output: Floats
    moved: Floats
    money: Floats
    tco2e: Floats


@kernel
def post_flows(
    month: int, live: Ints, bonds: Bonds, offers: Offers, tariffs: Tariffs, gates: Gates,
    pairs: Pairs, piped: Floats, store: Floats, flows: Posted, page: Floats,
) -> Floats:  # fmt: skip
    """Post what moved in a month; return the output that earns service fees beside the gates'."""
    moved, money, owner = flows.moved, flows.money, tariffs.owner
    post_trade(
        tariffs.kind, tariffs.at, owner, tariffs.weights, moved, flows.output,
        tariffs.process_tco2e_per_unit, money, flows.tco2e, page,
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
    return served


@kernel
def post_relief(
    live: Ints, bonds: Bonds, owner: Ints, solid_t: Floats, cny_per_t: Floats, relief_cny: Floats
) -> None:
    """Post what takers get per tonne of the solid wastes and by-products that contracts brought.

    `solid_t` is the tonnes in a unit, by the giver's slot; `cny_per_t` by enterprise.
    """
    for row in live:
        taker = owner[bonds.taker_slot[row]]
        tonnes = bonds.delivered[row] * solid_t[bonds.giver_slot[row]]
        relief_cny[taker] += tonnes * cny_per_t[taker]
