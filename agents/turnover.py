"""Exit and entry in January: who leaves, whose land returns, and who comes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents import demand
from agents.renew import closures_cover, count_closed
from sim.assess import recipe_tce
from sim.catalogue import Catalogue, per_catalogue
from sim.columns import BY_PLAN, NEVER, PARTNER_LEFT
from sim.draws import key_of
from sim.settle_in import SIZE_REVENUE_CNY, settle_in
from sim.vintage import mean_age_years, new_line_energy
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_SIZES = ("micro", "small", "medium", "large")


def leave(world: World) -> None:
    """Close enterprises: base hazard, insolvency, order, no capacity left, or a known last year.

    The plants of one owner's group stand by each other: one closes in its known last year, under an
    order, or when it and the group as a whole are insolvent. Hook `leave` may rewrite its rows
    (1 leaves, 0 stays). Contracts of a leaver end at once; its land returns to the committee as
    idle land. Nobody leaves in the first January.
    """
    if world.month == 0:
        return
    enterprises = world.columns.enterprises
    free = enterprises.inside & (enterprises.dispatch == BY_PLAN) & (role(world) != "utility")
    alone = enterprises.owner < 0
    hazard = np.where(free & alone, hazards(world), 0.0)
    draw = world.draws.uniform("exit", enterprises.key, world.year)
    broke = enterprises.months_insolvent >= world.assumption["insolvency_months"]
    broke &= alone | ~_group_solvent(world)
    due, ordered = enterprises.end_month <= world.month, under_order(world)
    worn = free & (enterprises.capacity <= 0)
    going = ((draw < hazard) | (broke & free) | due | ordered | worn) & enterprises.active
    wish = going.astype(np.float64)
    world.override("leave", wish)
    for row in np.flatnonzero((wish > 0) & enterprises.active).tolist():
        reason = "insolvent" if broke[row] else "term" if due[row] else "hazard"
        reason = "worn_out" if worn[row] else reason
        _close(world, row, "closed_by_order" if ordered[row] else reason)


def under_order(world: World) -> Flags:
    """Say which enterprises an order closes: those whose place in line is below its share.

    The place is drawn once for an enterprise, so that a share that rises from year to year, or with
    the strength of a policy, closes more and never others.
    """
    enterprises, share = world.columns.enterprises, world.terms["closure_order"]
    if not share.any():
        return np.zeros(len(share), dtype=bool)
    ordered: Flags = world.draws.uniform("closure", enterprises.key) < share
    return ordered & enterprises.inside


def _group_solvent(world: World) -> Flags:
    """Say for each enterprise whether its owner's group holds more cash than it lacks."""
    enterprises = world.columns.enterprises
    group, cash = enterprises.owner + 1, enterprises.cash * enterprises.active
    held = np.bincount(group, weights=cash)
    solvent: Flags = held[group] >= 0.0
    return solvent


def role(world: World) -> NDArray[np.object_]:
    """Return each enterprise's role: firm, utility or outside."""
    roles: NDArray[np.object_] = world.catalogue.tables["sectors"]["role"]
    return roles[world.columns.enterprises.sector]


def hazards(world: World) -> Floats:
    """Return the yearly chance of closing by enterprise, from its sector and its size."""
    enterprises = world.columns.enterprises
    return _exit_rates(world.catalogue)[enterprises.sector, enterprises.size]


@per_catalogue
def _exit_rates(catalogue: Catalogue) -> Floats:
    """Return the yearly chance of closing by (sector, size class).

    A sector's own rate is that of its typical plant; larger and smaller ones stand to it as the
    size classes do to each other.
    """
    table = catalogue.tables["context"]
    rows = table["series"] == "firm_exit_rate"
    rate = dict(zip(table["scope"][rows], table["value"][rows] / 100.0, strict=True))
    by_size = [rate[size] for size in _SIZES]
    typical = np.searchsorted(SIZE_REVENUE_CNY, _typical_revenue(catalogue))
    usual = np.array(by_size)[typical]
    own = np.array([rate.get(name, np.nan) for name in catalogue.sectors])
    factor = np.where(np.isnan(own), 1.0, own / usual)
    return np.outer(factor, by_size)


def _typical_revenue(catalogue: Catalogue) -> Floats:
    """Return what a typical plant of each sector sold in the first year, CNY."""
    sold = [
        float(np.sum(recipe.quantity * recipe.product * catalogue.price[recipe.stream, 0]))
        for recipe in catalogue.recipes
    ]
    sectors = catalogue.tables["sectors"]
    revenue: Floats = (sold + sectors["service_fee_cny_per_unit"]) * sectors["typical_output"]
    return revenue


def _close(world: World, row: int, reason: str) -> None:
    columns = world.columns
    columns.enterprises.active[row] = False
    count_closed(world, int(world.cell[row]), float(columns.enterprises.capacity[row]))
    park = columns.enterprises.park[row]
    columns.idle_land_mu[park] += columns.enterprises.land_mu[row]
    contracts, slots = columns.contracts, columns.slots
    touches = (slots.enterprise[contracts.giver_slot] == row) | (
        slots.enterprise[contracts.taker_slot] == row
    )
    touches &= contracts.end_month > world.month
    contracts.end_month[touches] = world.month + 1
    contracts.ending[touches] = PARTNER_LEFT
    world.event("left", row, reason=reason, land_mu=float(columns.enterprises.land_mu[row]))


def enter(world: World) -> None:
    """Let enterprises in: yearly chances per park and entry slot, where land and terms allow.

    A park has one entry slot per active firm, each taken with the entry rate of small firms times
    term `entry_rate_factor`. An entrant's sector is drawn from those of the park's firms, but for
    the share that promotion brings from the sectors of term `promoted_share`: these bring demand of
    their own, and where one finds no place who was drawn comes. Keys are made of (park, year,
    slot). An entrant needs land of its own and, where the terms ask for it, the value added per mu
    of standard land, no more energy per value added than they allow, and capacity that has closed
    before.
    """
    columns, enterprises = world.columns, world.columns.enterprises
    planned = ~enterprises.active & (enterprises.start_month == world.month)
    for row in np.flatnonzero(planned).tolist():
        enterprises.active[row] = True
        world.event("entered", row, planned=True)
    _redevelop(world)
    rate = world.catalogue.context("firm_entry_rate", "small") / 100.0
    arrivals = [entrant for park in range(world.parks) for entrant in _entrants(world, park, rate)]
    if arrivals:
        first = len(enterprises)
        batch: dict[str, Any] = {
            name: [entrant[name] for entrant in arrivals] for name in arrivals[0]
        }
        batch["key"] = np.array(batch["key"], dtype=np.uint64)
        batch["name"] = np.array(batch["name"], dtype=object)
        settle_in(columns, world.catalogue, world.draws, world.assumption, batch)
        world.resize()
        demand.enter(world, first)
        for row in range(first, len(enterprises)):
            world.event("entered", row, planned=False, land_mu=float(enterprises.land_mu[row]))


def _redevelop(world: World) -> None:
    """Bring idle land back to use: the share that the terms set, each year."""
    columns = world.columns
    back = columns.idle_land_mu * np.minimum(world.terms["redevelopment_share"], 1.0)
    columns.idle_land_mu -= back
    columns.free_land_mu += back


def _entrants(world: World, park: int, rate: float) -> list[dict[str, Any]]:
    columns, enterprises = world.columns, world.columns.enterprises
    firms = enterprises.active & (enterprises.park == park) & (role(world) == "firm")
    firms &= enterprises.inside
    sectors, sector = len(world.catalogue.sectors), enterprises.sector
    first = np.bincount(sector[firms & (enterprises.start_month <= 0)], minlength=sectors)
    counts = np.where(first > 0, np.bincount(sector[firms], minlength=sectors), 0)
    total = int(counts.sum())
    home = key_of(columns.park_ids[park])
    draws, year = world.draws, world.year
    slots = np.arange(total, dtype=np.uint64)
    chance = rate * float(world.terms["entry_rate_factor"][park])
    slots = slots[draws.uniform("entry", home, year, slots) < chance]
    pick = draws.uniform("entry sector", home, year, slots) * total
    drawn = np.searchsorted(np.cumsum(counts), pick, side="right")
    brought = _promoted(world, park, draws.uniform("promotion", home, year, slots))
    sizes = np.exp(0.5 * draws.normal("entry size", home, year, slots))
    uses, median = energy_per_value_added(world), _median_va_per_mu(world, park)
    emits = carbon_per_value_added(world, park)
    uses = np.where(emits > world.terms["entry_carbon_limit_t_per_10k_cny"][park], np.inf, uses)
    arrivals = []
    rows = zip(slots.tolist(), brought.tolist(), drawn.tolist(), sizes.tolist(), strict=True)
    for slot, sought, usual, size in rows:
        for kind in (sought, usual) if sought >= 0 else (usual,):
            entrant = _entrant(world, park, kind, size, slot) | {"ordered": kind == sought}
            admitted = _admitted(world, park, entrant, float(uses[kind]), median)
            if admitted and _may_build(world, park, entrant, slot):
                columns.free_land_mu[park] -= entrant["land_mu"]
                arrivals.append(entrant)
                break
    return arrivals


def _promoted(world: World, park: int, draw: Floats) -> Ints:
    """Return the sectors that promotion brings by draw, -1 where it brings none."""
    sectors = len(world.catalogue.sectors)
    share = np.cumsum(world.terms["promoted_share"][park * sectors : (park + 1) * sectors])
    brought = np.searchsorted(share, draw, side="right")
    found: Ints = np.where(brought < sectors, brought, -1)
    return found


def _entrant(world: World, park: int, sector: int, size: float, slot: int) -> dict[str, Any]:
    sectors, columns = world.catalogue.tables["sectors"], world.columns
    typical, assumption = float(sectors["typical_output"][sector]), world.assumption
    scale = assumption["entrant_size"] * size
    name = f"entrant_{world.year}_{slot}"
    home = key_of(columns.park_ids[park])
    place = [world.draws.uniform(axis, home, world.year, slot)[0] - 0.5 for axis in ("x", "y")]
    return {
        "key": key_of(f"{columns.park_ids[park]}/{name}"),
        "name": name,
        "park": park,
        "sector": sector,
        "inside": True,
        "dispatch": BY_PLAN,
        "x_km": columns.centre_km[park, 0] + 3.0 * place[0],
        "y_km": columns.centre_km[park, 1] + 3.0 * place[1],
        "owner": -1,
        "ownership": 0,
        "start_month": world.month,
        "end_month": NEVER,
        "active": True,
        "base_output": typical * scale,
        "land_mu": float(sectors["land_mu_typical"][sector]) * scale ** assumption["land_scale"],
        "jobs": float(sectors["jobs_typical"][sector]) * scale ** assumption["jobs_scale"],
    }


def _admitted(world: World, park: int, entrant: dict[str, Any], uses: float, median: float) -> bool:
    """Say whether an entrant gets land: enough of it, and the value added per mu the terms ask.

    `uses` is its energy per value added, tce per 10^4 CNY (without end where its carbon is above
    the limit), `median` the value added per mu of the
    park's firms, 10^4 CNY.
    """
    if entrant["land_mu"] > world.columns.free_land_mu[park]:
        return False
    per_unit = world.catalogue.number("sectors", "value_added_cny_per_unit")[entrant["sector"]]
    per_mu = per_unit * entrant["base_output"] / entrant["land_mu"] / 1e4
    kept = world.terms["entry_priority"][park]
    if kept > 0 and per_mu >= median:
        kept = 0.0
    room = world.columns.free_land_mu[park] * (1.0 - kept)
    asked: float = world.terms["entry_va_per_mu_10k_cny"][park]
    limit: float = world.terms["entry_energy_limit_tce_per_10k_cny"][park]
    return bool(entrant["land_mu"] <= room and per_mu >= asked and uses <= limit)


def energy_per_value_added(world: World) -> Floats:
    """Return the energy of a new plant of each sector, at equal value, tce per 10^4 CNY."""
    catalogue = world.catalogue
    equal = catalogue.power_tce_equal[catalogue.year_index(world.year)]
    more = equal - catalogue.tce_calorific[catalogue.stream["electricity"]]
    new = new_line_energy(world.assumption, mean_age_years(catalogue), np.array([world.month]))
    value = catalogue.number("sectors", "value_added_cny_per_unit") / 1e4
    used: Floats = (recipe_tce(catalogue) + _recipe_kwh(catalogue) * more) * new[0]
    return np.divide(used, value, out=np.zeros_like(used), where=value > 0)


def carbon_per_value_added(world: World, park: int) -> Floats:
    """Return the CO2 of a new plant of each sector in a park, t per 10^4 CNY: scope 1 and power."""
    catalogue = world.catalogue
    new = new_line_energy(world.assumption, mean_age_years(catalogue), np.array([world.month]))
    burnt, process = _recipe_tco2e(catalogue)
    value = catalogue.number("sectors", "value_added_cny_per_unit") / 1e4
    power = _recipe_kwh(catalogue) * float(world.memory["grid"][park])
    emitted: Floats = (burnt + power) * new[0] + process
    return np.divide(emitted, value, out=np.zeros_like(emitted), where=value > 0)


@per_catalogue
def _recipe_tco2e(catalogue: Catalogue) -> tuple[Floats, Floats]:
    """Return the CO2 of each sector's fuels and of its process, t per product unit."""
    fuel = np.array(
        [
            np.sum((r.quantity * catalogue.fuel_tco2e[r.stream])[r.fuel & ~r.out])
            for r in catalogue.recipes
        ]
    )
    sectors = catalogue.tables["sectors"]
    process = sectors["process_co2_kg_per_unit"] + sectors["other_fuel_co2_kg_per_unit"]
    return fuel, process / 1000.0


@per_catalogue
def _recipe_kwh(catalogue: Catalogue) -> Floats:
    """Return the power that each sector's recipe takes in, kWh per product unit."""
    power = catalogue.stream["electricity"]
    return np.array([np.sum(r.quantity[(r.stream == power) & ~r.out]) for r in catalogue.recipes])


def _may_build(world: World, park: int, entrant: dict[str, Any], slot: int) -> bool:
    """Say whether an entrant may add capacity in its sector, as far as closures cover it."""
    sector = entrant["sector"]
    cell = park * len(world.catalogue.sectors) + sector
    home = key_of(world.columns.park_ids[park])
    draw = world.draws.uniform("new capacity", home, world.year, slot)[0]
    if draw >= world.terms["new_capacity_allowed"][cell]:
        return False
    use = float(world.catalogue.number("sectors", "utilisation_2020")[sector])
    return closures_cover(world, cell, entrant["base_output"] / 12.0 / use)


def _median_va_per_mu(world: World, park: int) -> float:
    enterprises = world.columns.enterprises
    firms = enterprises.active & (enterprises.park == park) & (enterprises.land_mu > 0)
    per_unit = enterprises.value_added_cny_per_unit
    per_mu = (per_unit * enterprises.base_output)[firms] / enterprises.land_mu[firms] / 1e4
    return float(np.median(per_mu)) if firms.any() else 0.0
