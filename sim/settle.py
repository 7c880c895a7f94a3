"""Settle the month: what moved becomes carbon, energy, water and money of each enterprise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.assess import book_relief
from sim.charges import post_charges
from sim.kernels import Bonds, Offers, Sheets, Year, columns_of, settle_accounts
from sim.loans import loan_rates
from sim.money import ACCOUNT, BALANCES
from sim.power.own import settle_power
from sim.record import VARIABLE
from sim.settle_kernels import Posted, Tariffs, post_flows, post_relief
from sim.world import World

SCOPE_1 = VARIABLE["scope_1_tco2e"]

Floats = NDArray[np.float64]


def settle(world: World) -> None:
    """Post the month's money, update the balance sheets, and record.

    Sales are collected one month later for the share that stands as receivables. VAT is
    rate / (1 + rate) of the value added, which is priced incl. VAT; income tax follows the year's
    profit so far. A firm borrows what cash lacks while a bank lends, and repays from cash beyond
    three months of revenue.
    """
    flows, enterprises, page = (
        world.flows,
        world.columns.enterprises,
        world.record.page(world.month),
    )
    served = _post_flows(world, page)
    settle_power(world)
    _post_relief(world)
    post_charges(world)
    world.opening = np.empty((len(BALANCES), len(enterprises)))
    settle_accounts(
        flows.output,
        served,
        enterprises.as_tuple(Sheets),
        _year(world),
        world.profit_so_far,
        world.income_tax_so_far,
        world.opening,
        flows.money,
        page,
    )
    enterprises.committed_cny[:] = 0.0
    _serve(world)
    page[SCOPE_1] = flows.tco2e


def _serve(world: World) -> None:
    """Book what the public budget of the place has paid public bodies, outside every policy."""
    enterprises = world.columns.enterprises
    if "public" not in world.kept:
        world.kept["public"] = np.flatnonzero(enterprises.public).tolist()
    for row in world.kept["public"]:
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


def _post_flows(world: World, page: Floats) -> Floats:
    """Post what the month has moved; return the output that earns other fees than the gates'.

    First sales, purchases and disposal, and the emissions of the fuels burnt; steam from the mains;
    the gate fees of the park's plants; then what contracts pay and cost. CO2 of a waste burnt
    counts at the taker. The taker pays the price, transport, pretreatment and storage and earns the
    co-products; the giver still pays the part of its fee that the exchange does not spare it. In
    December and in a contract's last month the side that could have done more owes for what fell
    short of the year's minimum: a taker the price of what it was offered and did not take, a giver
    damages over the price of what was wanted and did not come.
    """
    flows = world.flows
    return post_flows(
        world.month, world.live, world.columns.contracts.as_tuple(Bonds), _offers(world),
        _tariffs(world), world.gates, world.mains.pairs, world.piped, world.columns.slots.store,
        Posted(flows.output, flows.moved, flows.money, flows.tco2e), page,
    )  # fmt: skip


def _tariffs(world: World) -> Tariffs:
    """Return what the year makes of what moves; what stood last month stands until prices move."""
    prices, slots, last = world.prices, world.columns.slots, world.kept.get("tariffs")
    haul = world.terms["haul_carbon_factor"]
    if last is None or last.kind is not prices.weighing[0] or last.haul_carbon_factor is not haul:
        kind, at = prices.weighing
        last = world.kept["tariffs"] = Tariffs(
            kind, at, prices.weights, prices.tariff, prices.value, prices.bought[2],
            prices.bought[4], prices.quantity[0], slots.enterprise, slots.coefficient,
            world.plants.is_waste_intake, world.columns.enterprises.process_tco2e_per_unit, haul,
            world.assumption["storage_cny_per_t_month"],
        )  # fmt: skip
    tariffs: Tariffs = last
    return tariffs


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
    term = world.terms["reuse_relief_cny_per_t"]
    relief = world.flows.money[ACCOUNT["reliefs"]]
    relief[:] = 0.0
    if len(world.live) == 0 or not term.any():
        return
    bonds = world.columns.contracts.as_tuple(Bonds)
    post_relief(world.live, bonds, world.columns.slots.enterprise, _solid_t(world), term, relief)
    book_relief(world, relief)


def _solid_t(world: World) -> Floats:
    """Return the tonnes of solid waste or by-product in a unit of each slot's stream."""
    if "solid t" not in world.kept:
        world.kept["solid t"] = world.market.facts.solid_t[world.columns.slots.stream]
    tonnes: Floats = world.kept["solid t"]
    return tonnes
