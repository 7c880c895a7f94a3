"""Pasts: runs that differ only in what a package brings share what came before it.

Until a package comes into force, a run depends on its park, seed and tables alone. Those years are
run once, kept, and copied for each package that is tried.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.copying import copy_world
from sim.world import World

if TYPE_CHECKING:
    from collections.abc import Hashable

    from experiments.scenario import Scenario

ROOM_BYTES = 80_000_000
"""Room for worlds kept, by their largest part, the monthly record; a world takes some 2.6 times it:
twenty of a hundred enterprises 200 MB."""


class Pasts:
    """Worlds as they stood when packages came into force, those used last."""

    def __init__(self, room_bytes: int = ROOM_BYTES) -> None:
        self._room_bytes = room_bytes
        self._kept: OrderedDict[Hashable, World] = OrderedDict()
        self._lock = threading.Lock()

    def simulate(self, scenario: Scenario, tick: Callable[[int], bool] | None = None) -> World:
        """Return what `scenario.simulate(tick)` does, bit for bit; `tick` as there."""
        if scenario.months_before == 0:
            return scenario.simulate(tick)
        key = _key(scenario)
        with self._lock:
            past = self._kept.get(key)
        if past is None:
            past = scenario.simulate_before(tick)
        world = copy_world(past)
        self._keep(key, past)
        world.reform = scenario.reform()
        return scenario.simulate(tick, world)

    def _keep(self, key: Hashable, past: World) -> None:
        with self._lock:
            self._kept[key] = past
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and self._taken() > self._room_bytes:
                self._kept.popitem(last=False)

    def _taken(self) -> int:
        return sum(past.record.values.nbytes for past in self._kept.values())


def _key(scenario: Scenario) -> Hashable:
    """Return all that a run depends on until its package comes into force."""
    return (
        scenario.park.digest(),
        scenario.seed,
        scenario.until,
        scenario.package.since,
        scenario.symbiosis,
        scenario.draw,
        *(tuple(sorted(given.items())) for given in (scenario.assumption, scenario.uncertainty)),
    )
