"""Ultra-long special bonds: the centre pays a share of the renewal of energy-using equipment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument
from sim.policy import AwardRule, View
from sim.projects import green_projects

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class EquipmentBond(Instrument):
    """A grant from ultra-long special bonds on large projects of equipment renewal since 2025.

    grant = share x capex of projects of at least a size, ranked by energy saved per CNY while the
    park's part of the bonds lasts. Strength scales share and bonds.

    A project of 400 million CNY got 60 million:

    >>> from policies.parameters import load_parameters
    >>> bond = EquipmentBond(load_parameters())
    >>> round(400e6 * bond.at("bond_equipment", 2025))
    60000000
    """

    name: ClassVar[str] = "equipment_bond"
    title_en: ClassVar[str] = "Special bonds for equipment renewal"
    title_zh: ClassVar[str] = "超长期特别国债支持设备更新"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "002_4959b361e5f9d355.txt",
            "2",
            "Existing national funds support zero-carbon parks, and special bonds projects that "
            "qualify.",
            "统筹现有国家资金支持零碳园区，符合条件的项目可用专项债券资金支持。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(2)",
            "Enterprises are helped to renew energy-using equipment.",
            "支持企业更新用能设备。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("bond_equipment", "bond_least_project", "bond_park_budget")
    payer: ClassVar[str] = "central"
    local: ClassVar[bool] = True

    def award_rule(self, view: View) -> AwardRule | None:
        """Return share, least size and the park's part of the year, or None before 2025."""
        share = self.at("bond_equipment", view.year, otherwise=0.0)
        if not share:
            return None
        budget = self.at("bond_park_budget", view.year) * CNY_PER_WAN
        return AwardRule(
            rank="tce_per_cny",
            share=share * view.strength,
            project_cap_cny=np.inf,
            budget_cny=budget * np.asarray(view.park_strength, dtype=np.float64),
            payer=self.payer,
            eligible=green_projects(view.catalogue),
            least_capex_cny=self.at("bond_least_project", view.year) * CNY_PER_WAN,
        )


POLICY = EquipmentBond
