"""Capacity replacement: more capacity of a sector is closed than is built anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument
from sim.policy import View
from sim.terms import Entry

RATIOS = {
    "cr_ratio_steel": ("steel_bfbof", "steel_eaf"),
    "cr_ratio_cement": ("cement_clinker",),
    "cr_ratio_glass": ("flat_glass",),
    "cr_ratio_other": ("aluminium_smelter",),
}
"""Sectors under each ratio."""


@dataclass(frozen=True)
class CapacityReplacement(Instrument):
    """New or renewed capacity in steel, clinker, flat glass and aluminium by a ratio of closures.

    The ratio is capacity closed in the sector and park per unit of new capacity; quotas from other
    parks are left out. Strength scales the ratio.

    >>> from policies.parameters import load_parameters
    >>> rule = CapacityReplacement(load_parameters())
    >>> [rule.ratio("cr_ratio_cement", year) for year in (2020, 2022)]
    [0.0, 1.5]
    """

    name: ClassVar[str] = "capacity_replacement"
    title_en: ClassVar[str] = "Capacity replacement"
    title_zh: ClassVar[str] = "产能置换（减量置换）"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "preamble",
            "Where a new cement or flat-glass project is really necessary, a plan of capacity "
            "replacement is made and carried out.",
            "确需新建水泥、平板玻璃项目的，须制定产能置换方案并实施产能置换。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(II)1",
            "Projects that do not meet the rules on capacity replacement do not pass approval.",
            "不符合产能置换规定的项目不予审批。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = tuple(RATIOS)
    terms: ClassVar[tuple[str, ...]] = ("closed_per_new_capacity",)
    payer: ClassVar[str] = "enterprises"

    def ratio(self, name: str, year: int) -> float:
        """Return one of the ratios in a year at strength 1; 0 before it is in force."""
        return self.at(name, year, otherwise=0.0)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the ratio by park and sector."""
        ratios = np.full((view.parks, len(view.catalogue.sectors)), np.nan)
        for name, sectors in RATIOS.items():
            ratio = self.ratio(name, view.year)
            for sector in sectors if ratio else ():
                ratios[:, view.catalogue.sector[sector]] = ratio * view.park_strength
        return (Entry("closed_per_new_capacity", "floor", ratios.ravel()),)


POLICY = CapacityReplacement
