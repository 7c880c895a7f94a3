"""Investment subsidy: the central budget pays a share of energy-saving and circular projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from sim.catalogue import Catalogue, per_catalogue
from sim.policy import AwardRule, View
from sim.projects import green_projects
from sim.terms import Entry

Floats = NDArray[np.float64]

KEY_INDUSTRIES = (
    "ferrous_metals", "nonferrous_metals", "nonmetallic_minerals", "petroleum_coking", "chemicals",
    "power_heat",
)  # fmt: skip
"""Statistical sectors that the measures of 2024 call key sectors for retrofit."""

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class Subsidy(Instrument):
    """A grant on the capex of retrofits that save energy, carbon or water or recover material.

    Share of capex: the rule of 2021 for every project until 7 April 2024; then 15 % for circular
    transformation, 20 % in key industries, 30 % where the park is on the demonstration list.
    Applicants are ranked by energy saved per CNY under the rule of 2021, by CO2 saved per CNY
    since 2024; each gets at most the project cap while the park's budget of the year lasts.
    An open call also makes more enterprises consider a retrofit.
    Strength scales share, budget and call alike: twice the effort is twice each.

    >>> from policies.parameters import load_parameters
    >>> grant = Subsidy(load_parameters())
    >>> [grant.share_of_project(2022, key) for key in (False, True)]
    [0.12, 0.12]
    >>> [grant.share_of_project(2025, key) for key in (False, True)]
    [0.15, 0.2]
    >>> grant.share_of_project(2020, True)
    0.0
    """

    name: ClassVar[str] = "subsidy"
    title_en: ClassVar[str] = "Investment subsidy from the central budget"
    title_zh: ClassVar[str] = "中央预算内投资补助（节能降碳与园区循环化改造）"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "001_1b3850a509700704.txt",
            "III(4)",
            "Provinces raise fiscal, tax and financial support for projects of circular "
            "transformation; NDRC and MIIT use existing funds for the park's major projects.",
            "各省加大对循环化改造项目的财政、税收和金融支持，国家发展改革委、"
            "工业和信息化部统筹现有资金支持重大项目。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(2)5",
            "Qualified projects of green and low-carbon parks are helped to win national special "
            "funds for energy saving and carbon reduction and provincial retrofit funds.",
            "帮助绿色低碳园区内符合条件的项目争取国家节能降碳专项资金和省级技术改造资金。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(III)3",
            "Energy-saving and carbon-cutting retrofit is supported: over 6000 projects, 300 of "
            "them provincial key projects.",
            "支持节能降碳技术改造：实施项目6000个以上，其中省级重点项目300个以上。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "cb_2021_share", "cb_circular", "cb_key_sector", "cb_demo", "cb_cap", "cb_park_budget",
        "cb_on_demonstration_list", "cb_call_factor",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("consider_factor",)
    payer: ClassVar[str] = "central"
    local: ClassVar[bool] = True

    def share_of_project(self, year: int, key_industry: bool) -> float:
        """Return the grant over capex in a year; 0 before the first rule of the tables."""
        if self.at("cb_on_demonstration_list", year):
            return self.at("cb_demo", year, otherwise=self.at("cb_2021_share", year, otherwise=0.0))
        by_kind = "cb_key_sector" if key_industry else "cb_circular"
        return self.at(by_kind, year, otherwise=self.at("cb_2021_share", year, otherwise=0.0))

    def write(self, view: View) -> Sequence[Entry]:
        """Return what a call for projects does: more enterprises consider a retrofit."""
        if not self.share_of_project(view.year, True):
            return ()
        more = (self.at("cb_call_factor", view.year) - 1.0) * view.strength
        return (Entry("consider_factor", "scale", where_known(1.0 + more, more > 0)),)

    def award_rule(self, view: View) -> AwardRule | None:
        """Return share, cap, budget and ranking of the year, or None before the first rule."""
        shares = [self.share_of_project(view.year, key) for key in (False, True)]
        if not max(shares):
            return None
        key_industry = in_key_industry(view.catalogue)[view.enterprises.sector]
        since_2024 = self.at("cb_circular", view.year, otherwise=0.0) > 0
        cap = self.at("cb_cap", view.year, otherwise=np.inf)
        budget = self.at("cb_park_budget", view.year) * CNY_PER_WAN
        return AwardRule(
            rank="tco2e_per_cny" if since_2024 else "tce_per_cny",
            share=np.where(key_industry, shares[1], shares[0]) * view.strength,
            project_cap_cny=cap * CNY_PER_WAN,
            budget_cny=budget * np.asarray(view.park_strength, dtype=np.float64),
            payer=self.payer,
            eligible=green_projects(view.catalogue),
        )


POLICY = Subsidy


@per_catalogue
def in_key_industry(catalogue: Catalogue) -> NDArray[np.bool_]:
    """Say which sectors are of a key industry."""
    return np.isin(catalogue.tables["sectors"]["stat_sector"], KEY_INDUSTRIES)
