"""The plain rules of a battery beside the best a linear programme finds for the same day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

from sim.catalogue import load_catalogue
from sim.power.shapes import load_shapes, pv_kwh_per_kwp
from sim.power.tariff import tariff
from tests.power.scene import fleet_of, run

Floats = NDArray[np.float64]

SELL, EFFICIENCY = 0.6, 0.9


def least_cost(net: Floats, price: Floats, energy: float, power: float) -> float:
    """Return the least cost of a day; columns: charge, discharge, purchase, sale, first level."""
    top, eye, none = max(float(net.max()), 0.0), np.eye(24), np.zeros((24, 1))
    balance = np.hstack([-eye, eye, eye, -eye, none])
    still = np.zeros((24, 48))
    sums = np.tril(np.ones((24, 24)))
    level = np.hstack([EFFICIENCY * sums, -sums, still, np.ones((24, 1))])
    cycle = level[-1:].copy()
    cycle[0, -1] = 0.0
    found = linprog(
        np.concatenate([np.zeros(48), price, np.full(24, -SELL), [0.0]]),
        A_ub=np.vstack([level, -level]),
        b_ub=np.concatenate([np.full(24, energy), np.zeros(24)]),
        A_eq=np.vstack([balance, cycle]),
        b_eq=np.append(net, 0.0),
        bounds=[
            *[(0.0, power)] * 24,
            *[(0.0, min(power, max(float(x), 0.0))) for x in net],
            *[(0.0, top)] * 24,
            *[(0.0, None)] * 24,
            (0.0, energy),
        ],
    )
    assert found.status == 0
    return float(found.fun)


@pytest.mark.parametrize(("year", "least"), [(2020, 0.7), (2025, 0.85), (2030, 0.7)])
def test_the_rules_never_beat_the_optimum_and_reach_most_of_it(year: int, least: float) -> None:
    catalogue = load_catalogue()
    loads = (
        100.0
        * load_shapes(catalogue, year)[[catalogue.sector["dyeing"], catalogue.sector["machinery"]]]
    )
    made = np.array([0.0, 120.0])[:, None, None] * pv_kwh_per_kwp(catalogue)
    fleet = fleet_of(loads[:, 0], sell=SELL, battery_kwh=300.0, battery_kw=150.0)
    fleet = replace(fleet, load=loads, made=made)
    now = tariff(catalogue, year)
    stored = run(fleet, round_trip=EFFICIENCY, tariff=now)
    plain = run(replace(fleet, battery_kwh=np.zeros(2)), tariff=now)
    saved = best = 0.0
    for e, s in np.ndindex(2, 4):

        def cost(grid: Floats, sold: Floats, e: int = e, s: int = s) -> float:
            return float((grid[e, s] * now.ratio[s]).sum() - SELL * sold[e, s].sum())

        optimum = least_cost(loads[e, s] - made[e, s], now.ratio[s], 300.0, 150.0)
        idle, ruled = (cost(found.grid, found.exported) for found in (plain, stored))
        assert optimum <= ruled + 1e-6 * abs(idle)
        saved, best = saved + idle - ruled, best + idle - optimum
    assert best > 0.0 and saved / best >= least, saved / best
