"""Close a year, let policies assess it, compose their terms and book what they cost."""

from __future__ import annotations

from operator import is_

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.draws import keys_of
from sim.fit import pollutant_factors
from sim.ledger import LEDGER
from sim.loans import project_debt
from sim.money import ACCOUNT
from sim.policy import AwardRule, FacilityOrder, Policy, View, Yearbook
from sim.prices import POLLUTANTS
from sim.record import VARIABLE
from sim.stream_facts import stream_facts
from sim.sums import share_out, sum_one
from sim.terms import compose
from sim.titles import record_titles
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

AIR = 4
"""The first of `POLLUTANTS` go to air, the rest to water."""


def close_year(world: World) -> None:
    """Sum the months of the year that ended into its yearbook; nothing in the first January."""
    catalogue, columns = world.catalogue, world.columns
    enterprises = columns.enterprises
    world.memory["grid"] = grid_factors(world)
    if world.month == 0:
        return
    sums = world.record.year_sums(slice(world.month - 12, world.month))

    def total(name: str) -> Floats:
        summed: Floats = sums[VARIABLE[name]]
        return summed

    output, power = total("output"), total("power_bought_kwh")
    scope_1 = total("scope_1_tco2e")
    loads = _pollutant_kg(catalogue)[:, enterprises.sector]
    loads = loads * pollutant_factors(world, world.month - 1)
    air = loads[:AIR].sum(axis=0)
    last_grid = world.memory["last grid"][enterprises.park]
    heat = total("heat_bought_mj") * catalogue.heat_tco2e_per_mj
    world.last_book = Yearbook(
        year=world.year - 1,
        output=output,
        power_kwh=power,
        energy_tce=total("energy_tce"),
        tco2e=scope_1 + power * last_grid + heat,
        scope_1_tco2e=scope_1,
        energy_equal_tce=total("fuel_tce") + power * _over_calorific(world),
        **{f"{name}_kg": load * output for name, load in zip(POLLUTANTS, loads, strict=True)},
        fresh_water_m3=total("fresh_water_m3"),
        reused_water_m3=_reused_water(world),
        wastewater_m3=total("wastewater_m3"),
        solid_generated_t=total("solid_generated_t"),
        solid_disposed_t=total("solid_disposed_t"),
        air_pollutants_t=air * output / 1000.0,
        value_added_cny=enterprises.value_added_cny_per_unit * output,
        revenue_cny=total("revenue_cny"),
        profit_cny=total("profit_cny"),
        tax_cny=total("tax_cny"),
        project_debt_cny=project_debt(world),
    )


@per_catalogue
def _pollutant_kg(catalogue: Catalogue) -> Floats:
    """Return the load of each of `POLLUTANTS` on a product unit, kg by (pollutant, sector)."""
    sectors = catalogue.tables["sectors"]
    return np.array([sectors[f"{name}_kg_per_unit"] for name in POLLUTANTS])


def _reused_water(world: World) -> Floats:
    """Return the water that contracts brought in place of fresh water last year, m3."""
    slots, last = world.columns.slots, world.slot_ledger.years[-1]
    got = np.zeros(len(slots))
    got[: last.shape[1]] = last[LEDGER.index("contracts")]
    got[slots.out | ~stream_facts(world.catalogue).fresh_water[slots.stream]] = 0.0
    return sum_one(slots.enterprise, got, len(world.columns.enterprises))


def _over_calorific(world: World) -> float:
    """Return what power counts at equal value beyond its calorific one last year, tce/kWh."""
    catalogue = world.catalogue
    equal = catalogue.power_tce_equal[catalogue.year_index(world.year - 1)]
    return float(equal - catalogue.tce_calorific[catalogue.stream["electricity"]])


def grid_factors(world: World) -> Floats:
    """Return the year's grid factor by park, t/kWh, and keep last year's beside it."""
    catalogue = world.catalogue
    now, before = (catalogue.year_index(year) for year in (world.year, world.year - 1))
    paths = [catalogue.grid_tco2e_per_kwh[place] for place in world.columns.provinces]
    world.memory["last grid"] = np.array([path[before] for path in paths])
    return np.array([path[now] for path in paths])


def views(world: World) -> list[tuple[Policy, View]]:
    """Return the active policies, each with what it sees this January; strength 0 is absent.

    Views are kept until the books, what was assessed, a lever or the number of rows changes.
    """
    marks = world.year, len(world.columns.enterprises), world.levers.tobytes()
    read = world.policies, world.last_book, world.standing
    kept = world.kept.get("views")
    if kept is None or kept[0] != marks or not all(map(is_, kept[1], read)):
        kept = world.kept["views"] = marks, read, _views(world)
    found: list[tuple[Policy, View]] = kept[2]
    return found


def _views(world: World) -> list[tuple[Policy, View]]:
    enterprises, book = world.columns.enterprises, world.last_book
    over, keys = energy_over_base(world, book), park_keys(world)
    over.setflags(write=False)
    levers, parks = world.levers, world.parks
    active = (levers != 0).any(axis=0).tolist()
    return [
        (
            policy,
            View(
                year=world.year,
                catalogue=world.catalogue,
                enterprises=enterprises,
                parks=parks,
                book=book,
                energy_over_base=over,
                strength=levers[:, k].take(enterprises.park),
                park_strength=levers[:, k],
                standing=world.standing,
                draws=world.draws,
                park_keys=keys,
            ),
        )
        for k, policy in enumerate(world.policies)
        if active[k]
    ]


def park_keys(world: World) -> NDArray[np.uint64]:
    """Return the key of each park."""
    return keys_of(world.columns.park_ids)


def energy_over_base(world: World, book: Yearbook) -> Floats:
    """Return last year's energy per unit over that of the sector's recipe; nan without output."""
    base = recipe_tce(world.catalogue)[world.columns.enterprises.sector] * book.output
    return np.divide(book.energy_tce, base, out=np.full_like(base, np.nan), where=base > 0)


@per_catalogue
def recipe_tce(catalogue: Catalogue) -> Floats:
    """Return the energy that each sector's recipe takes in, tce per product unit, calorific."""
    tce = catalogue.tce_calorific
    return np.array(
        [
            np.sum(np.where(recipe.fuel & ~recipe.out, recipe.quantity * tce[recipe.stream], 0.0))
            for recipe in catalogue.recipes
        ]
    )


def assess_policies(world: World) -> None:
    """Let every active policy assess last year; standing columns are kept by policy and name."""
    standing: dict[str, Floats] = {}
    before = world.standing
    seen = views(world)
    for policy, view in seen:
        for name, column in policy.assess(view).items():
            standing[f"{policy.name}.{name}"] = column
    world.standing = standing
    world.standing_years[world.month // 12 :] = [standing]
    for policy, _ in seen:
        for title, holder in policy.titles.items():
            name = f"{policy.name}.{title}"
            record_titles(world, policy.name, title, holder, before.get(name), standing[name])


def write_terms(world: World) -> None:
    """Compose what the active policies write into the year's terms."""
    rows = len(world.columns.enterprises)
    for name, column in world.standing.items():
        if len(column) < rows:
            world.standing[name] = longer = np.full(rows, np.nan)
            longer[: len(column)] = column
    written = {policy.name: policy.write(view) for policy, view in views(world)}
    world.terms = compose(written, rows, world.parks, len(world.catalogue.sectors))
    left = np.array([world.terms["cod_left"], world.terms["nh3n_left"]])
    year = world.month // 12
    world.discharge_years[year:] = [left]
    world.term_years[year:] = [world.terms]
    world.lever_years[year:] = [world.levers.copy()]


def book_public_cost(world: World) -> None:
    """Book what running each policy costs its payer this year, by park."""
    for policy, view in views(world):
        cost = policy.public_cost(view)
        if cost is not None:
            _pay(world, policy.name, cost)


def pay_awards(world: World) -> None:
    """Pay the awards of the terms to those who stand, and book them to the policies' payers."""
    stands = world.columns.enterprises.active
    cny = np.where(stands, world.terms["award_cny"], 0.0)
    if cny.any():
        world.flows.money[ACCOUNT["grants"]] += cny
        book_paid(world, "award_cny", cny)


def book_paid(world: World, term: str, cny: Floats) -> None:
    """Book what a term pays, by enterprise, to the policies that wrote it, by what each put on it.

    Errors: `ValueError` where something is paid that no policy added.
    """
    for policy, cny_by_park in _by_policy(world, term, cny).items():
        _pay(world, policy, cny_by_park)


def book_shared(world: World, term: str, shared: tuple[Floats, bool]) -> None:
    """Book what a term pays as `share_out` has shared it; errors as in `book_paid`."""
    for policy, cny_by_park in _of_policies(world, term, shared).items():
        _pay(world, policy, cny_by_park)


def collect(world: World, term: str, due_cny: Floats, payee: str = "") -> None:
    """Book charges paid, by enterprise, as revenue of the policies that wrote the term.

    They go to the policy's `collector`, or to `payee` where they are no public revenue. Errors:
    `ValueError` where something is paid that no policy added.
    """
    collectors = {policy.name: policy.collector for policy in world.policies}
    for policy, cny_by_park in _by_policy(world, term, due_cny).items():
        for park in np.flatnonzero(cny_by_park).tolist():
            world.budgets.collect(
                world.year, park, policy, payee or collectors[policy], float(cny_by_park[park])
            )


def _by_policy(world: World, term: str, cny: Floats) -> dict[str, Floats]:
    """Share money by enterprise among the policies by what each put on a term; by park."""
    park = world.columns.enterprises.park
    return _of_policies(world, term, share_out(cny, *world.terms.stack(term), park, world.parks))


def _of_policies(world: World, term: str, shared: tuple[Floats, bool]) -> dict[str, Floats]:
    """Name the policies whose shares, by park, `share_out` has found."""
    by_park, written = shared
    if not written:
        raise ValueError(f"{term} is paid that no policy wrote: write it as base, block or add")
    return dict(zip(world.terms.parts(term), by_park, strict=True))


def _pay(world: World, policy: str, cny_by_park: Floats) -> None:
    for park, cny in enumerate(cny_by_park.tolist()):
        if cny != 0.0:
            payer = next(one.payer for one in world.policies if one.name == policy)
            world.budgets.pay(world.year, park, policy, payer, cny)


def facility_orders(world: World) -> list[tuple[Policy, FacilityOrder]]:
    """Return what the active policies have built this January, policies by name."""
    seen = sorted(views(world), key=lambda one: one[0].name)
    return [(policy, order) for policy, view in seen for order in policy.orders(view)]


def award_rules(world: World) -> dict[str, AwardRule]:
    """Return the award rules of the active policies, by name."""
    rules = {}
    for policy, view in views(world):
        rule = policy.award_rule(view)
        if rule is not None:
            rules[policy.name] = rule
    return rules
