"""Green credit: banks lend cheaper to projects that save, and the central bank refinances part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class GreenCredit(Instrument):
    """A lower rate on loans of projects that save, and loans that banks keep for them.

    spread = spread of green loans - pass-through x refinanced share x (funding rate - rate of the
    carbon-reduction facility). The lower of this and what bonds cost holds, never both. The central
    bank forgoes refinanced share x (funding rate - facility rate) on the loans that stand. Where
    banks have a limit they keep a share of loans for such projects. Strength scales all.

    The facility lends 60 percent of a loan at 1.75 percent; in 2023 banks pay 2.5 elsewhere:

    >>> from policies.parameters import load_parameters
    >>> credit = GreenCredit(load_parameters())
    >>> [round(credit.spread_pp(year), 3) for year in (2020, 2022, 2023, 2026)]
    [0.0, -0.53, -0.485, -0.395]
    >>> round(credit.forgone_pp(2023), 2)
    0.45
    """

    name: ClassVar[str] = "green_credit"
    title_en: ClassVar[str] = "Green credit and carbon-reduction facility"
    title_zh: ClassVar[str] = "绿色信贷与碳减排支持工具"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(2)5",
            "More green credit is granted.",
            "扩大绿色信贷投放。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "10(3)",
            "The share of green loans rises; Huzhou and Quzhou deepen their pilots.",
            "提高绿色贷款占比，深化湖州、衢州绿色金融改革试点。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "2",
            "Policy banks are encouraged to lend to projects in the medium and long term.",
            "鼓励政策性银行为项目提供中长期信贷。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "green_loan_spread", "cerf_rate", "cerf_share", "bank_funding", "cerf_pass_through",
        "green_pool_share",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("project_loan_spread_pp", "green_lending_share")
    payer: ClassVar[str] = "central bank"

    def forgone_pp(self, year: int) -> float:
        """Return what the central bank forgoes on a loan, points; 0 before the facility."""
        share = self.at("cerf_share", year, otherwise=0.0)
        if not share:
            return 0.0
        return share * max(self.at("bank_funding", year) - self.at("cerf_rate", year), 0.0)

    def spread_pp(self, year: int) -> float:
        """Return what green loans cost beyond others, percentage points."""
        gain = self.forgone_pp(year)
        passed = self.at("cerf_pass_through", year) * gain if gain else 0.0
        return self.at("green_loan_spread", year, otherwise=0.0) - passed

    def write(self, view: View) -> Sequence[Entry]:
        """Return the spread of loans for projects, and what banks keep for them."""
        spread = self.spread_pp(view.year) * view.strength
        kept = self.at("green_pool_share", view.year) * np.asarray(view.park_strength)
        return (
            Entry("project_loan_spread_pp", "cap", where_known(spread, spread < 0)),
            Entry("green_lending_share", "add", where_known(kept, kept > 0)),
        )

    def public_cost(self, view: View) -> Floats | None:
        """Return what the central bank forgoes on the loans of projects that stand."""
        rate = self.forgone_pp(view.year) / 100.0
        if not rate:
            return None
        cost = rate * view.book.project_debt_cny * view.strength
        by_park: Floats = np.bincount(view.enterprises.park, cost, view.parks).astype(np.float64)
        return by_park


POLICY = GreenCredit
