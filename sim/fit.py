"""What a plant takes in, puts out and emits with the technologies that stand in it.

All of it is a function of the plant as it was and of the set of technologies: what is appraised is
what installing brings, and when the last one is gone every bit is as it was before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import FIRST_YEAR, Catalogue, per_catalogue
from sim.columns import NEVER
from sim.fit_kernels import (
    Balance,
    Carbon,
    Changes,
    Laid,
    Plants,
    Streams,
    lay_out,
    list_held,
    multiply_up,
    refit_plants,
    weigh_change,
)
from sim.power.equipment import is_hourly
from sim.prices import POLLUTANTS, REFERENCE_YEAR
from sim.recipes import CARRIERS, COAL, COKE, ENDS, GAS, POWER, SHARE, STEAM, technology_streams

if TYPE_CHECKING:
    from sim.park_columns import ParkColumns
    from sim.prices import SlotPrices
    from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SOLID_FUELS = ("coal", "coke")
ASHES = ("fly_ash", "bottom_ash", "fgd_gypsum", "gasif_slag")
"""Made of the solid fuel: a plant puts out as much of them as it takes in of `SOLID_FUELS`."""


WASTE_HEAT = ("waste_heat_high", "waste_heat_med", "waste_heat_low")

DISCHARGED = (POLLUTANTS.index("cod"), POLLUTANTS.index("nh3n"))
"""What a discharge limit bounds, in the order of the terms `cod_left` and `nh3n_left`."""


class Effects(NamedTuple):
    """What rows of the technology table change."""

    changes: Changes
    gain: Floats
    """By technology row, CNY a product unit at reference prices: the other gains, less those that
    the streams bring by themselves."""
    pollutants: Floats
    """Factor on the load a product unit, by (`POLLUTANTS`, technology row)."""


class Fit(NamedTuple):
    """Plants with the technologies asked for."""

    slot: Ints
    plant: Ints
    """Which of the plants asked for each of `slot` belongs to."""
    coefficient: Floats
    """By `slot`; air and exhaust as the recipe has them."""
    process_tco2e_per_unit: Floats
    """By plant."""


def fit(
    catalogue: Catalogue,
    columns: ParkColumns,
    enterprise: Ints,
    stands: Ints,
    extra: Ints | None = None,
    energy: Floats | None = None,
) -> Fit:
    """Return plants of some enterprises with the technologies of retrofits `stands`.

    coefficient = (base, fuels x `energy` + what is added, not below 0) x shares left; ashes follow
    the solid fuel. `energy` is by plant, that of the capacity standing now where it is left out.
    Process CO2 may fall below zero, as capture takes the carbon of fuels too, but never below what
    these emit. `stands` rises; an enterprise may be asked for several times, each time with one
    more technology, the row of the technology table in `extra`.
    """
    owner, held = columns.retrofits.enterprise[stands], columns.retrofits.tech_row[stands]
    first, last = (np.searchsorted(owner, enterprise, side=side) for side in ("left", "right"))
    plants = _laid_out(catalogue, columns, enterprise, first, last, held, energy)
    more = np.full(len(enterprise), -1) if extra is None else extra
    changes, streams = tech_effects(catalogue).changes, _streams(catalogue, columns)
    coefficient, process = lay_out(plants, more, changes, streams)
    before = np.cumsum(plants.size) - plants.size
    slot = np.repeat(plants.first_slot - before, plants.size) + np.arange(len(coefficient))
    plant = np.repeat(np.arange(len(enterprise)), plants.size)
    return Fit(slot, plant, coefficient, process)


def changes_of(
    catalogue: Catalogue, columns: ParkColumns, row: Ints, worth: Floats, prices: SlotPrices,
    grid: Floats,
) -> Floats:  # fmt: skip
    """Return what retrofits that do not stand change a product unit of their plants.

    By (number, retrofit): CNY at `worth` by slot, tce, tCO2 with power at `grid` by enterprise, and
    tCO2 of the process. `row` rises.
    """
    retrofits, (plants, _) = columns.retrofits, _standing_plants(catalogue, columns)
    own, kwh, mj = prices.bought[1], prices.bought[3], prices.bought[4]
    carbon = Carbon(own, kwh, mj, catalogue.heat_tco2e_per_mj, grid)
    return weigh_change(
        retrofits.enterprise[row], retrofits.tech_row[row], plants,
        tech_effects(catalogue).changes, _streams(catalogue, columns), worth, prices.quantity[2],
        carbon,
    )  # fmt: skip


def _standing_plants(catalogue: Catalogue, columns: ParkColumns) -> tuple[Plants, Ints]:
    """Return every enterprise as it stands, and the rows of the retrofits it holds."""
    retrofits, enterprises, sector = (
        columns.retrofits,
        columns.enterprises,
        columns.enterprises.sector,
    )
    first, last, rows = list_held(retrofits.enterprise, retrofits.installed_month, len(sector))
    plants = Plants(
        first_slot=enterprises.first_slot,
        size=_recipe_sizes(catalogue)[sector],
        held_first=first,
        held_last=last,
        held=retrofits.tech_row[rows],
        energy=enterprises.vintage_energy,
        process=_sector_process(catalogue)[sector],
    )
    return plants, rows


def _laid_out(
    catalogue: Catalogue, columns: ParkColumns, enterprise: Ints, first: Ints, last: Ints,
    held: Ints, energy: Floats | None,
) -> Plants:  # fmt: skip
    enterprises = columns.enterprises
    sector = enterprises.sector[enterprise]
    return Plants(
        first_slot=enterprises.first_slot[enterprise],
        size=_recipe_sizes(catalogue)[sector],
        held_first=first,
        held_last=last,
        held=held,
        energy=enterprises.vintage_energy[enterprise] if energy is None else energy,
        process=_sector_process(catalogue)[sector],
    )


def _streams(catalogue: Catalogue, columns: ParkColumns) -> Streams:
    slots, (tce, ashes) = columns.slots, _solid_fuels(catalogue)
    return Streams(
        slots.base_coefficient, slots.stream, slots.out, slots.fuel, tce, ashes,
        catalogue.fuel_tco2e,
    )  # fmt: skip


def refit(world: World, enterprise: Ints) -> None:
    """Lay out enterprises anew after technologies came or went; mass closes by air and exhaust.

    A stream that begins or ends anew changes who could meet whom: the market's index is made again.
    """
    if len(enterprise) == 0:
        return
    columns, catalogue = world.columns, world.catalogue
    slots, enterprises = columns.slots, columns.enterprises
    plants, held = _standing_plants(catalogue, columns)
    laid = Laid(
        slots.coefficient, enterprises.process_tco2e_per_unit,
        enterprises.technology_cost_cny_per_unit,
    )  # fmt: skip
    begun = refit_plants(
        enterprise, plants, tech_effects(catalogue).changes, _streams(catalogue, columns),
        _technology_cost(catalogue), columns.retrofits.share[held], _balance(catalogue), laid,
    )  # fmt: skip
    if begun:
        world.reindex()


@per_catalogue
def _technology_cost(catalogue: Catalogue) -> Floats:
    """Return opex less other gains, CNY a product unit, by technology row."""
    cost: Floats = catalogue.number("technology_sectors", "opex_cny_per_unit")
    return cost - tech_effects(catalogue).gain


@per_catalogue
def _balance(catalogue: Catalogue) -> Balance:
    mass = catalogue.number("streams", "mass_kg_per_unit")
    return Balance(mass, catalogue.stream["air"], catalogue.stream["exhaust"])


def standing(world: World, month: int) -> Ints:
    """Return the rows of retrofits that stood in a month, those gone since too."""
    row, first, end = stints(world)
    rows: Ints = np.sort(row[(first <= month) & (month < end)])
    return rows


def pollutant_factors(world: World, month: int) -> Floats:
    """Return what is left of each pollutant a unit, by (`POLLUTANTS`, enterprise).

    Technologies and the discharge limits of the month's year lower the load of the tables.
    """
    retrofits = world.columns.retrofits
    factor = multiply_up(
        retrofits.enterprise, retrofits.tech_row, retrofits.installed_month, past_stints(world),
        month, tech_effects(world.catalogue).pollutants, len(world.columns.enterprises),
    )  # fmt: skip
    if month // 12 < len(world.discharge_years):
        limited = world.discharge_years[month // 12]
        factor[list(DISCHARGED), : limited.shape[1]] *= limited
    return factor


def vintage_energy(world: World, month: int) -> Floats:
    """Return the energy use of capacity over that at the start, as it stood in a month's year."""
    now, years = world.columns.enterprises.vintage_energy, world.vintage_years
    if month // 12 >= len(years):
        return now
    then = np.ones(len(now))
    then[: len(years[month // 12])] = years[month // 12]
    return then


def stints(world: World) -> tuple[Ints, Ints, Ints]:
    """Return each time that a retrofit stood: its row, its first month, the first one without."""
    installed = world.columns.retrofits.installed_month
    rows = (installed >= 0).nonzero()[0]
    now = np.column_stack((rows, installed[rows], np.full(len(rows), NEVER)))
    row, first, end = np.concatenate((past_stints(world), now)).T
    return row, first, end


def past_stints(world: World) -> Ints:
    """Return the retrofits that wore out, as rows of (row, first month, first month without)."""
    return np.array(world.stints, dtype=np.int64).reshape(-1, 3)


@per_catalogue
def _recipe_sizes(catalogue: Catalogue) -> Ints:
    return np.array([len(recipe.stream) for recipe in catalogue.recipes])


@per_catalogue
def _sector_process(catalogue: Catalogue) -> Floats:
    """Return the CO2 of each sector that no fuel of its recipe explains, t a product unit."""
    sectors = catalogue.tables["sectors"]
    kg: Floats = sectors["process_co2_kg_per_unit"] + sectors["other_fuel_co2_kg_per_unit"]
    return kg / 1000.0


@per_catalogue
def _solid_fuels(catalogue: Catalogue) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the coal equivalent of solid fuels, and which streams are ashes, by stream."""
    solid, ashes = (
        np.isin(np.arange(len(catalogue.streams)), [catalogue.stream[name] for name in names])
        for names in (SOLID_FUELS, ASHES)
    )
    return np.where(solid, catalogue.tce_calorific, 0.0), ashes


@per_catalogue
def tech_effects(catalogue: Catalogue) -> Effects:
    """Return what every row of the technology table changes: carriers, then streams."""
    table, rows = catalogue.tables["technology_sectors"], len(catalogue.tech_row_sector)
    recipes = [catalogue.recipes[sector] for sector in catalogue.tech_row_sector]
    entries: list[tuple[int, int, float, float, bool]] = []
    switches = _switches(catalogue)
    hourly = is_hourly(catalogue)
    gain = np.where(hourly, 0.0, table["other_gain_cny"])
    for row, recipe in enumerate(recipes):
        place, delta = recipe.carrier_row, catalogue.tech_delta[row]
        changed = np.flatnonzero((delta != 0) & (place >= 0) & ~hourly[row])
        entries += [
            (row, int(place[k]), float(delta[k]), 1.0, bool(switches[row, k])) for k in changed
        ]
    reference = catalogue.price[:, REFERENCE_YEAR - FIRST_YEAR]
    fallback = catalogue.number("streams", "fallback_cny_per_unit")
    for change in technology_streams(catalogue.tables):
        row, stream = change.tech_row, catalogue.stream[change.stream]
        recipe = recipes[row]
        found = np.flatnonzero((recipe.stream == stream) & (recipe.out == change.out))
        if len(found) == 0:
            continue
        at, base = int(found[0]), float(recipe.quantity[found[0]])
        add = 0.0 if change.kind in (ENDS, SHARE) else change.value
        left = {ENDS: 0.0, SHARE: 1.0 + change.value}.get(change.kind, 1.0)
        takes_heat = change.out and change.stream in WASTE_HEAT and add < 0.0
        entries.append((row, at, add, left, takes_heat))
        if change.in_other_gain:
            worth = fallback[stream] if change.out else -reference[stream]
            gain[row] -= (max(base + add, 0.0) * left - base) * worth
    entries.sort(key=lambda entry: entry[0])
    of, places, adds, factors, bounds = (np.array(column) for column in zip(*entries, strict=True))
    count = np.bincount(of, minlength=rows)
    return Effects(
        changes=Changes(
            first=np.cumsum(count) - count,
            last=np.cumsum(count),
            place=places,
            add=adds,
            bounds=bounds,
            factor=factors,
            process=table["d_process_co2_kg"] / 1000.0,
        ),
        gain=gain,
        pollutants=_pollutant_effects(catalogue),
    )


def _switches(catalogue: Catalogue) -> NDArray[np.bool_]:
    """Say which effects are those of a carrier replaced by another, by (technology row, carrier).

    A row that ends a stream changes the process, whatever fuel the plant took: it is none.
    """
    delta = catalogue.tech_delta
    fuels = np.isin(np.arange(len(CARRIERS)), (COAL, COKE, GAS, STEAM))
    energy = fuels | (np.arange(len(CARRIERS)) == POWER)
    row = np.asarray((delta[:, energy] > 0.0).any(axis=1))
    for change in technology_streams(catalogue.tables):
        if change.kind == ENDS and not change.out:
            row[change.tech_row] = False
    flags: NDArray[np.bool_] = row[:, None] & fuels & (delta < 0.0)
    return flags


def _pollutant_effects(catalogue: Catalogue) -> Floats:
    table, rows = catalogue.tables["technology_pollutants"], catalogue.tables["technology_sectors"]
    left = np.ones((len(POLLUTANTS), len(rows)))
    for technology, sector, pollutant, change in zip(
        table["technology"], table["sector"], table["pollutant"], table["change"], strict=True
    ):
        mine = rows["technology"] == technology
        if sector:
            mine &= rows["sector"] == sector
        left[POLLUTANTS.index(pollutant), mine] *= 1.0 + change
    return left
