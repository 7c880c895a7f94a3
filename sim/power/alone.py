"""A year of power of enterprises that trade with the grid alone: what they buy, sell and pay.

The same rules as `sim.power.dispatch` without trade inside the park, so that no hour need be kept.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.kernel import kernel
from sim.power.equipment import Equipment
from sim.power.kernels import best_day, shift_load
from sim.power.shapes import load_shapes, pv_kwh_per_kwp
from sim.power.sites import Sites, sites_of
from sim.power.tariff import DAYS, tariff
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Alone(NamedTuple):
    """Sums of a year by enterprise."""

    bought: Floats
    """kWh from the grid."""
    off: Floats
    """The same, each weighed by what its hour's tariff stands off that of a flat load."""
    exported: Floats
    made: Floats
    """kWh of photovoltaics."""
    sites: Sites

    @property
    def spent(self) -> Floats:
        """Purchases at the tariff, in kWh at the price of a flat load."""
        spent: Floats = self.bought + self.sites.spread * self.off
        return spent

    @property
    def cost(self) -> Floats:
        """Purchases less sales, in kWh at the price of a flat load."""
        cost: Floats = self.spent - self.exported * self.sites.sell
        return cost

    @property
    def mean_price(self) -> Floats:
        """Mean price of purchases over that of a flat load; 1 without any."""
        price: Floats = np.divide(
            self.spent, self.bought, out=np.ones(len(self.bought)), where=self.bought > 0.0
        )
        return price


def run_alone(
    world: World, rows: Ints, extra: Equipment | None = None, owned: Equipment | None = None
) -> Alone:
    """Return the year of some enterprises with what stands and what `extra` adds, one row each.

    An enterprise may be asked for several times. `owned` is what stands, where the caller has it.
    """
    sites = sites_of(world, rows, extra, owned)
    bought, off, exported, made = run_year(sites, grid_of(world))
    return Alone(bought, off, exported, made, sites)


class Grid(NamedTuple):
    """What holds for all enterprises in a year; arrays by (season, hour)."""

    shapes: Floats
    """Load over its mean, by (sector, season, hour)."""
    pv: Floats
    """Yield of a kWp, kWh."""
    price: Floats
    """Tariff over the price of a flat load; an enterprise faces 1 + spread x (price - 1)."""
    order: Ints
    """Hours by rising price."""
    days: Floats
    """Days a year that an hour stands for."""
    off: Floats
    """`days` x what the price stands off that of a flat load."""
    round_trip: float


def grid_of(world: World) -> Grid:
    """Return the year's shapes, tariff and efficiency of batteries."""
    return _grid(world.catalogue, world.year, world.assumption["battery_round_trip"])


@per_catalogue
def _grid(catalogue: Catalogue, year: int, round_trip: float) -> Grid:
    prices = tariff(catalogue, year)
    return Grid(
        load_shapes(catalogue, year), pv_kwh_per_kwp(catalogue), prices.ratio, prices.order, DAYS,
        prices.off, round_trip,
    )  # fmt: skip


class Days(NamedTuple):
    """Hours of one enterprise's typical days, kWh by (season, hour)."""

    load: Floats
    sun: Floats
    made: Floats
    """Sun and process."""
    charge: Floats
    discharge: Floats
    drawn: Floats
    """Load and charge less what is made and discharged: negative where power is over."""


@kernel
def lay_days(e: int, sites: Sites, grid: Grid, days: Days, own: Floats, level: Floats) -> None:
    """Fill the days of an enterprise: its load moves, then its battery runs.

    `own` (its prices) and `level` are working space, by hour.
    """
    shape, use, process = grid.shapes[sites.sector[e]], sites.use[e], sites.process[e]
    sun_kw, sell, spread = sites.sun_kw[e], sites.sell[e], sites.spread[e]
    battery = (sites.battery_kwh[e], sites.battery_kw[e], grid.round_trip)
    stores, moves = battery[0] > 0.0 and battery[1] > 0.0, sites.flexible[e] > 0.0
    seasons, hours = shape.shape
    for s in range(seasons):
        for h in range(hours):
            days.load[s, h] = use * shape[s, h]
            days.sun[s, h] = sun_kw * grid.pv[s, h]
            days.made[s, h] = process * shape[s, h] + days.sun[s, h]
            days.charge[s, h] = days.discharge[s, h] = 0.0
        if moves or stores:
            for h in range(hours):
                own[h] = grid.price[s, h] + (spread - 1.0) * (grid.price[s, h] - 1.0)
        if moves:
            shift_load(days.load[s], days.made[s], own, grid.order[s], sell, sites.flexible[e])
        for h in range(hours):
            days.drawn[s, h] = days.load[s, h] - days.made[s, h]
        if stores:
            best_day(
                days.drawn[s], own, grid.order[s], sell, battery, days.charge[s],
                days.discharge[s], level,
            )  # fmt: skip
            for h in range(hours):
                held = days.load[s, h] + days.charge[s, h]
                days.drawn[s, h] = held - days.made[s, h] - days.discharge[s, h]


@kernel
def run_year(sites: Sites, grid: Grid) -> Floats:
    """Return what every enterprise buys, weighed by `days` and by `off`, exports, makes from sun.

    Own surplus goes out up to the export limit.
    """
    total = np.zeros((4, len(sites.sector)))
    seasons, hours = grid.price.shape
    load, sun, made, charge, discharge, drawn = np.zeros((6, seasons, hours))
    days, (own, level) = Days(load, sun, made, charge, discharge, drawn), np.zeros((2, hours))
    for e in range(len(sites.sector)):
        if sites.use[e] == 0.0 and sites.process[e] == 0.0 and sites.sun_kw[e] == 0.0:
            continue
        if not (sites.flexible[e] > 0.0 or sites.battery_kwh[e] > 0.0):
            follow_load(e, sites, grid, total)
            continue
        lay_days(e, sites, grid, days, own, level)
        bought, dearer, exported, sunny = 0.0, 0.0, 0.0, 0.0
        for s in range(seasons):
            for h in range(hours):
                sunny += sun[s, h] * grid.days[s, h]
                if drawn[s, h] > 0.0:
                    bought += drawn[s, h] * grid.days[s, h]
                    dearer += drawn[s, h] * grid.off[s, h]
                elif drawn[s, h] < 0.0:
                    exported += min(-drawn[s, h], sites.export_kw[e]) * grid.days[s, h]
        total[0, e], total[1, e], total[2, e], total[3, e] = bought, dearer, exported, sunny
    return total


@kernel
def follow_load(e: int, sites: Sites, grid: Grid, total: Floats) -> None:
    """Write the year of an enterprise whose load stays where it is and that stores nothing."""
    shape, use, process = grid.shapes[sites.sector[e]], sites.use[e], sites.process[e]
    sun_kw, export_kw = sites.sun_kw[e], sites.export_kw[e]
    bought, dearer, exported, sunny = 0.0, 0.0, 0.0, 0.0
    seasons, hours = shape.shape
    for s in range(seasons):
        for h in range(hours):
            sun = sun_kw * grid.pv[s, h]
            drawn = use * shape[s, h] - (process * shape[s, h] + sun)
            sunny += sun * grid.days[s, h]
            if drawn > 0.0:
                bought += drawn * grid.days[s, h]
                dearer += drawn * grid.off[s, h]
            elif drawn < 0.0:
                exported += min(-drawn, export_kw) * grid.days[s, h]
    total[0, e], total[1, e], total[2, e], total[3, e] = bought, dearer, exported, sunny


@kernel
def run_seasons(sites: Sites, grid: Grid) -> Floats:
    """Return own power by (row of `sim.power.own_kernels.OWN`, season, enterprise), kWh a day.

    The plant's own load and the power of its process stand in the books already.
    """
    seasons, hours = grid.price.shape
    plan = np.zeros((5, seasons, len(sites.sector)))
    load, sun, made, charge, discharge, drawn = np.zeros((6, seasons, hours))
    days, (own, level) = Days(load, sun, made, charge, discharge, drawn), np.zeros((2, hours))
    for e in range(len(sites.sector)):
        lay_days(e, sites, grid, days, own, level)
        for s in range(seasons):
            net, bought, taken, given = 0.0, 0.0, 0.0, 0.0
            for h in range(hours):
                use = sites.use[e] * grid.shapes[sites.sector[e], s, h]
                over = max(-drawn[s, h], 0.0)
                out = min(over, sites.export_kw[e])
                net += use - (made[s, h] - sun[s, h])
                bought += max(drawn[s, h], 0.0)
                taken += charge[s, h]
                given += discharge[s, h]
                plan[0, s, e] += sun[s, h]
                plan[2, s, e] += out
                plan[3, s, e] += over - out
            plan[1, s, e], plan[4, s, e] = net - bought, taken - given
    return plan
