"""The loops that price slots; the rules stand in words in `sim.prices.SlotPrices`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

BOUGHT = ("cost_cny", "fuel_tco2e", "fuel_tce", "power_kwh", "heat_mj", "water_m3")
"""What a purchased unit adds to the accounts: rows of `SlotPrices.bought`."""
RELEASED = ("product_cny", "byproduct_cny", "disposal_cny", "waste_t", "wastewater_m3", "power_kwh")
"""What a released unit adds to the accounts: rows of `SlotPrices.released`."""

COST = BOUGHT.index("cost_cny")
PRODUCT, BYPRODUCT, DISPOSAL = (
    len(BOUGHT) + RELEASED.index(name) for name in ("product_cny", "byproduct_cny", "disposal_cny")
)
"""Rows of `SlotPrices.weights` that prices move."""


class Kinds(NamedTuple):
    """What slots are, and what no year changes."""

    owner: Ints
    out: Flags
    product: Flags
    power: Flags
    water: Flags
    """Fresh water."""
    steam: Flags
    sewage: Flags
    """Waste water put out."""
    free: Flags
    """Put out, and brings nothing when it is released."""
    heat_led: Flags
    """Steam of a plant that makes it on request."""
    factor: Floats
    """Large-user factor on the price bought at."""
    reference: Floats
    """Price of the reference year."""
    fallback: Floats
    """What a by-product or waste brings outside, at reference prices; negative is a fee."""
    treatment: Floats
    """Fee of the tables for waste water put out, else 0."""
    landfill: Floats
    """Fee of the tables for what is put out and buried, else 0."""
    solid_t: Floats
    """Tonnes of solid waste in a unit put out, else 0."""


class Adders(NamedTuple):
    """Terms that move what slots cost, by enterprise."""

    power: Floats
    """On a kWh, CNY."""
    green_share: Floats
    """Of purchased power, by contract."""
    green_premium: Floats
    certificate_share: Floats
    """Of the other purchased power."""
    certificate_cny: Floats
    water: Floats
    steam_factor: Floats
    sewage: Floats
    discharge_factor: Floats
    solid_waste: Floats
    landfill_factor: Floats


class Year(NamedTuple):
    """What a year and its January put on prices, beside the terms."""

    market: Floats
    """Price of the stream, by slot."""
    waste_rise: Floats
    """What a unit of waste costs above the tables, by slot."""
    levied: Floats
    """Owed for a unit taken in to others than its seller, by slot; empty where nothing is."""
    power_factor: Floats
    """Mean price of power over that of a flat load, by enterprise."""
    unit_charge: Floats
    """On a product unit, by enterprise."""
    power_sale: float


class Priced(NamedTuple):
    """Prices to be written, by slot, as `sim.prices.SlotPrices` names them."""

    base: Floats
    tariff: Floats
    price: Floats
    value: Floats
    burden: Floats
    steam_cost: Floats
    opportunity: Floats
    worth: Floats
    traded: Floats


class Weighing(NamedTuple):
    """The weights that are not 0, row of `sim.prices.SlotPrices.weights` by row."""

    first: Ints
    """Where each row begins, and where the last one ends."""
    at: Ints
    """Slot."""
    owner: Ints
    """Enterprise."""
    weight: Floats


Listed = tuple[Ints, Ints, Ints, Floats]
"""A `Weighing` as plain arrays."""


@kernel
def price_slots(
    kinds: Kinds, year: Year, adders: Adders, coefficient: Floats, priced: Priced, weights: Floats
) -> Floats:
    """Price every slot; return the green share of power, by enterprise."""
    power, green = add_power(adders)
    price_inputs(kinds, year.market, year.power_factor, power, adders, priced.base, priced.tariff)
    for slot in range(len(year.market)):
        priced.price[slot] = priced.tariff[slot]
        if len(year.levied):
            priced.price[slot] += year.levied[slot]
    price_outputs(
        kinds, year.market, year.power_sale, year.waste_rise, adders, priced.base, priced.price,
        priced.value, priced.burden,
    )  # fmt: skip
    forgo(
        kinds, coefficient, year.unit_charge, priced.price, priced.value, priced.steam_cost,
        priced.opportunity,
    )  # fmt: skip
    for slot in range(len(year.market)):
        out = kinds.out[slot]
        priced.worth[slot] = priced.value[slot] if out else -priced.price[slot]
        priced.traded[slot] = priced.value[slot] if out else -priced.tariff[slot]
    weigh_money(kinds, priced.tariff, priced.value, weights)
    return green


@kernel
def add_power(adders: Adders) -> tuple[Floats, Floats]:
    """Return what terms add to a purchased kWh, and the share of it that is green, by enterprise.

    Certificates are bought for what contracts leave, so that both are at most 1.
    """
    power, green = np.empty((2, len(adders.power)))
    for e in range(len(power)):
        contract = min(max(adders.green_share[e], 0.0), 1.0)
        certificate = min(max(adders.certificate_share[e], 0.0), 1.0) * (1.0 - contract)
        added = contract * adders.green_premium[e]
        added += certificate * adders.certificate_cny[e]
        power[e], green[e] = adders.power[e] + added, contract + certificate
    return power, green


@kernel
def price_inputs(
    kinds: Kinds, market: Floats, power_factor: Floats, power_adder: Floats, adders: Adders,
    base: Floats, tariff: Floats,
) -> None:  # fmt: skip
    """Write the price of inputs before the terms, and the tariff: what a seller gets under them."""
    for slot in range(len(market)):
        e = kinds.owner[slot]
        base[slot] = tariff[slot] = 0.0
        if kinds.out[slot]:
            continue
        price, added = market[slot] * kinds.factor[slot], 0.0
        if kinds.power[slot]:
            price *= power_factor[e]
            added += power_adder[e]
        if kinds.water[slot]:
            added += adders.water[e]
        if kinds.steam[slot]:
            added += price * (adders.steam_factor[e] - 1.0)
        base[slot], tariff[slot] = price, price + added


@kernel
def price_outputs(
    kinds: Kinds, market: Floats, power_sale: float, waste_rise: Floats, adders: Adders,
    base: Floats, price: Floats, value: Floats, burden: Floats,
) -> None:  # fmt: skip
    """Write what outputs bring outside, and what the terms add to the cost of every slot."""
    for slot in range(len(market)):
        e = kinds.owner[slot]
        charge = 0.0
        if kinds.sewage[slot]:
            charge += adders.sewage[e]
        charge += kinds.treatment[slot] * (adders.discharge_factor[e] - 1.0)
        solid = kinds.solid_t[slot] * adders.solid_waste[e]
        charge += solid + kinds.landfill[slot] * (adders.landfill_factor[e] - 1.0)
        burden[slot] = price[slot] - base[slot] + charge
        worth = kinds.fallback[slot]
        if kinds.product[slot]:
            worth = market[slot]
        elif worth > 0.0 and kinds.reference[slot] > 0.0:
            worth *= market[slot] / kinds.reference[slot]
        if kinds.power[slot]:
            worth = power_sale
        if kinds.free[slot]:
            worth = 0.0
        value[slot] = (worth - charge if kinds.out[slot] else 0.0) - waste_rise[slot]


@kernel
def forgo(
    kinds: Kinds, coefficient: Floats, unit_charge: Floats, price: Floats, value: Floats,
    steam_cost: Floats, opportunity: Floats,
) -> None:  # fmt: skip
    """Write what giving a unit away forgoes: the released value; of steam made on request its cost.

    One unit of it costs its share of the inputs less the power and by-products that come with it.
    Other purchases are taken as fixed.
    """
    margin = np.zeros(len(unit_charge))
    for slot in range(len(value)):
        if not kinds.heat_led[slot]:
            margin[kinds.owner[slot]] += coefficient[slot] * (value[slot] - price[slot])
    for slot in range(len(value)):
        steam_cost[slot], opportunity[slot] = 0.0, value[slot]
        if kinds.heat_led[slot]:
            e = kinds.owner[slot]
            steam_cost[slot] = (unit_charge[e] - margin[e]) / coefficient[slot]
            opportunity[slot] = max(value[slot], steam_cost[slot])


@kernel
def weigh_money(kinds: Kinds, tariff: Floats, value: Floats, weights: Floats) -> None:
    """Write the weights of money: what a unit bought costs, what a released one brings or costs."""
    for slot in range(len(value)):
        brings = max(value[slot], 0.0)
        weights[COST, slot] = tariff[slot]
        weights[PRODUCT, slot] = value[slot] if kinds.product[slot] else 0.0
        weights[BYPRODUCT, slot] = 0.0 if kinds.product[slot] else brings
        weights[DISPOSAL, slot] = 0.0 if kinds.product[slot] else brings - value[slot]


@kernel
def list_weights(weights: Floats, owner: Ints) -> Listed:
    """Return the weights that are not 0, row by row, as `Weighing` holds them."""
    rows, count = weights.shape[0], 0
    for k in range(rows):
        for slot in range(weights.shape[1]):
            if weights[k, slot] != 0.0:
                count += 1
    first, listed = np.empty(rows + 1, dtype=np.int64), np.empty(count)
    at, whose = np.empty((2, count), dtype=np.int64)
    count = 0
    for k in range(rows):
        first[k] = count
        for slot in range(weights.shape[1]):
            if weights[k, slot] != 0.0:
                at[count], whose[count], listed[count] = slot, owner[slot], weights[k, slot]
                count += 1
    first[rows] = count
    return first, at, whose, listed
