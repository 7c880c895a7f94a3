"""A copy of a run that goes its own way; what can no longer change is shared."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from sim.world import World

YEARLY: Final = (
    "link_years", "discharge_years", "vintage_years", "buried_years", "term_years", "price_years",
    "standing_years", "power_years",
)  # fmt: skip
"""What is kept by year: the last one may still change."""

DONE: Final = ("appraisals", "talks", "moves")
"""What is kept as it happened and never changed."""


def copy_world(world: World) -> World:
    """Return a copy that runs on without touching `world`, to the same bits."""
    whole = [world.catalogue, world.draws, world.policies, *world.policies, world.phases]
    if world.reform is not None:
        whole += [world.reform]
    for name in YEARLY:
        whole += getattr(world, name)[:-1]
    for name in DONE:
        whole += getattr(world, name)
    shared = {id(part): part for part in whole}
    return deepcopy(world, {**shared, id(world.kept): {}})
