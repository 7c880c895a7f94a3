"""Expansion in January: more capacity where a plant ran near full and it pays."""

from __future__ import annotations

import numpy as np

from agents.bank import lend
from agents.contract import spending_power
from agents.renew import add_line, closures_cover, mix_vintages
from sim.annuity import capital_recovery
from sim.columns import BY_PLAN
from sim.money import ACCOUNT
from sim.world import World


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
    rows = np.flatnonzero(wants)
    rows = rows[lend(world, rows, capex[rows])]
    for row in rows.tolist():
        if not closures_cover(world, int(world.cell[row]), added.item(row)):
            continue
        add_line(world, row, added.item(row))
        world.flows.money[ACCOUNT["capex"], row] -= capex[row]
        enterprises.committed_cny[row] += capex[row]
        world.event(
            "expanded",
            row,
            capacity_added_per_year=float(added[row] * 12.0),
            capex_cny=float(capex[row]),
        )
    if len(rows):
        mix_vintages(world, rows)
