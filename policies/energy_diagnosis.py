"""Energy-saving diagnosis: free of charge, it makes firms consider and shows them options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from sim.catalogue import of_role
from sim.policy import View
from sim.sums import sum_one
from sim.terms import Entry

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class EnergyDiagnosis(Instrument):
    """A diagnosis for a share of the park's firms each year, paid for by the public.

    Strength scales the share, to every firm every year at most, and the cost with it.

    >>> from policies.parameters import load_parameters
    >>> EnergyDiagnosis(load_parameters()).share(2025)
    0.08
    """

    name: ClassVar[str] = "energy_diagnosis"
    title_en: ClassVar[str] = "Energy-saving diagnosis"
    title_zh: ClassVar[str] = "节能诊断服务"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(1)",
            "Energy-saving diagnosis services for industrial enterprises are organised.",
            "组织开展工业企业节能诊断服务。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(I)2",
            "Small and medium enterprises are served with diagnosis.",
            "为中小企业提供节能诊断等服务。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("diagnosis_share", "diagnosis_free")
    terms: ClassVar[tuple[str, ...]] = ("audited",)
    payer: ClassVar[str] = "local"

    def share(self, year: int) -> float:
        """Return the share of firms diagnosed in a year at strength 1."""
        return self.at("diagnosis_share", year, otherwise=0.0)

    def shares(self, view: View) -> Floats:
        """Return the chance that each enterprise is diagnosed this year; 0 but for firms."""
        firm = of_role(view.catalogue, "firm")[view.enterprises.sector]
        firm &= view.enterprises.inside & view.enterprises.active
        return np.where(firm, np.minimum(self.share(view.year) * view.strength, 1.0), 0.0)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the chance of a diagnosis of each firm."""
        share = self.shares(view)
        return (Entry("audited", "add", where_known(share, share > 0)),)

    def public_cost(self, view: View) -> Floats | None:
        """Return what the expected diagnoses cost, by park; nothing before their value is set."""
        per_firm = self.at("diagnosis_free", view.year, otherwise=0.0) * CNY_PER_WAN
        return sum_one(view.enterprises.park, self.shares(view) * per_firm, view.parks)


POLICY = EnergyDiagnosis
