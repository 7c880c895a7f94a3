"""Anchor promotion: the committee seeks entrants of emerging industries that use little energy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument
from sim.catalogue import Catalogue
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4

SOUGHT = (
    "pharma_api", "enzyme_biotech", "pcb", "semiconductor", "data_centre", "pv_module",
    "li_battery",
)  # fmt: skip
"""Sectors of the strategic emerging industries but for recycling (`policies.recycling_system`)."""


@dataclass(frozen=True)
class AnchorPromotion(Instrument):
    """Investment promotion of a park: more entrants, and a share of them of the industries sought.

    A share of the park's entrants comes from strategic emerging industries whose new plants use at
    most the dated energy (calorific) over value added, each of them as likely; the others are as
    they would have been. Every entrant still needs land and must meet the terms of entry. Strength
    scales the share, to all entrants at most, the rise of the entry rate, and the cost.

    >>> from policies.parameters import load_parameters
    >>> from sim.catalogue import load_catalogue
    >>> rule, catalogue = AnchorPromotion(load_parameters()), load_catalogue()
    >>> [catalogue.sectors[row] for row in rule.sought(catalogue, 2024)]
    ['pharma_api', 'enzyme_biotech', 'pcb', 'semiconductor', 'pv_module', 'li_battery']
    """

    name: ClassVar[str] = "anchor_promotion"
    title_en: ClassVar[str] = "Investment promotion of emerging industries"
    title_zh: ClassVar[str] = "战略性新兴产业招商引资"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(2)7",
            "Green low-carbon parks become the main ground for attracting investment, and what "
            "major projects need goes to them first.",
            "让绿色低碳园区成为招商引资主阵地，重大项目所需要素优先向其配置。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(4)",
            "High-tech, energy-saving and new-energy industries are made to grow.",
            "大力发展高新技术、节能环保和新能源产业。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(3)",
            "Parks lay out new industries of low energy use, low pollution and high value added.",
            "园区布局发展能耗低、污染少、附加值高的新兴产业。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(I)1",
            "Strategic emerging industries are fostered and come first in land, energy and "
            "finance.",
            "培育战略性新兴产业，土地、能耗、金融等要素优先保障。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "promotion_share", "promotion_entry", "promotion_energy_limit", "promotion_cost",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("promoted_share", "entry_rate_factor")
    payer: ClassVar[str] = "park"
    local: ClassVar[bool] = True

    def sought(self, catalogue: Catalogue, year: int) -> list[int]:
        """Return the sectors that promotion brings, as rows of the catalogue."""
        limit = self.at("promotion_energy_limit", year)
        rows = [catalogue.sector[name] for name in SOUGHT]
        kgce = catalogue.number("sectors", "energy_norm_kgce_per_unit")[rows]
        value = catalogue.number("sectors", "value_added_cny_per_unit")[rows]
        return [row for row, used in zip(rows, kgce / value * 10.0, strict=True) if used <= limit]

    def write(self, view: View) -> Sequence[Entry]:
        """Return the share of entrants by sector, and the rise of the entry rate."""
        rows = self.sought(view.catalogue, view.year)
        share = np.zeros((view.parks, len(view.catalogue.sectors)))
        whole = np.minimum(self.at("promotion_share", view.year) * view.park_strength, 1.0)
        share[:, rows] = (whole / max(len(rows), 1))[:, None]
        more = (self.at("promotion_entry", view.year) - 1.0) * view.park_strength
        return (
            Entry("promoted_share", "add", share.ravel()),
            Entry("entry_rate_factor", "scale", 1.0 + more),
        )

    def public_cost(self, view: View) -> Floats | None:
        """Return what staff, fairs and travel for promotion cost each park."""
        cost: Floats = self.at("promotion_cost", view.year) * CNY_PER_WAN * view.park_strength
        return cost


POLICY = AnchorPromotion
