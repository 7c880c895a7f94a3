"""Innovation: research brings the cost of retrofits down faster than the trend of the tables."""

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

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class Innovation(Instrument):
    """Joint research and transfer bases: a learning rate on top of the trend of technology costs.

    factor on capex = (1 - rate x strength) to the power of the years since the dated start. A park
    alone moves no technology's price: the rate is what the programmes named bring to those who
    install in the park, by joint design, local suppliers and trained staff. Which technologies
    there are stays as in the tables.

    >>> from policies.parameters import load_parameters
    >>> rule = Innovation(load_parameters())
    >>> [round(rule.factor(year, 1.0), 4) for year in (2022, 2023, 2025, 2030)]
    [1.0, 0.99, 0.9703, 0.9227]
    """

    name: ClassVar[str] = "innovation"
    title_en: ClassVar[str] = "Research, transfer bases and training"
    title_zh: ClassVar[str] = "低碳技术攻关与成果转化"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(2)8",
            "Science projects and bases of transfer in parks come first.",
            "优先支持园区企业申报科技项目和成果转化基地。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "9(1)-(3)",
            "Research on zero and negative carbon technology is driven by platforms of innovation.",
            "依托创新平台攻关零碳、负碳技术。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(III)1",
            "Key low-carbon technologies are worked on by consortia of enterprises and institutes.",
            "由企业与科研机构组成联合体，攻关关键低碳技术。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "innovation_learning", "innovation_start", "innovation_cost",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("retrofit_capex_factor",)
    payer: ClassVar[str] = "province"

    def factor(self, year: int, strength: float) -> float:
        """Return the capex of a retrofit over that without the programmes."""
        years = max(year - round(self.at("innovation_start", year)) + 1, 0)
        return max(1.0 - self.at("innovation_learning", year) * strength, 0.0) ** years

    def write(self, view: View) -> Sequence[Entry]:
        """Return the factor on capex."""
        factor = np.array([self.factor(view.year, s) for s in view.park_strength.tolist()])
        return (Entry("retrofit_capex_factor", "scale", factor[view.enterprises.park]),)

    def public_cost(self, view: View) -> Floats | None:
        """Return what the programmes put into each park a year."""
        if view.year < self.at("innovation_start", view.year):
            return None
        cost: Floats = self.at("innovation_cost", view.year) * CNY_PER_WAN * view.park_strength
        return cost


POLICY = Innovation
