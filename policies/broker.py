"""Broker: an office that looks for exchanges, proposes them and has them studied."""

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
class Broker(Instrument):
    """A circular-economy service provider engaged by the park: so many proposals a year.

    The year's programme is paid whether or not exchanges come of it: each proposal costs the time
    of the office, and the share of proposals that goes to a study costs its public part. Strength
    scales the programme, and its cost with it.

    The Ulsan centre opened 40 projects in about six years. A year of such a programme costs

    >>> from policies.parameters import load_parameters
    >>> rule = Broker(load_parameters())
    >>> round(rule.proposals(2025), 1), round(rule.cost_cny(2025) / 1e6, 2)
    (6.7, 2.02)
    >>> rule.proposals(2021)
    0.0
    """

    name: ClassVar[str] = "broker"
    title_en: ClassVar[str] = "Broker of exchanges between enterprises"
    title_zh: ClassVar[str] = "循环经济服务机构（产业共生撮合）"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(3)10",
            "Parks are guided and served, and may rely on third-party service providers.",
            "为园区建设提供指导和服务，支持园区依托第三方服务机构开展工作。",
        ),
        Clause(
            "001_1b3850a509700704.txt",
            "II(2)",
            "Projects that link enterprises are built and brought in, so that material circulates "
            "between projects, enterprises and industries.",
            "建设和引进衔接企业的关键项目，使物料在项目、企业和产业之间循环。",
        ),
        Clause(
            "001_1b3850a509700704.txt",
            "III(1)",
            "The park's committee is responsible for its circular transformation and organises it.",
            "园区管委会负责组织实施本园区循环化改造。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "broker_proposals", "broker_proposal_cost", "broker_studied", "broker_study_cost",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("broker_proposals_per_year",)
    payer: ClassVar[str] = "park"
    local: ClassVar[bool] = True

    def proposals(self, year: int) -> float:
        """Return the proposals a year to a park at strength 1; 0 before it starts."""
        return self.at("broker_proposals", year, otherwise=0.0)

    def cost_cny(self, year: int) -> float:
        """Return the cost of a year's programme at strength 1.

        proposals x (cost of a proposal + share studied x public cost of a study).
        """
        studied = self.at("broker_studied", year) * self.at("broker_study_cost", year)
        each = self.at("broker_proposal_cost", year) + studied
        return self.proposals(year) * each * CNY_PER_WAN

    def write(self, view: View) -> Sequence[Entry]:
        """Return the proposals that each park's enterprises get this year."""
        count = self.proposals(view.year) * view.park_strength
        return (Entry("broker_proposals_per_year", "add", count),)

    def public_cost(self, view: View) -> Floats | None:
        """Return what the year's programme costs each park."""
        if not self.proposals(view.year):
            return None
        cost: Floats = self.cost_cny(view.year) * view.park_strength
        return cost


POLICY = Broker
