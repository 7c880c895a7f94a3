"""Money: value added, tax, what the transformation costs enterprises and the public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.panel import Panel, kept, sum_months
from experiments.indicators.registry import FLOW, breakdown, monthly, over, yearly

Floats = NDArray[np.float64]

NOT_PUBLIC = ("market", "foreign")
"""Payees of charges that are no budget: other emitters, and borders abroad."""


@monthly("revenue", "Revenue", "CNY", "Revenue", "营业收入", "+")
def revenue(panel: Panel) -> Floats:
    """Sales of products, by-products and services, incl. VAT, at the prices of the year."""
    return panel.park_months("revenue_cny")


@monthly(
    "value_added",
    "Value Added|Current Prices",
    "CNY",
    "Value added, current prices",
    "工业增加值（现价）",
    "+",
)
def value_added(panel: Panel) -> Floats:
    """Income without grants less all that is bought from others, incl. VAT, current prices."""
    return panel.park_months("value_added_cny")


@monthly(
    "value_added_constant",
    "Value Added|Constant Prices",
    "CNY",
    "Value added, constant prices",
    "工业增加值（不变价）",
    "+",
)
def value_added_constant(panel: Panel) -> Floats:
    """Output x value added per unit (the sector's, or measured), one price level for all years.

    The level is that of the sectors table (2023); a change against 2020 does not depend on it.
    """
    per_unit = panel.world.columns.enterprises.value_added_cny_per_unit
    return panel.sum_parks(panel.month("output") * per_unit)


@monthly("profit", "Profit", "CNY", "Profit before income tax", "利润总额", "+")
def profit(panel: Panel) -> Floats:
    """Profit before corporate income tax, after interest and depreciation."""
    return panel.park_months("profit_cny")


@monthly("tax", "Tax", "CNY", "Taxes paid", "实缴税收", "+")
def tax(panel: Panel) -> Floats:
    """VAT, corporate income tax and urban land use tax."""
    return panel.park_months("tax_cny")


@monthly("investment", "Investment", "CNY", "Investment, expansion included", "投资额（含扩产）")
def investment(panel: Panel) -> Floats:
    """All capital expenditure: technologies, links and expansions."""
    return panel.park_months("capex_cny")


@yearly(
    "private_cost",
    "Cost|Private",
    "CNY",
    "Net private cost of the transformation",
    "循环化改造企业净成本",
    "-",
    FLOW,
)
def private_cost(panel: Panel) -> Floats:
    """Technology capex + link capex - grants + technology opex less its other gains."""
    return sum(private_parts(panel).values(), np.zeros((panel.parks, len(panel.years))))


@breakdown("private_cost_parts", "Cost|Private|{}", "CNY", "Private cost", "企业成本", "cost")
@kept
def private_parts(panel: Panel) -> dict[str, Floats]:
    """Technology capex as installed, link capex as signed (both in full), grants as negative.

    Opex less other gains of the installed technologies = (opex - gain) per unit x output.
    """
    return {
        "Technology Capex": panel.sum_parks(
            panel.sum_events("technology_installed", "capex_cny")
            + panel.sum_events("technology_replaced", "capex_cny")
        ),
        "Link Capex": panel.sum_parks(_link_capex(panel)),
        "Grants": -panel.park_years("grants_cny"),
        "Technology Opex": panel.sum_parks(_technology_opex(panel)),
    }


@yearly("public_cost", "Cost|Public", "CNY", "Public cost", "财政支出", "-", FLOW)
def public_cost(panel: Panel) -> Floats:
    """What budgets have spent, all policies and payers; taxes forgone show in the taxes paid."""
    return sum(public_parts(panel).values(), np.zeros((panel.parks, len(panel.years))))


@breakdown(
    "public_cost_parts",
    "Cost|Public|{}",
    "CNY",
    "Public cost by policy",
    "分政策财政支出",
    "policy",
)
@kept
def public_parts(panel: Panel) -> dict[str, Floats]:
    """What budgets have spent by policy that spent it, in name order."""
    return _by_policy(panel, panel.world.budgets.spent_cny)


@yearly("public_revenue", "Revenue|Public", "CNY", "Public revenue", "财政收入", "-", FLOW)
def public_revenue(panel: Panel) -> Floats:
    """What budgets have collected by charges and auctions; taxes on income and land apart."""
    parts = revenue_parts(panel).values()
    return sum(parts, np.zeros((panel.parks, len(panel.years))))


@breakdown(
    "public_revenue_parts",
    "Revenue|Public|{}",
    "CNY",
    "Public revenue by policy",
    "分政策财政收入",
    "policy",
)
@kept
def revenue_parts(panel: Panel) -> dict[str, Floats]:
    """What budgets have collected by policy; what other emitters or foreign borders get is not."""
    collected = panel.world.budgets.collected_cny
    public = {key: cny for key, cny in collected.items() if key[3] not in NOT_PUBLIC}
    return _by_policy(panel, public)


def _by_policy(panel: Panel, money: Mapping[tuple[int, int, str, str], float]) -> dict[str, Floats]:
    """Sum money by (year, park, policy, payer or payee) to parks and years, by policy."""
    parts: dict[str, Floats] = {}
    for year, park, policy, who in sorted(money):
        part = parts.setdefault(policy, np.zeros((panel.parks, len(panel.years))))
        part[park, year - int(panel.years[0])] += money[year, park, policy, who]
    return parts


@kept
def constant_value_added(panel: Panel) -> Floats:
    """Return value added at constant prices by (park, year), CNY."""
    return sum_months(value_added_constant(panel).T).T


def value_added_share(panel: Panel, sectors: Sequence[str]) -> Floats:
    """Return value added (constant prices) of sectors over that of the park, percent."""
    columns = panel.world.columns.enterprises
    mine = np.isin(columns.sector, [panel.catalogue.sector[name] for name in sectors])
    made = panel.year("output") * columns.value_added_cny_per_unit
    return over(panel.sum_parks(made * mine), constant_value_added(panel)) * 100.0


def _link_capex(panel: Panel) -> Floats:
    """Return the capex of links and on-site exchanges by (year of signing, taker), CNY."""
    contracts, links = panel.world.columns.contracts, panel.links
    total = np.zeros((len(panel.years), len(panel.world.columns.enterprises)))
    rows = np.flatnonzero((contracts.signed_month >= 0) & (contracts.capex_cny > 0))
    for row in rows.tolist():
        total[contracts.signed_month[row] // 12, links.taker[row]] += contracts.capex_cny[row]
    return total


def _technology_opex(panel: Panel) -> Floats:
    """Return opex less other gains of installed technologies by (year, enterprise), CNY."""
    retrofits, output = panel.world.columns.retrofits, panel.year("output")
    table = panel.catalogue.tables["technology_sectors"]
    rows = np.flatnonzero(retrofits.installed_month >= 0)
    tech = retrofits.tech_row[rows]
    per_unit = np.zeros_like(output)
    np.add.at(
        per_unit,
        (retrofits.installed_month[rows] // 12, retrofits.enterprise[rows]),
        table["opex_cny_per_unit"][tech] - table["other_gain_cny"][tech],
    )
    cost: Floats = np.cumsum(per_unit, axis=0) * output
    return cost
