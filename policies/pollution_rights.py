"""Paid use and trading of pollution rights, as a small price on what is discharged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from policies.instrument import Clause, Instrument
from sim.policy import View
from sim.terms import Entry

TRADED = ("so2", "nox", "cod", "nh3n")
"""The four pollutants whose rights are traded in Zhejiang."""


@dataclass(frozen=True)
class PollutionRights(Instrument):
    """Rights to discharge SO2, NOx, COD and ammonia nitrogen at their mean traded prices.

    A part of what an enterprise discharges stands on rights that it bought (new plants, growth and
    the paid use of old ones); the others were given. Every kg costs the mean of the two, whoever
    discharges it: the sale of rights that a cut sets free is left out. Strength scales the price.

    SO2 at 9,765 CNY/t a year on a fifth of the load:

    >>> from policies.parameters import load_parameters
    >>> round(PollutionRights(load_parameters()).cny_per_kg("so2", 2025), 3)
    1.953
    """

    name: ClassVar[str] = "pollution_rights"
    title_en: ClassVar[str] = "Paid use and trading of pollution rights"
    title_zh: ClassVar[str] = "排污权有偿使用和交易"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "11(1)",
            "Comprehensive trading of the rights of several resources is tried.",
            "探索多种资源要素权益的综合交易试点。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        *(f"pollution_right_{name}" for name in TRADED),
        "pollution_right_paid_share",
    )
    terms: ClassVar[tuple[str, ...]] = tuple(f"{name}_charge_cny_per_kg" for name in TRADED)
    payer: ClassVar[str] = "enterprises"
    collector: ClassVar[str] = "local"

    def cny_per_kg(self, pollutant: str, year: int) -> float:
        """Return the price on a mean kg discharged in a year."""
        price = self.at(f"pollution_right_{pollutant}", year) / 1000.0
        return price * self.at("pollution_right_paid_share", year)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the price of each pollutant, times the strength."""
        return [
            Entry(
                f"{name}_charge_cny_per_kg",
                "add",
                self.cny_per_kg(name, view.year) * view.strength,
            )
            for name in TRADED
        ]


POLICY = PollutionRights
