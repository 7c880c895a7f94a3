"""Special fund: province and local government pay a share of the equipment of green retrofits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument
from sim.policy import AwardRule, View
from sim.projects import green_projects

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class SpecialFund(Instrument):
    """A grant of the provincial and local funds for circular economy and technical upgrading.

    grant = share of equipment investment x equipment in the project's capex, for projects of at
    least a size, at most the cap, ranked by energy saved per CNY while the park's part of the fund
    lasts. Strength scales share and fund.

    Ten percent of the equipment of a project of 10 million CNY, 70 percent of it equipment:

    >>> from policies.parameters import load_parameters
    >>> fund = SpecialFund(load_parameters())
    >>> round(fund.share_of_project(2023) * 1e7)
    700000
    >>> fund.share_of_project(2021)
    0.0
    """

    name: ClassVar[str] = "special_fund"
    title_en: ClassVar[str] = "Provincial and local fund for green retrofits"
    title_zh: ClassVar[str] = "省级及地方循环经济与节能技改专项资金"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "001_1b3850a509700704.txt",
            "III(4)",
            "Local governments add land and funds for the circular transformation of a park, and "
            "provinces coordinate policy resources for its projects.",
            "地方政府加大土地、资金等支持，各省统筹政策资源用于园区循环化改造项目。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "2",
            "Regions are encouraged to support the building of zero-carbon parks with their funds.",
            "鼓励各地以财政资金支持零碳园区建设。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "es_subsidy_zj_share", "equipment_in_capex", "special_fund_cap", "special_fund_least",
        "special_fund_budget",
    )  # fmt: skip
    payer: ClassVar[str] = "province"
    local: ClassVar[bool] = True

    def share_of_project(self, year: int) -> float:
        """Return the grant over the whole capex; 0 before the first rule of the tables."""
        share = self.at("es_subsidy_zj_share", year, otherwise=0.0)
        return share * self.at("equipment_in_capex", year)

    def award_rule(self, view: View) -> AwardRule | None:
        """Return share, cap, least size and fund of the year, or None before the first rule."""
        share = self.share_of_project(view.year)
        if not share:
            return None
        budget = self.at("special_fund_budget", view.year) * CNY_PER_WAN
        return AwardRule(
            rank="tce_per_cny",
            share=share * view.strength,
            project_cap_cny=self.at("special_fund_cap", view.year) * CNY_PER_WAN,
            budget_cny=budget * np.asarray(view.park_strength, dtype=np.float64),
            payer=self.payer,
            eligible=green_projects(view.catalogue),
            least_capex_cny=self.at("special_fund_least", view.year) * CNY_PER_WAN,
        )


POLICY = SpecialFund
