"""Resource taxes: on limestone that a plant quarries itself, and on water that it draws itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument, where_known
from sim.policy import View
from sim.terms import Entry

QUARRYING = ("cement_clinker",)
"""Sectors whose plants have quarries of their own."""


@dataclass(frozen=True)
class ResourceTax(Instrument):
    """The resource tax on own limestone, and since December 2024 that on own water.

    Who buys coal, gas or minerals pays the miner's tax in the price, so that only what a plant
    takes from nature itself is charged: a share of clinker's limestone at the ad-valorem rate, and
    a share of all fresh water at the rate for surface water (water of the public supply is taxed at
    the waterworks). Strength scales both rates.

    4 percent of the price on eight tenths of the limestone; 0.2 CNY/m3 on a quarter of the water:

    >>> from policies.parameters import load_parameters
    >>> tax = ResourceTax(load_parameters())
    >>> round(tax.limestone_share(2025), 4), tax.water_cny_per_m3(2024), tax.water_cny_per_m3(2025)
    (0.032, 0.0, 0.05)
    """

    name: ClassVar[str] = "resource_tax"
    title_en: ClassVar[str] = "Resource tax on own limestone and water"
    title_zh: ClassVar[str] = "资源税与水资源税"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "10(2)",
            "Collection of the environmental protection tax and the resource tax is strengthened.",
            "加强环境保护税、资源税的征收管理。",
        ),
        Clause(
            "001_1b3850a509700704.txt",
            "II(4)",
            "Parks reuse water and open up reclaimed and other unconventional sources.",
            "园区推进废水回用，开发再生水等非常规水源。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "rt_limestone", "rt_own_quarry", "water_resource_tax_surface", "wrt_own_abstraction",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("resource_tax_share", "resource_tax_cny_per_m3")
    payer: ClassVar[str] = "enterprises"
    collector: ClassVar[str] = "local"

    def limestone_share(self, year: int) -> float:
        """Return the tax on a mean tonne of limestone over its price."""
        rate = self.at("rt_limestone", year, otherwise=0.0)
        return rate * self.at("rt_own_quarry", year)

    def water_cny_per_m3(self, year: int) -> float:
        """Return the tax on a mean cubic metre of fresh water; 0 before it starts."""
        rate = self.at("water_resource_tax_surface", year, otherwise=0.0)
        return rate * self.at("wrt_own_abstraction", year)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the two taxes, the strength times the rate."""
        stone = self.limestone_share(view.year) * view.strength
        water = self.water_cny_per_m3(view.year) * view.strength
        quarries = view.sector_in(*QUARRYING) & (stone > 0)
        return (
            Entry("resource_tax_share", "add", where_known(stone, quarries)),
            Entry("resource_tax_cny_per_m3", "add", np.where(water > 0, water, np.nan)),
        )


POLICY = ResourceTax
