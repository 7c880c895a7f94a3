"""The month's money of one firm: trade, costs, taxes, finance and its balance sheet."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from sim.money import CAPITAL, COSTS, INCOME

if TYPE_CHECKING:
    from benchmarks.mesa_core.firm import Firm

SQUARE_METRES_PER_MU = 666.67
SOLVENT_CNY = 1.0
"""Cash within this of 0 is rounding and pays for no maintenance."""

before_dividends = itemgetter(*INCOME, *COSTS)
value_added = itemgetter(
    "product_sales", "byproduct_sales", "coproducts", "service_fees", "link_income", "purchases",
    "other_purchases", "disposal", "link_payments", "handling", "technology_cost",
)  # fmt: skip
on_credit = itemgetter(
    "product_sales", "byproduct_sales", "coproducts", "service_fees", "link_income"
)
capital = itemgetter(*CAPITAL)


def cash_moves(firm: Firm) -> float:
    """Return the sum of all postings that move cash: all but depreciation."""
    money = firm.money
    posted: float = sum(before_dividends(money)) + sum(capital(money)) - money["depreciation"]
    return posted


def post_trade(firm: Firm) -> None:
    """Post sales, purchases and disposal, and the emissions of the fuels burnt."""
    money, output = firm.money, firm.output
    products = byproducts = disposal = purchases = 0.0
    for made in firm.outputs:
        worth = made.released * made.value
        if made.product:
            products += worth
        elif worth > 0:
            byproducts += worth
        else:
            disposal += worth
    for taken in firm.inputs:
        purchases += taken.bought * taken.price
    money["product_sales"] = products
    money["byproduct_sales"] = byproducts
    money["disposal"] = disposal
    money["purchases"] = -purchases
    money["service_fees"] = output * firm.service_fee_cny_per_unit
    money["other_purchases"] = -output * firm.other_purchases
    money["technology_cost"] = -output * firm.technology_cost_cny_per_unit
    tco2e = tce_bought = tce_used = 0.0
    for fuel in firm.fuels:
        tco2e += fuel.bought * fuel.stream.fuel_tco2e
        tce_bought += fuel.bought * fuel.stream.tce
        tce_used += fuel.quantity * fuel.stream.tce
    firm.scope_1_tco2e = tco2e + output * firm.process_tco2e_per_unit + firm.waste_tco2e
    firm.fuel_tce, firm.energy_tce = tce_bought, tce_used
    firm.power_bought_kwh = sum([slot.bought for slot in firm.power_in])
    firm.heat_bought_mj = sum([slot.bought for slot in firm.steam_in])
    firm.heat_sold_mj = 0.0  # the core has no heat plant
    firm.fresh_water_m3 = sum([slot.bought for slot in firm.water_in])
    firm.power_sold_kwh = sum([slot.released for slot in firm.power_out])
    firm.own_power_kwh = firm.power_fed_in_kwh = firm.green_power_kwh = (
        0.0  # the core invests in nothing
    )
    firm.wastewater_m3 = sum([slot.released for slot in firm.sewage])
    firm.solid_generated_t = sum([slot.quantity * slot.stream.solid_t for slot in firm.solids])
    firm.solid_disposed_t = sum([slot.released * slot.stream.solid_t for slot in firm.wastes])


def post_costs(firm: Firm) -> None:
    """Post wages, land use tax, interest, depreciation and the upkeep of assets."""
    money, model = firm.money, firm.model
    worn = firm.fixed_assets / (model.assumption["asset_life_years"] * 12.0)
    money["wages"] = -firm.wages
    money["land_tax"] = -model.land_tax_cny_per_m2 * firm.land_mu * SQUARE_METRES_PER_MU / 12.0
    money["interest"] = -firm.debt * firm.loan_rate / 12.0
    money["depreciation"] = -worn
    upkeep = worn * firm.upkeep_share
    money["maintenance"] = -upkeep if firm.cash > SOLVENT_CNY else 0.0


def post_taxes(firm: Firm) -> None:
    """Post VAT on the value added and income tax on the year's profit so far."""
    money, assume = firm.money, firm.model.assumption
    added = sum(value_added(money))
    money["vat"] = -max(added, 0.0) * assume["vat_rate"] / (1.0 + assume["vat_rate"])
    before_tax = sum(before_dividends(money))
    firm.profit_so_far += before_tax
    due = assume["cit_rate"] * max(firm.profit_so_far, 0.0)
    income_tax = max(due - firm.income_tax_so_far, 0.0)
    money["income_tax"] = -income_tax
    firm.income_tax_so_far += income_tax
    firm.value_added_cny, firm.profit_cny = added, before_tax
    firm.revenue_cny = sum(on_credit(money))
    firm.tax_cny = -(money["vat"] + money["income_tax"] + money["land_tax"])


def post_finance(firm: Firm) -> None:
    """Borrow what cash lacks while a bank lends; repay from cash beyond three months of revenue."""
    money, assume = firm.money, firm.model.assumption
    firm.receivable = assume["receivable_months"] * firm.revenue_cny
    cash = firm.cash + cash_moves(firm) - (firm.receivable - firm.receivables)
    assets = max(cash, 0.0) + firm.fixed_assets + firm.receivable
    room = max(assume["max_debt_ratio"] * assets - firm.debt, 0.0)
    money["borrowed"] = min(max(-cash, 0.0), room)
    money["repaid"] = -min(max(cash - 3.0 * firm.revenue_cny, 0.0), firm.debt)


def update_balance_sheet(firm: Firm) -> None:
    """Move cash, receivables, fixed assets, debt and equity by the postings."""
    money = firm.money
    firm.opening = (firm.cash, firm.receivables, firm.fixed_assets, firm.debt, firm.equity)
    firm.cash += cash_moves(firm) - (firm.receivable - firm.receivables)
    firm.receivables = firm.receivable
    firm.fixed_assets += money["depreciation"] - money["capex"] - money["maintenance"]
    firm.debt += money["borrowed"] + money["repaid"]
    firm.equity += sum(before_dividends(money)) + money["dividends"]
    firm.committed = 0.0
    firm.capex_cny, firm.grants_cny = -money["capex"], money["grants"]
