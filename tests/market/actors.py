"""Parks and policies for tests of the market."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.park import Park, sheet_of_rows
from sim.policy import AwardRule, FacilityOrder, View
from sim.synth import synth
from sim.terms import Entry
from sim.world import World
from tests.engine.worlds import run

Floats = NDArray[np.float64]

INFO = {
    "format_version": 1, "park_id": "actors", "name_en": "Actors", "name_zh": "",
    "province": "CN-ZJ", "kind": "composed", "area_mu": 1000.0, "note": "",
}  # fmt: skip


@dataclass(frozen=True)
class Writes:
    """A policy that writes terms and does nothing else."""

    terms: Mapping[str, float]
    name: str = "writes"
    payer: str = "nobody"
    collector: str = "nobody"

    @property
    def titles(self) -> Mapping[str, str]:
        """Give no title."""
        return {}

    def assess(self, view: View) -> Mapping[str, Any]:
        """Assess nothing."""
        return {}

    def write(self, view: View) -> Sequence[Entry]:
        """Set the terms."""
        return [Entry(term, "base", value) for term, value in self.terms.items()]

    def award_rule(self, view: View) -> AwardRule | None:
        """Award nothing."""
        return None

    def orders(self, view: View) -> Sequence[FacilityOrder]:
        """Order nothing."""
        return ()

    def public_cost(self, view: View) -> None:
        """Cost nothing."""
        return None


SERVICES = Writes(
    {
        "platform_share": 0.8, "broker_proposals_per_year": 6.0, "reuse_relief_cny_per_t": 20.0,
        "link_lead_factor": 0.6, "pipe_cost_factor": 0.7, "haul_cost_factor": 0.8,
    }
)  # fmt: skip
"""A platform that most join, a broker, relief for what is reused, quick approval, cheap ways."""


def park_of(*firms: Mapping[str, Any]) -> Park:
    """Return a park of these enterprises; each gets an id, and a place 1 km from the one before."""
    rows = [
        {"enterprise_id": f"{number}_{firm['sector']}", "x_km": float(number), "y_km": 0.0, **firm}
        for number, firm in enumerate(firms)
    ]
    return Park(info=INFO, enterprises=sheet_of_rows("enterprises", rows))


def owned_by_one(park: Park) -> Park:
    """Return the park with one owner of all its enterprises."""
    firms, plants = (
        sheet | {"owner": np.full_like(sheet["owner"], "one group")}
        for sheet in (park.enterprises, park.facilities)
    )
    return replace(park, enterprises=firms, facilities=plants)


def random_park(enterprises: int, seed: int, mix: str, one_owner: bool) -> Park:
    """Return a composed park, of one owner or of many."""
    park = synth(enterprises, seed, mix)
    return owned_by_one(park) if one_owner else park


def all_known(world: World) -> World:
    """Let everybody know every option."""
    world.columns.prospects.known[:] = True
    return world


def slot_of(world: World, enterprise: int, stream: str) -> int:
    """Return the row of an enterprise's slot of a stream."""
    slots = world.columns.slots
    mine = (slots.enterprise == enterprise) & (slots.stream == world.catalogue.stream[stream])
    return int(np.flatnonzero(mine)[0])


def events_of(world: World, kind: str, **facts: Any) -> list[dict[str, Any]]:
    """Return the events of a kind that have these facts."""
    return [e for e in world.events if e["event"] == kind and facts.items() <= e.items()]


def only_known(world: World, exchange: str, trust: float = 0.9) -> World:
    """Let everybody know this option alone, and the first enterprise and the second trust."""
    option = world.catalogue.exchange[exchange]
    world.columns.prospects.known[:] = world.columns.prospects.exchange == option
    world.ties[0, 1] = trust
    return world


def until_signed(world: World) -> int:
    """Run until something is under contract, a year at most, and return its row."""
    for _ in range(12):
        run(world, 1)
        if len(world.columns.contracts):
            break
    return len(world.columns.contracts) - 1


def at_output(world: World, *shares: float) -> None:
    """Let enterprises run from now on at these shares of their capacity."""
    capacity = world.columns.enterprises.capacity

    def plan_output(plan: Floats) -> None:
        plan[:] = capacity * shares

    world.overrides["plan_output"] = plan_output
