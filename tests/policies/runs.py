"""Short runs under policies, and what they end in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from agents.routine import MONTH
from policies.package import Package
from sim.assumptions import assumptions
from sim.catalogue import FIRST_YEAR, load_catalogue
from sim.park import Park
from sim.parkfile import read_park
from sim.policy import Policy
from sim.synth import synth
from sim.world import World, run_month, start_world


def run(
    park: Park, policies: Sequence[Policy], levers: Sequence[float], seed: int, months: int
) -> World:
    """Run some months of one park under policies with these levers."""
    catalogue = load_catalogue()
    strength = np.array([levers], dtype=np.float64).reshape(1, len(policies))
    world = start_world(
        catalogue, [park], seed, assumptions(catalogue), policies, strength, months, MONTH
    )
    for _ in range(months):
        run_month(world)
    return world


def run_package(park: Park, package: Package, seed: int, months: int) -> World:
    """Run some months of one park under a package."""
    return run(park, package.policies(), package.strengths(), seed, months)


@cache
def small_park() -> Park:
    """Return a composed park of thirty enterprises."""
    return synth(30, 3)


@cache
def example(name: str) -> Park:
    """Return an example park."""
    return read_park(name)


def same_bits(one: World, two: World) -> bool:
    """Say whether two runs recorded the same in every bit."""
    return one.record.values.tobytes() == two.record.values.tobytes()


def tco2e(world: World) -> float:
    """Return scope 1 and net purchased power of all years but the first, at the grid's factor."""
    catalogue, inside = world.catalogue, world.columns.enterprises.inside
    province = world.columns.provinces[0]
    factors = catalogue.grid_tco2e_per_kwh
    years = world.months // 12
    first = catalogue.year_index(FIRST_YEAR)
    grid = factors.get(province, factors["CN"])[first : first + years]
    burnt = world.record.by_year("scope_1_tco2e")[:, inside].sum(axis=1)
    bought, sold = (
        world.record.by_year(f"power_{way}_kwh")[:, inside].sum(axis=1)
        for way in ("bought", "sold")
    )
    return float((burnt + (bought - sold) * grid)[1:].sum())


def installed(world: World) -> int:
    """Return how many retrofits were installed."""
    return sum(event["event"] == "technology_installed" for event in world.events)
