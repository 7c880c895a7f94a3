"""Recycling system: a network that collects and sorts recyclables, and recyclers brought in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4

RECYCLERS = (
    "plastics_recycling", "battery_recycling", "secondary_al", "paper_recovered", "steel_eaf",
    "foundry", "copper_smelter", "chem_fibre",
)  # fmt: skip
"""Takers of scrap metals, waste plastics, paper, textiles and power batteries."""

BROUGHT = ("plastics_recycling", "battery_recycling", "secondary_al")
"""Recyclers of a size that a park can bring in."""


@dataclass(frozen=True)
class RecyclingSystem(Instrument):
    """Collection, sorting centres and recyclers for scrap, plastics, batteries, paper and textiles.

    Collection in full loads lowers what a truck costs per km to recyclers, the network tells
    enterprises of options they did not know, and recyclers are a share of the park's entrants.
    Strength scales the shares and the cost.

    >>> from policies.parameters import load_parameters
    >>> rule = RecyclingSystem(load_parameters())
    >>> [rule.at("recycling_haul_cut", year, otherwise=0.0) for year in (2021, 2025)]
    [0.0, 0.3]
    """

    name: ClassVar[str] = "recycling_system"
    title_en: ClassVar[str] = "Collection network and recyclers"
    title_zh: ClassVar[str] = "再生资源回收利用体系"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(2)",
            "Waste heat, waste gas and recyclables are recovered.",
            "回收利用余热、废气和再生资源。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(V)3",
            "Parks of renewable resources, a recycling network and sorting centres are laid out "
            "for scrap metals, plastics, tyres and textiles; power batteries and photovoltaic "
            "modules are recycled and leading enterprises fostered.",
            "布局再生资源产业园、回收网络和分拣中心，覆盖废金属、废塑料、废轮胎、废纺织品，"
            "回收退役动力电池和光伏组件，并培育龙头企业。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "recycling_haul_cut", "recycling_told", "recycling_entrants", "recycling_cost",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("haul_cost_factor", "option_notice", "promoted_share")
    payer: ClassVar[str] = "county"
    local: ClassVar[bool] = True

    def write(self, view: View) -> Sequence[Entry]:
        """Return cheaper hauls, what enterprises are told, and the share of recyclers."""
        year = view.year
        cut = self.at("recycling_haul_cut", year, otherwise=0.0)
        if not cut:
            return ()
        left = 1.0 - np.minimum(cut * view.strength, 1.0)
        told = np.minimum(self.at("recycling_told", year) * view.strength, 1.0)
        share = np.zeros((view.parks, len(view.catalogue.sectors)))
        rows = [view.catalogue.sector[name] for name in BROUGHT]
        whole = np.minimum(self.at("recycling_entrants", year) * view.park_strength, 1.0)
        share[:, rows] = (whole / len(rows))[:, None]
        return (
            Entry("haul_cost_factor", "scale", where_known(left, view.sector_in(*RECYCLERS))),
            Entry("option_notice", "add", told),
            Entry("promoted_share", "add", share.ravel()),
        )

    def public_cost(self, view: View) -> Floats | None:
        """Return what the network costs for each park a year."""
        if not self.at("recycling_haul_cut", view.year, otherwise=0.0):
            return None
        cost: Floats = self.at("recycling_cost", view.year) * CNY_PER_WAN * view.park_strength
        return cost


POLICY = RecyclingSystem
