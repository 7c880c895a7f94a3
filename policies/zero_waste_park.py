"""Zero-waste park: a target for the use of solid waste, and a limit on what is buried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ZeroWastePark(Instrument):
    """A park that means to bury nothing: enterprises short of a target of use pay on their waste.

    Who used less of its solid waste last year than the target pays a charge on each tonne disposed
    of, in proportion to the gap: charge x (1 - rate / target). The landfill is open to less and
    less, so that its fee rises for all by a factor. Strength scales both.

    Standing: `rate`, the share of solid waste and by-products given or sold last year (nan without
    any).
    """

    name: ClassVar[str] = "zero_waste_park"
    title_en: ClassVar[str] = "Zero-waste park"
    title_zh: ClassVar[str] = "无废园区"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(5)",
            "All solid waste of industry is treated without harm.",
            "工业固体废物全面实行无害化处理。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(2)",
            "In the spirit of the zero-waste city, enterprises cut solid waste at the source and "
            "use it.",
            "按“无废城市”理念，引导企业从源头减少固体废物并加以利用。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "2(3)",
            "The use of bulk solid waste is pushed on, and typical chains of the circular economy "
            "are built.",
            "推进大宗固体废物综合利用，打造循环经济典型链条。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "zero_waste_target", "zero_waste_charge", "zero_waste_landfill_rise",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("solid_waste_adder_cny_per_t", "landfill_cost_factor")
    payer: ClassVar[str] = "enterprises"

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return the share of solid waste that was used last year."""
        made, disposed = view.book.solid_generated_t, view.book.solid_disposed_t
        rate = np.divide(made - disposed, made, out=np.full(len(made), np.nan), where=made > 0)
        return {"rate": rate}

    def charge(self, rate: Floats, year: int) -> Floats:
        """Return the charge by the share of solid waste used at strength 1, CNY/t disposed of.

        The target is 0.8 and the charge 60 CNY/t: whoever uses 0.4 pays half of it.

        >>> from policies.parameters import load_parameters
        >>> rule = ZeroWastePark(load_parameters())
        >>> rule.charge(np.array([0.0, 0.4, 0.8, 1.0]), 2025).tolist()
        [60.0, 30.0, 0.0, 0.0]
        """
        target = self.at("zero_waste_target", year)
        gap = np.clip(1.0 - rate / max(target, 1e-9), 0.0, 1.0)
        return self.at("zero_waste_charge", year) * gap

    def write(self, view: View) -> Sequence[Entry]:
        """Return the charge by the gap to the target, and the factor on the fee of landfills."""
        paid = self.charge(self.standing(view, "rate"), view.year) * view.strength
        factor = 1.0 + self.at("zero_waste_landfill_rise", view.year) * view.strength
        return (
            Entry("solid_waste_adder_cny_per_t", "add", where_known(paid, paid > 0)),
            Entry("landfill_cost_factor", "scale", factor),
        )


POLICY = ZeroWastePark
