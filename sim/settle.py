"""Settle the month: what moved becomes carbon, energy, water and money, enterprise by enterprise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.money import (
    ACCOUNT,
    MOVES_CASH,
    MOVES_DEBT,
    MOVES_EQUITY,
    ON_CREDIT,
    TAXES,
    VALUE_ADDED,
)
from sim.world import World

Floats = NDArray[np.float64]

SQUARE_METRES_PER_MU = 666.67


def settle(world: World) -> None:
    """Post the month's money, update the balance sheets, and record.

    Sales are collected one month later for the share that stands as receivables. VAT is
    rate / (1 + rate) of the value added, which is priced incl. VAT; income tax follows the year's
    profit so far.
    """
    _post_trade(world)
    _post_links(world)
    _post_costs(world)
    _post_taxes(world)
    _post_finance(world)
    _update_balance_sheets(world)


def _sums(world: World, weights: Floats, quantity: Floats) -> Floats:
    sums: Floats = np.add.reduceat(weights * quantity, world.prices.starts, axis=1)
    return sums


def _post_trade(world: World) -> None:
    """Post sales, purchases and disposal, and the emissions of the fuels burnt."""
    flows, prices, enterprises = world.flows, world.prices, world.columns.enterprises
    bought = _sums(world, prices.bought, flows.bought)
    left = _sums(world, prices.released, flows.released + flows.treated)
    moved = _sums(world, prices.quantity, flows.quantity)
    money, output = flows.money, flows.output
    money[ACCOUNT["product_sales"]] = left[0]
    money[ACCOUNT["byproduct_sales"]] = left[1]
    money[ACCOUNT["disposal"]] = -left[2]
    money[ACCOUNT["purchases"]] = -bought[0]
    money[ACCOUNT["service_fees"]] = output * enterprises.service_fee_cny_per_unit
    money[ACCOUNT["other_purchases"]] = -output * (
        enterprises.other_purchases_cny_per_unit * world.year_costs.trend
    )
    money[ACCOUNT["technology_cost"]] = -output * enterprises.technology_cost_cny_per_unit
    flows.tco2e[:] = bought[1] + output * enterprises.process_tco2e_per_unit
    put, month = world.record.put, world.month
    put(month, "output", output)
    put(month, "fuel_tce", bought[2])
    put(month, "power_bought_kwh", bought[3])
    put(month, "heat_bought_mj", bought[4])
    put(month, "fresh_water_m3", bought[5])
    put(month, "solid_disposed_t", left[3])
    put(month, "wastewater_m3", left[4])
    put(month, "power_sold_kwh", left[5])
    put(month, "solid_generated_t", moved[1])
    put(month, "energy_tce", moved[2])


def _post_links(world: World) -> None:
    """Post what contracts pay and cost; CO2 of a waste burnt counts at the taker.

    The taker pays the price, transport and pretreatment and earns the co-products; the giver still
    pays the part of its fee that the exchange does not spare it. A taker that takes less than the
    agreed minimum although it was offered pays for the difference.
    """
    flows, columns = world.flows, world.columns
    money = flows.money
    rows, contracts = world.live, columns.contracts
    names = ("coproducts", "link_income", "link_payments", "handling", "damages")
    for name in names:
        money[ACCOUNT[name]] = 0.0
    if len(rows) == 0:
        return
    size = len(flows.output)
    giver = columns.slots.enterprise[contracts.giver_slot[rows]]
    taker = columns.slots.enterprise[contracts.taker_slot[rows]]
    delivered = contracts.delivered[rows]
    contracts.delivered_year[rows] += delivered
    between = ~contracts.on_site[rows]
    price = contracts.price_cny_per_unit[rows]
    paid = delivered * price
    least = world.assumption["take_or_pay"] * contracts.nominal[rows]
    offered = contracts.giver_share[rows] * flows.quantity[contracts.giver_slot[rows]]
    idle = np.minimum(np.maximum(least - delivered, 0.0), np.maximum(offered - delivered, 0.0))
    penalty = np.where(between, idle * np.maximum(price, 0.0), 0.0)
    carried = delivered * contracts.handling_cny_per_unit[rows]
    facts, option = world.market.facts, contracts.exchange[rows]
    made = delivered * facts.coproduct_cny[option]
    fee = np.minimum(world.prices.value[contracts.giver_slot[rows]], 0.0)
    kept = delivered * fee * facts.fee_kept[option]
    money[ACCOUNT["link_income"]] = np.bincount(giver, weights=paid, minlength=size)
    money[ACCOUNT["link_payments"]] = -np.bincount(taker, weights=paid, minlength=size)
    money[ACCOUNT["coproducts"]] = np.bincount(taker, weights=made, minlength=size)
    money[ACCOUNT["handling"]] = np.bincount(giver, weights=kept, minlength=size)
    money[ACCOUNT["handling"]] -= np.bincount(taker, weights=carried, minlength=size)
    money[ACCOUNT["damages"]] = np.bincount(giver, weights=penalty, minlength=size)
    money[ACCOUNT["damages"]] -= np.bincount(taker, weights=penalty, minlength=size)
    _record_links(world, giver, taker, delivered * between, between)


def _record_links(
    world: World,
    giver: NDArray[np.int64],
    taker: NDArray[np.int64],
    delivered: Floats,
    between: NDArray[np.bool_],
) -> None:
    rows, contracts, size = world.live, world.columns.contracts, len(world.flows.output)
    option = contracts.exchange[rows]
    weights = world.catalogue.exchange_weights[:, option]
    own = np.bincount(taker, weights=delivered * weights[4], minlength=size)
    world.flows.tco2e += own
    put, month = world.record.put, world.month
    for name, row in (
        ("reused_t", 0), ("reused_heat_gj", 1), ("reused_water_m3", 2), ("avoided_tco2e", 3),
    ):  # fmt: skip
        put(month, name, np.bincount(giver, weights=delivered * weights[row], minlength=size))
    put(month, "links", np.bincount(giver, weights=between, minlength=size))
    tkm = delivered * weights[5] * contracts.km[rows]
    put(
        month,
        "transport_tco2e",
        np.bincount(taker, weights=tkm, minlength=size)
        * world.assumption["transport_tco2e_per_tkm"],
    )


def _post_costs(world: World) -> None:
    """Post wages, land use tax, interest and depreciation."""
    money, enterprises = world.flows.money, world.columns.enterprises
    active = enterprises.active
    money[ACCOUNT["wages"]] = -enterprises.jobs * world.year_costs.wage_cny_per_month * active
    tax = world.terms["land_tax_cny_per_m2"] * enterprises.land_mu * SQUARE_METRES_PER_MU / 12.0
    money[ACCOUNT["land_tax"]] = -tax * active * enterprises.inside
    money[ACCOUNT["interest"]] = -enterprises.debt * world.year_costs.loan_rate * active / 12.0
    life = world.assumption["asset_life_years"] * 12.0
    money[ACCOUNT["depreciation"]] = -enterprises.fixed_assets / life * active
    money[ACCOUNT["maintenance"]] = -np.where(
        active & (enterprises.cash > 0), enterprises.fixed_assets / life, 0.0
    )


def _post_taxes(world: World) -> None:
    money, rate = world.flows.money, world.assumption["vat_rate"]
    money[ACCOUNT["income_tax"]] = 0.0
    value_added = money[VALUE_ADDED].sum(axis=0)
    vat = np.maximum(value_added, 0.0) * (rate / (1.0 + rate))
    money[ACCOUNT["vat"]] = -vat
    before_tax = money[MOVES_EQUITY].sum(axis=0) - money[ACCOUNT["dividends"]]
    earned = world.profit_so_far + before_tax
    due = world.assumption["cit_rate"] * np.maximum(earned, 0.0)
    money[ACCOUNT["income_tax"]] = -np.maximum(due - world.income_tax_so_far, 0.0)
    world.income_tax_so_far -= money[ACCOUNT["income_tax"]]
    world.profit_so_far = earned
    put, month = world.record.put, world.month
    put(month, "value_added_cny", value_added)
    put(month, "profit_cny", before_tax)
    put(month, "tax_cny", -money[TAXES].sum(axis=0))
    put(month, "revenue_cny", money[ON_CREDIT].sum(axis=0))


def _post_finance(world: World) -> None:
    """Borrow what cash lacks while a bank lends; repay from cash beyond three months of revenue."""
    money, enterprises = world.flows.money, world.columns.enterprises
    revenue = money[ON_CREDIT].sum(axis=0)
    world.receivable = world.assumption["receivable_months"] * revenue * enterprises.active
    rise = world.receivable - enterprises.receivables
    money[ACCOUNT["borrowed"]] = money[ACCOUNT["repaid"]] = 0.0
    cash = enterprises.cash + money[MOVES_CASH].sum(axis=0) - rise
    assets = np.maximum(cash, 0.0) + enterprises.fixed_assets + world.receivable
    room = np.maximum(world.assumption["max_debt_ratio"] * assets - enterprises.debt, 0.0)
    money[ACCOUNT["borrowed"]] = np.minimum(np.maximum(-cash, 0.0), room)
    spare = np.maximum(cash - 3.0 * revenue, 0.0)
    money[ACCOUNT["repaid"]] = -np.minimum(spare, enterprises.debt)


def _update_balance_sheets(world: World) -> None:
    """Move cash, receivables, fixed assets, debt and equity by the postings."""
    money, enterprises = world.flows.money, world.columns.enterprises
    world.opening = np.array(
        [
            enterprises.cash, enterprises.receivables, enterprises.fixed_assets,
            enterprises.debt, enterprises.equity,
        ]
    )  # fmt: skip
    enterprises.cash += money[MOVES_CASH].sum(axis=0) - (world.receivable - enterprises.receivables)
    enterprises.receivables[:] = world.receivable
    enterprises.fixed_assets -= money[ACCOUNT["capex"]] + money[ACCOUNT["maintenance"]]
    enterprises.fixed_assets += money[ACCOUNT["depreciation"]]
    enterprises.debt += money[MOVES_DEBT].sum(axis=0)
    enterprises.equity += money[MOVES_EQUITY].sum(axis=0)
    enterprises.committed_cny[:] = 0.0
    short = (enterprises.cash < 0) & enterprises.active
    enterprises.months_insolvent[:] = np.where(short, enterprises.months_insolvent + 1, 0)
    put, month = world.record.put, world.month
    put(month, "capex_cny", -money[ACCOUNT["capex"]])
    put(month, "grants_cny", money[ACCOUNT["grants"]])
    put(month, "scope_1_tco2e", world.flows.tco2e)
