"""Relief for comprehensive utilisation: VAT is paid back to plants that make goods of waste."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from sim.catalogue import Catalogue, per_catalogue
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

MADE_OF_WASTE = {
    "blocks": ("aac_block", "brick", "gypsum_board"),
    "cement": ("cement_clinker", "cement_grinding"),
    "paper": ("paper_recovered",),
    "plastics": ("plastics_recycling",),
    "batteries": ("battery_recycling",),
}
"""Sectors by the kind of product that the national list names."""


@dataclass(frozen=True)
class UtilisationRelief(Instrument):
    """The VAT refund of makers of goods of waste, as CNY per tonne of waste taken in.

    relief = refund share x VAT on a tonne of product / least share of waste in the product, with
    VAT as rate / (1 + rate) of the sector's value added (price level of 2023). The list asks for a
    least share of waste in the whole product and then refunds all; spread over that least share,
    a plant that just meets it gets the whole refund and one on the way its part. A plant with more
    waste than that gets more than the list gives. Strength scales the refund, to the whole VAT at
    most. The income tax on a tenth of such income, the credit on equipment and the refunds for
    power, oil and scrap are left out.

    An aerated-concrete plant: 60 CNY of value added on a cubic metre of 0.6 t are 11.50 CNY of VAT
    a tonne; 70 percent of it over 70 percent of waste are as many CNY per tonne of ash.

    >>> from policies.parameters import load_parameters
    >>> from sim.catalogue import load_catalogue
    >>> catalogue = load_catalogue()
    >>> per_t = UtilisationRelief(load_parameters()).cny_per_t(catalogue, 2025)
    >>> names = ("aac_block", "cement_grinding", "paper_recovered", "dyeing")
    >>> [round(float(per_t[catalogue.sector[name]]), 2) for name in names]
    [11.5, 8.05, 29.58, 0.0]

    What is paid back of 100 CNY of VAT, by the lists of 2015 (Cai Shui [2015] No. 78) and of 2022
    (MOF and STA announcement [2021] No. 40, Art. 3 and its annex):

    >>> relief = UtilisationRelief(load_parameters())
    >>> {kind: [round(100 * relief.refund_share(kind, year)) for year in (2021, 2023)]
    ...  for kind in MADE_OF_WASTE}  # doctest: +NORMALIZE_WHITESPACE
    {'blocks': [70, 70], 'cement': [70, 70], 'paper': [50, 50], 'plastics': [50, 50],
     'batteries': [30, 50]}
    """

    name: ClassVar[str] = "utilisation_relief"
    title_en: ClassVar[str] = "VAT refund for goods made of waste"
    title_zh: ClassVar[str] = "资源综合利用增值税即征即退"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "10(2)",
            "Tax preference is given for saving energy and water and for comprehensive use of "
            "resources.",
            "落实节能节水、资源综合利用等税收优惠。",
        ),
        Clause(
            "001_1b3850a509700704.txt",
            "II(4)",
            "By-products and industrial wastes are put to use.",
            "推动副产物和工业废弃物的资源化利用。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(V)2",
            "Products made of solid waste find wider use, in building materials among others.",
            "扩大固体废物综合利用产品在建材等领域的应用。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        *(f"refund_{kind}" for kind in MADE_OF_WASTE),
        *(f"refund_least_{kind}" for kind in MADE_OF_WASTE),
        "vat_standard",
    )
    terms: ClassVar[tuple[str, ...]] = ("reuse_relief_cny_per_t",)
    payer: ClassVar[str] = "central and local"

    def refund_share(self, kind: str, year: int) -> float:
        """Return the share of VAT paid back for a kind of goods."""
        return self.at(f"refund_{kind}", year)

    def cny_per_t(self, catalogue: Catalogue, year: int, strength: float = 1.0) -> Floats:
        """Return the relief by sector, CNY per tonne of waste; 0 where the list names none."""
        rate, kind = self.at("vat_standard", year), kind_of(catalogue)
        vat = value_added_cny_per_t(catalogue) * rate / (1.0 + rate)
        share, least = _paid_back(self, year, strength)
        relief: Floats = share[kind] * vat / least[kind]
        return relief

    def write(self, view: View) -> Sequence[Entry]:
        """Return the relief of each enterprise whose product the list names."""
        relief = np.zeros(len(view.enterprises))
        for strength in sorted(set(view.park_strength.tolist())):
            by_sector = self.cny_per_t(view.catalogue, view.year, strength)
            here = view.strength == strength
            relief[here] = by_sector[view.enterprises.sector[here]]
        return (Entry("reuse_relief_cny_per_t", "add", where_known(relief, relief > 0)),)


POLICY = UtilisationRelief


@lru_cache(maxsize=64)
def _paid_back(rule: UtilisationRelief, year: int, strength: float) -> Floats:
    """Return the share of VAT paid back and the least share of waste, by goods and for none."""
    share = [min(rule.refund_share(name, year) * strength, 1.0) for name in MADE_OF_WASTE]
    least = [rule.at(f"refund_least_{name}", year) for name in MADE_OF_WASTE]
    return np.array([[*share, 0.0], [*least, 1.0]])


@per_catalogue
def kind_of(catalogue: Catalogue) -> NDArray[np.int64]:
    """Return the place of each sector's goods in `MADE_OF_WASTE`; the place behind it for none."""
    kind = np.full(len(catalogue.sectors), len(MADE_OF_WASTE))
    for place, names in enumerate(MADE_OF_WASTE.values()):
        kind[[catalogue.sector[name] for name in names]] = place
    return kind


@per_catalogue
def value_added_cny_per_t(catalogue: Catalogue) -> Floats:
    """Return each sector's value added per tonne of its products, 0 where they weigh nothing."""
    mass = catalogue.tables["streams"]["mass_kg_per_unit"]
    product_t = np.array(
        [
            float((recipe.quantity * mass[recipe.stream])[recipe.product].sum()) / 1000.0
            for recipe in catalogue.recipes
        ]
    )
    value_added = catalogue.number("sectors", "value_added_cny_per_unit")
    per_t: Floats = np.divide(
        value_added, product_t, out=np.zeros_like(value_added), where=product_t > 0
    )
    return per_t
