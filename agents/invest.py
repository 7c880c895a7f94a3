"""Investment in January: retrofits ranked by NPV under today's terms; what wears out is renewed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.amounts import runnable
from agents.appraisal import Appraisal
from agents.bank import lend, note_loan, own_cash
from agents.bargain import power_price
from agents.comply import stake
from agents.consider import considering
from agents.contract import spending_power
from agents.equipment import less_what_stands
from agents.expand import expand
from agents.options import Options
from agents.support import awarded, book_support
from agents.tax import note_relief, worth_of_relief
from sim.annuity import capital_recovery
from sim.catalogue import PRICE_PLACE, Catalogue, per_catalogue
from sim.charges import pollution_spared
from sim.factors import Carriers
from sim.fit import changes_of, refit, tech_effects
from sim.kernels import OWN_T, POWER_KWH
from sim.money import ACCOUNT
from sim.power.equipment import SUN, fitting, is_sun
from sim.power.worth import PowerWorth
from sim.prices import REFERENCE_YEAR
from sim.projects import is_green
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


LIGHTING = ("led",)
"""What the tables know of the energy of buildings."""

OFFERS = {"pv offer": ("pv_offer_share", SUN), "lighting offer": ("lighting_offer_share", LIGHTING)}
"""Term and technologies of each offer, by the name of its draw."""


def _offered(world: World) -> Flags:
    """Say which retrofits programmes offer, each to the share of enterprises of its term."""
    columns, catalogue = world.columns, world.catalogue
    enterprises, retrofits = columns.enterprises, columns.retrofits
    offered = np.zeros(len(retrofits), dtype=bool)
    for name, (term, technologies) in OFFERS.items():
        share = world.terms[term]
        if share.any():
            asked = world.draws.uniform(name, enterprises.key, world.year) < share
            asked &= enterprises.active & enterprises.inside
            kind = _rows_of(catalogue, technologies)[retrofits.tech_row]
            offered |= asked[retrofits.enterprise] & kind
    return offered


@per_catalogue
def _rows_of(catalogue: Catalogue, technologies: tuple[str, ...]) -> Flags:
    """Say which rows of the technology table are of some technologies."""
    return np.isin(catalogue.tables["technology_sectors"]["technology"], technologies)


def retrofit_options(
    world: World, may: Flags, unit_worth: Floats, by_hour: PowerWorth | None = None
) -> Options:
    """Appraise the retrofits that may be chosen, flags by row, and do not stand.

    `unit_worth` is what a unit more of each slot brings (`worth_of_units`).

    NPV = saving / capital recovery(hurdle, life) - capex. The saving values the difference between
    the plant with and without the technology (`sim.fit`) at the enterprise's own prices, those of
    its contracts included, on next year's output: so it never counts more of a carrier than the
    plant uses, and counts by-products that begin or end. Power that photovoltaics make and
    batteries move is valued hour by hour (`PowerWorth`), at the size that fits. A plant over an
    energy limit also counts the restriction it is spared (`agents.comply`), and tax relief adds its
    present worth (`agents.tax`). Capex falls or rises by
    the learning trend from 2023; equipment of an exchange that does the same and stands is not paid
    for again.
    """
    columns, catalogue = world.columns, world.catalogue
    retrofits, table = columns.retrofits, catalogue.tables["technology_sectors"]
    capex_per_unit = table["capex_cny_per_annual_unit"][retrofits.tech_row]
    stands = columns.enterprises.capacity[retrofits.enterprise] > 0
    wanted = may & stands & (retrofits.installed_month < 0)
    rows = np.flatnonzero(wanted & (capex_per_unit > 0))
    size, share = fitting(world, retrofits.enterprise[rows], retrofits.tech_row[rows])
    fits = share > 0.0
    rows, size, share = rows[fits], size[fits], share[fits]
    enterprise, tech_row = retrofits.enterprise[rows], retrofits.tech_row[rows]
    technology = catalogue.tech_row_technology[tech_row]
    worth, tce, tco2e = _changes(world, enterprise, tech_row, unit_worth)
    power = (PowerWorth(world) if by_hour is None else by_hour).gain(rows, size)
    life = catalogue.number("technologies", "lifetime_years")[technology]
    capacity = columns.enterprises.capacity[enterprise] * 12.0
    output = np.minimum(world.memory["demand"], runnable(world))[enterprise] * 12.0
    capex = capex_per_unit[rows] * capacity * share * _cost_trend(catalogue, world.year)[tech_row]
    capex = capex * world.terms["retrofit_capex_factor"][enterprise]
    capex = less_what_stands(world, enterprise, technology, capex)
    gain = world.year_costs.trend[enterprise] * tech_effects(catalogue).gain[tech_row]
    gain = gain - table["opex_cny_per_unit"][tech_row] * share + worth
    gain += pollution_spared(world, enterprise, tech_row)
    saving = gain * output + power.cny
    tce_saved = power.drawn_kwh * catalogue.tce_calorific[catalogue.stream["electricity"]]
    tce_saved = tce_saved - tce * output
    recovery = capital_recovery(_hurdle(world, enterprise, technology), life)
    spared = stake(world).worth(enterprise, tce_saved)
    green = _green(world, technology)
    relief = worth_of_relief(world, enterprise, green, capex, saving, life)
    key = columns.enterprises.key[enterprise]
    return Options(
        row=rows,
        enterprise=enterprise,
        tech_row=tech_row,
        technology=technology,
        capex_cny=capex,
        saving_cny=saving,
        npv_cny=(saving + spared) / recovery - capex + relief,
        noise=world.assumption["choice_noise"]
        * world.draws.gumbel("technology", key, catalogue.technology_keys[technology], world.year),
        tce_saved=tce_saved,
        tco2e_saved=power.drawn_kwh * world.memory["grid"][columns.enterprises.park[enterprise]]
        - tco2e * output,
        size=size,
        share=share,
    )


@per_catalogue
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


def _changes(
    world: World, enterprise: Ints, tech_row: Ints, unit_worth: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return what one more technology changes a product unit: CNY earned, tce and tCO2."""
    columns = world.columns
    stands = np.flatnonzero(columns.retrofits.installed_month >= 0)
    grid = world.memory["grid"][columns.enterprises.park][enterprise]
    worth, tce, carbon, process = changes_of(
        world.catalogue, columns, enterprise, stands, tech_row, unit_worth, world.prices, grid
    )
    terms = world.terms
    price = terms["carbon_price_cny_per_t"] + terms["border_price_cny_per_t"]
    return worth - price[enterprise] * process, tce, carbon + process


def worth_of_units(world: World) -> Floats:
    """Return what a unit more of each slot brings: prices outside, and those of its contracts.

    Contracts hold shares: with the stream what they deliver grows or shrinks, and ends.
    """
    contracts, worth = world.columns.contracts, world.prices.worth.copy()
    rows = np.flatnonzero(contracts.end_month > world.month)
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


def award_and_invest(world: World) -> None:
    """Let considering enterprises apply for support, clear the awards, decide and invest.

    Each enterprise applies with the retrofit it likes best before support; knowing the award it
    chooses again, within cash and credit. Further retrofits, each appraised beside those it has
    just chosen, follow up to `retrofits_per_year`, while the year's retrofits stay within
    `retrofit_budget_share` of what it could spend. Hook `choose_technology` may rewrite choices.
    """
    retrofits, power = world.columns.retrofits, spending_power(world)
    may = considering(world)[retrofits.enterprise] | (retrofits.worn_month == world.month)
    may |= _offered(world)
    unit_worth, by_hour = worth_of_units(world), PowerWorth(world)
    options = retrofit_options(world, may, unit_worth, by_hour)
    support = awarded(world, options, power)
    grants, later = support.now_cny, support.later_worth_cny
    chosen = _overridden(world, options, options.best(grants, power, later))
    chosen = _financed(world, options, chosen, grants, later)
    book_support(world, options, chosen, support)
    left = world.assumption["retrofit_budget_share"] * power
    for turn in range(round(world.assumption["retrofits_per_year"])):
        if turn > 0:
            options = retrofit_options(world, may, unit_worth, by_hour)
            pays = (options.npv_cny > 0) & (options.capex_cny <= left[options.enterprise])
            options = options.pick(np.flatnonzero(pays))
            grants = later = np.zeros(len(options.row))
            chosen = _overridden(world, options, options.best(grants, left))
            chosen = _financed(world, options, chosen, grants, later)
        by_policy = {} if turn else {name: one for name, (_, one) in support.by_policy.items()}
        means = left.copy() if turn else power
        world.appraisals.append(
            Appraisal(world.month, options, grants, later, chosen, means, by_policy)
        )
        buyer = options.enterprise[chosen]
        _install(world, options, chosen, grants)
        left[buyer] -= (options.capex_cny - grants)[chosen]
        again = np.zeros(len(left), dtype=bool)
        again[buyer] = left[buyer] > 0
        may &= again[retrofits.enterprise]
        if not may.any():
            break
    new = retrofits.installed_month == world.month
    refit(world, np.unique(retrofits.enterprise[new]))
    _let_lapse(world)
    expand(world)


def _hurdle(world: World, enterprise: Ints, technology: Ints) -> Floats:
    """Return each option's hurdle rate: projects that save may borrow at a rate of their own."""
    green, memory = _green(world, technology), world.memory
    return np.where(green, memory["project hurdle"][enterprise], memory["hurdle"][enterprise])


def _green(world: World, technology: Ints) -> Flags:
    return is_green(world.catalogue)[technology]


def _financed(world: World, options: Options, chosen: Ints, grants: Floats, later: Floats) -> Ints:
    """Return what is chosen with the bank: who is refused a loan takes what its own cash pays."""
    buyer = options.enterprise[chosen]
    paid = (options.capex_cny - grants)[chosen]
    granted = lend(world, buyer, paid, _green(world, options.technology[chosen]))
    if granted.all():
        return chosen
    means = np.full(len(world.columns.enterprises), -1.0)
    means[buyer[~granted]] = own_cash(world)[buyer[~granted]]
    both = np.concatenate((chosen[granted], options.best(grants, means, later)))
    rows: Ints = both[np.argsort(options.enterprise[both], kind="stable")]
    return rows


def _overridden(world: World, options: Options, chosen: Ints) -> Ints:
    """Let the hook `choose_technology` rewrite its choice: a row of `options` or -1 for none."""
    if "choose_technology" not in world.overrides:
        return chosen
    choice = np.full(len(world.columns.enterprises), -1.0)
    choice[options.enterprise[chosen]] = chosen
    world.override("choose_technology", choice, options)
    rows: Ints = np.sort(choice[choice >= 0].astype(np.int64))
    return rows[np.argsort(options.enterprise[rows], kind="stable")]


def _install(world: World, options: Options, chosen: Ints, grants: Floats) -> None:
    """Let retrofits stand from now on; capex and grants are posted."""
    columns, catalogue = world.columns, world.catalogue
    retrofits, enterprises = columns.retrofits, columns.enterprises
    row, enterprise = options.row[chosen], options.enterprise[chosen]
    capex, grant = options.capex_cny[chosen], grants[chosen]
    retrofits.installed_month[row] = world.month
    retrofits.size[row], retrofits.share[row] = options.size[chosen], options.share[chosen]
    np.subtract.at(world.flows.money[ACCOUNT["capex"]], enterprise, capex)
    np.add.at(world.flows.money[ACCOUNT["grants"]], enterprise, grant)
    np.add.at(enterprises.committed_cny, enterprise, capex - grant)
    green = chosen[_green(world, options.technology[chosen])]
    note_loan(world, options.enterprise[green], (options.capex_cny - grants)[green])
    note_relief(world, options, green, grants)
    again = retrofits.worn_month[row] == world.month
    for k, option in enumerate(chosen.tolist()):
        technology = int(options.technology[option])
        world.installed.add((int(enterprise[k]), technology))
        world.event(
            "technology_replaced" if again[k] else "technology_installed",
            int(enterprise[k]),
            technology=catalogue.technologies[technology],
            capex_cny=float(capex[k]),
            grant_cny=float(grant[k]),
            npv_cny=float(options.npv_cny[option]),
            saving_cny_per_year=float(options.saving_cny[option]),
            tco2e_saved_per_year=float(options.tco2e_saved[option]),
        )


def wear_out(world: World) -> None:
    """Take technologies out that have reached the end of their life, with all they changed.

    The owner decides anew the same January, at today's terms and cost, whether it considers other
    retrofits or not. What stood before the first year is part of the recipes and does not wear out.
    """
    retrofits, catalogue = world.columns.retrofits, world.catalogue
    technology = catalogue.tech_row_technology[retrofits.tech_row]
    life = catalogue.number("technologies", "lifetime_years")[technology] * 12.0
    age = world.month - retrofits.installed_month
    due = (retrofits.installed_month >= 0) & (age >= life)
    rows = np.flatnonzero(due & world.columns.enterprises.active[retrofits.enterprise])
    if len(rows) == 0:
        return
    for row, first in zip(rows.tolist(), retrofits.installed_month[rows].tolist(), strict=True):
        world.stints.append((row, first, world.month))
        world.installed.discard((int(retrofits.enterprise[row]), int(technology[row])))
    retrofits.installed_month[rows] = -1
    retrofits.size[rows], retrofits.share[rows] = 0.0, 1.0
    retrofits.worn_month[rows] = world.month
    refit(world, np.unique(retrofits.enterprise[rows]))


def _let_lapse(world: World) -> None:
    """Tell of technologies that wore out this January and were not replaced."""
    retrofits, catalogue = world.columns.retrofits, world.catalogue
    gone = (retrofits.worn_month == world.month) & (retrofits.installed_month < 0)
    for row in np.flatnonzero(gone).tolist():
        technology = catalogue.tech_row_technology[retrofits.tech_row[row]]
        world.event(
            "technology_retired",
            int(retrofits.enterprise[row]),
            technology=catalogue.technologies[technology],
            age_years=float(catalogue.number("technologies", "lifetime_years")[technology]),
        )
