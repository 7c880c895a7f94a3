"""Recycled procurement: public buyers pay a premium for goods with a content of waste."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from sim.catalogue import Catalogue, per_catalogue
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

MADE_OF_WASTE = {
    "building": ("aac_block", "brick", "gypsum_board", "cement_grinding", "cement_clinker"),
    "goods": ("paper_recovered", "plastics", "chem_fibre", "foundry", "secondary_al"),
}
"""Makers by what public buyers ask for: building materials, and goods of recovered material."""


@dataclass(frozen=True)
class RecycledProcurement(Instrument):
    """Government procurement of goods with recycled content, as CNY per tonne of waste taken in.

    award = share of the goods that public buyers take x preference in price x price of a tonne of
    the product (2023) / content asked for. The preference in the assessment of bids lets a
    supplier ask that much more; it is spread over the content asked for, so that a maker with just
    that content gets it all. Public buyers bear it. Strength scales the award.

    A tonne of aerated concrete, of which public buyers take 30 percent at 6 percent more for 30
    percent of waste, brings a maker 6 percent of its price per tonne of ash.

    >>> from policies.parameters import load_parameters
    >>> from sim.catalogue import load_catalogue
    >>> catalogue, rule = load_catalogue(), RecycledProcurement(load_parameters())
    >>> per_t = rule.cny_per_t(catalogue, 2025)
    >>> row = catalogue.sector["aac_block"]
    >>> round(float(per_t[row] / price_cny_per_t(catalogue)[row]), 6)
    0.06
    """

    name: ClassVar[str] = "recycled_procurement"
    title_en: ClassVar[str] = "Public procurement of recycled goods"
    title_zh: ClassVar[str] = "再生产品绿色政府采购"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "11(2)",
            "Green public procurement is widened.",
            "提高政府绿色采购的比重。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(III)2",
            "Green procurement and support for the first sets of equipment spread what is new.",
            "以政府绿色采购和首台（套）政策推广新技术、新装备。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        *(f"procurement_{part}_{kind}" for kind in MADE_OF_WASTE for part in ("share", "content")),
        "procurement_preference",
    )
    terms: ClassVar[tuple[str, ...]] = ("reuse_relief_cny_per_t",)
    payer: ClassVar[str] = "public buyers"

    def cny_per_t(self, catalogue: Catalogue, year: int) -> Floats:
        """Return the award by sector, CNY per tonne of waste; 0 where none is asked for."""
        award = np.zeros(len(catalogue.sectors))
        for kind, names in MADE_OF_WASTE.items():
            share = self.at(f"procurement_share_{kind}", year, otherwise=0.0)
            if not share:
                continue
            rows = [catalogue.sector[name] for name in names]
            price = price_cny_per_t(catalogue)[rows]
            over = share * self.at("procurement_preference", year) * price
            award[rows] = over / self.at(f"procurement_content_{kind}", year)
        return award

    def write(self, view: View) -> Sequence[Entry]:
        """Return the award of each enterprise whose goods public buyers ask for."""
        by_sector = self.cny_per_t(view.catalogue, view.year)
        award = by_sector[view.enterprises.sector] * view.strength
        return (Entry("reuse_relief_cny_per_t", "add", where_known(award, award > 0.0)),)


POLICY = RecycledProcurement


@per_catalogue
def price_cny_per_t(catalogue: Catalogue) -> Floats:
    """Return each sector's revenue in 2023 per tonne of product, 0 where it weighs nothing."""
    mass = catalogue.tables["streams"]["mass_kg_per_unit"]
    price = catalogue.price[:, catalogue.year_index(2023)]
    found = np.zeros(len(catalogue.sectors))
    for row, recipe in enumerate(catalogue.recipes):
        made = recipe.product
        tonnes = float((recipe.quantity * mass[recipe.stream])[made].sum()) / 1000.0
        if tonnes > 0.0:
            found[row] = float((recipe.quantity * price[recipe.stream])[made].sum()) / tonnes
    return found
