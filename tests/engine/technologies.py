"""Plants that take a technology when a test says so."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.options import Options
from sim.fit import refit
from sim.world import World

Floats = NDArray[np.float64]


def choosing(world: World, **wanted: int) -> World:
    """Let enterprises choose, from what they consider, only these technologies in these years.

    A technology may be wanted from a year on: `cp_audit=2020`; all others are turned down. Lines of
    capacity are new, so that nothing else changes a plant.
    """
    names = world.catalogue.technologies
    world.columns.vintages.built_month[:] = 0
    world.assumption["consider_share"] = 1.0

    def choose(values: Floats, options: Options) -> None:
        values[:] = -1.0
        for row, technology in enumerate(options.technology.tolist()):
            if world.year >= wanted.get(names[technology], 9999):
                values[options.enterprise[row]] = row

    world.overrides["choose_technology"] = choose
    return world


def retrofit_of(world: World, enterprise: int, technology: str) -> int:
    """Return the row of an enterprise's retrofit."""
    retrofits, catalogue = world.columns.retrofits, world.catalogue
    kind = catalogue.tech_row_technology[retrofits.tech_row]
    mine = (retrofits.enterprise == enterprise) & (kind == catalogue.technologies.index(technology))
    return int(np.flatnonzero(mine)[0])


def put(world: World, retrofits: NDArray[np.int64], stands: bool) -> None:
    """Put retrofits in or take them out, and lay the plants out anew."""
    world.columns.retrofits.installed_month[retrofits] = world.month if stands else -1
    refit(world, np.unique(world.columns.retrofits.enterprise[retrofits]))
