"""Cleaner-production audits: compulsory in turn for firms over limits or of high energy use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from policies.quotas import quotas
from sim.catalogue import of_role
from sim.policy import View
from sim.sums import sum_one
from sim.terms import Entry

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class CleanerProductionAudit(Instrument):
    """Audits of firms by the chance of a year's turn: an audited firm considers and learns.

    Obliged are firms whose product has a national energy quota (high energy use); of these one
    in `cpa_cycle` is audited a year, of all other firms the voluntary share. Strength scales both,
    to every firm every year at most, and so the public cost of supervision. Firms pay for the
    audit's low-cost measures where they take them (technology `cp_audit`).

    >>> from policies.parameters import load_parameters
    >>> rule = CleanerProductionAudit(load_parameters())
    >>> [rule.share(2022, obliged) for obliged in (True, False)]
    [0.2, 0.02]
    """

    name: ClassVar[str] = "cleaner_production_audit"
    title_en: ClassVar[str] = "Cleaner-production audits"
    title_zh: ClassVar[str] = "清洁生产审核"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(V)1",
            "Industries over discharge or energy limits and of high energy use undergo compulsory "
            "cleaner-production audits; enterprises above scale are supported in theirs.",
            "对超标排放、超能耗限额和高耗能行业实施强制性清洁生产审核，"
            "支持规模以上企业开展清洁生产。",
        ),
        Clause(
            "001_1b3850a509700704.txt",
            "II(4)",
            "Key enterprises of the park carry out cleaner production in full.",
            "园区重点企业全面推行清洁生产。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "cleaner_production_mandatory", "cpa_cycle", "cpa_voluntary_share", "cpa_cost",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("audited",)
    payer: ClassVar[str] = "local"

    def share(self, year: int, obliged: bool) -> float:
        """Return the share of obliged or other firms audited in a year at strength 1."""
        if not obliged:
            return self.at("cpa_voluntary_share", year, otherwise=0.0)
        covered = self.at("cleaner_production_mandatory", year)
        return covered / self.at("cpa_cycle", year)

    def shares(self, view: View) -> Floats:
        """Return the chance that each enterprise is audited this year; 0 for others than firms."""
        sector = view.enterprises.sector
        obliged = ~np.isnan(quotas(view.catalogue).position[sector])
        share = np.where(obliged, self.share(view.year, True), self.share(view.year, False))
        firm = of_role(view.catalogue, "firm")[sector]
        firm &= view.enterprises.inside & view.enterprises.active
        return np.where(firm, np.minimum(share * view.strength, 1.0), 0.0)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the chance of an audit of each firm."""
        share = self.shares(view)
        return (Entry("audited", "add", where_known(share, share > 0)),)

    def public_cost(self, view: View) -> Floats | None:
        """Return what supervising the expected audits costs, by park."""
        per_audit = self.at("cpa_cost", view.year, otherwise=0.0) * CNY_PER_WAN
        return sum_one(view.enterprises.park, self.shares(view) * per_audit, view.parks)


POLICY = CleanerProductionAudit
