"""The dispatch of power on four typical days: own use, battery, flexible load, sharing, export."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.power.kernels import run_days, share_surplus, weigh_hours, weigh_trade
from sim.power.tariff import DAYS, Tariff
from sim.sums import sum_one

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BOUGHT, TAKEN, SHARED, PURCHASES, EXPORTS = 0, 2, 4, 6, 7
"""Sums of `Dispatch.traded`: from the grid, in the park, in the park net, both purchases, out."""


@dataclass(frozen=True)
class Fleet:
    """What enterprises use and own, one row each; hourly arrays are (enterprise, season, hour)."""

    load: Floats
    """Gross use of power, kWh in the hour."""
    made: Floats
    """Own generation, kWh in the hour: photovoltaics, wind, waste heat, by-product gas."""
    sun: Floats
    """Of it what follows sun and wind, not the plant."""
    park: Ints
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


@dataclass(frozen=True)
class Rules:
    """What holds for all: efficiency of batteries, trade inside parks."""

    round_trip: float
    """Power given back over power taken in by a battery, at most 1."""
    shared: Floats
    """Share of a park's surplus that is offered to its own enterprises before export."""
    discount: float = 0.0
    """On the grid price of the hour, for power shared inside a park."""


@dataclass(frozen=True)
class Dispatch:
    """Hourly results by (enterprise, season, hour), kWh, and what they come to.

    In every hour made + grid + taken + discharge = load + charge + given + exported + curtailed.
    Yearly figures are over 365 days, by enterprise.
    """

    fleet: Fleet
    rules: Rules
    tariff: Tariff
    load: Floats
    """Use after flexible load has moved."""
    charge: Floats
    discharge: Floats
    level: Floats
    """Energy in the battery at the end of the hour; the day starts at the level it ends with."""
    grid: Floats
    taken: Floats
    """Received from enterprises of the park."""
    given: Floats
    exported: Floats
    curtailed: Floats
    park_grid: Floats
    """Purchases from the grid by (park, season, hour)."""

    def year(self, by_hour: Floats) -> Floats:
        """Sum (enterprise, season, hour) over the year."""
        return weigh_hours(by_hour, DAYS)

    @cached_property
    def traded(self) -> Floats:
        """Sums of trade over the year as `sim.power.kernels.weigh_trade` numbers them."""
        return weigh_trade(self.grid, self.taken, self.given, self.exported, DAYS, self.tariff.off)

    def spent(self, of: int) -> Floats:
        """Value a sum of `traded` at the tariff: in kWh at the price of a flat load."""
        value: Floats = self.traded[of] + self.fleet.spread * self.traded[of + 1]
        return value

    @cached_property
    def cost(self) -> Floats:
        """Purchases less sales, in kWh at the price of a flat load."""
        shared = self.spent(SHARED) * (1.0 - self.rules.discount)
        cost: Floats = self.spent(BOUGHT) + shared - self.traded[EXPORTS] * self.fleet.sell
        return cost

    @cached_property
    def mean_price(self) -> Floats:
        """Mean price of purchases from grid and park over that of a flat load; 1 without any."""
        paid = self.spent(BOUGHT) + self.spent(TAKEN) * (1.0 - self.rules.discount)
        return _over(paid, self.traded[PURCHASES], 1.0)

    @cached_property
    def bought_by_period(self) -> Floats:
        """Purchases from the grid by (`PERIODS`, enterprise), kWh a year."""
        return np.array([weigh_hours(self.grid, DAYS * part) for part in self.tariff.share])

    @cached_property
    def self_consumption(self) -> Floats:
        """Share of own generation used on the spot or stored; nan without any."""
        made = self.year(self.fleet.made)
        away = self.year(self.given + self.exported + self.curtailed)
        return _over(made - away, made, np.nan)

    @cached_property
    def peak_kw(self) -> Floats:
        """Highest hourly purchase from the grid by enterprise."""
        top: Floats = self.grid.max(axis=(1, 2))
        return top

    @cached_property
    def peak_share_kw(self) -> Floats:
        """What each enterprise purchases in the hour of its park's highest purchase.

        Summed over the enterprises of a park it is the park's coincident peak.
        """
        rows, parks = len(self.grid), len(self.park_grid)
        hour = self.park_grid.reshape(parks, -1).argmax(axis=1)
        share: Floats = self.grid.reshape(rows, -1)[np.arange(rows), hour[self.fleet.park]]
        return share

    def by_park(self, values: Floats) -> Floats:
        """Sum a yearly figure by enterprise over each park."""
        return sum_one(self.fleet.park, values, len(self.rules.shared))


def dispatch(fleet: Fleet, tariff: Tariff, rules: Rules) -> Dispatch:
    """Dispatch every enterprise on every typical day, then share, export and curtail the surplus.

    Own power serves own load first. Flexible load then moves to surplus and cheap hours; the
    battery stores own surplus and, where the spread pays for the losses, cheap purchases; it serves
    own load in dear hours. Each enterprise does so alone; what is over goes to the park's
    enterprises that are short (micro-grid, direct line, load aggregation), then to the grid.
    Arrays as in `Fleet`; the fleet's load is not changed.
    """
    shape = fleet.load.shape
    load = fleet.load.copy()
    charge, discharge, level, grid, given, taken, exported, curtailed = np.zeros((8, *shape))
    run_days(
        load, fleet.made, tariff.ratio, tariff.order, fleet.sell, fleet.flexible, fleet.battery_kwh,
        fleet.battery_kw, rules.round_trip, fleet.spread, charge, discharge, level,
    )  # fmt: skip
    net = load + charge - fleet.made - discharge
    park_grid = np.zeros((len(rules.shared), *shape[1:]))
    share_surplus(
        net, fleet.park, rules.shared, fleet.export_kw, grid, given, taken, exported, curtailed,
        park_grid,
    )  # fmt: skip
    return Dispatch(
        fleet, rules, tariff, load, charge, discharge, level, grid, taken, given, exported,
        curtailed, park_grid,
    )  # fmt: skip


def _over(part: Floats, whole: Floats, else_: float) -> Floats:
    ratio: Floats = np.divide(part, whole, out=np.full(len(whole), else_), where=whole > 0.0)
    return ratio
