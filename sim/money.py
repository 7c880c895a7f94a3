"""The accounts of an enterprise's month and which of them move cash, equity, assets and debt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]

INCOME = (
    "product_sales", "byproduct_sales", "coproducts", "service_fees", "heat_sales", "power_sales",
    "gate_income", "link_income", "grants", "reliefs", "power_awards",
    "public_funds",
    "carbon_allocation",
)  # fmt: skip
COSTS = (
    "purchases", "other_purchases", "disposal", "heat_purchases", "gate_payments",
    "link_payments", "handling", "technology_cost", "damages", "carbon_cost", "energy_charges",
    "pollution_charges", "resource_charges", "border_charges", "wages", "land_tax", "vat",
    "income_tax", "interest", "depreciation", "write_offs",
)  # fmt: skip
CAPITAL = ("capex", "maintenance", "borrowed", "repaid", "dividends")

ACCOUNTS: tuple[str, ...] = INCOME + COSTS + CAPITAL
"""Every posting is one of these; money in is positive, money out negative."""

ACCOUNT: dict[str, int] = {name: row for row, name in enumerate(ACCOUNTS)}


BALANCES = ("cash", "receivables", "fixed_assets", "debt", "equity")
"""Items of a balance sheet."""


def _rows(*names: str) -> Flags:
    return np.array([name in names for name in ACCOUNTS])


def _slice(first: str, last: str) -> slice:
    """Return the accounts from `first` to `last`, which follow each other in `ACCOUNTS`."""
    return slice(ACCOUNT[first], ACCOUNT[last] + 1)


OPERATING = _slice("product_sales", "interest")
"""What moves both cash and equity: income and costs without depreciation and write-offs."""
MOVES_CASH = ~_rows("depreciation", "write_offs")
"""All but depreciation and write-offs; sales arrive as cash when receivables are collected."""
MOVES_EQUITY = _rows(*INCOME, *COSTS, "dividends")
MOVES_ASSETS = _slice("depreciation", "maintenance")
MOVES_DEBT = _slice("borrowed", "repaid")
VALUE_ADDED = np.flatnonzero(
    _rows(
        *INCOME[:8], "purchases", "other_purchases", "disposal", "heat_purchases",
        "gate_payments", "link_payments", "handling", "technology_cost",
    )
)  # fmt: skip
"""Value added incl. VAT: income without public money less everything bought from others."""
TAXES = _slice("land_tax", "income_tax")
ON_CREDIT = _slice("product_sales", "link_income")
"""What is collected one month later."""
