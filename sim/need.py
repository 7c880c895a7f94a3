"""What a park lacks of a kind of plant: what its enterprises trade outside that one could serve."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.build import DISPATCH
from sim.catalogue import Catalogue
from sim.columns import BY_HEAT, BY_WATER
from sim.ledger import LEDGER
from sim.mains import GRADES
from sim.plants import INTAKES
from sim.stream_facts import ROUTES, stream_facts
from sim.sums import sum_one
from sim.world import World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MARKET, CONTRACTS, MAINS = (LEDGER.index(name) for name in ("market", "contracts", "mains"))


def served_streams(catalogue: Catalogue, sector: str) -> tuple[Flags, bool, float]:
    """Return the streams a sector's plant serves, whether as waste, and base units a product unit.

    A heat plant serves steam of its own pressure and below; a waste-water plant sewage; a plant
    that burns waste its disposal route; any other what it sells.
    """
    facts, stream = stream_facts(catalogue), catalogue.stream
    recipe = catalogue.recipes[catalogue.sector[sector]]
    names = [str(name) for name in catalogue.tables["streams"]["stream"][recipe.stream]]
    dispatch = DISPATCH.get(sector)
    wanted, out = str(catalogue.tables["sectors"].row(sector)["product"]), True
    served = np.arange(len(catalogue.streams)) == stream[wanted]
    if dispatch == BY_HEAT:
        wanted = next(name for name in GRADES if name in names)
        served = np.isin(catalogue.streams, GRADES[GRADES.index(wanted) :])
    elif dispatch == BY_WATER:
        wanted, out, served = "sewage", False, facts.sewage
    elif sector in INTAKES:
        wanted, route = INTAKES[sector]
        out, served = False, facts.route == ROUTES.index(route)
    rows = [k for k, name in enumerate(names) if name == wanted and bool(recipe.out[k]) is out]
    return served, not out, float(recipe.quantity[rows[0]])


def unmet_need(world: World, sector: str, replaces: Sequence[str] = ()) -> Floats:
    """Return what each enterprise lacked of a plant of `sector` last year, its product units.

    Inputs of the streams it serves that enterprises inside the fence bought outside, or wastes that
    they released; plants of the sectors in `replaces` count what they supplied, at their place.
    Nothing in the first year. Shape: enterprises.
    """
    count = len(world.columns.enterprises)
    if not world.slot_ledger.years:
        return np.zeros(count)
    catalogue, columns = world.catalogue, world.columns
    served, waste, per_unit = served_streams(catalogue, sector)
    year = world.slot_ledger.years[-1]
    known = slice(0, year.shape[1])
    owner, out = columns.slots.enterprise[known], columns.slots.out[known]
    mine = served[columns.slots.stream[known]] & (out == waste)
    mine &= ~columns.slots.product[known] if waste else True
    amount = np.where(mine, np.maximum(year[MARKET], 0.0), 0.0)
    if replaces:
        old = np.isin(columns.enterprises.sector, [catalogue.sector[name] for name in replaces])
        made = served[columns.slots.stream[known]] & out & old[owner]
        amount += np.where(made, year[CONTRACTS] + year[MAINS], 0.0)
    there = columns.enterprises.active & columns.enterprises.inside
    need: Floats = sum_one(owner, amount, count) * there / per_unit
    return need
