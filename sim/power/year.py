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

from sim.power.alone import run_alone
from sim.power.dispatch import Dispatch, Fleet, Rules, dispatch
from sim.power.equipment import Equipment
from sim.power.kernels import lay_hours
from sim.power.shapes import load_shapes, pv_kwh_per_kwp
from sim.power.sites import sites_of
from sim.power.tariff import tariff
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
        entered = run_alone(world, np.arange(len(known), rows)).mean_price
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
    """Return what some enterprises use and own this January, by hour; see `sites_of`."""
    catalogue, sites = world.catalogue, sites_of(world, rows, extra)
    load, made, sun = lay_hours(
        sites.sector, sites.use, sites.process, sites.sun_kw, load_shapes(catalogue, world.year),
        pv_kwh_per_kwp(catalogue),
    )  # fmt: skip
    return Fleet(
        load=load,
        made=made,
        sun=sun,
        park=world.columns.enterprises.park[rows],
        flexible=sites.flexible,
        battery_kwh=sites.battery_kwh,
        battery_kw=sites.battery_kw,
        sell=sites.sell,
        export_kw=sites.export_kw,
        spread=sites.spread,
    )
