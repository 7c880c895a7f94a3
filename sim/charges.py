"""What enterprises owe to others than a seller: for carbon, energy, pollutants and resources.

Policies write prices, allocations and quotas as terms. Here they become what an input and a product
unit cost, so that every decision reads them, and what is posted each month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.assess import collect
from sim.catalogue import Catalogue, per_catalogue
from sim.fit import pollutant_factors, tech_effects
from sim.money import ACCOUNT
from sim.prices import POLLUTANTS, kinds_charged
from sim.record import VARIABLE
from sim.sums import sum_one

if TYPE_CHECKING:
    from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

POSTED = slice(ACCOUNT["carbon_cost"], ACCOUNT["border_charges"] + 1)
BOUGHT_KWH, BOUGHT_MJ = VARIABLE["power_bought_kwh"], VARIABLE["heat_bought_mj"]


def unit_charges(world: World) -> Floats:
    """Return what the terms put on a product unit of each enterprise, CNY.

    Price of carbon x (process CO2 - free allocation) + pollutants x their charges; the border takes
    its price on process CO2 less what it leaves free. Process CO2 and pollutants are those of the
    technologies that stand.
    """
    terms, enterprises = world.terms, world.columns.enterprises
    charge = np.zeros(len(enterprises))
    charged = kinds_charged(terms)
    if "carbon" in charged:
        net = enterprises.process_tco2e_per_unit - terms["carbon_allocation_tco2e_per_unit"]
        charge += terms["carbon_price_cny_per_t"] * net
    if "border" in charged:
        net = enterprises.process_tco2e_per_unit - terms["border_free_tco2e_per_unit"]
        charge += terms["border_price_cny_per_t"] * net
    if "unit" in charged:
        for part in _pollution(world).values():
            charge += part
    return charge


def _pollution(world: World) -> dict[str, Floats]:
    """Return the charge on each pollutant, CNY per product unit, by term."""
    left = pollutant_factors(world, world.month)
    kg = pollutant_kg(world.catalogue)[:, world.columns.enterprises.sector]
    terms = [f"{name}_charge_cny_per_kg" for name in POLLUTANTS]
    return {term: world.terms[term] * kg[k] * left[k] for k, term in enumerate(terms)}


@per_catalogue
def pollutant_kg(catalogue: Catalogue) -> Floats:
    """Return the load of each pollutant, kg per product unit, by (`POLLUTANTS`, sector)."""
    return np.array([catalogue.number("sectors", f"{name}_kg_per_unit") for name in POLLUTANTS])


def pollution_spared(world: World, enterprise: Ints, tech_row: Ints) -> Floats | float:
    """Return what one more technology spares its plant in charges on pollutants, CNY a unit."""
    if "unit" not in world.prices.charged:
        return 0.0
    left = pollutant_factors(world, world.month)[:, enterprise]
    kg = pollutant_kg(world.catalogue)[:, world.columns.enterprises.sector[enterprise]]
    charge = [world.terms[f"{name}_charge_cny_per_kg"][enterprise] for name in POLLUTANTS]
    change = 1.0 - tech_effects(world.catalogue).pollutants[:, tech_row]
    spared: Floats = (np.array(charge) * kg * left * change).sum(axis=0)
    return spared


def post_charges(world: World) -> None:
    """Post what is owed this month; in December book what budgets have collected in the year.

    carbon_cost = price x (scope 1 + share on power x CO2 of power and heat bought), of which
    `carbon_auction_share` goes to the budget and the rest, less the free allocation, to or from
    other emitters on the market. Energy above a twelfth of the year's quota is paid for and what
    is left of the quota sold, at one price.
    """
    flows, terms = world.flows, world.terms
    flows.money[POSTED] = 0.0
    flows.money[ACCOUNT["carbon_allocation"]] = 0.0
    charged = world.prices.charged
    if not charged:
        return
    if "carbon" in charged:
        _post_carbon(world)
    if "energy" in charged:
        used = _input_sum(world, world.prices.energy_tce)
        due = terms["energy_price_cny_per_tce"] * (used - terms["energy_quota_tce"] / 12.0)
        _post(world, "energy_charges", {"energy_price_cny_per_tce": due})
    if "resource" in charged:
        taxes = world.prices.resource_cny
        parts = {term: _input_sum(world, per_unit) for term, per_unit in taxes.items()}
        _post(world, "resource_charges", parts)
    if "unit" in charged:
        if world.month % 12 == 0 or "pollution" not in world.kept:
            world.kept["pollution"] = _pollution(world)
        parts = {term: flows.output * one for term, one in world.kept["pollution"].items()}
        _post(world, "pollution_charges", parts)
    if "border" in charged:
        over = flows.tco2e - flows.output * terms["border_free_tco2e_per_unit"]
        due = terms["border_price_cny_per_t"] * np.maximum(over, 0.0)
        _post(world, "border_charges", {"border_price_cny_per_t": due})
    if world.month % 12 == 11:
        _book_dues(world)


def _post_carbon(world: World) -> None:
    flows, terms, enterprises = world.flows, world.terms, world.columns.enterprises
    price = terms["carbon_price_cny_per_t"]
    grid = world.memory["grid"][enterprises.park] * terms["carbon_power_share"]
    page = world.record.page(world.month)
    heat = terms["carbon_power_share"] * world.catalogue.heat_tco2e_per_mj
    tonnes = flows.tco2e + grid * page[BOUGHT_KWH] + heat * page[BOUGHT_MJ]
    free = flows.output * terms["carbon_allocation_tco2e_per_unit"]
    free = free + terms["carbon_allocation_tco2e"] / 12.0 * enterprises.active
    flows.money[ACCOUNT["carbon_cost"]] = -price * tonnes
    flows.money[ACCOUNT["carbon_allocation"]] = price * free
    auctioned = price * tonnes * terms["carbon_auction_share"]
    _owe(world, "carbon_price_cny_per_t", auctioned)
    _owe(world, "carbon_price_cny_per_t", price * (tonnes - free) - auctioned, "market")


def _post(world: World, account: str, parts: dict[str, Floats]) -> None:
    """Post charges to an account and add them to the year's dues."""
    for term, due in parts.items():
        world.flows.money[ACCOUNT[account]] -= due
        _owe(world, term, due)


def _owe(world: World, term: str, due: Floats, payee: str = "") -> None:
    """Add to what is owed this year under a term."""
    so_far = world.dues.get((term, payee))
    world.dues[term, payee] = due if so_far is None else so_far + due


def _book_dues(world: World) -> None:
    """Book the year's charges in December, as the revenue of whose terms they are."""
    for (term, payee), due in world.dues.items():
        collect(world, term, due, payee)
    world.dues.clear()


def _input_sum(world: World, weight: Floats) -> Floats:
    """Return what weighed inputs come to by enterprise: bought outside and from steam mains."""
    flows, prices = world.flows, world.prices
    moved = weight * (flows.bought + prices.into * flows.mains)
    return sum_one(world.columns.slots.enterprise, moved, len(flows.output))
