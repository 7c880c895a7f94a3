"""A reform: other policies and levers take over in a January; what was promised before stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.policy import Policy

if TYPE_CHECKING:
    from sim.world import World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reform:
    """What holds from a January on.

    `policies` name every policy that held before as well, those that end at a lever of 0: what
    they promised is still paid.
    """

    month: int
    """Months from the start of the run to that January."""
    policies: Sequence[Policy]
    levers: Floats
    """Strength by (park, policy)."""
    adaptive: bool
    """Whether committees adapt the levers from then on."""


def reform_policies(world: World) -> None:
    """Let the policies and levers of a reform take over in its January."""
    reform = world.reform
    if reform is None or world.month != reform.month:
        return
    names = [policy.name for policy in reform.policies]
    place = [names.index(policy.name) for policy in world.policies]

    def widened(levers: Floats) -> Floats:
        wide = np.zeros((world.parks, len(names)))
        wide[:, place] = levers
        return wide

    world.lever_years = [widened(levers) for levers in world.lever_years]
    world.policies, world.levers = reform.policies, reform.levers.copy()
    world.adaptive = reform.adaptive
