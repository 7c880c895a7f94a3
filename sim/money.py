"""The accounts of an enterprise's month and which of them move cash, equity, assets and debt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]

INCOME = (
    "product_sales", "byproduct_sales", "coproducts", "service_fees", "link_income", "grants",
)  # fmt: skip
COSTS = (
    "purchases", "other_purchases", "disposal", "link_payments", "handling", "technology_cost",
    "damages", "wages", "land_tax", "vat", "income_tax", "interest", "depreciation",
)  # fmt: skip
CAPITAL = ("capex", "maintenance", "borrowed", "repaid", "dividends")

ACCOUNTS: tuple[str, ...] = INCOME + COSTS + CAPITAL
"""Every posting is one of these; money in is positive, money out negative."""

ACCOUNT: dict[str, int] = {name: row for row, name in enumerate(ACCOUNTS)}


def _rows(*names: str) -> Flags:
    return np.array([name in names for name in ACCOUNTS])


MOVES_CASH = ~_rows("depreciation")
"""All but depreciation; sales arrive as cash when receivables are collected."""
MOVES_EQUITY = _rows(*INCOME, *COSTS, "dividends")
MOVES_ASSETS = _rows("capex", "maintenance", "depreciation")
MOVES_DEBT = _rows("borrowed", "repaid")
VALUE_ADDED = _rows(
    *INCOME[:5], "purchases", "other_purchases", "disposal", "link_payments", "handling",
    "technology_cost",
)  # fmt: skip
"""Value added incl. VAT: income without grants less everything bought from others."""
TAXES = _rows("vat", "income_tax", "land_tax")
ON_CREDIT = _rows("product_sales", "byproduct_sales", "coproducts", "service_fees", "link_income")
"""What is collected one month later."""
