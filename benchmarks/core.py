"""The frozen core on the engine's side: the engine's own phases, less what the core leaves out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from agents import demand
from agents.january import Step, january, pay_dividends, set_terms
from agents.routine import MONTH
from sim.assumptions import assumptions
from sim.build import build_parks
from sim.catalogue import FIRST_YEAR, load_catalogue
from sim.columns import BY_PLAN
from sim.draws import Draws
from sim.park import Park, sheet_of_rows
from sim.park_columns import ParkColumns
from sim.synth import synth
from sim.world import Phase, World, run_month


def core_park(enterprises: int, seed: int = 1, mix: str = "dyeing_textile") -> Park:
    """Compose a park without shared plants, and so without the steam links that start from one."""
    park = synth(enterprises, seed, mix)
    none = {name: sheet_of_rows(name, []) for name in ("facilities", "links")}
    return replace(park, **none)


def core_columns(park: Park, seed: int) -> ParkColumns:
    """Build the columns that both sides start from; a run changes them, so each takes its own.

    Raises `ValueError` where the park holds what the core leaves out.
    """
    catalogue = load_catalogue()
    columns = build_parks(catalogue, [park], Draws(seed), assumptions(catalogue), FIRST_YEAR)
    enterprises = columns.enterprises
    if (enterprises.dispatch != BY_PLAN).any():
        raise ValueError("the core has no shared plants: leave out heat and water plants")
    if not (enterprises.active & enterprises.inside).all():
        raise ValueError("the core has no entry: leave out what starts later or stands outside")
    if columns.links:
        raise ValueError("the core starts without links: leave out the park's")
    return columns


STEPS: tuple[Step, ...] = (
    ("pay dividends", pay_dividends),
    ("write terms", set_terms),
    ("open the year", demand.set_year_demand),
)
"""The steps of January that belong to the core."""

CORE: tuple[tuple[str, Phase], ...] = tuple(
    (name, partial(january, steps=STEPS) if name == "january" else phase) for name, phase in MONTH
)
"""The engine's month with its short January; without shared plants their dispatch does nothing."""


def start_core(columns: ParkColumns, seed: int, months: int) -> World:
    """Return the world of a core run, standing in its first January.

    The core leaves out that landfills fill up: their fee stays that of the tables.
    """
    catalogue = load_catalogue()
    assumption = assumptions(catalogue) | {"landfill_full_factor": 1.0}
    return World(
        catalogue=catalogue,
        draws=Draws(seed),
        assumption=assumption,
        columns=columns,
        policies=(),
        levers=np.zeros((1, 0)),
        months=months,
        phases=CORE,
    )


def run_core(columns: ParkColumns, seed: int, months: int) -> World:
    """Run the core on the engine and return the world as it ends."""
    world = start_core(columns, seed, months)
    for _ in range(months):
        run_month(world)
    return world
