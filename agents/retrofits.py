"""What retrofits are worth in a January, under today's terms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.amounts import runnable
from agents.bargain import power_price
from agents.comply import stake
from agents.equipment import equipment_cny
from agents.options import Options
from agents.retrofit_kernels import Asked, Firms, Techs, appraise, list_open
from agents.tax import worth_of_relief
from sim.annuity import capital_recovery
from sim.catalogue import PRICE_PLACE, Catalogue, per_catalogue
from sim.charges import pollution_spared
from sim.factors import Carriers
from sim.fit import changes_of, tech_effects
from sim.kernels import OWN_T, POWER_KWH
from sim.power.equipment import SUN, fitting, is_sun
from sim.power.worth import PowerWorth
from sim.prices import REFERENCE_YEAR
from sim.projects import is_green
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class RetrofitWorth:
    """Appraises retrofits, time and again in one January while enterprises invest.

    NPV = saving / capital recovery(hurdle, life) - capex. The saving values the difference between
    the plant with and without the technology (`sim.fit`) at the enterprise's own prices, those of
    its contracts included, on next year's output: so it never counts more of a carrier than the
    plant uses, and counts by-products that begin or end. Power that photovoltaics make and
    batteries move is valued hour by hour (`PowerWorth`), at the size that fits. A plant over an
    energy limit also counts the restriction it is spared (`agents.comply`), and tax relief adds its
    present worth (`agents.tax`). Capex falls or rises by the learning trend from 2023; equipment of
    an exchange that does the same and stands is not paid for again.

    Prices, terms, contracts and outputs are those of the moment at which it is made.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._techs, self._firms = _techs(world.catalogue, world.year), _firms(world)
        self._unit_worth, self._by_hour = worth_of_units(world), PowerWorth(world)
        self._known = np.full((2, len(world.columns.retrofits)), np.nan)
        """Capital recovery and noise, by retrofit; nan where none was asked for yet."""

    def options(self, may: Flags) -> Options:
        """Appraise the retrofits that may be chosen, flags by row, and do not stand."""
        world, techs, firms = self._world, self._techs, self._firms
        columns, catalogue = world.columns, world.catalogue
        retrofits = columns.retrofits
        row = list_open(
            may, retrofits.enterprise, retrofits.tech_row, retrofits.installed_month, firms, techs
        )
        size, share = fitting(world, retrofits.enterprise[row], retrofits.tech_row[row])
        fits = share > 0.0
        if not fits.all():
            row, size, share = row[fits], size[fits], share[fits]
        enterprise, tech_row = retrofits.enterprise[row], retrofits.tech_row[row]
        technology = techs.technology[tech_row]
        changes = changes_of(catalogue, columns, row, self._unit_worth, world.prices, firms.grid)
        power = self._by_hour.gain(row, size)
        recovery, noise = self._recovery_and_noise(row, enterprise, technology)
        polluted = np.zeros(len(row)) + pollution_spared(world, enterprise, tech_row)
        asked = Asked(enterprise, tech_row, share, changes, polluted, *power, recovery)
        tce = float(catalogue.tce_calorific[catalogue.stream["electricity"]])
        capex, saving, npv, tce_saved, tco2e_saved = appraise(asked, techs, firms, tce)
        life = catalogue.number("technologies", "lifetime_years")[technology]
        green = is_green(catalogue)[technology]
        npv = npv + worth_of_relief(world, enterprise, green, capex, saving, life)
        return Options(
            row, enterprise, tech_row, technology, capex, saving, npv, noise, tce_saved,
            tco2e_saved, size, share,
        )  # fmt: skip

    def _recovery_and_noise(self, row: Ints, enterprise: Ints, technology: Ints) -> Floats:
        """Return the capital recovery of retrofits and the logit part of their ranking."""
        found = self._known[:, row]
        new = np.isnan(found[0]).nonzero()[0]
        if len(new) == 0:
            return found
        world, who, what = self._world, enterprise[new], technology[new]
        catalogue = world.catalogue
        life = catalogue.number("technologies", "lifetime_years")[what]
        keys = world.columns.enterprises.key[who], catalogue.technology_keys[what]
        found[0, new] = capital_recovery(_hurdle(world, who, what), life)
        found[1, new] = world.assumption["choice_noise"] * world.draws.gumbel(
            "technology", *keys, world.year
        )
        self._known[:, row] = found
        return found


def _firms(world: World) -> Firms:
    enterprises, terms = world.columns.enterprises, world.terms
    at_stake = stake(world)
    return Firms(
        capacity=enterprises.capacity,
        output=np.minimum(world.memory["demand"], runnable(world)) * 12.0,
        trend=world.year_costs.trend,
        capex_factor=terms["retrofit_capex_factor"],
        carbon_price=terms["carbon_price_cny_per_t"] + terms["border_price_cny_per_t"],
        grid=world.memory["grid"][enterprises.park],
        excess_tce=at_stake.excess_tce,
        at_stake_cny=at_stake.cny_per_year,
        equipment_cny=equipment_cny(world),
    )


@per_catalogue
def _techs(catalogue: Catalogue, year: int) -> Techs:
    table = catalogue.tables["technology_sectors"]
    return Techs(
        technology=catalogue.tech_row_technology,
        capex=table["capex_cny_per_annual_unit"],
        trend=_cost_trend(catalogue, year),
        opex=table["opex_cny_per_unit"],
        gain=tech_effects(catalogue).gain,
    )


def _cost_trend(catalogue: Catalogue, year: int) -> Floats:
    """Return the capex of a year over that of the table, by technology row.

    Of photovoltaics the dated series `rooftop_pv.capex` of the carriers table is the authority.
    """
    table = catalogue.tables["technology_sectors"]
    yearly = catalogue.number("technologies", "cost_trend_per_year")[catalogue.tech_row_technology]
    trend: Floats = (1.0 + yearly) ** (year - REFERENCE_YEAR)
    roof = np.flatnonzero((table["technology"] == SUN[0]) & (table["size_per_unit"] > 0.0))[0]
    listed = table["capex_cny_per_annual_unit"][roof] / table["size_per_unit"][roof]
    carriers = Carriers(catalogue.tables["carriers"], catalogue.tables["provinces"])
    paid = carriers.path("rooftop_pv", "capex", PRICE_PLACE, [year])[0]
    return np.where(is_sun(catalogue), paid / listed, trend)


def _hurdle(world: World, enterprise: Ints, technology: Ints) -> Floats:
    """Return each option's hurdle rate: projects that save may borrow at a rate of their own."""
    green, memory = is_green(world.catalogue)[technology], world.memory
    return np.where(green, memory["project hurdle"][enterprise], memory["hurdle"][enterprise])


def worth_of_units(world: World) -> Floats:
    """Return what a unit more of each slot brings: prices outside, and those of its contracts.

    Contracts hold shares: with the stream what they deliver grows or shrinks, and ends.
    """
    contracts, worth = world.columns.contracts, world.prices.worth.copy()
    rows = (contracts.end_month > world.month).nonzero()[0]
    giver, taker = contracts.giver_slot[rows], contracts.taker_slot[rows]
    price, ratio = contracts.price_cny_per_unit[rows], contracts.ratio[rows]
    terms = world.terms
    carbon = terms["carbon_price_cny_per_t"] + terms["border_price_cny_per_t"]
    carbon = carbon[world.columns.slots.enterprise[taker]]
    burnt = world.catalogue.exchange_weights[OWN_T, contracts.exchange[rows]]
    burnt = np.where(contracts.on_site[rows], 0.0, burnt)
    kwh = world.catalogue.exchange_weights[POWER_KWH, contracts.exchange[rows]]
    power = kwh * power_price(world)[world.columns.slots.enterprise[taker]]
    paid = price + contracts.handling_cny_per_unit[rows] + power + carbon * burnt
    paid /= np.maximum(ratio, 1e-12)
    np.add.at(worth, giver, contracts.giver_share[rows] * (price - world.prices.worth[giver]))
    np.add.at(worth, taker, contracts.taker_share[rows] * (-paid - world.prices.worth[taker]))
    return worth
