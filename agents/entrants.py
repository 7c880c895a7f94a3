"""Entrants in January: who would settle in a park, and whom its land and terms let in."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.renew import closures_cover
from sim.assess import recipe_tce
from sim.catalogue import Catalogue, of_role, per_catalogue
from sim.columns import BY_PLAN, NEVER
from sim.draws import key_of
from sim.vintage import mean_age_years, new_line_energy
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PARK_WIDTH_KM = 3.0
"""Width of the square around a park's middle in which entrants find their site."""


class Applicant(NamedTuple):
    """Who would take an entry slot of a park this January."""

    slot: int
    sought: int
    """Sector that promotion brings, or -1."""
    usual: int
    """Sector drawn from those of the park's firms."""
    size: float
    """Output over that of the usual entrant."""
    east: float
    north: float
    """Draws of the site, 0 to 1."""
    luck: float
    """Draw of whether it may add capacity."""


class Door(NamedTuple):
    """What a park asks of entrants this January."""

    land_kept: float
    """Share of the free land that only the better half of entrants gets."""
    median: float
    """Value added per mu of the park's firms, 10^4 CNY; 0 where no land is kept."""
    least: float
    """Value added per mu, 10^4 CNY."""
    clean: list[bool]
    """By sector: within the limits of energy and of carbon per value added."""
    new_capacity: Floats
    """Share of entrants that may add capacity, by sector."""


def entrants(world: World, park: int, rate: float) -> list[dict[str, Any]]:
    """Return the columns of those who enter a park this January; `rate` is a slot's yearly chance.

    What an entrant takes of the park's land, and of the capacity that has closed, is taken.
    """
    applicants = _applicants(world, park, rate)
    if not applicants:
        return []
    door, arrivals = _door(world, park), []
    for one in applicants:
        for sector in (one.sought, one.usual) if one.sought >= 0 else (one.usual,):
            scale = world.assumption["entrant_size"] * one.size
            output, land = _plan(world, sector, scale)
            if _admitted(world, park, door, sector, output, land) and _may_build(
                world, park, door, one, sector, output
            ):
                world.columns.free_land_mu[park] -= land
                arrivals.append(_settler(world, park, one, sector, output, land, scale))
                break
    return arrivals


def _applicants(world: World, park: int, rate: float) -> list[Applicant]:
    """Draw who takes the entry slots of a park; keys are made of (park, year, slot)."""
    counts = _firms(world, park)
    total = int(counts.sum())
    keys = key_of(world.columns.park_ids[park]), world.year
    draws, slots = world.draws, np.arange(total, dtype=np.uint64)
    chance = rate * float(world.terms["entry_rate_factor"][park])
    slots = slots[draws.uniform("entry", *keys, slots) < chance]
    if len(slots) == 0:
        return []
    pick = draws.uniform("entry sector", *keys, slots) * total
    drawn = np.searchsorted(np.cumsum(counts), pick, side="right")
    brought = _promoted(world, park, draws.uniform("promotion", *keys, slots))
    sizes = np.exp(0.5 * draws.normal("entry size", *keys, slots))
    others = [draws.uniform(name, *keys, slots) for name in ("x", "y", "new capacity")]
    columns = (column.tolist() for column in (slots, brought, drawn, sizes, *others))
    return [Applicant(*row) for row in zip(*columns, strict=True)]


def _firms(world: World, park: int) -> Ints:
    """Return the entry slots of a park by sector: one per firm of the sectors it began with."""
    enterprises, sectors = world.columns.enterprises, len(world.catalogue.sectors)
    firms = enterprises.active & (enterprises.park == park) & enterprises.inside
    firms &= of_role(world.catalogue, "firm")[enterprises.sector]
    sector, start = enterprises.sector[firms], enterprises.start_month[firms]
    first = np.bincount(sector[start <= 0], minlength=sectors)
    counts: Ints = np.where(first > 0, np.bincount(sector, minlength=sectors), 0)
    return counts


def _promoted(world: World, park: int, draw: Floats) -> Ints:
    """Return the sectors that promotion brings by draw, -1 where it brings none."""
    sectors = len(world.catalogue.sectors)
    share = np.cumsum(world.terms["promoted_share"][park * sectors : (park + 1) * sectors])
    brought = np.searchsorted(share, draw, side="right")
    found: Ints = np.where(brought < sectors, brought, -1)
    return found


def _door(world: World, park: int) -> Door:
    terms, sectors = world.terms, len(world.catalogue.sectors)
    kept = float(terms["entry_priority"][park])
    uses = energy_per_value_added(world) <= terms["entry_energy_limit_tce_per_10k_cny"][park]
    emits = carbon_per_value_added(world, park) > terms["entry_carbon_limit_t_per_10k_cny"][park]
    return Door(
        land_kept=kept,
        median=_median_va_per_mu(world, park) if kept > 0 else 0.0,
        least=float(terms["entry_va_per_mu_10k_cny"][park]),
        clean=(uses & ~emits).tolist(),
        new_capacity=terms["new_capacity_allowed"][park * sectors : (park + 1) * sectors],
    )


def _plan(world: World, sector: int, scale: float) -> tuple[float, float]:
    """Return an entrant's output, product units a year, and land, mu."""
    sectors = world.catalogue.tables["sectors"]
    land = float(sectors["land_mu_typical"][sector]) * scale ** world.assumption["land_scale"]
    return float(sectors["typical_output"][sector]) * scale, land


def _admitted(world: World, park: int, door: Door, sector: int, output: float, land: float) -> bool:
    """Say whether an entrant gets land: enough of it, and the value added per mu the terms ask."""
    free = float(world.columns.free_land_mu[park])
    if land > free:
        return False
    per_unit = world.catalogue.number("sectors", "value_added_cny_per_unit")[sector]
    per_mu = per_unit * output / land / 1e4
    kept = 0.0 if per_mu >= door.median else door.land_kept
    return bool(land <= free * (1.0 - kept) and per_mu >= door.least and door.clean[sector])


def _may_build(
    world: World, park: int, door: Door, one: Applicant, sector: int, output: float
) -> bool:
    """Say whether an entrant may add capacity in its sector, as far as closures cover it."""
    if one.luck >= door.new_capacity[sector]:
        return False
    use = float(world.catalogue.number("sectors", "utilisation_2020")[sector])
    cell = park * len(world.catalogue.sectors) + sector
    return closures_cover(world, cell, output / 12.0 / use)


def _settler(
    world: World, park: int, one: Applicant, sector: int, output: float, land: float, scale: float
) -> dict[str, Any]:
    """Return an entrant's columns."""
    columns, name = world.columns, f"entrant_{world.year}_{one.slot}"
    typical = float(world.catalogue.tables["sectors"]["jobs_typical"][sector])
    return {
        "key": key_of(f"{columns.park_ids[park]}/{name}"),
        "name": name,
        "park": park,
        "sector": sector,
        "inside": True,
        "ordered": sector == one.sought,
        "dispatch": BY_PLAN,
        "x_km": columns.centre_km[park, 0] + PARK_WIDTH_KM * (one.east - 0.5),
        "y_km": columns.centre_km[park, 1] + PARK_WIDTH_KM * (one.north - 0.5),
        "owner": -1,
        "ownership": 0,
        "start_month": world.month,
        "end_month": NEVER,
        "active": True,
        "base_output": output,
        "land_mu": land,
        "jobs": typical * scale ** world.assumption["jobs_scale"],
    }


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


def _median_va_per_mu(world: World, park: int) -> float:
    enterprises = world.columns.enterprises
    firms = enterprises.active & (enterprises.park == park) & (enterprises.land_mu > 0)
    per_unit = enterprises.value_added_cny_per_unit
    per_mu = (per_unit * enterprises.base_output)[firms] / enterprises.land_mu[firms] / 1e4
    if len(per_mu) == 0:
        return 0.0
    per_mu.sort()
    return float((per_mu[(len(per_mu) - 1) // 2] + per_mu[len(per_mu) // 2]) / 2.0)
