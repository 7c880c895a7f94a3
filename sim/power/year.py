"""January: dispatch every enterprise's planned power on typical days and keep what a run needs.

What counts once. Power of the process (waste heat, by-product gas, pressure) has lowered the
electricity coefficient by what it makes a product unit. Photovoltaics, wind and batteries stand
beside the recipe: what they bring is used, kept, exported or curtailed by the hour, and
`sim.power.own` posts it month by month. The price factor is the mean tariff of what is purchased.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue
from sim.power.alone import run_alone
from sim.power.dispatch import Dispatch, Fleet, Rules, dispatch
from sim.power.kernels import lay_hours
from sim.power.shapes import load_shapes, pv_kwh_per_kwp
from sim.power.sites import Sites, sites_of
from sim.power.tariff import tariff
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FACTOR = "power_factor"


class PowerYear:
    """A year's power on typical days by enterprise (those that stood in its January), kWh.

    Its hours are dispatched when a figure of theirs is asked for.
    """

    def __init__(self, world: World, sites: Sites) -> None:
        self.year = world.year
        self._laid = sites, world.catalogue, world.columns.enterprises.park.copy(), _rules(world)

    @cached_property
    def _dispatch(self) -> Dispatch:
        sites, catalogue, park, rules = self._laid
        fleet = lay_fleet(sites, catalogue, self.year, park)
        return dispatch(fleet, tariff(catalogue, self.year), rules)

    @cached_property
    def made_kwh(self) -> Floats:
        """Own power of photovoltaics and of the process."""
        return self._dispatch.year(self._dispatch.fleet.made)

    @cached_property
    def load_kwh(self) -> Floats:
        """Gross use."""
        return self._dispatch.year(self._dispatch.load)

    @cached_property
    def exported_kwh(self) -> Floats:
        """Fed into the grid."""
        return self._dispatch.year(self._dispatch.exported)

    @cached_property
    def curtailed_kwh(self) -> Floats:
        """Own power beyond own use, storage and the export limit."""
        return self._dispatch.year(self._dispatch.curtailed)

    @cached_property
    def peak_share_kw(self) -> Floats:
        """Purchase in the hour of the park's highest purchase: their sum is its coincident peak."""
        return self._dispatch.peak_share_kw


def dispatch_power(world: World) -> None:
    """Keep the year's power and each enterprise's price factor: its mean price over a flat load's.

    Technologies stand as last year left them, output is last year's. An entrant of this January is
    dispatched for its price, and reported from its second year on.
    """
    found = run_alone(world, np.arange(len(world.columns.enterprises)))
    world.memory[FACTOR] = found.mean_price
    world.power_years.append(PowerYear(world, found.sites))


def power_factor(world: World) -> Floats | None:
    """Return the year's factor on purchased power by enterprise; None where nothing dispatches."""
    known = world.memory.get(FACTOR)
    rows = len(world.columns.enterprises)
    if known is not None and len(known) < rows:
        entered = run_alone(world, np.arange(len(known), rows)).mean_price
        known = world.memory[FACTOR] = np.concatenate((known, entered))
    return known


def _rules(world: World) -> Rules:
    # trade inside a park waits for a rule that allows it
    return Rules(world.assumption["battery_round_trip"], np.zeros(world.parks))


def fleet_of(world: World, rows: Ints) -> Fleet:
    """Return what some enterprises use and own this January, by hour; see `sites_of`."""
    park = world.columns.enterprises.park[rows]
    return lay_fleet(sites_of(world, rows), world.catalogue, world.year, park)


def lay_fleet(sites: Sites, catalogue: Catalogue, year: int, park: Ints) -> Fleet:
    """Return what enterprises use and own in a year, by hour."""
    load, made, sun = lay_hours(
        sites.sector, sites.use, sites.process, sites.sun_kw, load_shapes(catalogue, year),
        pv_kwh_per_kwp(catalogue),
    )  # fmt: skip
    return Fleet(
        load=load,
        made=made,
        sun=sun,
        park=park,
        flexible=sites.flexible,
        battery_kwh=sites.battery_kwh,
        battery_kw=sites.battery_kw,
        sell=sites.sell,
        export_kw=sites.export_kw,
        spread=sites.spread,
    )
