"""Random runs: a park, a horizon and every policy at a random strength, all from one number."""

from __future__ import annotations

from functools import cache
from typing import Any
from zlib import crc32

import numpy as np

from experiments.scenario import Scenario
from policies.registry import all_policies
from sim.catalogue import FIRST_YEAR
from sim.park import Park
from sim.parkfile import read_park
from sim.synth import synth
from sim.tables import read_tables

CASES = ("kalundborg", "guitang")
"""Recorded parks; they have partners outside the fence, and one owner."""


def random_run(number: int, firms: int = 60, years: int = 11) -> Scenario:
    """Return a scenario drawn from a number: at most so many firms and, of years, at least two.

    One in ten runs a recorded park, the others one composed of one or two mixes anywhere in the
    nation. Three in four policies stand, at a strength from 0 to their largest; one run in five is
    without symbiosis.
    """
    rng = np.random.default_rng((20_260_401, number))
    run: dict[str, Any] = {
        "park": _park(rng, firms),
        "seed": int(rng.integers(1, 10**6)),
        "until": FIRST_YEAR - 1 + int(rng.integers(2, years + 1)),
        "symbiosis": bool(rng.random() < 0.8),
    }
    return Scenario(**run, package="none", strength=_levers(number))


def _levers(number: int) -> dict[str, float]:
    """Draw each policy by its own name, so that a new one leaves the others as they are."""
    levers = {}
    for name, kind in all_policies().items():
        rng = np.random.default_rng((number, crc32(name.encode())))
        if rng.random() < 0.75:
            levers[name] = float(rng.uniform(0.0, kind.max_strength))
    return levers


def _park(rng: np.random.Generator, firms: int) -> Park:
    if rng.random() < 0.1:
        return read_park(str(rng.choice(CASES)))
    names, places = _known()
    mix = "+".join(sorted(set(rng.choice(names, rng.integers(1, 3)).tolist())))
    size, seed = int(rng.integers(3, firms + 1)), int(rng.integers(0, 10**6))
    return synth(size, seed, mix, str(rng.choice(places)))


@cache
def _known() -> tuple[list[str], list[str]]:
    """Return the names of mixes and of provinces."""
    tables = read_tables()
    names = [str(name) for name in np.unique(tables["park_mix"]["mix"])]
    return names, [str(place) for place in tables["provinces"]["province"]]
