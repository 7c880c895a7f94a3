"""Landfills: the last resort of solid waste, with room for some years, dearer as they fill up.

A park's landfills are its town's: one for general and one for hazardous waste. What the park buried
follows from the slot ledger, so nothing is kept beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.ledger import LEDGER
from sim.stream_facts import LANDFILLS, WASTE_ROUTES, stream_facts
from sim.sums import sum_one

if TYPE_CHECKING:
    from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

INCINERATED = "wte"
"""Disposal route of which the town buries a part, where its own plants are short."""

assert set((*LANDFILLS, INCINERATED)) <= set(WASTE_ROUTES)


@per_catalogue
def landfill_of(catalogue: Catalogue) -> Ints:
    """Return the landfill of each stream as index in `LANDFILLS`, or -1."""
    route = catalogue.tables["streams"]["disposal_route"]
    return np.select([route == name for name in LANDFILLS], [0, 1], -1)


def buried_t(world: World, year: int) -> Floats:
    """Return the tonnes of each slot's waste buried in a closed year (0 is the first), by slot.

    All that was released on a landfill's route, and `town_landfill_share` of what the town took
    on the route of incineration. Slots that came later stand at 0.
    """
    slots, catalogue = world.columns.slots, world.catalogue
    share = _buried_share(catalogue, world.assumption["town_landfill_share"])
    released = world.slot_ledger.years[year][LEDGER.index("market")]
    here = slice(0, len(released))
    tonnes = np.zeros(len(slots))
    wasted = slots.out[here] & ~slots.product[here]
    tonnes[here] = np.where(wasted, released * share[slots.stream[here]], 0.0)
    return tonnes


@per_catalogue
def _buried_share(catalogue: Catalogue, town_landfill_share: float) -> Floats:
    """Return the tonnes buried of a unit released outside, by stream."""
    facts = stream_facts(catalogue)
    share = (landfill_of(catalogue) >= 0).astype(np.float64)
    share[catalogue.tables["streams"]["disposal_route"] == INCINERATED] = town_landfill_share
    return np.where(facts.fallback > 0.0, 0.0, share) * facts.solid_t


def landfill_fill(world: World, years: int) -> Floats:
    """Return how full the landfills are after some years: buried over room, (`LANDFILLS`, park).

    room = `landfill_years` x what the first year buried; a landfill never used stays at 0. Above 1
    the excess was hauled elsewhere.
    """
    parks = world.parks
    if years == 0:
        return np.zeros((len(LANDFILLS), parks))
    cells = len(LANDFILLS) * parks
    for year in range(len(world.buried_years), years):
        world.buried_years.append(_by_landfill(world, year))
    by_year = np.array(world.buried_years[:years])
    room = world.assumption["landfill_years"] * by_year[0]
    fill = np.divide(by_year.sum(axis=0), room, out=np.zeros(cells), where=room > 0)
    by_park: Floats = fill.reshape(len(LANDFILLS), parks)
    return by_park


def _by_landfill(world: World, year: int) -> Floats:
    """Return the tonnes buried in a closed year by landfill: index in `LANDFILLS` x parks + park.

    Streams without a landfill of their own count on the first.
    """
    slots, parks = world.columns.slots, world.parks
    where = np.maximum(landfill_of(world.catalogue), 0)[slots.stream]
    cell = where * parks + world.columns.enterprises.park[slots.enterprise]
    return sum_one(cell, buried_t(world, year), len(LANDFILLS) * parks)


def landfill_rise(world: World) -> Floats:
    """Return what landfills that fill up add to the fee of a unit released on their route, CNY.

    factor = 1 up to `landfill_near_full`, then in proportion to `landfill_full_factor` where it is
    full and waste is hauled elsewhere. By slot.
    """
    years = world.month // 12
    if ("landfills", years) not in world.kept:
        world.kept["landfills", years] = _rise(world, landfill_fill(world, years))
    rise: Floats = world.kept["landfills", years]
    return rise


def _rise(world: World, fill: Floats) -> Floats:
    near, full = (world.assumption[f"landfill_{name}"] for name in ("near_full", "full_factor"))
    above = np.clip((fill - near) / (1.0 - near), 0.0, 1.0)
    slots, facts = world.columns.slots, stream_facts(world.catalogue)
    if not above.any():
        return np.zeros(len(slots))
    which = landfill_of(world.catalogue)[slots.stream]
    more = above[np.maximum(which, 0), world.columns.enterprises.park[slots.enterprise]]
    buried = slots.out & ~slots.product & (which >= 0)
    fee = np.maximum(-facts.fallback[slots.stream], 0.0)
    return np.where(buried, fee * (full - 1.0) * more, 0.0)
