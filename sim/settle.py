"""Settle the month: what moved becomes carbon, energy, water and money of each enterprise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.assess import book_relief
from sim.charges import post_charges
from sim.gate import post_gates
from sim.heat import settle_heat
from sim.kernels import (
    TRANSPORT,
    Bonds,
    Offers,
    Sheets,
    Year,
    columns_of,
    settle_accounts,
    settle_links,
    weigh,
)  # fmt: skip
from sim.money import ACCOUNT
from sim.power.own import settle_power
from sim.prices import WEIGHED, by_table
from sim.sums import sum_one
from sim.world import World

Floats = NDArray[np.float64]

LINK_ACCOUNTS = [
    ACCOUNT[name] for name in ("coproducts", "link_income", "link_payments", "damages")
]


def settle(world: World) -> None:
    """Post the month's money, update the balance sheets, and record.

    Sales are collected one month later for the share that stands as receivables. VAT is
    rate / (1 + rate) of the value added, which is priced incl. VAT; income tax follows the year's
    profit so far. A firm borrows what cash lacks while a bank lends, and repays from cash beyond
    three months of revenue.
    """
    _post_trade(world)
    settle_heat(world)
    settle_power(world)
    served = _post_gates(world)
    _post_links(world)
    _post_relief(world)
    post_charges(world)
    enterprises = world.columns.enterprises
    world.opening = np.array(
        [
            enterprises.cash, enterprises.receivables, enterprises.fixed_assets,
            enterprises.debt, enterprises.equity,
        ]
    )  # fmt: skip
    settle_accounts(
        world.flows.output,
        served,
        enterprises.as_tuple(Sheets),
        _year(world),
        world.profit_so_far,
        world.income_tax_so_far,
        world.flows.money,
        world.record.page(world.month),
    )
    enterprises.committed_cny[:] = 0.0
    world.record.put_all(world.month, scope_1_tco2e=world.flows.tco2e)


def _year(world: World) -> Year:
    names = ("asset_life_years", "vat_rate", "cit_rate", "receivable_months", "max_debt_ratio")
    return columns_of(
        Year,
        world.year_costs,
        land_tax_cny_per_m2=world.terms["land_tax_cny_per_m2"],
        **{name: world.assumption[name] for name in names},
    )


def _post_trade(world: World) -> None:
    """Post sales, purchases and disposal, and the emissions of the fuels burnt."""
    flows, enterprises, prices = world.flows, world.columns.enterprises, world.prices
    kind, at = prices.weighing
    sums = weigh(
        kind, at, world.columns.slots.enterprise, prices.weights, flows.bought, flows.released,
        flows.treated, flows.quantity, WEIGHED, len(enterprises),
    )  # fmt: skip
    bought, left, used = by_table(sums)
    money = flows.money
    money[ACCOUNT["product_sales"]] = left[0]
    money[ACCOUNT["byproduct_sales"]] = left[1]
    money[ACCOUNT["disposal"]] = -left[2]
    money[ACCOUNT["purchases"]] = -bought[0]
    flows.tco2e[:] = bought[1] + flows.output * enterprises.process_tco2e_per_unit
    world.record.put_all(
        world.month,
        output=flows.output,
        fuel_tce=bought[2],
        power_bought_kwh=bought[3],
        heat_bought_mj=bought[4],
        fresh_water_m3=bought[5],
        solid_disposed_t=left[3],
        wastewater_m3=left[4],
        power_sold_kwh=left[5],
        heat_sold_mj=np.zeros(len(enterprises)),
        solid_generated_t=used[1],
        energy_tce=used[2],
    )


def _post_gates(world: World) -> Floats:
    """Post the gate fees of the park's plants; return the output that earns other service fees."""
    flows, slots = world.flows, world.columns.slots
    served = flows.output.copy()
    post_gates(
        world.gates, flows.treated, flows.released, flows.stored, flows.inflow, flows.drawn,
        slots.coefficient, slots.enterprise, served, flows.money,
    )  # fmt: skip
    return served


def _post_links(world: World) -> None:
    """Post what contracts pay and cost; CO2 of a waste burnt counts at the taker.

    The taker pays the price, transport, pretreatment and storage and earns the co-products; the
    giver still pays the part of its fee that the exchange does not spare it. In December and in a
    contract's last month the side that could have done more owes for what fell short of the year's
    minimum: a taker the price of what it was offered and did not take, a giver damages over the
    price of what was wanted and did not come.
    """
    flows, facts, assumption = world.flows, world.market.facts, world.assumption
    page = world.record.page(world.month)
    flows.money[LINK_ACCOUNTS] = 0.0
    flows.money[ACCOUNT["handling"]] = -_storage(world)
    offers = Offers(
        fee_kept=facts.fee_kept,
        coproduct_cny=facts.coproduct_cny,
        take_or_pay=world.market.by_class(assumption, "take_or_pay"),
        weights=world.catalogue.exchange_weights,
        damages=assumption["shortfall_damages"],
        transport_tco2e_per_tkm=assumption["transport_tco2e_per_tkm"],
    )
    settle_links(
        world.live,
        world.month,
        world.columns.contracts.as_tuple(Bonds),
        offers,
        world.columns.slots.enterprise,
        world.prices.value,
        flows.money,
        page,
        flows.tco2e,
    )
    page[TRANSPORT] *= world.terms["haul_carbon_factor"]


def _storage(world: World) -> Floats:
    """Return what keeping the stores of contracts costs each enterprise this month, CNY."""
    slots, prices = world.columns.slots, world.prices
    kept = np.flatnonzero(slots.store)
    kept = kept[~world.plants.is_waste_intake[kept]]
    tonnes = slots.store[kept] * prices.quantity[0, kept] / 1000.0
    cost = tonnes * world.assumption["storage_cny_per_t_month"]
    return sum_one(slots.enterprise[kept], cost, len(world.flows.output))


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
