"""Renewal in January: lines at the end of their life are replaced by new ones, wait, or go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from agents.bank import lends
from agents.comply import stake
from agents.contract import spending_power
from sim.annuity import capital_recovery
from sim.assess import recipe_tce
from sim.fit import refit
from sim.kernel import kernel
from sim.money import ACCOUNT
from sim.sums import sum_one
from sim.vintage import mean_age_years, new_line_energy, plant_life_years, wears
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


WRITTEN_OFF, LOST_LAST_YEAR = "written off", "written off last year"
"""Memory: fixed assets written off, CNY by enterprise: no cost of running the plant."""


@dataclass(frozen=True)
class Lines:
    """Lines of capacity that might be renewed this January, one row each, the oldest first."""

    row: Ints
    """Row of `world.columns.vintages`."""
    enterprise: Ints
    due: Flags
    """At the end of its life: not renewed, it waits for money or retires."""
    late: Flags
    """Has waited for money as long as it may."""
    capacity: Floats
    rebuilt: Floats
    """Capacity that a renewal leaves: less where more must be closed than is built."""
    energy: Floats
    """Of the new line, over that of the enterprise at the start."""
    capex_cny: Floats
    npv_cny: Floats


def renew_capacity(world: World) -> None:
    """Replace lines of capacity at the end of their life where it pays, else retire them.

    gain = last year's profit before depreciation on the line's share of output + the energy that
    a new line of today saves; it pays when gain / capital recovery(`renewal_rate`, asset life)
    exceeds `renewal_capex` of the capital of new capacity. A line that pays but cannot be paid for
    runs on, up to `overrun_years`. Output is shared by capacity, so what retires is lost to the
    enterprise. A plant over its energy limit also replaces its oldest line before its time where
    the energy saved and the restriction spared (`agents.comply`) pay.
    """
    if world.month == 0:
        return
    none = np.zeros(len(world.columns.enterprises))
    world.memory[LOST_LAST_YEAR] = world.memory.get(WRITTEN_OFF, none)
    world.memory[WRITTEN_OFF] = none
    lines = _lines(world)
    vintages, enterprises = world.columns.vintages, world.columns.enterprises
    power, touched = spending_power(world), []
    for k, (row, e) in enumerate(zip(lines.row.tolist(), lines.enterprise.tolist(), strict=True)):
        npv, capex = lines.npv_cny.item(k), lines.capex_cny.item(k)
        told = {
            "capacity_per_year": lines.capacity.item(k) * 12.0,
            "age_years": (world.month - vintages.built_month.item(row)) / 12.0,
            "npv_cny": npv,
        }
        if npv > 0 and capex <= power[e] and lends(world, e, capex):
            power[e] -= capex
            world.event(
                "capacity_renewed", e, **told, capex_cny=capex,
                energy_before=vintages.energy.item(row), energy_after=lines.energy.item(k),
            )  # fmt: skip
            write_off(world, row)
            enterprises.capacity[e] -= lines.capacity[k] - lines.rebuilt[k]
            vintages.capacity[row] = lines.rebuilt[k]
            vintages.built_month[row], vintages.energy[row] = world.month, lines.energy[k]
            world.flows.money[ACCOUNT["capex"], e] -= capex
            enterprises.committed_cny[e] += capex
        elif lines.due[k] and (npv <= 0 or lines.late[k]):
            retire_line(world, row)
            reason = "unprofitable" if npv <= 0 else "unaffordable"
            world.event("capacity_retired", e, **told, reason=reason)
        else:
            continue
        touched.append(e)
    mix_vintages(world, np.unique(np.array(touched, dtype=np.int64)))


def _lines(world: World) -> Lines:
    """Appraise the lines at the end of their life, and the oldest of plants over their limit."""
    vintages, enterprises = world.columns.vintages, world.columns.enterprises
    assumption, owner = world.assumption, vintages.enterprise
    age = (world.month - vintages.built_month) / 12.0
    runs = wears(world.catalogue, enterprises) & enterprises.active
    may = runs[owner] & (vintages.capacity > 0)
    life = plant_life_years(world.catalogue)[enterprises.sector][owner]
    due, at_stake = may & (age >= life), stake(world)
    rows = pick_lines(owner, may, due, age, at_stake.excess_tce)
    rows = rows[np.argsort(-age[rows], kind="stable")]
    e, capacity = owner[rows], vintages.capacity[rows]
    energy = fresh_energy(world, e)
    ratio = np.maximum(world.terms["closed_per_new_capacity"][world.cell[e]], 1.0)
    rebuilt = capacity / ratio
    use = world.last_book.output[e] / np.maximum(enterprises.capacity[e] * 12.0, 1e-12)
    less = (vintages.energy[rows] - energy) * rebuilt * 12.0 * use
    gain = less * energy_bill(world)[e]
    gain = gain + at_stake.worth(e, less * recipe_tce(world.catalogue)[enterprises.sector[e]])
    gain = gain + np.where(due[rows], yearly_gain(world, e, rebuilt), 0.0)
    capital = assumption["capital_per_value_added"] * assumption["renewal_capex"]
    capex = rebuilt * 12.0 * enterprises.value_added_cny_per_unit[e] * capital
    recovery = capital_recovery(assumption["renewal_rate"], assumption["asset_life_years"])
    return Lines(
        row=rows,
        enterprise=e,
        due=due[rows],
        late=age[rows] - life[rows] >= assumption["overrun_years"],
        capacity=capacity,
        rebuilt=rebuilt,
        energy=energy,
        capex_cny=capex,
        npv_cny=gain / recovery - capex,
    )


@kernel
def pick_lines(owner: Ints, may: Flags, due: Flags, age: Floats, excess_tce: Floats) -> Ints:
    """Return the lines that are due, and the oldest one of each plant over its energy limit."""
    picked, oldest = due.copy(), np.full(len(excess_tce), -1)
    for row in range(len(owner)):
        e = owner[row]
        over = may[row] and excess_tce[e] > 0.0 and age[row] > 0.0
        if over and (oldest[e] < 0 or age[row] > age[oldest[e]]):
            oldest[e] = row
    for e in range(len(oldest)):
        if oldest[e] >= 0:
            picked[oldest[e]] = True
    return np.flatnonzero(picked)


def fresh_energy(world: World, enterprise: Ints) -> Floats:
    """Return what a line built today uses over what each enterprise used at the start."""
    now = np.full(len(enterprise), world.month)
    energy = new_line_energy(world.assumption, mean_age_years(world.catalogue), now)
    return energy * world.columns.enterprises.vintage_norm[enterprise]


def yearly_gain(world: World, enterprise: Ints, capacity: Floats) -> Floats:
    """Return last year's profit before depreciation on a part of the capacity, CNY a year."""
    enterprises, book = world.columns.enterprises, world.last_book
    before = book.profit_cny + enterprises.fixed_assets / world.assumption["asset_life_years"]
    lost = world.memory.get(LOST_LAST_YEAR, np.zeros(0))
    before[: len(lost)] += lost
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
    gone = float(columns.vintages.capacity[row])
    write_off(world, row)
    columns.enterprises.capacity[e] = max(columns.enterprises.capacity[e] - gone, 0.0)
    columns.vintages.capacity[row] = 0.0
    count_closed(world, int(world.cell[e]), gone)


def write_off(world: World, row: int) -> None:
    """Take what the books still hold for a line off the fixed assets of its enterprise.

    An enterprise's fixed assets stand for its lines by capacity x (1 - 1 / life) ^ age, months.
    """
    columns, month = world.columns, world.month
    e, vintages = int(columns.vintages.enterprise[row]), columns.vintages
    life = world.assumption["asset_life_years"] * 12.0
    oldest = month - int(np.minimum.reduce(vintages.built_month))
    left, mine = book_shares(
        vintages.enterprise, vintages.capacity, vintages.built_month, row, month,
        _left_by_age(life, 12 * (oldest // 12 + 1)),
    )  # fmt: skip
    share = mine / max(float(np.add.reduce(left)), 1e-12)
    book = columns.enterprises.fixed_assets[e] + world.flows.money[ACCOUNT["write_offs"], e]
    loss = share * float(book)
    world.flows.money[ACCOUNT["write_offs"], e] -= loss
    if WRITTEN_OFF in world.memory:
        world.memory[WRITTEN_OFF][e] += loss


@lru_cache(maxsize=64)
def _left_by_age(life_months: float, months: int) -> Floats:
    """Return the share of what a line cost that the books still hold, by its age in months."""
    ages = np.arange(months, dtype=np.float64)
    left: Floats = np.power(1.0 - 1.0 / life_months, ages)
    return left


@kernel
def book_shares(
    enterprise: Ints, capacity: Floats, built_month: Ints, row: int, month: int, left: Floats
) -> tuple[Floats, float]:
    """Return what the books hold for the lines of a line's enterprise, and for the line itself.

    In units of capacity as it was new; `left` is by age in months.
    """
    held, lines, mine = np.empty(len(capacity)), 0, 0.0
    for line in range(len(capacity)):
        if enterprise[line] == enterprise[row]:
            held[lines] = capacity[line] * left[month - built_month[line]]
            if line == row:
                mine = held[lines]
            lines += 1
    return held[:lines], mine


def count_closed(world: World, cell: int, capacity: float) -> None:
    """Keep capacity that has closed in a park's sector: new capacity may take its place."""
    world.closed_capacity[cell] = world.closed_capacity.get(cell, 0.0) + capacity


def closures_cover(world: World, cell: int, capacity: float) -> bool:
    """Take what new capacity needs from what has closed in its park and sector, if there is enough.

    It needs `closed_per_new_capacity` units closed for one that is new; most need none.
    """
    needed = float(world.terms["closed_per_new_capacity"][cell]) * capacity
    if needed <= 0:
        return True
    if world.closed_capacity.get(cell, 0.0) < needed:
        return False
    world.closed_capacity[cell] -= needed
    return True


def add_lines(world: World, enterprise: Ints, capacity: Floats) -> None:
    """Add a new line of today's best vintage to each of some enterprises."""
    world.columns.enterprises.capacity[enterprise] += capacity
    world.columns.vintages.add(
        len(enterprise),
        enterprise=enterprise,
        built_month=world.month,
        capacity=capacity,
        energy=fresh_energy(world, enterprise),
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
