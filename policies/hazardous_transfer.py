"""Hazardous transfer: use point to point, and collection from small makers, on easy permits."""

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


@dataclass(frozen=True)
class HazardousTransfer(Instrument):
    """Permits for the use of hazardous waste that take a part of the usual months.

    Waste that goes from one named maker to one named user needs no licence of disposal, only an
    entry after a look at the risk; collectors of small lots file for many makers at once. Strength
    s leaves the s-th power of the parameter's share of the months.

    >>> from policies.parameters import load_parameters
    >>> HazardousTransfer(load_parameters()).share(2025)
    0.25
    """

    name: ClassVar[str] = "hazardous_transfer"
    title_en: ClassVar[str] = "Point-to-point use and collection of hazardous waste"
    title_zh: ClassVar[str] = "危险废物点对点定向利用与小微收集"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(3)",
            "Central treatment of waste water, waste gas and residues is built up.",
            "加强废水、废气、废渣集中处理设施建设。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(4)",
            "The park's network for recycling waste is improved, for solid waste, waste heat, gas, "
            "liquid and residue.",
            "完善园区废弃物循环利用网络，推动固体废物、余热、废气、废液、废渣资源化利用。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("hazardous_permit_share",)
    terms: ClassVar[tuple[str, ...]] = ("permit_factor",)
    payer: ClassVar[str] = "enterprises"

    def share(self, year: int) -> float:
        """Return the share of the usual months that a permit takes at strength 1."""
        return self.at("hazardous_permit_share", year)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the factor on the months of a permit."""
        factor: Floats = self.share(view.year) ** view.strength
        return (Entry("permit_factor", "scale", factor),)


POLICY = HazardousTransfer
