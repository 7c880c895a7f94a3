"""January: dispatch every enterprise's planned power on typical days and keep what a run needs.

What counts once. Power of the process (waste heat, by-product gas, pressure) has lowered the
electricity coefficient by what it makes a product unit. Photovoltaics, wind and batteries stand
beside the recipe: what they bring is used, kept, exported or curtailed by the hour, and
`sim.power.own` posts it month by month. The price factor is the mean tariff of what is purchased.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.power.dispatch import Dispatch, Fleet, Rules, dispatch
from sim.power.equipment import Equipment, equipment
from sim.power.kernels import lay_hours
from sim.power.shapes import load_shapes, pv_kwh_per_kwp
from sim.power.tariff import tariff
from sim.recipes import POWER
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FACTOR = "power_factor"


@dataclass(frozen=True)
class PowerYear:
    """A year's power on typical days by enterprise (those that stood in its January), kWh."""

    year: int
    load_kwh: Floats
    made_kwh: Floats
    """Own power of photovoltaics and of the process."""
    exported_kwh: Floats
    curtailed_kwh: Floats
    peak_share_kw: Floats
    """Purchase in the hour of the park's highest purchase: a park's sum is its coincident peak."""
    price_factor: Floats
    """Mean purchase price over that of a flat load."""


def dispatch_power(world: World) -> None:
    """Dispatch the year's power and keep each enterprise's price factor.

    Technologies stand as last year left them, output is last year's. An entrant of this January is
    dispatched for its price, and reported from its second year on.
    """
    found = run_dispatch(world, np.arange(len(world.columns.enterprises)))
    world.memory[FACTOR] = found.mean_price
    world.power_years.append(
        PowerYear(
            year=world.year,
            load_kwh=found.year(found.load),
            made_kwh=found.year(found.fleet.made),
            exported_kwh=found.year(found.exported),
            curtailed_kwh=found.year(found.curtailed),
            peak_share_kw=found.peak_share_kw,
            price_factor=found.mean_price,
        )
    )


def power_factor(world: World) -> Floats | None:
    """Return the year's factor on purchased power by enterprise; None where nothing dispatches."""
    known = world.memory.get(FACTOR)
    rows = len(world.columns.enterprises)
    if known is not None and len(known) < rows:
        entered = run_dispatch(world, np.arange(len(known), rows)).mean_price
        known = world.memory[FACTOR] = np.concatenate((known, entered))
    return known


def run_dispatch(world: World, rows: Ints, extra: Equipment | None = None) -> Dispatch:
    """Dispatch some enterprises with what stands and what `extra` adds, one row each.

    An enterprise may be asked for several times.
    """
    # trade inside a park waits for a rule that allows it
    rules = Rules(world.assumption["battery_round_trip"], np.zeros(world.parks))
    return dispatch(fleet_of(world, rows, extra), tariff(world.catalogue, world.year), rules)


def fleet_of(world: World, rows: Ints, extra: Equipment | None = None) -> Fleet:
    """Return what some enterprises use and own this January, by hour; who stands idle uses nothing.

    Power of the process serves the plant first; what it would make beyond the plant's use is not
    counted, as in the plant's coefficient.
    """
    catalogue, assumption = world.catalogue, world.assumption
    enterprises, slots = world.columns.enterprises, world.columns.slots
    owned = equipment(world).pick(rows)
    if extra is not None:
        sums = {n: getattr(owned, n) + getattr(extra, n) for n in owned.__dataclass_fields__}
        owned = Equipment(**sums)
    place = world.carrier_slots[rows, POWER]
    net = np.where(place >= 0, slots.coefficient[place], 0.0)
    base = np.where(place >= 0, slots.base_coefficient[place], 0.0)
    # a coefficient of 0 hides how much power of the process is over: the use is the base year's
    process = np.where(net > 0.0, owned.process_kwh, np.minimum(base, owned.process_kwh))
    output = _output(world)[rows]
    sector = enterprises.sector[rows]
    stands = owned.sun_kw * (enterprises.active & enterprises.inside)[rows]
    load, made, sun, top = lay_hours(
        sector, (net + process) * output / 8760.0, process * output / 8760.0, stands,
        load_shapes(catalogue, world.year), pv_kwh_per_kwp(catalogue),
    )  # fmt: skip
    connection = (net + process) * enterprises.capacity[rows] * 12.0 / 8760.0 * top
    return Fleet(
        load=load,
        made=made,
        sun=sun,
        park=enterprises.park[rows],
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


def _output(world: World) -> Floats:
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
    kw: Floats = share * net * _output(world) / 8760.0
    return kw
