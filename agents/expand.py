"""Expansion in January: more capacity where a plant ran near full and it pays."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.bank import lend
from agents.contract import spending_power
from agents.renew import add_lines, closures_cover, mix_vintages
from sim.annuity import capital_recovery
from sim.columns import BY_PLAN
from sim.money import ACCOUNT
from sim.world import World

Floats = NDArray[np.float64]
Names = NDArray[np.object_]


def expand(world: World) -> None:
    """Add capacity where a plant ran near full, by NPV, as far as terms and money allow.

    An expansion adds a step of capacity at the sector's own capital per value added; it pays when
    its profit, at last year's margin on fixed assets, recovers it at the hurdle rate. The step is
    a line of today's best vintage. Where capacity must be closed for it, it waits until enough has
    been (`agents.renew.closures_cover`).
    """
    columns, assumption = world.columns, world.assumption
    enterprises = columns.enterprises
    if world.month == 0:
        return
    use = world.memory["wanted"] / np.maximum(enterprises.capacity, 1e-12)
    allowed = world.terms["expansion_share"] * world.terms["new_capacity_allowed"][world.cell]
    step = assumption["expansion_step"] * allowed
    per_unit = enterprises.value_added_cny_per_unit
    added = enterprises.capacity * step
    capex = added * 12.0 * per_unit * assumption["capital_per_value_added"]
    before = world.last_book.profit_cny + enterprises.fixed_assets / assumption["asset_life_years"]
    output = np.maximum(world.last_book.output, 1e-12)
    gain = before / output * added * 12.0
    npv = gain / capital_recovery(world.memory["hurdle"], assumption["asset_life_years"]) - capex
    wants = (
        (use > assumption["expansion_trigger"])
        & (npv > 0)
        & (capex > 0)
        & (capex <= spending_power(world))
        & enterprises.active
        & enterprises.inside
        & (enterprises.dispatch == BY_PLAN)
    )
    rows = wants.nonzero()[0]
    rows = rows[lend(world, rows, capex[rows])]
    if world.terms["closed_per_new_capacity"].any():
        cell, wanted = world.cell, added
        rows = np.array(
            [row for row in rows if closures_cover(world, int(cell[row]), wanted.item(row))],
            dtype=np.int64,
        )
    if len(rows) == 0:
        return
    add_lines(world, rows, added[rows])
    world.flows.money[ACCOUNT["capex"], rows] -= capex[rows]
    enterprises.committed_cny[rows] += capex[rows]
    names = enterprises.name[rows]
    story = partial(_told, world.month, names, added[rows], capex[rows])
    world.events.tell_later(world.month, story)
    mix_vintages(world, rows)


def _told(month: int, names: Names, added: Floats, capex_cny: Floats) -> Iterator[dict[str, Any]]:
    """Tell of enterprises that expanded; `added` is product units a month."""
    for k, name in enumerate(names.tolist()):
        yield {
            "month": month,
            "event": "expanded",
            "enterprise": str(name),
            "capacity_added_per_year": float(added[k] * 12.0),
            "capex_cny": float(capex_cny[k]),
        }
