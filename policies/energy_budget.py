"""Energy budget in three tiers, of energy first and of carbon later, with warning and penalty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from sim.catalogue import FIRST_YEAR, of_role
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

TIERS = (1, 2, 3)
"""From the largest users to the smallest."""


@dataclass(frozen=True)
class EnergyBudget(Instrument):
    """A budget of energy per product unit that falls each year, kept by tier of yearly use.

    Tier 1 uses 5000 tce a year (equal value) or more, tier 2 from 1000 tce, tier 3 less. A firm's
    budget starts at what a unit took in its first year and falls by the tier's rate. A firm over
    last year's budget is warned, and likelier to consider a retrofit; in tiers 1 and 2 it also pays
    an adder on power and may expand by a part only (joint punishment). From
    `dual_control_carbon_year` on the budget is one of carbon, direct and of purchased power and
    heat: the dual control of energy gives way to that of carbon, and firms start from what they
    emitted then. Strength scales adder, cut of expansion and warning.

    Standing: `tier`, `budget_per_unit` and `over` (last year's use over the budget, less 1).

    >>> from policies.parameters import load_parameters
    >>> budget = EnergyBudget(load_parameters())
    >>> budget.tier(np.array([5000.0, 4999.0, 1000.0, 999.0]), 2025).tolist()
    [1.0, 2.0, 2.0, 3.0]
    >>> [budget.of_carbon(year) for year in (2025, 2026)]
    [False, True]
    """

    name: ClassVar[str] = "energy_budget"
    title_en: ClassVar[str] = "Energy budget in three tiers, moving to carbon"
    title_zh: ClassVar[str] = "用能预算分级管理（能耗双控转向碳排放双控）"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(II)2",
            "Enterprises above 5000 tce a year, from 1000 to 5000 and below 1000 are managed by "
            "energy budgets of their tier, with warning and joint punishment.",
            "按年综合能耗5000吨标准煤以上、1000至5000吨、1000吨以下分级实行用能预算管理，"
            "开展预警和联合惩戒。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "4(1)",
            "Energy budgets are carried out in full, and the dual control of energy moves to one "
            "of carbon.",
            "全面实行用能预算管理，推动能耗双控转向碳排放双控。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "energy_budget_tier1", "energy_budget_tier2",
        *(f"energy_budget_cut_{tier}" for tier in TIERS),
        "energy_budget_tolerance", "energy_budget_adder", "energy_budget_expansion",
        "energy_budget_notice", "dual_control_carbon_year",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = (
        "consider_factor", "expansion_share", "power_adder_cny_per_kwh",
    )  # fmt: skip
    payer: ClassVar[str] = "enterprises"

    def tier(self, energy_tce: Floats, year: int) -> Floats:
        """Return the tier of a yearly use of energy."""
        bounds = (self.at(f"energy_budget_tier{k}", max(year, 2024)) for k in (1, 2))
        below = [(energy_tce < bound) * 1.0 for bound in bounds]
        return 1.0 + below[0] + below[1]

    def of_carbon(self, year: int) -> bool:
        """Say whether the budget is one of carbon."""
        return year >= self.at("dual_control_carbon_year", max(year, FIRST_YEAR))

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return tier, budget per unit and how far last year's use was over it."""
        book, sector = view.book, view.enterprises.sector
        firm = of_role(view.catalogue, "firm")[sector]
        subject = firm & view.enterprises.inside & view.enterprises.active & (book.output > 0)
        used = book.tco2e if self.of_carbon(view.year) else book.energy_equal_tce
        per_unit = np.full(len(sector), np.nan)
        np.divide(used, book.output, out=per_unit, where=subject & (used > 0))
        tier = where_known(self.tier(book.energy_equal_tce, view.year), ~np.isnan(per_unit))
        before = self.standing(view, "budget_per_unit")
        if self.of_carbon(view.year) != self.of_carbon(view.year - 1):
            before = np.full(len(sector), np.nan)
        cuts = np.array([self.at(f"energy_budget_cut_{k}", view.year) for k in TIERS])
        cut = cuts[np.nan_to_num(tier, nan=TIERS[-1]).astype(np.int64) - 1]
        return {
            "tier": tier,
            "budget_per_unit": np.where(np.isnan(before), per_unit, before * (1.0 - cut)),
            "over": per_unit / np.where(before > 0, before, np.nan) - 1.0,
        }

    def write(self, view: View) -> Sequence[Entry]:
        """Return notice, adder and cut of expansion for those who were over their budget."""
        year = view.year
        over = self.standing(view, "over") > self.at("energy_budget_tolerance", year)
        punished = over & (self.standing(view, "tier") <= 2)
        more = (self.at("energy_budget_notice", year) - 1.0) * view.strength
        adder = self.at("energy_budget_adder", year) * view.strength
        cut = (1.0 - self.at("energy_budget_expansion", year)) * view.strength
        return (
            Entry("consider_factor", "scale", where_known(1.0 + more, over & (more > 0))),
            Entry("power_adder_cny_per_kwh", "add", where_known(adder, punished)),
            Entry("expansion_share", "scale", where_known(np.maximum(1.0 - cut, 0.0), punished)),
        )


POLICY = EnergyBudget
