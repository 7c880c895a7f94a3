"""January: last year is closed and read, the committee and the firms decide, then the year runs.

Nothing read in January is computed after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from agents import demand
from agents.bank import open_pools
from agents.bargain import hurdle_rates, project_hurdle_rates
from agents.broker import propose
from agents.committee import pay_effort, set_levers
from agents.facilities import order_facilities
from agents.invest import award_and_invest, wear_out
from agents.knowledge import spread_knowledge
from agents.link_grants import open_link_grants
from agents.links import end_dead_links, install_links, review_links
from agents.on_site import reuse_on_site
from agents.renew import renew_capacity
from agents.support import pay_promised
from agents.tax import allow_relief, settle_relief
from agents.turnover import enter, leave
from sim.annuity import capital_recovery
from sim.assess import (
    assess_policies,
    book_public_cost,
    close_year,
    pay_awards,
    write_terms,
)
from sim.charges import unit_charges
from sim.gate import post_fees
from sim.heat import connect_users
from sim.landfill import landfill_rise
from sim.loans import note_project_debt
from sim.money import ACCOUNT
from sim.power.own import plan_own_power
from sim.power.year import dispatch_power, power_factor
from sim.reform import reform_policies
from sim.world import World
from sim.year import year_costs

Floats = NDArray[np.float64]

Step = tuple[str, Callable[[World], None]]


def pay_dividends(world: World) -> None:
    """Pay out a share of last year's profit after tax, from cash."""
    enterprises = world.columns.enterprises
    earned = world.profit_so_far - world.income_tax_so_far
    payout = world.assumption["dividend_share"] * np.maximum(earned, 0.0)
    payout = np.minimum(payout, np.maximum(enterprises.cash, 0.0)) * enterprises.active
    world.flows.money[ACCOUNT["dividends"]] = -payout
    world.profit_so_far = np.zeros_like(earned)
    world.income_tax_so_far = np.zeros_like(earned)


def price_year(world: World) -> None:
    """Post gate fees and price every slot, wage and loan under the year's terms."""
    world.gates = post_fees(world)
    _price_slots(world)
    enterprises = world.columns.enterprises
    world.year_costs = year_costs(
        world.catalogue,
        enterprises,
        world.year,
        world.terms,
        world.assumption["labour_share_max"],
    )
    world.memory["hurdle"] = hurdle_rates(world)
    world.memory["project hurdle"] = hurdle = project_hurdle_rates(world)
    world.memory["recovery"] = capital_recovery(hurdle, world.assumption["link_life_years"])


def _price_slots(world: World) -> None:
    dearer = world.gates.rise + landfill_rise(world)
    prices = world.prices
    prices.rewrite(world.year, world.terms, power_factor(world), unit_charges(world), dearer)
    year = prices.base_price, prices.tariff, prices.price, prices.value
    world.price_years[world.month // 12 :] = [year]


def plan_power(world: World) -> None:
    """Plan the year's own power after investment, and price power anew where that has moved it."""
    if plan_own_power(world):
        _price_slots(world)


def set_terms(world: World) -> None:
    """Write the year's terms and price everything under them."""
    write_terms(world)
    price_year(world)


def exit_and_entry(world: World) -> None:
    """Let enterprises leave and enter, and extend terms and seasons to those who came."""
    leave(world)
    _let_come(world, enter)


def build_facilities(world: World) -> None:
    """Build the facilities that policies order, and connect users to the mains of new plants."""
    _let_come(world, order_facilities)
    connect_users(world)


def _let_come(world: World, step: Callable[[World], None]) -> None:
    before = len(world.columns.enterprises)
    step(world)
    if len(world.columns.enterprises) > before:
        set_terms(world)
        demand.set_season(world)


def open_year(world: World) -> None:
    """Set the year's demand; in the first January the links of the park file stand."""
    demand.set_year_demand(world)
    open_link_grants(world)
    if world.month == 0:
        install_links(world)


JANUARY: tuple[Step, ...] = (
    ("close last year", close_year),
    ("settle tax relief", settle_relief),
    ("pay dividends", pay_dividends),
    ("reform policies", reform_policies),
    ("assess standing", assess_policies),
    ("set levers", set_levers),
    ("write terms", write_terms),
    ("dispatch power", dispatch_power),
    ("price the year", price_year),
    ("book public cost", book_public_cost),
    ("pay promised support", pay_promised),
    ("pay awards", pay_awards),
    ("committees work", pay_effort),
    ("banks open their books", open_pools),
    ("renew capacity", renew_capacity),
    ("exit and entry", exit_and_entry),
    ("facilities are ordered", build_facilities),
    ("open the year", open_year),
    ("review links", review_links),
    ("spread knowledge", spread_knowledge),
    ("brokers propose", propose),
    ("reuse on site", reuse_on_site),
    ("technologies wear out", wear_out),
    ("apply, award, invest", award_and_invest),
    ("note loans of projects", note_project_debt),
    ("allow tax relief", allow_relief),
    ("plan own power", plan_power),
    ("end dead links", end_dead_links),
)
"""The steps of January, in order."""


def january(world: World, steps: Sequence[Step] = JANUARY) -> None:
    """Run January's steps when a year opens; in the first year draw what the run needs before."""
    if world.month % 12:
        return
    if world.month == 0:
        demand.start(world)
        demand.set_season(world)
    for name in ("capex", "grants", "dividends", "write_offs"):
        world.flows.money[ACCOUNT[name]] = 0.0
    for _, step in steps:
        step(world)
    contracts = world.columns.contracts
    for of_year in (contracts.delivered_year, contracts.spurned_year, contracts.lacking_year):
        of_year[:] = 0.0
