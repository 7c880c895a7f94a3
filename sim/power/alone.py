"""A year of power of enterprises that trade with the grid alone: what they buy, sell and pay.

The same rules as `sim.power.dispatch` without trade inside the park, so that no hour need be kept.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.power.dispatch import DAYS
from sim.power.equipment import Equipment
from sim.power.kernels import best_day, shift_load
from sim.power.shapes import load_shapes, pv_kwh_per_kwp
from sim.power.sites import Sites, sites_of
from sim.power.tariff import tariff
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


def run_alone(world: World, rows: Ints, extra: Equipment | None = None) -> Alone:
    """Return the year of some enterprises with what stands and what `extra` adds, one row each.

    An enterprise may be asked for several times.
    """
    catalogue, year, sites = world.catalogue, world.year, sites_of(world, rows, extra)
    prices = tariff(catalogue, year)
    bought, off, exported, made = run_year(
        sites, load_shapes(catalogue, year), pv_kwh_per_kwp(catalogue), prices.ratio, prices.order,
        world.assumption["battery_round_trip"], DAYS, DAYS * (prices.ratio - 1.0),
    )  # fmt: skip
    return Alone(bought, off, exported, made, sites)


@kernel
def run_year(
    sites: Sites, shapes: Floats, pv: Floats, price: Floats, order: Ints, efficiency: float,
    days: Floats, off: Floats,
) -> Floats:  # fmt: skip
    """Return what every enterprise buys, weighed by `days` and by `off`, exports, makes from sun.

    `shapes` is (sector, season, hour), `pv` a kWp's yield, `price`, `order`, `days` and `off` are
    (season, hour); an enterprise faces 1 + spread x (price - 1). Own surplus goes out up to the
    export limit.
    """
    _, seasons, hours = shapes.shape
    total = np.zeros((4, len(sites.sector)))
    load, made, own, net = np.zeros((4, hours))
    charge, discharge, level = np.zeros((3, hours))
    for e in range(len(sites.sector)):
        shape = shapes[sites.sector[e]]
        battery = (sites.battery_kwh[e], sites.battery_kw[e], efficiency)
        stores = battery[0] > 0.0 and battery[1] > 0.0
        charge[:] = 0.0
        discharge[:] = 0.0
        for s in range(seasons):
            for h in range(hours):
                sun = sites.sun_kw[e] * pv[s, h]
                load[h] = sites.use[e] * shape[s, h]
                made[h] = sites.process[e] * shape[s, h] + sun
                own[h] = price[s, h] + (sites.spread[e] - 1.0) * (price[s, h] - 1.0)
                total[3, e] += sun * days[s, h]
            if sites.flexible[e] > 0.0:
                shift_load(load, made, own, order[s], sites.sell[e], sites.flexible[e])
            if stores:
                for h in range(hours):
                    net[h] = load[h] - made[h]
                best_day(net, own, order[s], sites.sell[e], battery, charge, discharge, level)
            for h in range(hours):
                drawn = load[h] + charge[h] - made[h] - discharge[h]
                if drawn > 0.0:
                    total[0, e] += drawn * days[s, h]
                    total[1, e] += drawn * off[s, h]
                elif drawn < 0.0:
                    total[2, e] += min(-drawn, sites.export_kw[e]) * days[s, h]
    return total
