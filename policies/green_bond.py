"""Green bonds: large enterprises borrow for projects that save on the bond market."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from policies.instrument import Clause, Instrument, where_known
from sim.policy import View
from sim.terms import Entry

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class GreenBond(Instrument):
    """A lower rate on projects that save for enterprises large enough to issue bonds.

    An enterprise whose revenue of last year reached the least pays the spread of green bonds over
    loans, cost of issue included; where green loans are cheaper they hold. Investors bear it.
    Strength scales the spread.

    A project of 10 million CNY borrowed at 70 percent costs 42,000 CNY of interest a year less:

    >>> from policies.parameters import load_parameters
    >>> bond = GreenBond(load_parameters())
    >>> round(bond.at("green_bond_spread", 2025) / 100 * 7e6)
    -42000
    """

    name: ClassVar[str] = "green_bond"
    title_en: ClassVar[str] = "Green corporate bonds"
    title_zh: ClassVar[str] = "绿色企业债券"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "002_4959b361e5f9d355.txt",
            "2",
            "Enterprises that qualify are helped to issue bonds for building zero-carbon parks.",
            "支持符合条件的企业发行债券用于零碳园区建设。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "10(3)",
            "More green bonds are issued.",
            "扩大绿色债券发行规模。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("green_bond_spread", "green_bond_least_revenue")
    terms: ClassVar[tuple[str, ...]] = ("project_loan_spread_pp",)
    payer: ClassVar[str] = "investors"

    def write(self, view: View) -> Sequence[Entry]:
        """Return the spread of those who can issue."""
        least = self.at("green_bond_least_revenue", view.year) * CNY_PER_WAN
        spread = self.at("green_bond_spread", view.year) * view.strength
        issues = (view.book.revenue_cny >= least) & (spread < 0)
        return (Entry("project_loan_spread_pp", "cap", where_known(spread, issues)),)


POLICY = GreenBond
