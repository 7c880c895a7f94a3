"""Interest subsidy: the centre pays points of the rate on loans that renew equipment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument
from sim.policy import AwardRule, View
from sim.projects import green_projects

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class InterestSubsidy(Instrument):
    """Percentage points of interest paid for up to two years on the loan of a green retrofit.

    subsidy a year = points / 100 x loan, as far as the enterprise still owes as much, each January
    after the project; the park's budget of the year holds what is promised. It counts with grants
    and awards within the cap on all support. Strength scales points and budget.

    One point in 2024, 1.5 since 2025; a loan of 7 million CNY from 2025 on gets at most:

    >>> from policies.parameters import load_parameters
    >>> subsidy = InterestSubsidy(load_parameters())
    >>> [subsidy.points(year) for year in (2023, 2024, 2025)]
    [0.0, 1.0, 1.5]
    >>> subsidy.points(2025) / 100 * 2 * 7e6
    210000.0
    """

    name: ClassVar[str] = "interest_subsidy"
    title_en: ClassVar[str] = "Interest subsidy on equipment-renewal loans"
    title_zh: ClassVar[str] = "设备更新贷款财政贴息"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(2)",
            "Enterprises are helped to carry out retrofits that save energy and carbon and to "
            "renew energy-using equipment.",
            "支持企业实施节能降碳改造和用能设备更新。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "10(3)",
            "Government investment guides more finance to green industry and technology.",
            "发挥政府投资引导作用，带动更多资金投向绿色产业和技术。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "loan_subsidy_2024", "loan_subsidy_central", "loan_subsidy_years", "loan_subsidy_budget",
    )  # fmt: skip
    payer: ClassVar[str] = "central"
    local: ClassVar[bool] = True

    def points(self, year: int) -> float:
        """Return the percentage points of the year; 0 before the first rule."""
        first = self.at("loan_subsidy_2024", year, otherwise=0.0)
        return self.at("loan_subsidy_central", year, otherwise=first)

    def award_rule(self, view: View) -> AwardRule | None:
        """Return points, years and budget of the year, or None before the first rule."""
        points = self.points(view.year)
        if not points:
            return None
        budget = self.at("loan_subsidy_budget", view.year) * CNY_PER_WAN
        return AwardRule(
            rank="tce_per_cny",
            share=np.zeros(len(view.enterprises)),
            project_cap_cny=np.inf,
            budget_cny=budget * np.asarray(view.park_strength, dtype=np.float64),
            payer=self.payer,
            eligible=green_projects(view.catalogue),
            interest_pp=points * view.strength,
            interest_years=round(self.at("loan_subsidy_years", view.year)),
        )


POLICY = InterestSubsidy
