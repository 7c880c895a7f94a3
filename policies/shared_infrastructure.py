"""Shared infrastructure: plants for waste water and hazardous waste, and corridors for pipes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument
from sim.policy import FacilityOrder, View
from sim.terms import Entry

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4

PLANTS = {"water": "wwtp", "hazardous": "haz_waste_plant"}
"""The plants of the tables that serve a whole park, by what they take."""


@dataclass(frozen=True)
class SharedInfrastructure(Instrument):
    """Plants and pipe corridors that the committee has built for all enterprises of the park.

    Each January from the first dated one the committee orders a plant for the dated share of the
    sewage, and of the hazardous waste, that enterprises sent out of the park; one is built where
    what plants have free does not cover it. Waste-water plants also give reclaimed water. A
    corridor of racks and trenches lowers the capex and the cost per km of exchanges by pipe, those
    of waste heat, gases and water alike. Strength scales the shares, to all of it at most, and the
    corridor's effect and cost.

    >>> from policies.parameters import load_parameters
    >>> rule = SharedInfrastructure(load_parameters())
    >>> rule.at("shared_plant_share", 2024), rule.at("shared_corridor_cut", 2024)
    (0.8, 0.25)
    """

    name: ClassVar[str] = "shared_infrastructure"
    title_en: ClassVar[str] = "Shared plants and pipe corridors"
    title_zh: ClassVar[str] = "园区共享基础设施与公共管廊"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(1)",
            "Energy is used in a cascade, and waste heat and pressure are recovered.",
            "推进能源梯级利用，回收余热余压。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(3)",
            "Plants that treat waste water, waste gas and residues for a whole park are built and "
            "upgraded.",
            "建设和提升全园区共用的废水、废气、废渣集中处理设施。",
        ),
        Clause(
            "001_1b3850a509700704.txt",
            "II(3)",
            "Cascade use of energy and recovery of waste heat and pressure are promoted.",
            "推进能源梯级利用和余热余压回收。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(5)",
            "The park's networks for power, heat, gas, hydrogen and water and its treatment of "
            "pollution are planned as a whole, built and renewed.",
            "统筹规划、建设和改造园区电、热、气、氢、供排水管网及污染治理设施。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "shared_plant_share", "shared_plant_public", "shared_plant_lead", "shared_corridor_cut",
        "shared_corridor_cost",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("pipe_cost_factor",)
    payer: ClassVar[str] = "park"

    def orders(self, view: View) -> Sequence[FacilityOrder]:
        """Return an order for each kind of plant and park in which it acts."""
        share = self.at("shared_plant_share", view.year, otherwise=0.0) * view.park_strength
        return [
            FacilityOrder(
                park=park,
                sector=sector,
                need_share=min(float(share[park]), 1.0),
                public_share=self.at("shared_plant_public", view.year),
                lead_months=round(self.at("shared_plant_lead", view.year)),
            )
            for park in np.flatnonzero(share).tolist()
            for sector in PLANTS.values()
        ]

    def write(self, view: View) -> Sequence[Entry]:
        """Return what a pipe costs in a corridor over one laid alone."""
        cut = self.at("shared_corridor_cut", view.year, otherwise=0.0)
        if not cut:
            return ()
        left = 1.0 - np.minimum(cut * view.strength, 1.0)
        return (Entry("pipe_cost_factor", "scale", left),)

    def public_cost(self, view: View) -> Floats | None:
        """Return the yearly cost of the corridor to each park."""
        if not self.at("shared_corridor_cut", view.year, otherwise=0.0):
            return None
        each = self.at("shared_corridor_cost", view.year) * CNY_PER_WAN
        cost: Floats = each * view.park_strength
        return cost


POLICY = SharedInfrastructure
