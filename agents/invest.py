"""Investment in January: retrofits ranked by NPV under today's terms; what wears out is renewed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.appraisal import Appraisal
from agents.bank import lend, note_loan, own_cash
from agents.consider import considering
from agents.contract import spending_power
from agents.expand import expand
from agents.options import Options
from agents.retrofits import RetrofitWorth
from agents.support import awarded, book_support
from agents.tax import note_relief
from sim.catalogue import Catalogue, per_catalogue
from sim.fit import refit
from sim.money import ACCOUNT
from sim.power.equipment import SUN
from sim.projects import is_green
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Names = NDArray[np.object_]


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
    worth = RetrofitWorth(world)
    options = worth.options(may)
    support = awarded(world, options, power)
    grants, later = support.now_cny, support.later_worth_cny
    chosen = _overridden(world, options, options.best(grants, power, later))
    chosen = _financed(world, options, chosen, grants, later)
    book_support(world, options, chosen, support)
    left = world.assumption["retrofit_budget_share"] * power
    for turn in range(round(world.assumption["retrofits_per_year"])):
        if turn > 0:
            options = worth.options(may)
            pays = (options.npv_cny > 0) & (options.capex_cny <= left[options.enterprise])
            options = options.pick(pays.nonzero()[0])
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
    world.installed.add_all(enterprise, options.technology[chosen])
    again = retrofits.worn_month[row] == world.month
    names = enterprises.name[enterprise]
    story = partial(_told, catalogue, world.month, names, options, chosen, grant, again)
    world.events.tell_later(world.month, story)


def _told(
    catalogue: Catalogue, month: int, names: Names, options: Options, chosen: Ints, grant: Floats,
    again: Flags,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Tell of retrofits that were installed, or installed `again` after they wore out."""
    options = options.pick(chosen)
    for k, technology in enumerate(options.technology.tolist()):
        yield {
            "month": month,
            "event": "technology_replaced" if again[k] else "technology_installed",
            "enterprise": str(names[k]),
            "technology": catalogue.technologies[technology],
            "capex_cny": float(options.capex_cny[k]),
            "grant_cny": float(grant[k]),
            "npv_cny": float(options.npv_cny[k]),
            "saving_cny_per_year": float(options.saving_cny[k]),
            "tco2e_saved_per_year": float(options.tco2e_saved[k]),
        }


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
    rows = (due & world.columns.enterprises.active[retrofits.enterprise]).nonzero()[0]
    if len(rows) == 0:
        return
    for row, first in zip(rows.tolist(), retrofits.installed_month[rows].tolist(), strict=True):
        world.stints.append((row, first, world.month))
    world.installed.discard_all(retrofits.enterprise[rows], technology[rows])
    retrofits.installed_month[rows] = -1
    retrofits.size[rows], retrofits.share[rows] = 0.0, 1.0
    retrofits.worn_month[rows] = world.month
    refit(world, np.unique(retrofits.enterprise[rows]))


def _let_lapse(world: World) -> None:
    """Tell of technologies that wore out this January and were not replaced."""
    retrofits, catalogue = world.columns.retrofits, world.catalogue
    gone = (retrofits.worn_month == world.month) & (retrofits.installed_month < 0)
    for row in gone.nonzero()[0].tolist():
        technology = catalogue.tech_row_technology[retrofits.tech_row[row]]
        world.event(
            "technology_retired",
            int(retrofits.enterprise[row]),
            technology=catalogue.technologies[technology],
            age_years=float(catalogue.number("technologies", "lifetime_years")[technology]),
        )
