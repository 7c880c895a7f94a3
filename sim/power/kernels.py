"""The loops of the power dispatch: flexible load, battery, and what a park's enterprises share.

Arrays of a day have 24 hours of one hour each, so that kW and kWh agree.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

AGREE = 1e-12
"""A battery ends its day as it began when the difference is within this share of its energy."""


@kernel
def add_up(
    installed_month: Ints, enterprise: Ints, tech_row: Ints, size: Floats, per_size: Floats,
    per_unit: Floats, enterprises: int,
) -> Floats:  # fmt: skip
    """Sum what stands by (quantity, enterprise): quantities by size, then those by technology.

    `per_size` and `per_unit` are by (quantity, technology row), the rest by retrofit.
    """
    sized, others = len(per_size), len(per_unit)
    sums = np.zeros((sized + others, enterprises))
    for row in range(len(installed_month)):
        if installed_month[row] >= 0:
            e, technology = enterprise[row], tech_row[row]
            for k in range(sized):
                sums[k, e] += per_size[k, technology] * size[row]
            for k in range(others):
                sums[sized + k, e] += per_unit[k, technology]
    return sums


@kernel
def fit_sizes(
    asked: Ints, asked_row: Ints, installed_month: Ints, enterprise: Ints, tech_row: Ints,
    size: Floats, capacity: Floats, roof_kwp: Floats, per_unit: Floats, hourly: Flags, sun: Flags,
) -> Floats:  # fmt: skip
    """Return the size that fits and its share of what the table asks, of technologies as asked.

    `asked` are enterprises, `asked_row` technology rows; `size` and what is beside it is by
    retrofit, `capacity` and `roof_kwp` by enterprise, the rest by technology row.
    """
    stands = np.zeros(len(capacity))
    for row in range(len(enterprise)):
        if installed_month[row] >= 0 and sun[tech_row[row]]:
            stands[enterprise[row]] += size[row]
    fits = np.zeros((2, len(asked)))
    for i in range(len(asked)):
        e, technology = asked[i], asked_row[i]
        share, wanted = 1.0, per_unit[technology] * capacity[e] * 12.0
        if sun[technology]:
            room = max(roof_kwp[e] - stands[e], 0.0)
            if hourly[technology] and wanted > room:
                share = room / wanted
        if hourly[technology]:
            fits[0, i] = share * wanted
        fits[1, i] = share
    return fits


@kernel
def lay_hours(
    sector: Ints, use: Floats, process: Floats, sun_kw: Floats, shapes: Floats, pv: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return load, own generation and its part from the sun by hour.

    `use` is the mean load of an hour and `process` the power of the process in it, kWh; both follow
    the shape of the sector, and photovoltaics of `sun_kw` make `pv` a kWp, by (season, hour).
    """
    enterprises, (_, seasons, hours) = len(sector), shapes.shape
    load = np.empty((enterprises, seasons, hours))
    made, sun = np.zeros(load.shape), np.zeros(load.shape)
    for e in range(enterprises):
        shape = shapes[sector[e]]
        for s in range(seasons):
            for h in range(hours):
                load[e, s, h] = use[e] * shape[s, h]
                if sun_kw[e] != 0.0:
                    sun[e, s, h] = sun_kw[e] * pv[s, h]
                if process[e] != 0.0:
                    made[e, s, h] = process[e] * shape[s, h]
                made[e, s, h] += sun[e, s, h]
    return load, made, sun


@kernel
def shift_load(
    load: Floats, made: Floats, price: Floats, order: Ints, sell: float, flexible: float
) -> None:
    """Move flexible load of a day from dear hours to cheap ones, in place.

    Hours with a surplus of own power take first, then those of purchased power from the cheapest
    (`order`: hours by rising price). An hour gives up to `flexible` of its load, of what it must
    purchase only, and takes up to `flexible` of the day's mean; the day's top purchase never rises.
    """
    hours = len(load)
    top, mean = 0.0, 0.0
    for h in range(hours):
        top = max(top, load[h] - made[h])
        mean += load[h] / hours
    gives = np.zeros(hours)
    for h in range(hours):
        gives[h] = max(min(flexible * load[h], load[h] - made[h]), 0.0)
    takes = np.full(hours, flexible * mean)
    last = hours - 1
    for purchased in (False, True):
        for i in range(hours):
            to = order[i]
            net = load[to] - made[to]
            if purchased != (net >= 0.0):
                continue
            worth = price[to] if purchased else sell
            room = min(takes[to], top - net if purchased else -net)
            while room > 0.0 and last >= 0 and price[order[last]] > worth:
                source = order[last]
                moved = min(room, gives[source])
                load[source] -= moved
                load[to] += moved
                gives[source] -= moved
                takes[to] -= moved
                room -= moved
                if gives[source] <= 0.0:
                    last -= 1


@kernel
def store_day(
    net: Floats,
    price: Floats,
    rule: tuple[float, float],
    battery: tuple[float, float, float],
    top: float,
    start: float,
    charge: Floats,
    discharge: Floats,
    level: Floats,
) -> float:
    """Run a battery through a day by one rule and return its level at the end.

    `net` is load less own power; `rule` is (purchase to store at or below this price, discharge at
    or above this one); `battery` is (energy, power, efficiency). Own surplus is always stored
    first. A kWh taken in raises the level by the efficiency, a kWh given lowers it by one, so
    no energy is made while the efficiency is at most 1. Power is given to own load only, and
    purchases for the store never raise the day's top purchase, `top`.
    """
    fill_at, give_at = rule
    energy, power, efficiency = battery
    per_stored = 1.0 / efficiency
    stored = start
    for h in range(len(net)):
        charge[h] = discharge[h] = 0.0
        available = max(-net[h], 0.0)
        if price[h] <= fill_at:
            available += top - max(net[h], 0.0)
        if available > 0.0:
            charge[h] = min(power, available, (energy - stored) * per_stored)
            stored = min(stored + efficiency * charge[h], energy)
        elif price[h] >= give_at and net[h] > 0.0:
            discharge[h] = min(power, net[h], stored)
            stored -= discharge[h]
        level[h] = stored
    return stored


@kernel
def round_day(
    net: Floats,
    price: Floats,
    rule: tuple[float, float],
    battery: tuple[float, float, float],
    top: float,
    charge: Floats,
    discharge: Floats,
    level: Floats,
) -> None:
    """Run a battery through a day that ends at the level it starts from.

    A day moves the start s to clamp(s + a, low, high). From empty it repeats on the second day
    unless a > 0; then a day from full ends at a level that repeats.
    """
    energy = battery[0]
    first = store_day(net, price, rule, battery, top, 0.0, charge, discharge, level)
    if first == 0.0:
        return
    second = store_day(net, price, rule, battery, top, first, charge, discharge, level)
    if abs(second - first) > AGREE * energy:
        full = store_day(net, price, rule, battery, top, energy, charge, discharge, level)
        store_day(net, price, rule, battery, top, full, charge, discharge, level)


@kernel
def day_cost(net: Floats, price: Floats, sell: float, charge: Floats, discharge: Floats) -> float:
    """Return what a day's purchases cost less what its surplus brings."""
    cost = 0.0
    for h in range(len(net)):
        drawn = net[h] + charge[h] - discharge[h]
        cost += drawn * price[h] if drawn > 0.0 else drawn * sell
    return cost


@kernel
def best_day(
    net: Floats,
    price: Floats,
    order: Ints,
    sell: float,
    battery: tuple[float, float, float],
    charge: Floats,
    discharge: Floats,
    level: Floats,
) -> None:
    """Run a battery by the cheapest of the plain rules of a day; idle where none saves.

    The rules are the pairs of the day's price levels (purchase at or below one, discharge at or
    above another) that pay after losses, and storing own surplus only.
    """
    hours = len(net)
    surplus, top = False, 0.0
    for h in range(hours):
        charge[h] = discharge[h] = level[h] = 0.0
        surplus = surplus or net[h] < 0.0
        top = max(top, net[h])
    idle = day_cost(net, price, sell, charge, discharge)
    best, found = idle, (-1.0, -1.0)
    give_at = -1.0
    for j in range(hours):
        if price[order[j]] == give_at:
            continue
        give_at = price[order[j]]
        if surplus:
            round_day(net, price, (-1.0, give_at), battery, top, charge, discharge, level)
            cost = day_cost(net, price, sell, charge, discharge)
            if cost < best:
                best, found = cost, (-1.0, give_at)
        fill_at = -1.0
        for i in range(j):
            if price[order[i]] == fill_at:
                continue
            fill_at = price[order[i]]
            if fill_at >= battery[2] * give_at:
                break
            round_day(net, price, (fill_at, give_at), battery, top, charge, discharge, level)
            cost = day_cost(net, price, sell, charge, discharge)
            if cost < best:
                best, found = cost, (fill_at, give_at)
    if best < idle:
        round_day(net, price, found, battery, top, charge, discharge, level)
    else:
        for h in range(hours):
            charge[h] = discharge[h] = level[h] = 0.0


@kernel
def run_days(
    load: Floats,
    made: Floats,
    price: Floats,
    order: Ints,
    sell: Floats,
    flexible: Floats,
    energy: Floats,
    power: Floats,
    efficiency: float,
    spread: Floats,
    charge: Floats,
    discharge: Floats,
    level: Floats,
) -> None:
    """Shift the load and run the battery of every enterprise on every typical day, in place.

    `load`, `made`, `charge`, `discharge` and `level` are (enterprise, season, hour), `price` and
    `order` (season, hour), the rest by enterprise. An enterprise faces 1 + spread x (price - 1),
    which leaves the order of the hours as it is.
    """
    enterprises, seasons, hours = load.shape
    net, own = np.zeros(hours), np.zeros(hours)
    for e in range(enterprises):
        stores = energy[e] > 0.0 and power[e] > 0.0
        if not stores and flexible[e] <= 0.0:
            continue
        for s in range(seasons):
            for h in range(hours):
                own[h] = price[s, h] + (spread[e] - 1.0) * (price[s, h] - 1.0)
            if flexible[e] > 0.0:
                shift_load(load[e, s], made[e, s], own, order[s], sell[e], flexible[e])
            if stores:
                for h in range(hours):
                    net[h] = load[e, s, h] - made[e, s, h]
                battery = (energy[e], power[e], efficiency)
                best_day(
                    net, own, order[s], sell[e], battery,
                    charge[e, s], discharge[e, s], level[e, s],
                )  # fmt: skip


@kernel
def share_surplus(
    net: Floats,
    park: Ints,
    shares: Floats,
    limit: Floats,
    grid: Floats,
    given: Floats,
    taken: Floats,
    exported: Floats,
    curtailed: Floats,
    park_grid: Floats,
) -> None:
    """Split what each enterprise is short of or has over, hour by hour.

    `net` (enterprise, season, hour) is load and charge less own power and discharge. Of a park's
    surplus the share `shares[park]` is offered to its enterprises that are short, each gives and
    takes in proportion; the rest is exported up to `limit` (kW by enterprise), the rest of that
    curtailed. `park_grid` (park, season, hour) sums the purchases.
    """
    enterprises, seasons, hours = net.shape
    over, short = np.zeros(park_grid.shape), np.zeros(park_grid.shape)
    for e in range(enterprises):
        p = park[e]
        for s in range(seasons):
            for h in range(hours):
                over[p, s, h] += max(-net[e, s, h], 0.0)
                short[p, s, h] += max(net[e, s, h], 0.0)
    for e in range(enterprises):
        p = park[e]
        for s in range(seasons):
            for h in range(hours):
                value = net[e, s, h]
                if value > 0.0:
                    traded = min(shares[p] * over[p, s, h], short[p, s, h])
                    taken[e, s, h] = min(traded * value / short[p, s, h], value)
                    grid[e, s, h] = value - taken[e, s, h]
                    park_grid[p, s, h] += grid[e, s, h]
                elif value < 0.0:
                    traded = min(shares[p] * over[p, s, h], short[p, s, h])
                    given[e, s, h] = min(traded * -value / over[p, s, h], -value)
                    left = -value - given[e, s, h]
                    exported[e, s, h] = min(left, limit[e])
                    curtailed[e, s, h] = left - exported[e, s, h]


@kernel
def weigh_trade(
    grid: Floats, taken: Floats, given: Floats, exported: Floats, days: Floats, off: Floats
) -> Floats:
    """Sum what is traded over the year, by (number, enterprise).

    The numbers: purchases from the grid weighed by `days` and by `off`, both by (season, hour);
    what is taken in the park, the same two; the taken less the given, the same two; all purchases
    by `days`, and exports by `days`.
    """
    enterprises, seasons, hours = grid.shape
    total = np.zeros((8, enterprises))
    for e in range(enterprises):
        for s in range(seasons):
            for h in range(hours):
                bought, got = grid[e, s, h], taken[e, s, h]
                net = got - given[e, s, h]
                total[0, e] += bought * days[s, h]
                total[1, e] += bought * off[s, h]
                total[2, e] += got * days[s, h]
                total[3, e] += got * off[s, h]
                total[4, e] += net * days[s, h]
                total[5, e] += net * off[s, h]
                total[6, e] += (bought + got) * days[s, h]
                total[7, e] += exported[e, s, h] * days[s, h]
    return total


@kernel
def weigh_hours(by_hour: Floats, weight: Floats) -> Floats:
    """Sum (enterprise, season, hour) weighted by (season, hour) to one number an enterprise."""
    enterprises, seasons, hours = by_hour.shape
    total = np.zeros(enterprises)
    for e in range(enterprises):
        for s in range(seasons):
            for h in range(hours):
                total[e] += by_hour[e, s, h] * weight[s, h]
    return total
