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
)  # fmt: skip
from sim.loans import loan_rates
from sim.money import ACCOUNT
from sim.power.own import settle_power
from sim.sums import sum_one
from sim.trade_kernels import post_storage, post_trade
from sim.world import World

Floats = NDArray[np.float64]


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
    _serve(world)
    world.record.put_all(world.month, scope_1_tco2e=world.flows.tco2e)


def _serve(world: World) -> None:
    """Book what the public budget of the place has paid public bodies, outside every policy."""
    enterprises = world.columns.enterprises
    for row in np.flatnonzero(enterprises.public).tolist():
        paid = float(world.flows.money[ACCOUNT["public_funds"], row])
        world.budgets.serve(world.year, int(enterprises.park[row]), "municipal", paid)


def _year(world: World) -> Year:
    """Return the year's columns; what stood last month stands until prices or terms are new.

    Where projects borrow at a rate of their own, what each pays moves with its debt.
    """
    land_tax, last = world.terms["land_tax_cny_per_m2"], world.kept.get("year")
    if (
        last is None
        or last.trend is not world.year_costs.trend
        or last.land_tax_cny_per_m2 is not land_tax
    ):
        names = ("asset_life_years", "vat_rate", "cit_rate", "receivable_months")
        rules = {name: world.assumption[name] for name in names}
        ratio = world.assumption["max_debt_ratio"] + world.terms["debt_ratio_added"]
        allowance = world.memory.get("tax allowance", np.zeros(len(ratio)))
        last = columns_of(
            Year, world.year_costs, land_tax_cny_per_m2=land_tax, max_debt_ratio=ratio,
            tax_allowance=allowance, **rules,
        )  # fmt: skip
        world.kept["year"] = last
    year: Year = last
    rate = loan_rates(world)
    return year if rate is year.loan_rate else year._replace(loan_rate=rate)


def _post_trade(world: World) -> None:
    """Post sales, purchases and disposal, and the emissions of the fuels burnt."""
    flows, prices, columns = world.flows, world.prices, world.columns
    kind, at = prices.weighing
    post_trade(
        kind, at, columns.slots.enterprise, prices.weights, flows.moved, flows.output,
        columns.enterprises.process_tco2e_per_unit, flows.money, flows.tco2e,
        world.record.page(world.month),
    )  # fmt: skip


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
    flows, slots = world.flows, world.columns.slots
    page = world.record.page(world.month)
    post_storage(
        slots.store, world.plants.is_waste_intake, world.prices.quantity[0], slots.enterprise,
        world.assumption["storage_cny_per_t_month"], flows.money,
    )  # fmt: skip
    settle_links(
        world.live,
        world.month,
        world.columns.contracts.as_tuple(Bonds),
        _offers(world),
        slots.enterprise,
        world.prices.value,
        flows.money,
        page,
        flows.tco2e,
    )
    page[TRANSPORT] *= world.terms["haul_carbon_factor"]


def _offers(world: World) -> Offers:
    """Return what a unit given by an option brings beside its price, the same all through a run."""
    if "offers" not in world.kept:
        facts, assumption = world.market.facts, world.assumption
        world.kept["offers"] = Offers(
            fee_kept=facts.fee_kept,
            coproduct_cny=facts.coproduct_cny,
            take_or_pay=world.market.by_class(assumption, "take_or_pay"),
            weights=world.catalogue.exchange_weights,
            damages=assumption["shortfall_damages"],
            transport_tco2e_per_tkm=assumption["transport_tco2e_per_tkm"],
        )
    offers: Offers = world.kept["offers"]
    return offers


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
