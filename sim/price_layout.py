"""What slots are to prices, and what they weigh whatever the year: laid out when rows are added."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import FIRST_YEAR, Catalogue, per_catalogue
from sim.columns import BY_HEAT, BY_WATER
from sim.kernel import kernel
from sim.landfill import landfill_of
from sim.price_kernels import BOUGHT, RELEASED, Kinds
from sim.stream_facts import stream_facts

if TYPE_CHECKING:
    from sim.park_columns import ParkColumns

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

QUANTITY = ("mass", "solid_t", "energy_tce")
"""What a unit used or made weighs: rows of `SlotPrices.quantity`; mass counts outputs negative."""

REFERENCE_YEAR = 2023
"""The year of the price level of the streams table."""

WEIGHTS = len(BOUGHT) + len(RELEASED) + len(QUANTITY)
FUEL_TCO2E, FUEL_TCE, POWER_KWH, HEAT_MJ, WATER_M3 = (
    BOUGHT.index(name) for name in ("fuel_tco2e", "fuel_tce", "power_kwh", "heat_mj", "water_m3")
)
WASTE_T, WASTEWATER_M3, SOLD_KWH = (
    len(BOUGHT) + RELEASED.index(name) for name in ("waste_t", "wastewater_m3", "power_kwh")
)
MASS, SOLID_T, ENERGY_TCE = (
    len(BOUGHT) + len(RELEASED) + QUANTITY.index(name) for name in QUANTITY
)


class Streams(NamedTuple):
    """What prices ask of a stream."""

    power: Flags
    water: Flags
    steam: Flags
    sewage: Flags
    waste: Flags
    buried: Flags
    reference: Floats
    fallback: Floats
    fee: Floats
    """What disposing of a unit costs by the tables."""
    solid_t: Floats
    mass_kg: Floats
    fuel_tco2e: Floats
    tce: Floats
    factor: Floats
    """Large-user factor, by (sector, stream)."""


def kinds_of(catalogue: Catalogue, columns: ParkColumns) -> tuple[Kinds, Floats]:
    """Return the kinds of all slots, and their weights with the rows of money still empty."""
    slots, enterprises = columns.slots, columns.enterprises
    flags, numbers, weights = lay_kinds(
        slots.enterprise, slots.stream, slots.out, slots.product, slots.fuel, enterprises.sector,
        enterprises.dispatch, _streams(catalogue),
    )  # fmt: skip
    return Kinds(slots.enterprise, slots.out, slots.product, *flags, *numbers), weights


@per_catalogue
def _streams(catalogue: Catalogue) -> Streams:
    facts = stream_facts(catalogue)
    return Streams(
        power=facts.power,
        water=facts.fresh_water,
        steam=facts.steam,
        sewage=facts.sewage,
        waste=facts.waste,
        buried=landfill_of(catalogue) >= 0,
        reference=catalogue.price[:, REFERENCE_YEAR - FIRST_YEAR].copy(),
        fallback=facts.fallback.copy(),
        fee=np.maximum(-facts.fallback, 0.0),
        solid_t=facts.solid_t,
        mass_kg=facts.mass_kg.copy(),
        fuel_tco2e=catalogue.fuel_tco2e,
        tce=catalogue.tce_calorific,
        factor=catalogue.price_factor,
    )


@kernel
def lay_kinds(
    owner: Ints, stream: Ints, out: Flags, product: Flags, fuel: Flags, sector: Ints,
    dispatch: Ints, of: Streams,
) -> tuple[Flags, Floats, Floats]:  # fmt: skip
    """Return by slot the flags of `Kinds` from `power` on, its numbers, and the weights."""
    slots = len(owner)
    flags, numbers = np.empty((6, slots), dtype=np.bool_), np.zeros((6, slots))
    weights = np.zeros((WEIGHTS, slots))
    for slot in range(slots):
        e, kind, given = owner[slot], stream[slot], out[slot]
        spare, burnt = given and not product[slot], fuel[slot] and not given
        heat_led = given and of.steam[kind] and dispatch[e] == BY_HEAT
        sewage = given and of.sewage[kind]
        flags[0, slot], flags[1, slot] = of.power[kind], of.water[kind]
        flags[2, slot], flags[3, slot] = of.steam[kind], sewage
        flags[4, slot] = heat_led or (product[slot] and dispatch[e] == BY_WATER)
        flags[5, slot] = heat_led
        numbers[0, slot] = of.factor[sector[e], kind]
        numbers[1, slot], numbers[2, slot] = of.reference[kind], of.fallback[kind]
        if sewage:
            numbers[3, slot], weights[WASTEWATER_M3, slot] = of.fee[kind], 1.0
        if spare and of.buried[kind]:
            numbers[4, slot] = of.fee[kind]
        if spare and of.waste[kind]:
            numbers[5, slot] = weights[WASTE_T, slot] = of.solid_t[kind]
        if spare:
            weights[SOLID_T, slot] = of.solid_t[kind]
        if given and of.power[kind]:
            weights[SOLD_KWH, slot] = 1.0
        if burnt:
            weights[FUEL_TCO2E, slot] = of.fuel_tco2e[kind]
            weights[FUEL_TCE, slot] = weights[ENERGY_TCE, slot] = of.tce[kind]
            weights[POWER_KWH, slot] = of.power[kind]
            weights[HEAT_MJ, slot] = of.steam[kind]
        if of.water[kind] and not given:
            weights[WATER_M3, slot] = 1.0
        weights[MASS, slot] = -of.mass_kg[kind] if given else of.mass_kg[kind]
    return flags, numbers, weights
