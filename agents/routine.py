"""The month, as a list that reads as prose."""

from __future__ import annotations

from agents.demand import plan_output
from agents.january import january
from agents.search import search
from sim.books import close_books
from sim.heat import supply_heat
from sim.money import ACCOUNT
from sim.physics import (
    deliver_fluids,
    deliver_goods,
    deliver_heat,
    dispatch_heat,
    dispatch_water,
    dispose,
    prepare,
    produce,
)
from sim.power.own import make_power
from sim.settle import settle
from sim.world import Phase, World


def open_month(world: World) -> None:
    """Start the month's postings of one-off money afresh (January has posted its own)."""
    if world.month % 12:
        for name in ("capex", "grants", "dividends", "write_offs"):
            world.flows.money[ACCOUNT[name]] = 0.0


MONTH: tuple[tuple[str, Phase], ...] = (
    ("january", january),
    ("open the month", open_month),
    ("plan output", plan_output),
    ("produce", produce),
    ("deliver heat", deliver_heat),
    ("supply heat", supply_heat),
    ("dispatch heat plants", dispatch_heat),
    ("deliver fluids", deliver_fluids),
    ("dispatch water plants", dispatch_water),
    ("deliver goods", deliver_goods),
    ("prepare what is exchanged", prepare),
    ("make own power", make_power),
    ("treat, store, dispose", dispose),
    ("search and contract", search),
    ("settle", settle),
    ("close the books", close_books),
)
"""The phases of a month, in order; the last keeps the books or raises."""
