"""Charge on solid waste: the environmental protection tax, reaching waste that is disposed of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from policies.instrument import Clause, Instrument
from sim.policy import View
from sim.terms import Entry


@dataclass(frozen=True)
class WasteCharge(Instrument):
    """The tax's rate for other solid waste on every tonne that is not reused.

    The law taxes what is generated less what is stored, disposed of or used as the rules ask. In
    the model every enterprise obeys the rules, so that the tax in force is nothing. This instrument
    is the proposal to tax lawful disposal too, as landfill taxes do elsewhere: parameter
    `waste_charge_reach` is the share of the rate on it (0 as in force, 1 the whole). One rate holds
    for all: that of slag and ash. The law asks 1000 CNY/t for hazardous waste and 5 to 15 CNY/t for
    gangue and tailings; against the fee for hazardous waste, 25 CNY/t is small.

    >>> from policies.parameters import load_parameters
    >>> table = load_parameters()
    >>> WasteCharge(table).cny_per_t(2025)
    25.0
    >>> WasteCharge(table.changed({"waste_charge_reach": 0.0})).cny_per_t(2025)
    0.0
    """

    name: ClassVar[str] = "waste_charge"
    title_en: ClassVar[str] = "Charge on solid waste that is not reused"
    title_zh: ClassVar[str] = "固体废物处置收费（环境保护税延伸情景）"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "10(2)",
            "Collection of the environmental protection tax is strengthened, and the charging for "
            "waste disposal (of households, as the text has it) improved.",
            "加强环境保护税征收管理，完善垃圾处理收费（原文指生活垃圾）。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(2)",
            "In the spirit of the zero-waste city, enterprises cut solid waste at the source and "
            "use it.",
            "按“无废城市”理念，引导企业从源头减少固体废物并加以利用。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("ept_solid_slag", "waste_charge_reach")
    terms: ClassVar[tuple[str, ...]] = ("solid_waste_adder_cny_per_t",)
    payer: ClassVar[str] = "enterprises"

    def cny_per_t(self, year: int) -> float:
        """Return the charge at strength 1."""
        return self.at("ept_solid_slag", year) * self.at("waste_charge_reach", year)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the charge that each enterprise faces, the strength times the rate."""
        charge = self.cny_per_t(view.year) * view.strength
        return (Entry("solid_waste_adder_cny_per_t", "add", charge),)


POLICY = WasteCharge
