"""Discharge limit: waste water must be cleaner, and treating it costs more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

POLLUTANTS = ("cod", "nh3n")


@dataclass(frozen=True)
class DischargeLimit(Instrument):
    """A stricter limit of COD and ammonia nitrogen for all waste water of the park.

    Each pollutant falls to the new limit over the present one, which is taken as what plants emit
    today; whoever sends waste water pays for the better treatment. Strength s leaves the s-th power
    of that share and adds s times the cost.

    >>> from policies.parameters import load_parameters
    >>> rule = DischargeLimit(load_parameters())
    >>> [rule.left(name, 2025) for name in POLLUTANTS]
    [0.8, 0.4]
    """

    name: ClassVar[str] = "discharge_limit"
    title_en: ClassVar[str] = "Stricter discharge limit for waste water"
    title_zh: ClassVar[str] = "污水排放标准提标"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(3)",
            "Central treatment of industrial waste water is built up and improved, and areas of "
            "zero direct discharge are completed.",
            "加强并提升工业废水集中处理，深化“污水零直排区”建设。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(5)",
            "Enterprises discharge fewer pollutants for what they make.",
            "企业降低单位产出的污染物排放。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "discharge_cod_left", "discharge_nh3n_left", "discharge_cost_rise",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("cod_left", "nh3n_left", "discharge_cost_factor")
    payer: ClassVar[str] = "enterprises"

    def left(self, pollutant: str, year: int) -> float:
        """Return the share of a pollutant that the limit leaves at strength 1."""
        return self.at(f"discharge_{pollutant}_left", year)

    def write(self, view: View) -> Sequence[Entry]:
        """Return what is left of each pollutant, and what treatment costs over today."""
        cost = 1.0 + self.at("discharge_cost_rise", view.year) * view.strength
        left = {name: self.left(name, view.year) ** view.strength for name in POLLUTANTS}
        return (
            *(Entry(f"{name}_left", "scale", share) for name, share in left.items()),
            Entry("discharge_cost_factor", "scale", cost),
        )


POLICY = DischargeLimit
