"""Time-of-use: the price of power differs more between peak and valley than the tariff in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from policies.instrument import Clause, Instrument
from sim.policy import View
from sim.terms import Entry


@dataclass(frozen=True)
class TimeOfUse(Instrument):
    """Wider peak and valley: each hour's distance from the price of a flat load grows by a share.

    The periods in force stay; a flat load pays the same. Strength scales the widening.

    >>> from policies.parameters import load_parameters
    >>> rule = TimeOfUse(load_parameters())
    >>> rule.widening(2020), rule.widening(2025)
    (0.0, 0.2)
    """

    name: ClassVar[str] = "time_of_use"
    title_en: ClassVar[str] = "Wider peak and valley prices of power"
    title_zh: ClassVar[str] = "拉大峰谷电价差（分时电价）"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(7)",
            "Parks strengthen demand-side management of power.",
            "园区加强电力需求侧管理。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("tou_widening",)
    terms: ClassVar[tuple[str, ...]] = ("tou_spread",)
    payer: ClassVar[str] = "enterprises"

    def widening(self, year: int) -> float:
        """Return by which share an hour's distance from the flat price grows at strength 1."""
        return self.at("tou_widening", year, otherwise=0.0)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the factor on the spread that each enterprise faces."""
        return (Entry("tou_spread", "scale", 1.0 + self.widening(view.year) * view.strength),)


POLICY = TimeOfUse
