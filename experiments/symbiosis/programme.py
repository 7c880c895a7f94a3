"""The planner's programme: the best exchanges over all that is feasible, as a linear programme.

Amounts are units given a year, one a pair. Each output gives at most what it makes, each input
takes at most what it needs, each option replaces at most its largest share of an input.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from agents.feasible import Feasible
from sim.sums import sum_one

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NET_BENEFIT, REUSE, CO2 = "net_benefit_cny", "reused_t", "co2_avoided_tco2e"
OBJECTIVES = (NET_BENEFIT, REUSE, CO2)
MEASURES = (*OBJECTIVES, "heat_gj", "water_m3", "capex_cny")
"""What is measured of a plan, a year; `capex_cny` is the investment in what does not stand yet."""

SLACK = 1e-7
"""How much of the first aim may be given up when net benefit decides between equal plans."""
TOLERANCE = 1e-6
"""How far limits may be exceeded, relative to each; the solver's own is finer."""


@dataclass(frozen=True)
class Limits:
    """What may be given and taken a year, base units."""

    supply: Floats
    """By slot."""
    need: Floats
    """By slot."""
    option_need: Floats
    """By taker prospect: the part of the need that its option may replace."""


@dataclass(frozen=True)
class Programme:
    """The feasible pairs with their limits and what a unit given is worth under each measure.

    A pipe or line that stands carries up to `standing` units a year without capex, to the market
    and to the optimum alike; each further unit bears its annuity.
    """

    pairs: Feasible
    limits: Limits
    standing: Floats
    per_unit: dict[str, Floats]
    """By measure but the net benefit, per unit given."""

    def by_pair(self, measure: str, amount: Floats) -> Floats:
        """Return what each pair contributes to a measure at given amounts."""
        deal = self.pairs.deal
        new = np.maximum(amount - self.standing, 0.0)
        if measure == NET_BENEFIT:
            return deal.operating * amount - deal.annuity * new
        if measure == "capex_cny":
            return deal.capex * new
        return self.per_unit[measure] * amount

    def measure(self, amount: Floats) -> dict[str, float]:
        """Return all measures of given amounts."""
        return {name: float(self.by_pair(name, amount).sum()) for name in MEASURES}

    def excess(self, amount: Floats) -> float:
        """Return by how much amounts exceed the limits at most, relative to the limit."""
        used = self._constraints[0] @ (amount / np.where(self.most > 0, self.most, np.inf))
        over = np.where(self.most > 0, 0.0, amount)
        return float(max(used.max(initial=0.0) - 1.0, over.max(initial=0.0)))

    @cached_property
    def most(self) -> Floats:
        """The most that each pair could exchange if it were alone."""
        pairs, limits = self.pairs, self.limits
        need = np.minimum(limits.need[pairs.taker_slot], limits.option_need[pairs.taker])
        alone = np.minimum(limits.supply[pairs.giver_slot], need / pairs.deal.ratio)
        return np.maximum(alone, 0.0)

    def free(self, amount: Floats) -> Floats:
        """Return what each pair could exchange beside given amounts."""
        pairs, limits = self.pairs, self.limits
        taken = amount * pairs.deal.ratio
        supply = limits.supply - sum_one(pairs.giver_slot, amount, len(limits.supply))
        need = limits.need - sum_one(pairs.taker_slot, taken, len(limits.need))
        option = limits.option_need - sum_one(pairs.taker, taken, len(limits.option_need))
        need = np.minimum(need[pairs.taker_slot], option[pairs.taker]) / pairs.deal.ratio
        return np.maximum(np.minimum(supply[pairs.giver_slot], need), 0.0)

    def solve(self, objective: str, at_least: Floats | None = None) -> Floats:
        """Return the amounts that are best for an objective, units given a year by pair.

        Of equally good plans the one with the highest net benefit is taken. `at_least` are amounts
        that stay. Errors: `ValueError` where they exceed the limits, or the solver fails.
        """
        if at_least is not None and self.excess(at_least) > TOLERANCE:
            raise ValueError(f"what must stay exceeds a limit by {self.excess(at_least):.2%}")
        gain, matrix, bounds = self._gains(objective), self._constraints[1], self._bounds(at_least)
        held = np.maximum(1.0, matrix @ bounds[:, 0])
        best = _maximise(gain, matrix, held, bounds)
        scale = np.abs(gain).max(initial=0.0)
        if best is None:
            raise ValueError("the solver found no optimum")
        if objective != NET_BENEFIT and scale > 0:
            from scipy.sparse import vstack

            aim = gain / scale
            reached = float(aim @ best)
            rows = vstack([matrix, -aim[None, :]], format="csr")
            held = np.append(held, SLACK * max(reached, 1.0) - reached)
            richest = _maximise(self._gains(NET_BENEFIT), rows, held, bounds)
            best = best if richest is None else richest
        return self._whole(best)

    @cached_property
    def _stands(self) -> Ints:
        """The pairs whose pipe or line stands: each has a second variable, without capex."""
        return np.flatnonzero((self.standing > 0) & (self.most > 0))

    def _gains(self, objective: str) -> Floats:
        """Return what each variable adds to an objective, at the most of its pair."""
        pairs = self.pairs
        new = pairs.value if objective == NET_BENEFIT else self.per_unit[objective]
        old = pairs.deal.operating if objective == NET_BENEFIT else self.per_unit[objective]
        return np.concatenate((new * self.most, (old * self.most)[self._stands]))

    def _bounds(self, at_least: Floats | None) -> Floats:
        """Return lower and upper bound of each variable, as shares of the most of its pair."""
        scale = np.where(self.most > 0, self.most, np.inf)
        kept = np.zeros(len(self.pairs)) if at_least is None else at_least / scale
        carried = np.zeros(len(self.pairs))
        old = self._stands
        carried[old] = np.minimum(self.standing[old] / scale[old], 1.0)
        low = np.concatenate((np.maximum(kept - carried, 0.0), np.minimum(kept, carried)[old]))
        high = np.concatenate((self.most > 0, carried[old]))
        return np.column_stack((low, np.maximum(high, low)))

    @cached_property
    def _constraints(self) -> tuple[csr_array, csr_array]:
        """The shares of each limit that pairs, and variables, use at their most; used <= 1."""
        from scipy.sparse import csr_array, hstack

        pairs, limits = self.pairs, self.limits
        taken = self.most * pairs.deal.ratio
        parts = (
            (pairs.giver_slot, self.most, limits.supply),
            (pairs.taker_slot, taken, limits.need),
            (pairs.taker, taken, limits.option_need),
        )
        rows, share, first = [], [], 0
        for place, used, limit in parts:
            names, row = np.unique(place, return_inverse=True)
            rows.append(row + first)
            share.append(np.divide(used, limit[place], out=np.zeros_like(used), where=used > 0))
            first += len(names)
        column = np.tile(np.arange(len(pairs)), len(parts))
        entries = (np.concatenate(share), (np.concatenate(rows), column))
        by_pair = csr_array(entries, shape=(first, len(pairs)))
        return by_pair, hstack([by_pair, by_pair[:, self._stands]], format="csr")

    def _whole(self, shares: Floats) -> Floats:
        """Return the amounts of pairs from the shares of variables."""
        amount = shares[: len(self.pairs)].copy()
        amount[self._stands] += shares[len(self.pairs) :]
        return amount * self.most


def _maximise(gain: Floats, matrix: Any, held: Floats, bounds: Floats) -> Floats | None:
    """Maximise gain . x with matrix x <= held within bounds, by HiGHS; None where that fails."""
    if len(gain) == 0:
        return gain
    from scipy.optimize import linprog

    scale = np.abs(gain).max() or 1.0
    found = linprog(-gain / scale, A_ub=matrix, b_ub=held, bounds=bounds, method="highs")
    if found.status != 0:
        return None
    shares: Floats = np.clip(found.x, bounds[:, 0], bounds[:, 1])
    return shares
