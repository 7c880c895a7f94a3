"""Energy platform: large users are metered on line, see what they waste and manage it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from policies.land_use import equal_value_tce
from sim.policy import AwardRule, View
from sim.terms import Entry

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4

SYSTEM = "ems"
"""The technology that the award is for: a management system of energy."""


@dataclass(frozen=True)
class EnergyPlatform(Instrument):
    """An online platform for energy that a park's larger users must join, and help with a system.

    Enterprises that used at least the dated bound of energy last year (equal value) are connected:
    what the platform shows makes them consider a retrofit more often, and the park pays a share of
    a management system for those who want one, within a cap and a yearly budget. The park pays a
    fixed cost and one for each enterprise connected. Strength scales the share, the budget, the
    effect on what is considered and the cost. What a platform saves by feedback alone, without a
    system, is left out.

    Standing: `connected` (1 or 0 for enterprises inside).

    >>> from policies.parameters import load_parameters
    >>> rule = EnergyPlatform(load_parameters())
    >>> [rule.bound_tce(year) for year in (2020, 2022, 2024)]
    [10000.0, 5000.0, 1000.0]
    """

    name: ClassVar[str] = "energy_platform"
    title_en: ClassVar[str] = "Online energy platform and management systems"
    title_zh: ClassVar[str] = "能耗在线监测平台与能源管理体系"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(6)",
            "Parks set up online monitoring and management of energy use and analyse the data.",
            "园区建设能耗在线监测与管理平台，并分析监测数据。",
        ),
        Clause(
            "001_1b3850a509700704.txt",
            "II(3)",
            "The management of energy use is improved.",
            "提高能源利用的管理水平。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(2)",
            "Parks set up management systems for energy use and carbon emissions.",
            "园区建立用能和碳排放管理制度。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(II)2",
            "Enterprises set up systems of energy management and metering, are audited and pledge "
            "savings, by tiers of their yearly energy.",
            "企业按年能耗分级建立能源管理和计量体系，接受能源审计，并作出节能承诺。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "energy_platform_bound", "energy_platform_notice", "energy_platform_cost",
        "energy_platform_meter_cost", "energy_platform_award", "energy_platform_cap",
        "energy_platform_budget",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("consider_factor",)
    payer: ClassVar[str] = "park"

    def bound_tce(self, year: int) -> float:
        """Return the yearly energy from which an enterprise must be connected."""
        return self.at("energy_platform_bound", year)

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return who is connected, from last year's energy."""
        large = equal_value_tce(view) >= self.bound_tce(view.year)
        here = view.enterprises.inside & view.enterprises.active & (view.book.output > 0)
        return {"connected": (large & here).astype(np.float64)}

    def write(self, view: View) -> Sequence[Entry]:
        """Return how much likelier a connected enterprise is to consider a retrofit."""
        more = (self.at("energy_platform_notice", view.year) - 1.0) * self._connected(view)
        factor = 1.0 + more * view.strength
        return (Entry("consider_factor", "scale", where_known(factor, factor > 1.0)),)

    def award_rule(self, view: View) -> AwardRule | None:
        """Return the share of a management system that the park pays connected enterprises."""
        share = self.at("energy_platform_award", view.year)
        budget = self.at("energy_platform_budget", view.year) * CNY_PER_WAN
        return AwardRule(
            rank="tce_per_cny",
            share=np.minimum(share * self._connected(view) * view.strength, 1.0),
            project_cap_cny=self.at("energy_platform_cap", view.year) * CNY_PER_WAN,
            budget_cny=budget * np.asarray(view.park_strength, dtype=np.float64),
            payer=self.payer,
            eligible=frozenset({view.catalogue.technologies.index(SYSTEM)}),
        )

    def public_cost(self, view: View) -> Floats | None:
        """Return what the platform and the meters connected to it cost each park."""
        order = np.argsort(view.enterprises.key, kind="stable")
        who, park = self._connected(view)[order], view.enterprises.park[order]
        meters = np.bincount(park, weights=who, minlength=view.parks)
        each = self.at("energy_platform_meter_cost", view.year)
        cost = self.at("energy_platform_cost", view.year) + each * meters
        paid: Floats = cost * CNY_PER_WAN * view.park_strength
        return paid

    def _connected(self, view: View) -> Floats:
        return np.nan_to_num(self.standing(view, "connected"))


POLICY = EnergyPlatform
