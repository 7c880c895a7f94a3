"""What enterprises use and own of power this January: means and sizes, before any hour is laid."""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.kernel import kernel
from sim.power.equipment import Equipment, equipment, nothing
from sim.power.shapes import load_tops
from sim.recipes import POWER
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

SHARES = ("flexible_power_share", "battery_hours", "power_export_share")
"""Assumptions: managed load that can move, hours of a full battery, connection that may export."""

_shares = itemgetter(*SHARES)


class Sites(NamedTuple):
    """One row an enterprise; one may be asked for several times."""

    sector: Ints
    use: Floats
    """Mean gross load, kWh in an hour; it follows the shape of the sector."""
    process: Floats
    """Mean power of the process, kWh in an hour; it follows the same shape."""
    sun_kw: Floats
    """Photovoltaics, kWp of rooftop panels that make as much."""
    flexible: Floats
    """Share of an hour's load that can move within the day."""
    battery_kwh: Floats
    battery_kw: Floats
    sell: Floats
    """Price of exported power over the enterprise's own flat price."""
    export_kw: Floats
    """Most that goes out to the grid."""
    spread: Floats
    """On what an hour's price stands off that of a flat load: 1 is the tariff as it is."""


def sites_of(
    world: World, rows: Ints, extra: Equipment | None = None, owned: Equipment | None = None
) -> Sites:
    """Return some enterprises with what stands and what `extra` adds, one row each.

    `owned` is what stands, by enterprise, where the caller has it. Who stands idle uses nothing.
    Power of the process serves the plant first; what it would make beyond the plant's use is not
    counted, as in the plant's coefficient.
    """
    assumption, terms = world.assumption, world.terms
    enterprises, slots = world.columns.enterprises, world.columns.slots
    last = world.last_book.output if world.month > 0 else np.zeros(len(enterprises))
    plants = Users(
        enterprises.sector, enterprises.active, enterprises.inside, enterprises.capacity,
        enterprises.base_output, last, world.carrier_slots[:, POWER], slots.coefficient,
        slots.base_coefficient, terms["tou_spread"],
    )  # fmt: skip
    more = nothing(len(rows)) if extra is None else extra
    shares = _shares(assumption)
    found = lay_sites(
        rows,
        plants,
        equipment(world) if owned is None else owned,
        more,
        _sold(world.catalogue, world.year),
        shares,
    )
    return Sites(enterprises.sector[rows], *found)


class Users(NamedTuple):
    """What power plants use, by enterprise and by slot."""

    sector: Ints
    active: Flags
    inside: Flags
    capacity: Floats
    base_output: Floats
    last_output: Floats
    place: Ints
    """Electricity slot, or -1."""
    coefficient: Floats
    base_coefficient: Floats
    """By slot."""
    spread: Floats


class Sold(NamedTuple):
    """Power of a year by sector: prices, and how high load rises above its mean."""

    flat: Floats
    """What a flat load pays a kWh, terms left out, CNY."""
    top: Floats
    sale: float
    """What a kWh fed into the grid brings, CNY."""


@per_catalogue
def _sold(catalogue: Catalogue, year: int) -> Sold:
    now, power = catalogue.year_index(year), catalogue.stream["electricity"]
    flat = catalogue.price[power, now] * catalogue.price_factor[:, power]
    return Sold(flat, load_tops(catalogue, year), float(catalogue.power_sale[now]))


@kernel
def lay_sites(
    rows: Ints, users: Users, owned: Equipment, extra: Equipment, sold: Sold,
    shares: tuple[float, ...],
) -> Floats:  # fmt: skip
    """Return the columns of `Sites` behind the sector; `shares` are the values of `SHARES`."""
    flexible, hours, export = shares
    laid = np.empty((9, len(rows)))
    for i in range(len(rows)):
        e = rows[i]
        sector, place = users.sector[e], users.place[e]
        runs = 1.0 if users.active[e] and users.inside[e] else 0.0
        output = users.last_output[e] if users.last_output[e] > 0.0 else users.base_output[e]
        output *= runs
        process = owned.process_kwh[e] + extra.process_kwh[i]
        net, base = 0.0, 0.0
        if place >= 0:
            net, base = users.coefficient[place], users.base_coefficient[place]
        # a coefficient of 0 hides how much power of the process is over: the use is the base year's
        if net <= 0.0:
            process = min(base, process)
        battery = owned.battery_kwh[e] + extra.battery_kwh[i]
        connection = (net + process) * users.capacity[e] * 12.0 / 8760.0 * sold.top[sector]
        laid[0, i] = (net + process) * output / 8760.0
        laid[1, i] = process * output / 8760.0
        laid[2, i] = (owned.sun_kw[e] + extra.sun_kw[i]) * runs
        laid[3, i] = flexible * min(owned.managed[e] + extra.managed[i], 1.0)
        laid[4, i], laid[5, i] = battery, battery / hours
        laid[6, i] = sold.sale / sold.flat[sector]
        laid[7, i], laid[8, i] = export * connection, users.spread[e]
    return laid


def flat_price(world: World, rows: Ints) -> Floats:
    """Return what a flat load of some enterprises pays a kWh, terms left out, CNY."""
    flat = _sold(world.catalogue, world.year).flat
    return flat[world.columns.enterprises.sector[rows]]


def last_output(world: World) -> Floats:
    """Return last year's output, or what an enterprise without one plans; 0 for idle ones."""
    enterprises = world.columns.enterprises
    planned = enterprises.base_output
    if world.month > 0:
        last = world.last_book.output
        planned = np.where(last > 0.0, last, planned)
    return planned * (enterprises.active & enterprises.inside)


def movable_kw(world: World, managed: Floats) -> Floats:
    """Return the load that energy management can move, kW by enterprise: a share of the mean load.

    `managed` is 1 where there is energy management.
    """
    place = world.carrier_slots[:, POWER]
    net = np.where(place >= 0, world.columns.slots.coefficient[place], 0.0)
    share = world.assumption["flexible_power_share"] * np.minimum(managed, 1.0)
    kw: Floats = share * net * last_output(world) / 8760.0
    return kw
