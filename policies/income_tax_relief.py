"""Income tax relief: income from waste at 90 percent, a credit on equipment, projects tax-free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from policies.utilisation_relief import MADE_OF_WASTE
from sim.catalogue import Catalogue, per_catalogue
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class IncomeTaxRelief(Instrument):
    """What the income tax law gives for comprehensive utilisation and for saving.

    Art. 99: income from listed goods made of waste counts at 90 percent, so a tonne of waste is
    worth tax rate x a tenth x price of a tonne of product without VAT / least share of waste, where
    the enterprise had a profit last year. Art. 100: a tenth of special equipment is credited to
    income tax, for five years on, what grants paid left out. Art. 88: the income of a project that
    saves energy or water is free of tax for three years and pays half for three more. Strength
    scales the part of income left out, the credit and the years. The deduction for research and
    faster depreciation are left out: the model has no research, and books one depreciation.

    >>> from policies.parameters import load_parameters
    >>> from sim.catalogue import load_catalogue
    >>> relief, catalogue = IncomeTaxRelief(load_parameters()), load_catalogue()
    >>> round(relief.credit(2025), 3)
    0.07
    >>> per_t = relief.cny_per_t(catalogue, 2025)
    >>> bool(per_t[catalogue.sector["aac_block"]] > 1.0), float(per_t[catalogue.sector["dyeing"]])
    (True, 0.0)
    """

    name: ClassVar[str] = "income_tax_relief"
    title_en: ClassVar[str] = "Income tax relief for comprehensive use and saving"
    title_zh: ClassVar[str] = "资源综合利用与节能节水企业所得税优惠"
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
            "III(4)",
            "Fiscal, tax and financial support for projects of circular transformation grows.",
            "加大对循环化改造项目的财政、税收和金融支持。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "cit_rate", "cit_comp_util", "cit_equipment_credit", "equipment_in_capex",
        "cit_env_project_free", "vat_standard",
        *(f"refund_least_{kind}" for kind in MADE_OF_WASTE),
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = (
        "reuse_relief_cny_per_t", "equipment_tax_credit", "project_tax_free_years",
    )  # fmt: skip
    payer: ClassVar[str] = "central and local"

    def credit(self, year: int) -> float:
        """Return the credit over a project's whole capex."""
        return self.at("cit_equipment_credit", year) * self.at("equipment_in_capex", year)

    def cny_per_t(self, catalogue: Catalogue, year: int) -> Floats:
        """Return the relief by sector, CNY per tonne of waste; 0 where the list names none."""
        spared = self.at("cit_rate", year) * (1.0 - self.at("cit_comp_util", year))
        price = price_cny_per_t(catalogue, year) / (1.0 + self.at("vat_standard", year))
        relief = np.zeros(len(catalogue.sectors))
        for kind, names in MADE_OF_WASTE.items():
            rows = [catalogue.sector[name] for name in names]
            relief[rows] = spared * price[rows] / self.at(f"refund_least_{kind}", year)
        return relief

    def write(self, view: View) -> Sequence[Entry]:
        """Return the relief per tonne of waste, the credit and the years free of tax."""
        year, strength = view.year, view.strength
        earned = view.book.profit_cny > 0.0
        relief = self.cny_per_t(view.catalogue, year)[view.enterprises.sector] * strength
        credit = np.minimum(self.credit(year) * strength, 1.0)
        free = self.at("cit_env_project_free", year) * strength
        return (
            Entry("reuse_relief_cny_per_t", "add", where_known(relief, (relief > 0) & earned)),
            Entry("equipment_tax_credit", "add", where_known(credit, credit > 0)),
            Entry("project_tax_free_years", "add", where_known(free, free > 0)),
        )


POLICY = IncomeTaxRelief


@per_catalogue
def price_cny_per_t(catalogue: Catalogue, year: int) -> Floats:
    """Return the price of a tonne of each sector's products, 0 where they weigh nothing."""
    mass = catalogue.tables["streams"]["mass_kg_per_unit"]
    now = catalogue.year_index(year)
    price = np.zeros(len(catalogue.sectors))
    for sector, recipe in enumerate(catalogue.recipes):
        made = recipe.quantity * recipe.product
        tonnes = float(np.sum(made * mass[recipe.stream])) / 1000.0
        if tonnes > 0.0:
            price[sector] = float(np.sum(made * catalogue.price[recipe.stream, now])) / tonnes
    return price
