"""Storage subsidy: a share of the capex of batteries behind the meter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument
from sim.policy import AwardRule, View

CNY_PER_WAN = 1e4
BATTERY = "battery_storage"


@dataclass(frozen=True)
class StorageSubsidy(Instrument):
    """A grant on batteries of enterprises, up to a cap for one project and a budget for a park.

    Strength scales the share of capex and the budget.

    >>> from policies.parameters import load_parameters
    >>> StorageSubsidy(load_parameters()).share(2023)
    0.15
    """

    name: ClassVar[str] = "storage_subsidy"
    title_en: ClassVar[str] = "Subsidy for battery storage"
    title_zh: ClassVar[str] = "用户侧新型储能补助"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "4(4)",
            "Storage grows, and source, grid, load and storage are run as one.",
            "加快发展储能，推进源网荷储一体化。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(1)",
            "Zero-carbon parks build up storage beside the renewables in and around them.",
            "零碳园区在利用园内及周边可再生能源的同时配置储能。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "storage_grant_share", "storage_grant_cap", "storage_park_budget",
    )  # fmt: skip
    payer: ClassVar[str] = "county"

    def share(self, year: int) -> float:
        """Return the grant over capex at strength 1; 0 before it starts."""
        return self.at("storage_grant_share", year, otherwise=0.0)

    def award_rule(self, view: View) -> AwardRule | None:
        """Return share, cap and budget of the year for batteries, by CO2 saved per CNY."""
        if not self.share(view.year):
            return None
        budget = self.at("storage_park_budget", view.year) * CNY_PER_WAN
        return AwardRule(
            rank="tco2e_per_cny",
            share=self.share(view.year) * view.strength,
            project_cap_cny=self.at("storage_grant_cap", view.year) * CNY_PER_WAN,
            budget_cny=budget * np.asarray(view.park_strength, dtype=np.float64),
            payer=self.payer,
            eligible=frozenset({view.catalogue.technologies.index(BATTERY)}),
        )


POLICY = StorageSubsidy
