"""What an exchange is worth to each side: the two-sided gain, per unit of the stream given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from agents.kernels import Customs, Rates, value
from agents.link_grants import link_support
from agents.meeting import trusts
from agents.rows import Rows
from sim.catalogue import Catalogue, per_catalogue
from sim.columns import OWNERSHIPS
from sim.draws import normal_quantiles
from sim.kernels import OWN_T, POWER_KWH
from sim.recipes import POWER
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_customs = itemgetter(*Customs._fields)

HURDLES = (
    ("micro_small_private", "micro_small_private", "medium_private", "large_private"),
    ("state_owned",) * 4,
    ("foreign",) * 4,
    ("utility_or_park_company",) * 4,
)
"""Context scope of the hurdle rate by ownership (order of `OWNERSHIPS`) and size class."""


@dataclass(frozen=True)
class Deal(Rows):
    """Candidate deals, one row a pair; money in CNY per unit given."""

    km: Floats
    trust: Floats
    ratio: Floats
    """Units of input replaced by a unit given, heat lost on the way deducted."""
    worth: Floats
    """Input avoided and co-products, to the taker."""
    handling: Floats
    """Pretreatment, transport and backup of a sole supply; its power apart."""
    power: Floats
    """Power that making the stream fit takes, at the taker's price."""
    capex: Floats
    """Investment per unit a year; none where a technology installed already does the same."""
    forgone: Floats
    """What the giver forgoes (negative: a fee it is spared)."""
    operating: Floats
    """Joint gain before capex and premiums, transaction cost deducted."""
    annuity: Floats
    """Capex per unit a year, recovered at the taker's hurdle."""
    giver_asks_cny_per_t: Floats
    """Least gain at which the giver signs, per 1000 units (t, 1000 m3, GJ)."""
    taker_asks_cny_per_t: Floats

    def joint(self, annuity: bool = True) -> Floats:
        """Return the joint gain left when both sides have what they ask for."""
        asked = (self.giver_asks_cny_per_t + self.taker_asks_cny_per_t) / 1000.0
        return self.operating - asked - (self.annuity if annuity else 0.0)

    def price(self, joint: Floats, giver_weight: float) -> Floats:
        """Return the bargained price: the giver's least plus its share of the joint gain.

        Where a side vetoes, the price is what the giver forgoes.
        """
        agreed = np.isfinite(joint)
        asked = np.where(agreed, self.giver_asks_cny_per_t, 0.0) / 1000.0
        return self.forgone + asked + giver_weight * np.where(agreed, joint, 0.0)


def hurdle_rates(world: World) -> Floats:
    """Return each enterprise's real hurdle rate before tax, a fraction a year.

    It moves with what the terms add to the loan rate, on the share of a project that is borrowed.
    """
    enterprises = world.columns.enterprises
    rates: Floats = _hurdles(world.catalogue)[enterprises.ownership, enterprises.size] / 100.0
    borrowed = world.assumption["project_loan_share"] / 100.0
    return rates + borrowed * world.terms["loan_spread_pp"]


def project_hurdle_rates(world: World) -> Floats:
    """Return the hurdle rate of projects that save, whose loans may bear another rate."""
    borrowed = world.assumption["project_loan_share"] / 100.0
    rates: Floats = hurdle_rates(world) + borrowed * world.terms["project_loan_spread_pp"]
    return rates


@per_catalogue
def _hurdles(catalogue: Catalogue) -> Floats:
    """Return the hurdle rate by (ownership, size class), percent."""
    assert len(HURDLES) == len(OWNERSHIPS)
    return np.array([[catalogue.context("hurdle_rate", scope) for scope in row] for row in HURDLES])


def distances(world: World, giver: Ints, taker: Ints) -> Floats:
    """Return the straight distance of pairs of enterprises in km."""
    enterprises = world.columns.enterprises
    dx = enterprises.x_km[giver] - enterprises.x_km[taker]
    dy = enterprises.y_km[giver] - enterprises.y_km[taker]
    return np.sqrt(dx * dx + dy * dy)


def one_owner(owner: Ints, giver: Ints, taker: Ints) -> Flags:
    """Say which pairs of enterprises belong to one owner."""
    same: Flags = (owner[giver] == owner[taker]) & (owner[giver] >= 0)
    return same


def pair_trust(world: World, giver: Ints, taker: Ints) -> Floats:
    """Return trust by pair: 1 inside an owner's group, what dealings left, or that of strangers."""
    owner = world.columns.enterprises.owner
    return trusts(giver, taker, owner, world.ties.table, world.assumption["trust_start"])


def appraise(
    world: World,
    giver: Ints,
    taker: Ints,
    trust: Floats,
    km: Floats,
    held: Floats | float = 0.0,
) -> Deal:
    """Value candidate deals and let hook `reservation` rewrite what its rows ask."""
    deal = value_deals(world, giver, taker, trust, km, held)
    enterprise = world.market.enterprise
    ask(world, deal, enterprise[giver], enterprise[taker])
    return deal


def ask(world: World, deal: Deal, seller: Ints, buyer: Ints) -> None:
    """Let hook `reservation` rewrite what the two sides of each deal ask."""
    world.override("reservation", deal.giver_asks_cny_per_t, seller, deal)
    world.override("reservation", deal.taker_asks_cny_per_t, buyer, deal)


def value_deals(
    world: World,
    giver: Ints,
    taker: Ints,
    trust: Floats,
    km: Floats,
    held: Floats | float = 0.0,
    surveyed: bool = True,
) -> Deal:
    """Value candidate deals under today's prices and terms.

    `giver` and `taker` are prospects, `held` the share of the taker's input that the deal itself
    holds already; without `surveyed` the site's own cost factor is not known and taken as 1.

    operating = ratio x input price + co-products + relief - carbon of a waste burnt - forgone -
    pretreatment - its power - transport(km) - backup - transaction cost, where forgone is the value
    of releasing the unit (for a fee: times the share of it that is avoided). Backup is asked for by
    a taker that one pipe alone supplies; inside one owner's group dealing costs nothing. Each side
    asks risk x (1 - trust) x what it puts at stake: the giver what it forgoes, the taker the worth
    and its costs; of goods sold anyway only a share.
    """
    held = np.zeros(len(giver)) + held
    numbers = value(
        giver, taker, trust, km, held, world.installed.table, *on_what_terms(world, surveyed)
    )  # fmt: skip
    return Deal(km, trust, *numbers)


def on_what_terms(world: World, surveyed: bool = True) -> tuple[np.uint64, Rates, Customs]:
    """Return what values deals today: the draws of sites, unit values, and customs of the trade."""
    rates = _rates(world, world.assumption["site_cost_sd"] if surveyed else 0.0)
    return world.draws.state("site"), rates, Customs(*_customs(world.assumption))


def _rates(world: World, site_cost_sd: float) -> Rates:
    """Return what a unit of each slot, stream, option or enterprise costs or brings this year.

    What stands for the last deal appraised stands until one of its columns is made anew.
    """
    columns, prices, facts = world.columns, world.prices, world.market.facts
    terms, recovery, support = world.terms.values, world.memory["recovery"], link_support(world)
    relief, carbon = terms["reuse_relief_cny_per_t"], terms["carbon_price_cny_per_t"]
    pipe, haul = terms["pipe_cost_factor"], terms["haul_cost_factor"]
    last = world.kept.get(("rates", site_cost_sd))
    if (
        last is not None
        and last.price is prices.price
        and last.opportunity is prices.opportunity
        and last.taken_share is columns.slots.taken_share
        and last.relief_per_t is relief
        and last.carbon_price is carbon
        and last.pipe_factor is pipe
        and last.haul_factor is haul
        and last.recovery is recovery
        and last.support is support
    ):
        kept: Rates = last
        return kept
    options = world.catalogue.tables["exchanges"]
    rates = Rates(
        slot_of=columns.prospects.slot,
        exchange_of=columns.prospects.exchange,
        stream=columns.slots.stream,
        owner=columns.slots.enterprise,
        taken_share=columns.slots.taken_share,
        price=prices.price,
        opportunity=prices.opportunity,
        ratio=options["ratio"],
        coproduct=options["coproduct_cny_per_unit"],
        pretreatment=options["pretreatment_cny_per_unit"],
        kwh=world.catalogue.exchange_weights[POWER_KWH],
        capex=options["capex_cny_per_annual_unit"],
        avoided_share=options["disposal_avoided_share"],
        own_tco2e=world.catalogue.exchange_weights[OWN_T],
        is_heat=facts.is_heat,
        piped=facts.piped,
        transport_fixed=facts.transport_fixed,
        transport_per_km=facts.transport_per_km,
        solid_t=facts.solid_t,
        key=columns.enterprises.key,
        recovery=recovery,
        relief_per_t=relief,
        carbon_price=carbon,
        power_price=power_price(world),
        support=support,
        pipe_factor=pipe,
        haul_factor=haul,
        option_key=world.catalogue.exchange_keys,
        technology=facts.technology,
        site_cost=_site_costs(site_cost_sd),
    )
    world.kept["rates", site_cost_sd] = rates
    return rates


def power_price(world: World) -> Floats:
    """Return what a kWh costs each enterprise this year, CNY; 0 where its recipe has no power."""
    place = world.carrier_slots[:, POWER]
    price: Floats = np.where(place >= 0, world.prices.price[place], 0.0)
    return price


@lru_cache(maxsize=64)
def _site_costs(site_cost_sd: float) -> Floats:
    """Return the lognormal factor of a site on pretreatment and capex, by slice of probability."""
    costs: Floats = np.exp(site_cost_sd * normal_quantiles())
    return costs
