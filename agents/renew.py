"""Renewal in January: lines at the end of their life are replaced by new ones, wait, or go."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.contract import spending_power
from sim.annuity import capital_recovery
from sim.fit import refit
from sim.money import ACCOUNT
from sim.sums import sum_one
from sim.vintage import mean_age_years, new_line_energy, plant_life_years, wears
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def renew_capacity(world: World) -> None:
    """Replace lines of capacity at the end of their life where it pays, else retire them.

    gain = last year's profit before depreciation on the line's share of output + the energy that
    a new line of today saves; it pays when gain / capital recovery(`renewal_rate`, asset life)
    exceeds `renewal_capex` of the capital of new capacity. A line that pays but cannot be paid for
    runs on, up to `overrun_years`. Output is shared by capacity, so what retires is lost to the
    enterprise.
    """
    if world.month == 0:
        return
    due = _due(world)
    if len(due) == 0:
        return
    vintages, assumption = world.columns.vintages, world.assumption
    enterprises = world.columns.enterprises
    order = due[np.lexsort((due, -(world.month - vintages.built_month[due])))]
    owner, line = vintages.enterprise[order], vintages.capacity[order]
    energy = fresh_energy(world, owner)
    gain = yearly_gain(world, owner, line)
    gain = gain + (vintages.energy[order] - energy) * energy_bill(world)[owner] * line * 12.0
    per_unit = enterprises.value_added_cny_per_unit[owner]
    capex = line * 12.0 * per_unit * assumption["capital_per_value_added"]
    capex = capex * assumption["renewal_capex"]
    npv = gain / capital_recovery(assumption["renewal_rate"], assumption["asset_life_years"])
    npv = npv - capex
    overrun = (world.month - vintages.built_month[order]) / 12.0 - _life(world)[owner]
    late = overrun >= assumption["overrun_years"]
    power = spending_power(world)
    for k, row in enumerate(order.tolist()):
        e = int(owner[k])
        age = (world.month - int(vintages.built_month[row])) / 12.0
        told = {
            "capacity_per_year": float(line[k] * 12.0),
            "age_years": age,
            "npv_cny": npv.item(k),
        }
        if npv[k] > 0 and capex[k] <= power[e]:
            power[e] -= capex[k]
            world.event(
                "capacity_renewed", e, **told, capex_cny=capex.item(k),
                energy_before=vintages.energy.item(row), energy_after=energy.item(k),
            )  # fmt: skip
            vintages.built_month[row], vintages.energy[row] = world.month, energy[k]
            world.flows.money[ACCOUNT["capex"], e] -= capex[k]
            enterprises.committed_cny[e] += capex[k]
        elif npv[k] <= 0 or late[k]:
            reason = "unprofitable" if npv[k] <= 0 else "unaffordable"
            retire_line(world, row)
            world.event("capacity_retired", e, **told, reason=reason)
    mix_vintages(world, np.unique(owner))


def _due(world: World) -> Ints:
    """Return the lines at the end of their life, of those whose capacity wears."""
    vintages, enterprises = world.columns.vintages, world.columns.enterprises
    life = _life(world)[vintages.enterprise]
    old = (world.month - vintages.built_month >= life * 12.0) & (vintages.capacity > 0)
    runs = wears(world.catalogue, enterprises) & enterprises.active
    return np.flatnonzero(old & runs[vintages.enterprise])


def _life(world: World) -> Floats:
    return plant_life_years(world.catalogue)[world.columns.enterprises.sector]


def fresh_energy(world: World, enterprise: Ints) -> Floats:
    """Return what a line built today uses over what each enterprise used at the start."""
    now = np.full(len(enterprise), world.month)
    energy = new_line_energy(world.assumption, mean_age_years(world.catalogue), now)
    return energy * world.columns.enterprises.vintage_norm[enterprise]


def yearly_gain(world: World, enterprise: Ints, capacity: Floats) -> Floats:
    """Return last year's profit before depreciation on a part of the capacity, CNY a year."""
    enterprises, book = world.columns.enterprises, world.last_book
    before = book.profit_cny + enterprises.fixed_assets / world.assumption["asset_life_years"]
    share = capacity / np.maximum(enterprises.capacity[enterprise], 1e-12)
    return before[enterprise] * share


def energy_bill(world: World) -> Floats:
    """Return what the energy of a unit costs each enterprise, as its plant was at the start."""
    slots = world.columns.slots
    bill = np.where(slots.fuel & ~slots.out, slots.base_coefficient * world.prices.price, 0.0)
    return sum_one(slots.enterprise, bill, len(world.columns.enterprises))


def retire_line(world: World, row: int) -> None:
    """Take a line of capacity out for good."""
    columns = world.columns
    e = int(columns.vintages.enterprise[row])
    left = columns.enterprises.capacity[e] - columns.vintages.capacity[row]
    columns.enterprises.capacity[e] = max(left, 0.0)
    columns.vintages.capacity[row] = 0.0


def add_line(world: World, enterprise: int, capacity: float) -> None:
    """Add a new line of today's best vintage."""
    world.columns.enterprises.capacity[enterprise] += capacity
    world.columns.vintages.add(
        1,
        enterprise=enterprise,
        built_month=world.month,
        capacity=capacity,
        energy=fresh_energy(world, np.array([enterprise])),
    )


def mix_vintages(world: World, changed: Ints) -> None:
    """Set the energy use of enterprises to the mean of their lines, and lay their plants out anew.

    The mean is by capacity; who has no line left keeps what it had.
    """
    vintages, enterprises = world.columns.vintages, world.columns.enterprises
    size = len(enterprises)
    total = sum_one(vintages.enterprise, vintages.capacity, size)
    used = sum_one(vintages.enterprise, vintages.capacity * vintages.energy, size)
    changed = changed[total[changed] > 0]
    enterprises.vintage_energy[changed] = used[changed] / total[changed]
    refit(world, changed)
