"""Carbon labels and the carbon border adjustment of the European Union on covered exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.benchmarks import archetype_tco2e
from policies.instrument import Clause, Instrument, where_known
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

COVERED = (
    "steel_bfbof", "steel_eaf", "aluminium_smelter", "secondary_al", "cement_clinker",
    "cement_grinding", "ammonia_urea", "phosphate_fert", "compound_fert",
)  # fmt: skip
"""Iron and steel, aluminium, cement and fertilisers: annex I of Regulation (EU) 2023/956."""

SINCE = 2023
"""The year of the regulation."""


@dataclass(frozen=True)
class CarbonLabelBorder(Instrument):
    """A carbon price at the border of the European Union, and the label that must state the carbon.

    From 2026 importers give up certificates for embedded emissions at the price of the European
    market, less what its own producers still get free and less a carbon price paid at home
    (Regulation (EU) 2023/956, Art. 9, 21, 22 and 31). What is not free is phased in as free
    allowances there are phased out: 2.5 percent in 2026 to all in 2034 (Directive 2003/87/EC, Art.
    10a(1a)). Here the exporter bears it on direct emissions, on the share of its sales that goes
    there: price = export share x (price there - price at home), on emissions above (1 - phase) x
    benchmark. Since October 2023 exporters state the carbon of their goods, so that they look at it
    sooner. Strength scales price and notice.

    >>> from policies.parameters import load_parameters
    >>> border = CarbonLabelBorder(load_parameters())
    >>> [border.phase(year) for year in (2025, 2026, 2030, 2034, 2040)]
    [0.0, 0.025, 0.485, 1.0, 1.0]
    """

    name: ClassVar[str] = "carbon_label_border"
    title_en: ClassVar[str] = "Carbon labels and border adjustment on exports"
    title_zh: ClassVar[str] = "碳标签与碳边境调节机制应对"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "10(1); 11(2)",
            "Enterprises are supported in carbon labelling, and the province responds to trade "
            "rules such as carbon border adjustment.",
            "支持企业使用碳标签，并应对碳边境调节等国际贸易规则。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "cbam_export_share", "cbam_price", "cbam_phase", "cbam_home_price",
        "cbam_benchmark_over_archetype", "carbon_label_notice",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = (
        "border_price_cny_per_t", "border_free_tco2e_per_unit", "consider_factor",
    )  # fmt: skip
    payer: ClassVar[str] = "enterprises"
    collector: ClassVar[str] = "foreign"

    def phase(self, year: int) -> float:
        """Return the share of the benchmark that is no longer free; 0 before the scheme."""
        return self.at("cbam_phase", year, otherwise=0.0)

    def price_cny_per_t(self, year: int) -> float:
        """Return the price on a mean tonne emitted for the goods of an exporter."""
        if not self.phase(year):
            return 0.0
        gap = self.at("cbam_price", year) - self.at("cbam_home_price", year)
        return self.at("cbam_export_share", year) * max(gap, 0.0)

    def write(self, view: View) -> Sequence[Entry]:
        """Return price and free part of covered exporters, and the notice that a label is."""
        exports = view.sector_in(*COVERED) & view.enterprises.inside
        benchmark = np.maximum(archetype_tco2e(view.catalogue)[view.enterprises.sector], 0.0)
        benchmark = benchmark * self.at("cbam_benchmark_over_archetype", max(view.year, SINCE))
        price = self.price_cny_per_t(view.year) * view.strength
        free = (1.0 - self.phase(view.year)) * benchmark
        more = self.at("carbon_label_notice", view.year, otherwise=1.0) - 1.0
        notice = 1.0 + more * view.strength
        charged = exports & (price > 0)
        return (
            Entry("border_price_cny_per_t", "add", where_known(price, charged)),
            Entry("border_free_tco2e_per_unit", "add", where_known(free, charged)),
            Entry("consider_factor", "scale", where_known(notice, exports & (notice > 1.0))),
        )


POLICY = CarbonLabelBorder
