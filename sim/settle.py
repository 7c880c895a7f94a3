"""Settle the month: what moved becomes carbon, energy, water and money of each enterprise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.assess import book_relief
from sim.catalogue import EXCHANGE_WEIGHTS
from sim.money import ACCOUNT, MOVES_DEBT, ON_CREDIT, OPERATING, TAXES, VALUE_ADDED, total
from sim.prices import by_table
from sim.sums import sum_by, sum_one
from sim.world import World

Floats = NDArray[np.float64]

SQUARE_METRES_PER_MU = 666.67
SOLVENT_CNY = 1.0
"""Cash within this of 0 is rounding: it neither pays for maintenance nor makes insolvent."""
CARRIED = EXCHANGE_WEIGHTS.index("carried_t")


def settle(world: World) -> None:
    """Post the month's money, update the balance sheets, and record.

    Sales are collected one month later for the share that stands as receivables. VAT is
    rate / (1 + rate) of the value added, which is priced incl. VAT; income tax follows the year's
    profit so far.
    """
    _post_trade(world)
    _post_links(world)
    _post_relief(world)
    _post_costs(world)
    _post_taxes(world)
    operating = total(world.flows.money, OPERATING)
    _post_finance(world, operating)
    _update_balance_sheets(world, operating)


def _weighed(world: World) -> tuple[Floats, Floats, Floats]:
    """Return what was bought, what left and what was used or made, by (weight, enterprise)."""
    flows, prices = world.flows, world.prices
    moved = np.empty_like(prices.weights)
    bought, left, used = by_table(moved)
    np.multiply(prices.bought, flows.bought, out=bought)
    np.multiply(prices.released, flows.released + flows.treated, out=left)
    np.multiply(prices.quantity, flows.quantity, out=used)
    return by_table(np.add.reduceat(moved, prices.starts, axis=1))


def _post_trade(world: World) -> None:
    """Post sales, purchases and disposal, and the emissions of the fuels burnt."""
    flows, enterprises = world.flows, world.columns.enterprises
    bought, left, used = _weighed(world)
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
    world.record.put_all(
        world.month,
        output=output,
        fuel_tce=bought[2],
        power_bought_kwh=bought[3],
        heat_bought_mj=bought[4],
        fresh_water_m3=bought[5],
        solid_disposed_t=left[3],
        wastewater_m3=left[4],
        power_sold_kwh=left[5],
        solid_generated_t=used[1],
        energy_tce=used[2],
    )


def _post_links(world: World) -> None:
    """Post what contracts pay and cost; CO2 of a waste burnt counts at the taker.

    The taker pays the price, transport, pretreatment and storage and earns the co-products; the
    giver still pays the part of its fee that the exchange does not spare it. Below the minimum of
    the year the side that failed pays the other.
    """
    flows, slots = world.flows, world.columns.slots
    money, size = flows.money, len(flows.output)
    rows, contracts = world.live, world.columns.contracts
    money[ACCOUNT["handling"]] = -_storage(world)
    if len(rows) == 0:
        for name in ("coproducts", "link_income", "link_payments", "damages"):
            money[ACCOUNT[name]] = 0.0
        return
    giver_slot, option = contracts.giver_slot[rows], contracts.exchange[rows]
    delivered = contracts.delivered[rows]
    contracts.delivered_year[rows] += delivered
    price = contracts.price_cny_per_unit[rows]
    paid = delivered * price
    fee = np.minimum(world.prices.value[giver_slot], 0.0)
    kept = delivered * fee * world.market.facts.fee_kept[option]
    made = delivered * world.market.facts.coproduct_cny[option]
    carried = delivered * contracts.handling_cny_per_unit[rows]
    penalty = _penalty(world, price)
    between = np.where(contracts.on_site[rows], 0.0, 1.0)
    reuse = delivered * between * world.catalogue.exchange_weights[:, option]
    reuse[CARRIED] *= contracts.km[rows]
    giver = sum_by(
        slots.enterprise[giver_slot], np.array([paid, kept, penalty, between, *reuse[:4]]), size
    )
    taker = sum_by(
        slots.enterprise[contracts.taker_slot[rows]],
        np.array([paid, made, carried, penalty, *reuse[4:]]),
        size,
    )
    money[ACCOUNT["link_income"]] = giver[0]
    money[ACCOUNT["link_payments"]] = -taker[0]
    money[ACCOUNT["coproducts"]] = taker[1]
    money[ACCOUNT["handling"]] += giver[1] - taker[2]
    money[ACCOUNT["damages"]] = giver[2] - taker[3]
    flows.tco2e += taker[4]
    world.record.put_all(
        world.month,
        links=giver[3],
        reused_t=giver[4],
        reused_heat_gj=giver[5],
        reused_water_m3=giver[6],
        avoided_tco2e=giver[7],
        transport_tco2e=taker[5] * world.assumption["transport_tco2e_per_tkm"],
    )


def _penalty(world: World, price: Floats) -> Floats:
    """Return what takers owe givers for what fell short of the year's minimum (negative: givers).

    Settled in December and in a contract's last month, on the months it ran this year. The side
    that could have done more owes: a taker pays the price of what it was offered and did not take,
    a giver damages over the price of what was wanted and did not come.
    """
    rows, contracts, month = world.live, world.columns.contracts, world.month
    delivered = contracts.delivered[rows]
    contracts.spurned_year[rows] += contracts.offered[rows] - delivered
    contracts.lacking_year[rows] += contracts.wanted[rows] - delivered
    owed = np.zeros(len(rows))
    due = ~contracts.on_site[rows] & (price > 0)
    if month % 12 != 11:
        due &= contracts.end_month[rows] == month + 1
    if not due.any():
        return owed
    at = rows[due]
    months = month + 1 - np.maximum(contracts.start_month[at], month - month % 12)
    least = world.market.by_class(world.assumption, "take_or_pay")[contracts.exchange[at]]
    missing = least * contracts.nominal[at] * months - contracts.delivered_year[at]
    spurned = np.minimum(missing, contracts.spurned_year[at])
    lacking = np.minimum(missing, contracts.lacking_year[at])
    damages = world.assumption["shortfall_damages"] * np.maximum(lacking, 0.0)
    owed[due] = (np.maximum(spurned, 0.0) - damages) * price[due]
    return owed


def _storage(world: World) -> Floats:
    """Return what keeping the stores of contracts costs each enterprise this month, CNY."""
    slots, prices = world.columns.slots, world.prices
    kept = np.flatnonzero(slots.store)
    kept = kept[~world.plants.is_waste_intake[kept]]
    tonnes = slots.store[kept] * prices.quantity[0, kept] / 1000.0
    cost = tonnes * world.assumption["storage_cny_per_t_month"]
    return sum_one(slots.enterprise[kept], cost, len(world.flows.output))


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
        active & (enterprises.cash > SOLVENT_CNY), enterprises.fixed_assets / life, 0.0
    )


def _post_relief(world: World) -> None:
    """Post what takers get per tonne of solid waste or by-product, and book it as public cost."""
    slots, contracts, term = (
        world.columns.slots, world.columns.contracts, world.terms["reuse_relief_cny_per_t"],
    )  # fmt: skip
    world.flows.money[ACCOUNT["reliefs"]] = 0.0
    rows = world.live
    if len(rows) == 0 or not term.any():
        return
    taker = slots.enterprise[contracts.taker_slot[rows]]
    tonnes_per_unit = world.market.facts.solid_t[slots.stream[contracts.giver_slot[rows]]]
    relief = sum_one(taker, contracts.delivered[rows] * tonnes_per_unit * term[taker], len(term))
    world.flows.money[ACCOUNT["reliefs"]] = relief
    book_relief(world, relief)


def _post_taxes(world: World) -> None:
    money, rate = world.flows.money, world.assumption["vat_rate"]
    money[ACCOUNT["income_tax"]] = 0.0
    value_added = total(money, VALUE_ADDED)
    vat = np.maximum(value_added, 0.0) * (rate / (1.0 + rate))
    money[ACCOUNT["vat"]] = -vat
    dividends = money[ACCOUNT["dividends"]]
    operating = total(money, OPERATING)
    before_tax = operating + money[ACCOUNT["depreciation"]] + dividends - dividends
    earned = world.profit_so_far + before_tax
    due = world.assumption["cit_rate"] * np.maximum(earned, 0.0)
    money[ACCOUNT["income_tax"]] = -np.maximum(due - world.income_tax_so_far, 0.0)
    world.income_tax_so_far -= money[ACCOUNT["income_tax"]]
    world.profit_so_far = earned
    world.record.put_all(
        world.month,
        value_added_cny=value_added,
        profit_cny=before_tax,
        tax_cny=-total(money, TAXES),
        revenue_cny=total(money, ON_CREDIT),
    )


def _post_finance(world: World, operating: Floats) -> None:
    """Borrow what cash lacks while a bank lends; repay from cash beyond three months of revenue."""
    money, enterprises = world.flows.money, world.columns.enterprises
    revenue = total(money, ON_CREDIT)
    world.receivable = world.assumption["receivable_months"] * revenue * enterprises.active
    rise = world.receivable - enterprises.receivables
    money[ACCOUNT["borrowed"]] = money[ACCOUNT["repaid"]] = 0.0
    cash = enterprises.cash + _paid_in(money, operating) - rise
    assets = np.maximum(cash, 0.0) + enterprises.fixed_assets + world.receivable
    room = np.maximum(world.assumption["max_debt_ratio"] * assets - enterprises.debt, 0.0)
    money[ACCOUNT["borrowed"]] = np.minimum(np.maximum(-cash, 0.0), room)
    spare = np.maximum(cash - 3.0 * revenue, 0.0)
    money[ACCOUNT["repaid"]] = -np.minimum(spare, enterprises.debt)


def _paid_in(money: Floats, operating: Floats) -> Floats:
    """Sum the accounts that move cash, in their order: operations, then capital."""
    paid = operating.copy()
    for row in money[ACCOUNT["capex"] :]:
        paid += row
    return paid


def _update_balance_sheets(world: World, operating: Floats) -> None:
    """Move cash, receivables, fixed assets, debt and equity by the postings."""
    money, enterprises = world.flows.money, world.columns.enterprises
    world.opening = np.array(
        [
            enterprises.cash, enterprises.receivables, enterprises.fixed_assets,
            enterprises.debt, enterprises.equity,
        ]
    )  # fmt: skip
    rise = world.receivable - enterprises.receivables
    enterprises.cash += _paid_in(money, operating) - rise
    enterprises.receivables[:] = world.receivable
    enterprises.fixed_assets -= money[ACCOUNT["capex"]] + money[ACCOUNT["maintenance"]]
    enterprises.fixed_assets += money[ACCOUNT["depreciation"]]
    enterprises.debt += total(money, MOVES_DEBT)
    enterprises.equity += operating + money[ACCOUNT["depreciation"]] + money[ACCOUNT["dividends"]]
    enterprises.committed_cny[:] = 0.0
    short = (enterprises.cash < -SOLVENT_CNY) & enterprises.active
    enterprises.months_insolvent[:] = np.where(short, enterprises.months_insolvent + 1, 0)
    world.record.put_all(
        world.month,
        capex_cny=-money[ACCOUNT["capex"]],
        grants_cny=money[ACCOUNT["grants"]],
        scope_1_tco2e=world.flows.tco2e,
    )
