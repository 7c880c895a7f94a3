"""Micro-grid: own sources, heat recovery and storage of a park are supported together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument
from sim.catalogue import Catalogue
from sim.policy import AwardRule, View
from sim.terms import Entry

CNY_PER_WAN = 1e4

SOURCES = ("pv_rooftop", "bipv", "battery_storage", "heat_pump_lt", "whr_power", "orc", "ems")
BIOMASS = ("biomass_boiler", "biomass_cofire")


@dataclass(frozen=True)
class MicroGrid(Instrument):
    """An industrial micro-grid: grants for its parts, and an operator who offers solar roofs.

    From the dated year the park grants a share of photovoltaics, storage, heat pumps, waste-heat
    power and energy management, and of biomass where a package says so, within a cap and a yearly
    budget, those that save most CO2 per yuan first; an operator offers photovoltaics to a share of
    enterprises a year. Wind and lines between enterprises are no part of the model. Strength scales
    shares and budget.

    >>> from policies.parameters import load_parameters
    >>> rule = MicroGrid(load_parameters())
    >>> [rule.at("grid_award_share", year, otherwise=0.0) for year in (2020, 2024)]
    [0.0, 0.12]
    """

    name: ClassVar[str] = "micro_grid"
    title_en: ClassVar[str] = "Industrial green micro-grid"
    title_zh: ClassVar[str] = "工业绿色微电网"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(1)",
            "Parks develop smart micro-grids, and wind and biomass where they suit.",
            "支持园区建设智能微电网，因地制宜利用风能和生物质能。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(8)",
            "Park, generators, grid and others build zero-carbon parks together.",
            "园区与发电、电网等企业共同参与零碳园区建设。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(II)4",
            "Factories and parks run systems of rooftop photovoltaics, wind, storage, heat pumps, "
            "waste heat and pressure, and smart control as one.",
            "工厂和园区将屋顶光伏、风电、储能、热泵、余热余压和智慧管控一体化运行。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "grid_award_share", "grid_award_cap", "grid_award_budget", "grid_biomass", "grid_offer",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("pv_offer_share",)
    payer: ClassVar[str] = "park"

    def eligible(self, catalogue: Catalogue, year: int) -> frozenset[int]:
        """Return the technologies that are granted, as rows of the catalogue."""
        names = SOURCES + (BIOMASS if self.at("grid_biomass", year) else ())
        return frozenset(catalogue.technologies.index(name) for name in names)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the share of enterprises that an operator offers photovoltaics."""
        offer = self.at("grid_offer", view.year, otherwise=0.0)
        if not offer:
            return ()
        return (Entry("pv_offer_share", "floor", np.minimum(offer * view.strength, 1.0)),)

    def award_rule(self, view: View) -> AwardRule | None:
        """Return share, cap and budget of the year for the parts of a micro-grid."""
        share = self.at("grid_award_share", view.year, otherwise=0.0)
        if not share:
            return None
        budget = self.at("grid_award_budget", view.year) * CNY_PER_WAN
        return AwardRule(
            rank="tco2e_per_cny",
            share=np.minimum(share * view.strength, 1.0),
            project_cap_cny=self.at("grid_award_cap", view.year) * CNY_PER_WAN,
            budget_cny=budget * np.asarray(view.park_strength, dtype=np.float64),
            payer=self.payer,
            eligible=self.eligible(view.catalogue, view.year),
        )


POLICY = MicroGrid
