"""Worlds for tests: small parks, run without policies unless a test gives some."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from agents.routine import MONTH
from sim.assumptions import assumptions
from sim.catalogue import load_catalogue
from sim.park import Park
from sim.policy import Policy
from sim.world import World, run_month, start_world


def world_of(
    *parks: Park,
    seed: int = 1,
    months: int = 24,
    policies: Sequence[Policy] = (),
    levers: Any = None,
    symbiosis: bool = True,
    **changed: float,
) -> World:
    """Return a world standing in its first January."""
    catalogue = load_catalogue()
    strength = np.ones((len(parks), len(policies))) if levers is None else np.asarray(levers)
    return start_world(
        catalogue, parks, seed, assumptions(catalogue, changed), policies, strength, months,
        MONTH, symbiosis,
    )  # fmt: skip


def run(world: World, months: int | None = None) -> World:
    """Run some or all months."""
    for _ in range(world.months - world.month if months is None else months):
        run_month(world)
    return world


def fingerprint(world: World) -> str:
    """Return a hash of every recorded bit."""
    return hashlib.blake2b(world.record.values.tobytes(), digest_size=16).hexdigest()
