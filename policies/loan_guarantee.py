"""Loan guarantee: a public fund stands for small firms, and allowances serve as a pledge."""

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

SMALL = 1
"""Largest size class that public guarantees serve: micro and small enterprises."""


@dataclass(frozen=True)
class LoanGuarantee(Instrument):
    """A higher credit limit for micro and small enterprises and for holders of allowances.

    limit = guaranteed line over assets (micro and small) + pledge rate x price x free allowances of
    last year's output over assets (who stands in the carbon market). The fund loses a yearly rate
    on the line, as far as the enterprise owes as much. Strength scales both limits.

    A line of 8 percent on assets of 50 million CNY costs the fund 60,000 CNY a year:

    >>> from policies.parameters import load_parameters
    >>> rule = LoanGuarantee(load_parameters())
    >>> round(rule.at("guarantee_line", 2025) * 50e6 * rule.at("guarantee_loss_rate", 2025))
    60000
    """

    name: ClassVar[str] = "loan_guarantee"
    title_en: ClassVar[str] = "Loan guarantee and pledge of allowances"
    title_zh: ClassVar[str] = "政府性融资担保与碳配额质押"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "10(3)",
            "Funding of green and low-carbon development is guaranteed better; climate finance is "
            "piloted and carbon finance brings new products.",
            "加强绿色低碳发展的资金保障，争取气候投融资试点，创新碳金融产品。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "guarantee_line", "guarantee_loss_rate", "allowance_pledge_rate",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("debt_ratio_added",)
    payer: ClassVar[str] = "county"
    local: ClassVar[bool] = True

    def write(self, view: View) -> Sequence[Entry]:
        """Return the limit added, over assets."""
        line = np.where(view.enterprises.size <= SMALL, self.at("guarantee_line", view.year), 0.0)
        added = (line + self._pledged(view)) * view.strength
        return (Entry("debt_ratio_added", "add", where_known(added, added > 0)),)

    def _pledged(self, view: View) -> Floats:
        """Return what banks lend on free allowances over assets; 0 without a carbon market."""
        rate = self.at("allowance_pledge_rate", view.year, otherwise=0.0)
        worth = np.zeros(len(view.enterprises))
        known = [
            view.standing.get(f"carbon_market.{name}")
            for name in ("benchmark_tco2e_per_unit", "price_cny_per_t")
        ]
        if known[0] is not None and known[1] is not None:
            count = len(known[0])
            worth[:count] = np.nan_to_num(known[0] * known[1]) * view.book.output[:count]
        return rate * worth / np.maximum(assets_cny(view), 1.0)

    def public_cost(self, view: View) -> Floats | None:
        """Return what the fund loses on the lines that are drawn, by park."""
        firms = view.enterprises
        line = self.at("guarantee_line", view.year) * view.strength * assets_cny(view)
        drawn = np.minimum(line, np.maximum(firms.debt, 0.0))
        served = (firms.size <= SMALL) & firms.active & firms.inside
        cost = self.at("guarantee_loss_rate", view.year) * np.where(served, drawn, 0.0)
        by_park: Floats = np.bincount(firms.park, cost, view.parks).astype(np.float64)
        return by_park


POLICY = LoanGuarantee


def assets_cny(view: View) -> Floats:
    """Return what each enterprise has: cash, receivables and fixed assets."""
    firms = view.enterprises
    assets: Floats = np.maximum(firms.cash, 0.0) + firms.receivables + firms.fixed_assets
    return assets
