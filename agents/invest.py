"""Investment in January: retrofits ranked by NPV under today's terms, and expansion of capacity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.contract import spending_power
from sim.annuity import capital_recovery
from sim.assess import award_rules
from sim.clearing import Applications, clear_awards
from sim.columns import BY_PLAN
from sim.money import ACCOUNT
from sim.park_columns import close_mass
from sim.policy import AwardRule
from sim.prices import REFERENCE_YEAR
from sim.recipes import CARRIERS, WASTEWATER
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Options:
    """Retrofits open to the enterprises that consider one this year, one row each."""

    row: Ints
    """Row of `world.columns.retrofits`."""
    enterprise: Ints
    tech_row: Ints
    technology: Ints
    capex_cny: Floats
    saving_cny: Floats
    """A year, opex and other gains included."""
    npv_cny: Floats
    noise: Floats
    tce_saved: Floats
    tco2e_saved: Floats

    def pick(self, rows: Ints) -> Options:
        """Return some of the rows."""
        return Options(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})

    def best(self, grant_cny: Floats, power_cny: Floats) -> Ints:
        """Return, for each enterprise, the affordable row with the highest NPV per capex.

        Rows whose NPV, the grant included, is negative are never chosen; the noise is the logit
        part of the ranking.
        """
        npv = self.npv_cny + grant_cny
        paid = self.capex_cny - grant_cny
        worth = npv / self.capex_cny + self.noise
        open_rows = np.flatnonzero((npv > 0) & (paid <= power_cny[self.enterprise]))
        order = open_rows[np.lexsort((-worth[open_rows], self.enterprise[open_rows]))]
        first = np.ones(len(order), dtype=bool)
        first[1:] = self.enterprise[order][1:] != self.enterprise[order][:-1]
        return order[first]


def considering(world: World) -> NDArray[np.bool_]:
    """Say which enterprises consider a retrofit this year.

    Inertia, raised by the park's peers who adopted and by the term `consider_factor`.
    """
    columns = world.columns
    enterprises, retrofits = columns.enterprises, columns.retrofits
    sectors = len(world.catalogue.sectors)
    cell = enterprises.park * sectors + enterprises.sector
    peers, cells = cell[retrofits.enterprise], world.parks * sectors
    done = retrofits.installed_month >= 0
    total = np.bincount(peers, minlength=cells)
    adopted = np.bincount(peers, weights=done, minlength=cells) / np.maximum(total, 1)
    chance = world.assumption["consider_share"] * (
        1.0 + world.assumption["peer_effect"] * adopted[cell]
    )
    chance = chance * world.terms["consider_factor"]
    draw = world.draws.uniform("consider", enterprises.key, world.year)
    considers: NDArray[np.bool_] = (draw < chance) & enterprises.active & enterprises.inside
    return considers


def retrofit_options(world: World) -> Options:
    """Appraise every retrofit open to the enterprises that consider one.

    NPV = saving / capital recovery(hurdle, life) - capex; the saving values the technology's
    effects on each carrier at the enterprise's own price, on next year's output, and never counts
    more of a carrier than the plant uses. Capex falls or rises by the learning trend from 2023.
    """
    columns, catalogue = world.columns, world.catalogue
    retrofits, table = columns.retrofits, catalogue.tables["technology_sectors"]
    capex_per_unit = table["capex_cny_per_annual_unit"][retrofits.tech_row]
    open_rows = (retrofits.installed_month < 0) & (capex_per_unit > 0)
    rows = np.flatnonzero(open_rows & considering(world)[retrofits.enterprise])
    enterprise, tech_row = retrofits.enterprise[rows], retrofits.tech_row[rows]
    technology = catalogue.tech_row_technology[tech_row]
    effect, price, tce, tco2e = _effects(world, enterprise, tech_row)
    trend = catalogue.number("technologies", "cost_trend_per_year")[technology]
    life = catalogue.number("technologies", "lifetime_years")[technology]
    capacity = columns.enterprises.capacity[enterprise] * 12.0
    output = np.minimum(world.memory["demand"], columns.enterprises.capacity)[enterprise] * 12.0
    capex = capex_per_unit[rows] * capacity * (1.0 + trend) ** (world.year - REFERENCE_YEAR)
    gain = world.year_costs.trend[enterprise] * table["other_gain_cny"][tech_row]
    gain = gain - table["opex_cny_per_unit"][tech_row] - (effect * price).sum(axis=1)
    hurdle = world.memory["hurdle"][enterprise]
    key = columns.enterprises.key[enterprise]
    process = table["d_process_co2_kg"][tech_row] / 1000.0
    return Options(
        row=rows,
        enterprise=enterprise,
        tech_row=tech_row,
        technology=technology,
        capex_cny=capex,
        saving_cny=gain * output,
        npv_cny=gain * output / capital_recovery(hurdle, life) - capex,
        noise=world.assumption["choice_noise"]
        * world.draws.gumbel("technology", key, catalogue.technology_keys[technology], world.year),
        tce_saved=-(effect * tce).sum(axis=1) * output,
        tco2e_saved=-((effect * tco2e).sum(axis=1) + process) * output,
    )


def _effects(
    world: World, enterprise: Ints, tech_row: Ints
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return effect, price, tce and tCO2 by (row, carrier); effects bounded by what is used."""
    slots, catalogue = world.columns.slots, world.catalogue
    place = world.carrier_slots[enterprise]
    exists = place >= 0
    safe = np.where(exists, place, 0)
    present = np.where(exists, slots.coefficient[safe], 0.0)
    effect = np.where(exists, np.maximum(catalogue.tech_delta[tech_row], -present), 0.0)
    price = np.where(exists, world.prices.price[safe], 0.0)
    price[:, WASTEWATER] = np.where(
        exists[:, WASTEWATER], -world.prices.value[safe[:, WASTEWATER]], 0.0
    )
    stream = np.array([catalogue.stream[name] for name in CARRIERS])
    grid = world.memory["grid"][world.columns.enterprises.park[enterprise]]
    tco2e = np.broadcast_to(catalogue.fuel_tco2e[stream], effect.shape).copy()
    tco2e[:, CARRIERS.index("electricity")] = grid
    tco2e[:, CARRIERS.index("steam_lp")] = catalogue.heat_tco2e_per_mj
    tce = np.broadcast_to(catalogue.tce_calorific[stream], effect.shape)
    return effect, price, tce, tco2e


def award_and_invest(world: World) -> None:
    """Let considering enterprises apply for support, clear the awards, decide and invest.

    Each enterprise applies with the retrofit it likes best before support; knowing the award it
    then chooses again. Hook `choose_technology` may rewrite its row.
    """
    options = retrofit_options(world)
    power = spending_power(world)
    grants, paid_by = _awards(world, options, power)
    chosen = options.best(grants, power)
    chosen = _overridden(world, options, chosen)
    for row in chosen.tolist():
        _install(world, options, row, float(grants[row]))
        for policy, (rule, awards) in paid_by.items():
            if awards[row] > 0:
                park = int(world.columns.enterprises.park[options.enterprise[row]])
                world.budgets.spend(world.year, park, policy, rule.payer, float(awards[row]))
    changed = np.unique(options.enterprise[chosen])
    if len(changed):
        close_mass(world.columns.slots, world.catalogue, changed)
    expand(world)


def _awards(
    world: World, options: Options, power: Floats
) -> tuple[Floats, dict[str, tuple[AwardRule, Floats]]]:
    """Clear the awards of all policies on each applicant's favourite; return grants by option."""
    grants = np.zeros(len(options.row))
    rules = award_rules(world)
    if not rules:
        return grants, {}
    rows = options.best(_hoped(world, options, rules), power)
    applications = Applications(
        enterprise=options.enterprise[rows],
        park=world.columns.enterprises.park[options.enterprise[rows]],
        key=world.columns.enterprises.key[options.enterprise[rows]],
        technology=options.technology[rows],
        capex_cny=options.capex_cny[rows],
        tce_saved=options.tce_saved[rows],
        tco2e_saved=options.tco2e_saved[rows],
    )
    awarded = clear_awards(applications, rules, world.budgets, world.assumption["support_cap"])
    paid_by = {}
    for policy, award in awarded.items():
        by_option = np.zeros(len(options.row))
        by_option[rows] = award
        grants += by_option
        paid_by[policy] = (rules[policy], by_option)
    return grants, paid_by


def _hoped(world: World, options: Options, rules: dict[str, AwardRule]) -> Floats:
    """Return the grant that each option would get if the budgets lasted."""
    share = np.zeros(len(options.row))
    for _, rule in sorted(rules.items()):
        fits = options.technology >= 0
        if rule.eligible is not None:
            fits = np.isin(options.technology, list(rule.eligible))
        share += np.where(fits, rule.share[options.enterprise], 0.0)
    return np.minimum(share, world.assumption["support_cap"]) * options.capex_cny


def _overridden(world: World, options: Options, chosen: Ints) -> Ints:
    """Let the hook `choose_technology` rewrite its choice: a row of `options` or -1 for none."""
    if "choose_technology" not in world.overrides:
        return chosen
    choice = np.full(len(world.columns.enterprises), -1.0)
    choice[options.enterprise[chosen]] = chosen
    world.override("choose_technology", choice, options)
    rows: Ints = np.sort(choice[choice >= 0].astype(np.int64))
    return rows[np.argsort(options.enterprise[rows], kind="stable")]


def _install(world: World, options: Options, row: int, grant_cny: float) -> None:
    """Install a retrofit: coefficients, process CO2 and opex change; capex and grant are posted.

    Capture takes the carbon of fuels too, so process CO2 may fall below zero, never below what the
    plant's fuels emit.
    """
    columns, catalogue = world.columns, world.catalogue
    table = catalogue.tables["technology_sectors"]
    enterprise, tech_row = int(options.enterprise[row]), int(options.tech_row[row])
    enterprises, slots = columns.enterprises, columns.slots
    for carrier, slot in enumerate(world.carrier_slots[enterprise]):
        if slot >= 0:
            changed = slots.coefficient[slot] + catalogue.tech_delta[tech_row, carrier]
            slots.coefficient[slot] = max(changed, 0.0)
    process = float(table["d_process_co2_kg"][tech_row]) / 1000.0
    first = enterprises.first_slot[enterprise]
    own = slice(first, first + np.searchsorted(slots.enterprise[first:], enterprise, side="right"))
    burnt = slots.coefficient[own] * world.prices.bought[1, own]
    enterprises.process_tco2e_per_unit[enterprise] = max(
        enterprises.process_tco2e_per_unit[enterprise] + process, -float(burnt.sum())
    )
    enterprises.technology_cost_cny_per_unit[enterprise] += float(
        table["opex_cny_per_unit"][tech_row] - table["other_gain_cny"][tech_row]
    )
    columns.retrofits.installed_month[options.row[row]] = world.month
    world.installed.add((enterprise, int(options.technology[row])))
    capex = float(options.capex_cny[row])
    world.flows.money[ACCOUNT["capex"], enterprise] -= capex
    world.flows.money[ACCOUNT["grants"], enterprise] += grant_cny
    enterprises.committed_cny[enterprise] += capex - grant_cny
    world.event(
        "technology_installed",
        enterprise,
        technology=catalogue.technologies[options.technology[row]],
        capex_cny=capex,
        grant_cny=grant_cny,
        npv_cny=float(options.npv_cny[row]),
        saving_cny_per_year=float(options.saving_cny[row]),
        tco2e_saved_per_year=float(options.tco2e_saved[row]),
    )


def expand(world: World) -> None:
    """Add capacity where a plant ran near full, by NPV, as far as terms and money allow.

    An expansion adds a step of capacity at the sector's own capital per value added; it pays when
    its profit, at last year's margin on fixed assets, recovers it at the hurdle rate.
    """
    columns, assumption = world.columns, world.assumption
    enterprises = columns.enterprises
    if world.month == 0:
        return
    use = world.memory["wanted"] / np.maximum(enterprises.capacity, 1e-12)
    step = assumption["expansion_step"] * world.terms["expansion_share"]
    per_unit = enterprises.value_added_cny_per_unit
    added = enterprises.capacity * step
    capex = added * 12.0 * per_unit * assumption["capital_per_value_added"]
    before = world.last_book.profit_cny + enterprises.fixed_assets / assumption["asset_life_years"]
    output = np.maximum(world.last_book.output, 1e-12)
    gain = before / output * added * 12.0
    npv = gain / capital_recovery(world.memory["hurdle"], assumption["asset_life_years"]) - capex
    wants = (
        (use > assumption["expansion_trigger"])
        & (npv > 0)
        & (capex > 0)
        & (capex <= spending_power(world))
        & enterprises.active
        & enterprises.inside
        & (enterprises.dispatch == BY_PLAN)
    )
    for row in np.flatnonzero(wants).tolist():
        enterprises.capacity[row] += added[row]
        world.flows.money[ACCOUNT["capex"], row] -= capex[row]
        enterprises.committed_cny[row] += capex[row]
        world.event(
            "expanded",
            row,
            capacity_added_per_year=float(added[row] * 12.0),
            capex_cny=float(capex[row]),
        )
