"""Loan renewal without repaying principal: smaller firms need no bridge finance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from policies.instrument import Clause, Instrument, where_known
from sim.policy import View
from sim.terms import Entry

LARGE = 3
"""Size class of large enterprises, which renew without a bridge anyway."""


@dataclass(frozen=True)
class LoanRenewal(Instrument):
    """What micro to medium enterprises are spared when banks renew loans without repayment.

    spread = - bridge cost x share of debt renewed through a bridge, since May 2023. Strength scales
    the share, up to all of the debt. Banks bear nothing but the risk.

    At 1.5 percent of the principal on three tenths of the debt:

    >>> from policies.parameters import load_parameters
    >>> [abs(round(LoanRenewal(load_parameters()).spread_pp(year), 2)) for year in (2022, 2023)]
    [0.0, 0.45]
    """

    name: ClassVar[str] = "loan_renewal"
    title_en: ClassVar[str] = "Loan renewal without repaying principal"
    title_zh: ClassVar[str] = "无还本续贷与中长期贷款"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(2)5",
            "Financial institutions renew loans for technical upgrading without repayment of "
            "principal and lend for the medium and long term.",
            "金融机构对技术改造融资实行无还本续贷，并发放中长期贷款。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("loan_bridge_cost", "loan_bridged_share")
    terms: ClassVar[tuple[str, ...]] = ("loan_spread_pp",)
    payer: ClassVar[str] = "banks"

    def spread_pp(self, year: int, strength: float = 1.0) -> float:
        """Return what a firm pays beyond others on all its debt, percentage points."""
        share = min(self.at("loan_bridged_share", year, otherwise=0.0) * strength, 1.0)
        return -self.at("loan_bridge_cost", year) * share

    def write(self, view: View) -> Sequence[Entry]:
        """Return what smaller enterprises are spared, by the lever of their park."""
        by_park = [self.spread_pp(view.year, lever) for lever in view.park_strength.tolist()]
        spread = view.strength * 0.0
        for park, points in enumerate(by_park):
            spread[view.enterprises.park == park] = points
        helped = (view.enterprises.size < LARGE) & (spread < 0)
        return (Entry("loan_spread_pp", "add", where_known(spread, helped)),)


POLICY = LoanRenewal
