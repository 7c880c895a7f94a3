"""The loops that appraise retrofits; the rules stand in words in `agents.retrofits`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.equipment import left_to_pay
from sim.kernel import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Techs(NamedTuple):
    """Technologies in a year, by row of the technology table."""

    technology: Ints
    capex: Floats
    """CNY per annual product unit."""
    trend: Floats
    """Capex of the year over that of the table."""
    opex: Floats
    gain: Floats
    """CNY a product unit at reference prices, what streams bring apart."""


class Firms(NamedTuple):
    """What enterprises make and face in a January, by enterprise."""

    capacity: Floats
    """Product units a month."""
    output: Floats
    """Next year's, product units."""
    trend: Floats
    """Of prices since the reference year."""
    capex_factor: Floats
    carbon_price: Floats
    """CNY a t of process CO2, at home and at the border."""
    grid: Floats
    """tCO2 a kWh."""
    excess_tce: Floats
    at_stake_cny: Floats
    """Energy over a limit, and what the restriction that threatens would cost a year."""
    equipment_cny: Floats
    """That stands for exchanges, by (enterprise, technology); -1 where none does."""


class Asked(NamedTuple):
    """Retrofits to be appraised, one row each."""

    enterprise: Ints
    tech_row: Ints
    share: Floats
    """Of what the table asks, the part that fits."""
    changes: Floats
    """What it changes a product unit: CNY, tce, tCO2 and tCO2 of the process (number, retrofit)."""
    spared_cny: Floats
    """Charges on pollutants spared, a product unit."""
    power_cny: Floats
    drawn_kwh: Floats
    """What it brings by the hour, a year."""
    recovery: Floats
    """Yearly payment per unit of capital."""


@kernel
def list_open(
    may: Flags, enterprise: Ints, tech_row: Ints, installed_month: Ints, firms: Firms, techs: Techs
) -> Ints:
    """Return the retrofits that may be chosen: at a plant, not standing, with a capex."""
    rows, count = np.empty(len(may), dtype=np.int64), 0
    for row in range(len(may)):
        if not may[row] or installed_month[row] >= 0:
            continue
        if firms.capacity[enterprise[row]] > 0.0 and techs.capex[tech_row[row]] > 0.0:
            rows[count] = row
            count += 1
    return rows[:count]


@kernel
def appraise(asked: Asked, techs: Techs, firms: Firms, tce_per_kwh: float) -> Floats:
    """Return capex, saving a year, NPV before tax relief, tce and tCO2 saved a year, as rows."""
    worth = np.empty((5, len(asked.enterprise)))
    for i in range(len(asked.enterprise)):
        e, t = asked.enterprise[i], asked.tech_row[i]
        capex = techs.capex[t] * (firms.capacity[e] * 12.0) * asked.share[i] * techs.trend[t]
        capex = capex * firms.capex_factor[e]
        capex = left_to_pay(capex, firms.equipment_cny[e, techs.technology[t]])
        process = asked.changes[3, i]
        brought = asked.changes[0, i] - firms.carbon_price[e] * process
        gain = firms.trend[e] * techs.gain[t] - techs.opex[t] * asked.share[i] + brought
        gain += asked.spared_cny[i]
        saving = gain * firms.output[e] + asked.power_cny[i]
        tce = asked.drawn_kwh[i] * tce_per_kwh - asked.changes[1, i] * firms.output[e]
        spared = 0.0
        if firms.excess_tce[e] > 0.0:
            part = min(max(tce / firms.excess_tce[e], 0.0), 1.0)
            spared = part * firms.at_stake_cny[e]
        tonnes = asked.drawn_kwh[i] * firms.grid[e]
        worth[0, i], worth[1, i] = capex, saving
        worth[2, i] = (saving + spared) / asked.recovery[i] - capex
        worth[3, i] = tce
        worth[4, i] = tonnes - (asked.changes[2, i] + process) * firms.output[e]
    return worth
