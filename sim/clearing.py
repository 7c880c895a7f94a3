"""Clearing of awards: applicants ranked, caps and budgets kept, nothing paid over the limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.policy import AwardRule

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


ROUNDING_CNY = 1e-3
"""Less than this beyond a budget is the rounding of a sum taken in another order."""


class Projects(Protocol):
    """Projects that might be supported, one row each: applications, or the options of firms."""

    @property
    def enterprise(self) -> Ints:
        """Row of the enterprise."""

    @property
    def technology(self) -> Ints:
        """Index of the catalogue."""

    @property
    def capex_cny(self) -> Floats:
        """Investment."""

    @property
    def tce_saved(self) -> Floats:
        """A year, as appraised."""


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
    services_cny: dict[tuple[int, int, str], float] = field(default_factory=dict)
    """What services of public bodies have cost, by (year, park, payer): no policy's spending."""

    def open(self, park: int, policy: str, payer: str, amount_cny: float) -> None:
        """Set the budget of a new year."""
        self.left_cny[park, policy, payer] = amount_cny

    def spend(self, year: int, park: int, policy: str, payer: str, amount_cny: float) -> None:
        """Book public cost; raise when a budget would go negative."""
        self.commit(park, policy, payer, amount_cny)
        self.pay(year, park, policy, payer, amount_cny)

    def commit(self, park: int, policy: str, payer: str, amount_cny: float) -> None:
        """Set aside what a budget has promised for later years; raise when it would go negative."""
        left = self.left_cny[park, policy, payer] - amount_cny
        if left < -ROUNDING_CNY:
            raise ValueError(f"budget of {policy} in park {park} overspent by {-left:.2f} CNY")
        self.left_cny[park, policy, payer] = max(left, 0.0)

    def pay(self, year: int, park: int, policy: str, payer: str, amount_cny: float) -> None:
        """Book public cost that no budget limits: running cost, or relief that is owed."""
        account = (year, park, policy, payer)
        self.spent_cny[account] = self.spent_cny.get(account, 0.0) + amount_cny

    def serve(self, year: int, park: int, payer: str, amount_cny: float) -> None:
        """Book what a public budget pays for the services of a public body."""
        account = (year, park, payer)
        self.services_cny[account] = self.services_cny.get(account, 0.0) + amount_cny

    def collect(self, year: int, park: int, policy: str, payee: str, amount_cny: float) -> None:
        """Book what a charge brings to a budget, or to whoever else is paid."""
        account = (year, park, policy, payee)
        self.collected_cny[account] = self.collected_cny.get(account, 0.0) + amount_cny


def asked_cny(rule: AwardRule, projects: Projects, loan_share: float) -> Floats:
    """Return what a rule gives each project before the cap on all support and the budget, CNY.

    A grant is share x capex, an award for energy CNY per tce x tce saved, an interest subsidy
    points x years on a loan of `loan_share` x capex; each at most the project cap.
    """
    who, capex = projects.enterprise, projects.capex_cny
    asked = rule.share[who] * capex
    if rule.cny_per_tce is not None:
        asked = rule.cny_per_tce[who] * np.maximum(projects.tce_saved, 0.0)
    if rule.interest_pp is not None:
        asked = rule.interest_pp[who] / 100.0 * rule.interest_years * loan_share * capex
    fits = capex >= rule.least_capex_cny
    if rule.least_tce > 0.0:
        fits &= projects.tce_saved >= rule.least_tce
    if rule.eligible is not None:
        fits &= _flags(rule.eligible).take(projects.technology, mode="clip")
    return np.where(fits, np.minimum(asked, rule.project_cap_cny), 0.0)


@lru_cache(maxsize=64)
def _flags(technologies: frozenset[int]) -> Flags:
    """Return a flag by technology up to the last of some, and one for all behind it."""
    flags = np.zeros(max(technologies, default=-1) + 2, dtype=bool)
    flags[list(technologies)] = True
    return flags


def clear_awards(
    applications: Applications,
    rules: Mapping[str, AwardRule],
    budgets: Budgets,
    support_cap: float,
    loan_share: float = 0.0,
) -> dict[str, Floats]:
    """Return the award in CNY by policy and application, what is paid in later years included.

    Policies are cleared in name order. Within one, applicants are ranked (ties by key) and get
    what its rule gives (`asked_cny`) while the park's budget lasts; what a project gets from all
    policies together, now and later, stays within `support_cap` x capex.
    """
    awards = {}
    total = np.zeros(len(applications.enterprise))
    for policy in sorted(rules):
        rule = rules[policy]
        award = np.zeros_like(total)
        asked = asked_cny(rule, applications, loan_share)
        order = np.lexsort((applications.key, -applications.column(rule.rank)))
        left = rule.budget_cny.copy()
        for row in order:
            park = int(applications.park[row])
            room = float(support_cap * applications.capex_cny[row] - total[row])
            wanted = min(float(asked[row]), room)
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
