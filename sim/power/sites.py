"""What enterprises use and own of power this January: means and sizes, before any hour is laid."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.power.equipment import Equipment, equipment
from sim.power.shapes import load_tops
from sim.recipes import POWER
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


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


def sites_of(world: World, rows: Ints, extra: Equipment | None = None) -> Sites:
    """Return some enterprises with what stands and what `extra` adds, one row each.

    Who stands idle uses nothing. Power of the process serves the plant first; what it would make
    beyond the plant's use is not counted, as in the plant's coefficient.
    """
    catalogue, assumption = world.catalogue, world.assumption
    enterprises, slots = world.columns.enterprises, world.columns.slots
    owned = equipment(world).pick(rows)
    if extra is not None:
        owned = owned.with_more(extra)
    place = world.carrier_slots[rows, POWER]
    net = np.where(place >= 0, slots.coefficient[place], 0.0)
    base = np.where(place >= 0, slots.base_coefficient[place], 0.0)
    # a coefficient of 0 hides how much power of the process is over: the use is the base year's
    process = np.where(net > 0.0, owned.process_kwh, np.minimum(base, owned.process_kwh))
    output, sector = last_output(world)[rows], enterprises.sector[rows]
    connection = (net + process) * enterprises.capacity[rows] * 12.0 / 8760.0
    connection = connection * load_tops(catalogue, world.year)[sector]
    return Sites(
        sector=sector,
        use=(net + process) * output / 8760.0,
        process=process * output / 8760.0,
        sun_kw=owned.sun_kw * (enterprises.active & enterprises.inside)[rows],
        flexible=assumption["flexible_power_share"] * np.minimum(owned.managed, 1.0),
        battery_kwh=owned.battery_kwh,
        battery_kw=owned.battery_kwh / assumption["battery_hours"],
        sell=catalogue.power_sale[catalogue.year_index(world.year)] / flat_price(world, rows),
        export_kw=assumption["power_export_share"] * connection,
        spread=world.terms["tou_spread"][rows],
    )


def flat_price(world: World, rows: Ints) -> Floats:
    """Return what a flat load of some enterprises pays a kWh, terms left out, CNY."""
    catalogue = world.catalogue
    now, power = catalogue.year_index(world.year), catalogue.stream["electricity"]
    sector = world.columns.enterprises.sector[rows]
    flat: Floats = catalogue.price[power, now] * catalogue.price_factor[sector, power]
    return flat


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
