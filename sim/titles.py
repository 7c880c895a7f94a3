"""Titles that parks and enterprises win and lose: told as events, and read by park."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PARK = "park"


def of_parks(park: Ints, values: Floats, parks: int) -> Floats:
    """Return what the rows of each park carry, nan where none is known; all rows carry the same.

    >>> of_parks(np.array([0, 0, 2]), np.array([np.nan, 1.0, np.nan]), 3).tolist()
    [1.0, nan, nan]
    """
    found = np.full(parks, np.nan)
    np.fmax.at(found, park[: len(values)], values)
    return found


def record_titles(
    world: World, policy: str, title: str, holder: str, before: Floats | None, now: Floats
) -> None:
    """Record each title won, raised, lowered or lost since last January, as an event.

    `before` and `now` are grades by enterprise, 0 or nan without the title.
    """
    enterprises = world.columns.enterprises
    old, new = np.zeros(len(enterprises)), np.nan_to_num(now)
    if before is not None:
        old[: len(before)] = np.nan_to_num(before)
    if holder == PARK:
        old = np.nan_to_num(of_parks(enterprises.park, old, world.parks))
        new = np.nan_to_num(of_parks(enterprises.park, new, world.parks))
    for row in np.flatnonzero(new != old).tolist():
        kind = "title_won" if new[row] > old[row] else "title_lost"
        told = {"policy": policy, "title": title, "grade": float(new[row])}
        if holder == PARK:
            world.park_event(kind, row, **told)
        else:
            world.event(kind, row, **told)
