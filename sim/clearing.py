"""Clearing of awards: applicants ranked, caps and budgets kept, nothing paid over the limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.policy import AwardRule

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


ROUNDING_CNY = 1e-3
"""Less than this beyond a budget is the rounding of a sum taken in another order."""


@dataclass(frozen=True)
class Applications:
    """Projects that ask for support: one row an enterprise and technology."""

    enterprise: Ints
    park: Ints
    key: NDArray[np.uint64]
    technology: Ints
    capex_cny: Floats
    tce_saved: Floats
    tco2e_saved: Floats

    def column(self, rank: str) -> Floats:
        """Return the ranking column `tce_per_cny` or `tco2e_per_cny`."""
        saved = {"tce_per_cny": self.tce_saved, "tco2e_per_cny": self.tco2e_saved}[rank]
        return saved / np.maximum(self.capex_cny, 1.0)


@dataclass
class Budgets:
    """What each (park, policy, payer) may still spend this year, and what it has spent in all."""

    left_cny: dict[tuple[int, str, str], float] = field(default_factory=dict)
    spent_cny: dict[tuple[int, int, str, str], float] = field(default_factory=dict)
    collected_cny: dict[tuple[int, int, str, str], float] = field(default_factory=dict)
    """What charges have brought, by (year, park, policy, payee)."""

    def open(self, park: int, policy: str, payer: str, amount_cny: float) -> None:
        """Set the budget of a new year."""
        self.left_cny[park, policy, payer] = amount_cny

    def spend(self, year: int, park: int, policy: str, payer: str, amount_cny: float) -> None:
        """Book public cost; raise when a budget would go negative."""
        left = self.left_cny[park, policy, payer] - amount_cny
        if left < -ROUNDING_CNY:
            raise ValueError(f"budget of {policy} in park {park} overspent by {-left:.2f} CNY")
        self.left_cny[park, policy, payer] = max(left, 0.0)
        self.pay(year, park, policy, payer, amount_cny)

    def pay(self, year: int, park: int, policy: str, payer: str, amount_cny: float) -> None:
        """Book public cost that no budget limits: running cost, or relief that is owed."""
        account = (year, park, policy, payer)
        self.spent_cny[account] = self.spent_cny.get(account, 0.0) + amount_cny

    def collect(self, year: int, park: int, policy: str, payee: str, amount_cny: float) -> None:
        """Book what a charge brings to a budget, or to whoever else is paid."""
        account = (year, park, policy, payee)
        self.collected_cny[account] = self.collected_cny.get(account, 0.0) + amount_cny


def clear_awards(
    applications: Applications,
    rules: Mapping[str, AwardRule],
    budgets: Budgets,
    support_cap: float,
) -> dict[str, Floats]:
    """Return the award in CNY by policy and application.

    Policies are cleared in name order. Within one, applicants are ranked (ties by key) and paid
    share x capex up to the project cap, while the park's budget lasts; what a project gets from
    all policies together stays within `support_cap` x capex.
    """
    awards = {}
    total = np.zeros(len(applications.enterprise))
    for policy in sorted(rules):
        rule = rules[policy]
        award = np.zeros_like(total)
        order = np.lexsort((applications.key, -applications.column(rule.rank)))
        left = rule.budget_cny.copy()
        for row in order:
            if rule.eligible is not None and int(applications.technology[row]) not in rule.eligible:
                continue
            park = int(applications.park[row])
            capex = applications.capex_cny[row]
            wanted = min(
                float(rule.share[applications.enterprise[row]] * capex),
                rule.project_cap_cny,
                float(support_cap * capex - total[row]),
            )
            if 0 < wanted <= left[park]:
                award[row] = wanted
                left[park] -= wanted
        for park, amount in enumerate(rule.budget_cny):
            budgets.open(park, policy, rule.payer, float(amount))
        total += award
        awards[policy] = award
    return awards


def uniform_price(
    short: Floats, volume: Floats, reference: float, slope: float, bound: float
) -> float:
    """Return the one price at which a named set of enterprises clears its market.

    Each offers (or asks for) what it is long (or `short`) at the reference price, and `slope` x its
    `volume` more for a price above it by its whole, less for one below: sum of short = slope x sum
    of volume x (price / reference - 1). The price stays within reference / bound and x bound.

    >>> [uniform_price(np.array([s, -10.0]), np.array([100.0, 100.0]), 60.0, 0.5, 2.0)
    ...  for s in (10.0, 20.0, 900.0, -900.0)]
    [60.0, 66.0, 120.0, 30.0]
    """
    offered = slope * float(np.sum(volume))
    if offered <= 0.0:
        return reference
    price = reference * (1.0 + float(np.sum(short)) / offered)
    return min(max(price, reference / bound), reference * bound)
