"""Award per tonne of coal equivalent saved: a local budget pays for saving that the books show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument
from sim.policy import AwardRule, View
from sim.projects import green_projects

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class PerTceAward(Instrument):
    """An award for each tce that a retrofit saves in its first year, paid the January after.

    award = rate x min(tce saved by the books, tce appraised), for projects that save at least the
    threshold, at most the cap for one project, while the park's budget of the year lasts. Saving
    by the books: output of the first year x unit energy of the year before, less what was used.
    Strength scales rate and budget.

    A retrofit that saves 1,200 tce at 400 CNY/tce is promised 480,000 CNY:

    >>> from policies.parameters import load_parameters
    >>> award = PerTceAward(load_parameters())
    >>> 1200 * award.at("es_subsidy_zj", 2023)
    480000.0
    """

    name: ClassVar[str] = "per_tce_award"
    title_en: ClassVar[str] = "Award per tonne of coal equivalent saved"
    title_zh: ClassVar[str] = "节能量奖励（按吨标准煤）"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(III)2",
            "Efficient boilers, motors, transformers and other energy-using equipment are "
            "promoted, and process systems retrofitted.",
            "推广高效锅炉、电机、变压器等用能设备，对流程工业系统实施节能改造。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(2)5",
            "Projects of green and low-carbon parks are helped to win provincial support for "
            "retrofits that save energy and carbon.",
            "帮助绿色低碳园区的项目争取省级节能降碳技术改造支持。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "es_subsidy_zj", "es_award_cap", "es_award_least_tce", "es_award_budget",
    )  # fmt: skip
    payer: ClassVar[str] = "county"
    local: ClassVar[bool] = True

    def award_rule(self, view: View) -> AwardRule | None:
        """Return rate, threshold, cap and budget of the year, or None before the first rule."""
        rate = self.at("es_subsidy_zj", view.year, otherwise=0.0)
        if not rate:
            return None
        budget = self.at("es_award_budget", view.year) * CNY_PER_WAN
        return AwardRule(
            rank="tce_per_cny",
            share=np.zeros(len(view.enterprises)),
            project_cap_cny=self.at("es_award_cap", view.year) * CNY_PER_WAN,
            budget_cny=budget * np.asarray(view.park_strength, dtype=np.float64),
            payer=self.payer,
            eligible=green_projects(view.catalogue),
            least_tce=self.at("es_award_least_tce", view.year),
            cny_per_tce=rate * view.strength,
        )


POLICY = PerTceAward
