"""Settle the month: what moved becomes carbon, energy, water and money of each enterprise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.assess import book_shared
from sim.charges import post_charges
from sim.kernels import Bonds, Offers, Sheets, Year, columns_of, settle_accounts
from sim.loans import loan_rates
from sim.money import ACCOUNT, BALANCES
from sim.power.own import export_price, post_awards
from sim.record import VARIABLE
from sim.settle_kernels import Posted, Relief, Tariffs, post_flows
from sim.world import World

SCOPE_1 = VARIABLE["scope_1_tco2e"]
RELIEF = "reuse_relief_cny_per_t"

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
    served, relief = _post_flows(world, page)
    book_shared(world, RELIEF, relief)
    post_awards(world)
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
    last = world.kept.get("year")
    if last is None or last[0] is not world.terms or last[1].trend is not world.year_costs.trend:
        names = ("asset_life_years", "vat_rate", "cit_rate", "receivable_months")
        rules = {name: world.assumption[name] for name in names}
        ratio = world.assumption["max_debt_ratio"] + world.terms["debt_ratio_added"]
        allowance = world.memory.get("tax allowance", np.zeros(len(ratio)))
        year = columns_of(
            Year, world.year_costs, land_tax_cny_per_m2=world.terms["land_tax_cny_per_m2"],
            max_debt_ratio=ratio, tax_allowance=allowance, **rules,
        )  # fmt: skip
        own_rate = bool(world.terms["project_loan_spread_pp"].any())
        last = world.kept["year"] = world.terms, year, own_rate
    _, year, own_rate = last
    return year._replace(loan_rate=loan_rates(world)) if own_rate else year


def _post_flows(world: World, page: Floats) -> tuple[Floats, tuple[Floats, bool]]:
    """Post what the month has moved; return the output that earns other fees than the gates'.

    And, by policy and park, the relief it pays. First sales, purchases and disposal, and the
    emissions of the fuels burnt; steam from the mains; the gate fees of the park's plants; then
    what contracts pay and cost. CO2 of a waste burnt counts at the taker. The taker pays the price,
    transport, pretreatment and storage and earns the co-products; the giver still pays the part of
    its fee that the exchange does not spare it. In December and in a contract's last month the side
    that could have done more owes for what fell short of the year's minimum: a taker the price of
    what it was offered and did not take, a giver damages over the price of what was wanted and did
    not come. Surplus of own power sells at the on-grid price of coal power; purchases fell by what
    was used. Relief is paid to takers per tonne of solid waste or by-product.
    """
    flows = world.flows
    return post_flows(
        world.month, world.live, world.columns.contracts.as_tuple(Bonds), _offers(world),
        _tariffs(world), _relief(world), world.gates, world.mains.pairs, world.piped,
        world.columns.slots.store,
        Posted(flows.output, flows.moved, flows.money, flows.tco2e, flows.power), page,
    )  # fmt: skip


def _tariffs(world: World) -> Tariffs:
    """Return what the year makes of what moves; what stood last month stands until prices move."""
    prices, slots, last = world.prices, world.columns.slots, world.kept.get("tariffs")
    haul = world.terms["haul_carbon_factor"]
    if (
        last is None
        or last.weighing is not prices.weighing
        or last.haul_carbon_factor is not haul
        or world.month % 12 == 0
    ):
        catalogue = world.catalogue
        last = world.kept["tariffs"] = Tariffs(
            prices.weighing, prices.tariff, prices.value, prices.bought[2], prices.bought[4],
            prices.quantity[0], slots.enterprise, slots.coefficient, world.plants.is_waste_intake,
            world.columns.enterprises.process_tco2e_per_unit, haul,
            world.assumption["storage_cny_per_t_month"], prices.green_share, export_price(world),
            float(catalogue.tce_calorific[catalogue.stream["electricity"]]),
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


def _relief(world: World) -> Relief:
    """Return what takers get under the terms of the year, per tonne of waste or by-product."""
    last, cny_per_t = world.kept.get("relief"), world.terms[RELIEF]
    if last is None or last.cny_per_t is not cny_per_t:
        solid_t = world.market.facts.solid_t[world.columns.slots.stream]
        park = world.columns.enterprises.park
        last = world.kept["relief"] = Relief(
            cny_per_t, solid_t, *world.terms.stack(RELIEF), park, world.parks
        )
    relief: Relief = last
    return relief
