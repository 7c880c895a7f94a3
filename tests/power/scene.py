"""A small fleet on hand-set days."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.power.dispatch import Dispatch, Fleet, Rules, dispatch
from sim.power.tariff import Tariff

Floats = NDArray[np.float64]

VALLEY, FLAT, PEAK = 0.5, 1.0, 1.5
"""Valley from 0 to 8 h, peak from 16 to 24 h: a flat load pays 1."""
HANDMADE = np.repeat([VALLEY, FLAT, PEAK], 8)


def by_season(day: Floats | float) -> Floats:
    """Repeat a day of 24 hours, or one number, in four seasons."""
    return np.broadcast_to(np.asarray(day, dtype=np.float64), (4, 24)).copy()


def tariff_of(day: Floats = HANDMADE) -> Tariff:
    """Make a tariff of the same day in every season, with its periods."""
    ratio = by_season(day)
    return Tariff(ratio, np.array([ratio < 1.0, ratio == 1.0, ratio > 1.0], dtype=np.float64))


def fleet_of(load: Floats, made: Floats | float = 0.0, **given: Any) -> Fleet:
    """Make a fleet of days by (enterprise, hour), the same in every season, in one park."""
    hourly = np.atleast_2d(load)[:, None, :].repeat(4, axis=1)
    own = np.zeros_like(hourly) + np.atleast_2d(made)[:, None, :]
    rows = len(hourly)
    columns = {
        name: np.zeros(rows) + given.pop(name, default)
        for name, default in (
            ("flexible", 0.0), ("battery_kwh", 0.0), ("battery_kw", 0.0), ("sell", 0.6),
            ("export_kw", 1e9), ("spread", 1.0),
        )
    }  # fmt: skip
    park = given.pop("park", np.zeros(rows, dtype=np.int64))
    assert not given
    return Fleet(load=hourly, made=own, sun=own, park=park, **columns)


def run(fleet: Fleet, shared: float = 0.0, round_trip: float = 0.9, **given: Any) -> Dispatch:
    """Dispatch a fleet under the hand-made tariff."""
    shares = np.full(int(fleet.park.max()) + 1, shared)
    tariff = given.pop("tariff", tariff_of())
    return dispatch(fleet, tariff, Rules(round_trip, shares, **given))


def imbalance(result: Dispatch) -> float:
    """Return the largest gap of an hour's balance over the largest flow."""
    made, grid = result.fleet.made, result.grid
    sources = made + grid + result.taken + result.discharge
    sinks = result.load + result.charge + result.given + result.exported + result.curtailed
    scale = max(float(np.abs(sources).max()), 1e-300)
    return float(np.abs(sources - sinks).max()) / scale
