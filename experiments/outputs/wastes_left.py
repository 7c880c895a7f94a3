"""What is left to be disposed of in the last year, and why nobody takes it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.panel import Panel
from experiments.outputs.link_book import panel_of
from experiments.outputs.registry import family
from experiments.outputs.wastes import disposed
from experiments.results import Results
from experiments.symbiosis.blocks import reasons
from experiments.symbiosis.look import Look
from experiments.symbiosis.programme import REUSE
from sim.sums import sum_one

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

OF_PAIRS = (
    "unknown", "no_talks", "untrusted", "unprofitable", "permit", "lead_time", "capex", "open",
)  # fmt: skip
OF_SLOTS = ("takers_full", "out_of_reach", "no_taker", "no_option")
WHY = (*OF_PAIRS, *OF_SLOTS)
"""Why waste is left: what keeps a pair that could exchange it (`experiments.symbiosis.blocks`), or
that those who could take it need no more, stand too far away, do not exist, or have no option."""


@family("waste_left_by", "t", lambda: WHY)
def waste_left_by(results: Results) -> dict[str, Floats]:
    """Waste disposed of in the last year by why it is not reused, t; other years are nan.

    What the plan of most reuse beside today's contracts would take counts under the reason that
    keeps each of its pairs from exchanging; the rest of a waste under what its takers lack.
    """
    panel = panel_of(results)
    found = {name: np.full(len(results.years), np.nan) for name in WHY}
    for name, tonnes in zip(WHY, _by_reason(panel), strict=True):
        found[name][-1] = tonnes
    return found


def _by_reason(panel: Panel) -> list[float]:
    """Return the tonnes left by reason, in order of `WHY`."""
    left = disposed(panel)[-1]
    look = Look(panel.world, panel.world.flows.quantity)
    parts = _parts_of_pairs(look, left)
    rest = left - np.array(parts).sum(axis=0)
    for flags in _slots_by(look, panel, len(left)):
        parts.append(np.where(flags, rest, 0.0))
    return [float(np.sum(part)) for part in parts]


def _parts_of_pairs(look: Look, left: Floats) -> list[Floats]:
    """Return, for each of `OF_PAIRS`, the tonnes that the plan would take of each slot.

    The plan rests on planned output: what it takes of a slot is scaled down to what was left.
    """
    programme, pairs, size = look.programme, look.pairs, len(left)
    plan = programme.solve(REUSE, at_least=look.running + look.waiting)
    more = np.maximum(plan - look.running, 0.0)
    tonnes = programme.by_pair(REUSE, more)
    slot = pairs.giver_slot
    taken = sum_one(slot, tonnes, size)
    tonnes *= np.minimum(np.divide(left, taken, np.ones(size), where=taken > 0.0), 1.0)[slot]
    why = reasons(look, more)
    why[(why == "capacity") | ~np.isin(why, [name.replace("_", " ") for name in OF_PAIRS])] = "open"
    return [
        sum_one(slot, np.where(why == name.replace("_", " "), tonnes, 0.0), size)
        for name in OF_PAIRS
    ]


def _slots_by(look: Look, panel: Panel, size: int) -> list[Flags]:
    """Return flags of slots for each of `OF_SLOTS`: each slot stands under one of them."""
    world, market = look.world, look.world.market
    slots, active = world.columns.slots, world.columns.enterprises.active
    feasible = np.zeros(size, dtype=bool)
    feasible[look.pairs.giver_slot] = True
    giver, taker = market.candidates(market.givers)
    apart = (market.enterprise[giver] != market.enterprise[taker]) & active[
        market.enterprise[taker]
    ]
    somebody = np.zeros(size, dtype=bool)
    somebody[world.columns.prospects.slot[giver[apart]]] = True
    options = np.zeros(len(panel.catalogue.streams), dtype=bool)
    options[panel.catalogue.from_stream[market.facts.between]] = True
    has_option = options[slots.stream]
    return [
        feasible,
        ~feasible & somebody,
        ~feasible & ~somebody & has_option,
        ~feasible & ~somebody & ~has_option,
    ]
