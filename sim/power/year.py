"""January: dispatch every enterprise's planned power on typical days and keep what a run needs.

What counts once. A generating technology has lowered the electricity coefficient by what it makes a
product unit, so the books already buy net of own power. The dispatch turns that round: gross load =
coefficient + own power, own power is made by the hour, and what is bought by the hour only says
*when* an enterprise buys. From it comes one factor on the purchased price; amounts stay the books'.
The factor is taken before any battery, since the gain of a battery already stands in its
technology row (`other_gain`); the battery counts in peak, self-consumption and curtailment.

Own surplus is thus netted against purchases of the year at the mean price, where it would be sold
at the lower on-grid price or curtailed: `PowerYear` shows how much that is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue
from sim.power.dispatch import Dispatch, Fleet, Rules, dispatch
from sim.power.roof import roof_kwp
from sim.power.shapes import load_shapes, pv_kwh_per_kwp, year_kwh
from sim.power.tariff import tariff
from sim.recipes import POWER
from sim.sums import sum_by
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SUN = ("pv_rooftop", "bipv")
PROCESS = ("whr_power", "orc", "trt", "ccpp")
"""Power from waste heat, pressure and by-product gas: it follows the plant's own running."""
MANAGED = "ems"
"""Who has energy management can move load within the day."""
FACTOR = "power_factor"


@dataclass(frozen=True)
class PowerYear:
    """A year's power on typical days by enterprise (those that stood in its January), kWh."""

    year: int
    load_kwh: Floats
    made_kwh: Floats
    """Own power of photovoltaics and of the process."""
    exported_kwh: Floats
    curtailed_kwh: Floats
    peak_share_kw: Floats
    """Purchase in the hour of the park's highest purchase: a park's sum is its coincident peak."""
    price_factor: Floats
    """Mean purchase price over that of a flat load."""


def dispatch_power(world: World) -> None:
    """Dispatch the year's power and keep each enterprise's price factor.

    Technologies stand as last year left them, output is last year's. An entrant of this January is
    dispatched for its price, and reported from its second year on.
    """
    found = _dispatch(world, np.arange(len(world.columns.enterprises)))
    world.memory[FACTOR] = found.price_without_battery
    world.power_years.append(
        PowerYear(
            year=world.year,
            load_kwh=found.year(found.load),
            made_kwh=found.year(found.fleet.made),
            exported_kwh=found.year(found.exported),
            curtailed_kwh=found.year(found.curtailed),
            peak_share_kw=found.peak_share_kw,
            price_factor=found.price_without_battery,
        )
    )


def power_factor(world: World) -> Floats | None:
    """Return the year's factor on purchased power by enterprise; None where nothing dispatches."""
    known = world.memory.get(FACTOR)
    rows = len(world.columns.enterprises)
    if known is not None and len(known) < rows:
        entered = _dispatch(world, np.arange(len(known), rows)).price_without_battery
        known = world.memory[FACTOR] = np.concatenate((known, entered))
    return known


def _dispatch(world: World, rows: Ints) -> Dispatch:
    parks = world.parks
    # trade inside a park waits for a rule that allows it
    rules = Rules(world.assumption["battery_round_trip"], np.zeros(parks))
    return dispatch(fleet_of(world, rows), tariff(world.catalogue, world.year), rules)


def fleet_of(world: World, rows: Ints) -> Fleet:
    """Return what some enterprises use and own this January, by hour; who stands idle uses nothing.

    Photovoltaics never exceed the roof, whatever the books count.
    """
    catalogue, assumption = world.catalogue, world.assumption
    enterprises = world.columns.enterprises
    sun, process, kwp, battery, managed = _installed(world)[:, rows]
    place = world.carrier_slots[rows, POWER]
    slots = world.columns.slots
    net = np.where(place >= 0, slots.coefficient[place], 0.0)
    base = np.where(place >= 0, slots.base_coefficient[place], 0.0)
    own = sun + process
    # a coefficient of 0 hides how much own power is over: the use is then that of the base year
    gross = np.where(net > 0.0, net + own, np.minimum(base, own))
    output = _output(world)[rows]
    sector = enterprises.sector[rows]
    shape = load_shapes(catalogue, world.year)[sector]
    load = (gross * output / 8760.0)[:, None, None] * shape
    made = np.zeros_like(load)
    at = np.flatnonzero(own)
    if len(at):
        roof = roof_kwp(catalogue, enterprises.land_mu[rows], assumption["pv_kwp_per_roof_m2"])
        built = kwp * enterprises.capacity[rows] * 12.0
        fits = np.minimum(1.0, roof / np.maximum(built, 1e-12))
        sunlight = pv_kwh_per_kwp(catalogue)
        full = (sun * output * fits / year_kwh(sunlight))[at]
        made[at] = (process * output / 8760.0)[at, None, None] * shape[at]
        made[at] += full[:, None, None] * sunlight
    now, power = catalogue.year_index(world.year), catalogue.stream["electricity"]
    flat = catalogue.price[power, now] * catalogue.price_factor[sector, power]
    return Fleet(
        load=load,
        made=made,
        park=enterprises.park[rows],
        flexible=assumption["flexible_power_share"] * managed,
        battery_kwh=battery * output,
        battery_kw=battery * output / assumption["battery_hours"],
        sell=catalogue.power_sale[now] / flat,
        export_kw=assumption["power_export_share"] * load.max(axis=(1, 2)),
    )


def _output(world: World) -> Floats:
    """Return last year's output, or what an enterprise without one plans; 0 for idle ones."""
    enterprises = world.columns.enterprises
    planned = enterprises.base_output
    if world.month > 0:
        last = world.last_book.output
        planned = np.where(last > 0.0, last, planned)
    return planned * (enterprises.active & enterprises.inside)


def _installed(world: World) -> Floats:
    """Return per product unit: kWh of sun and of process, kWp, kWh of battery, and management.

    By (quantity, enterprise); management is 1 where an enterprise has it.
    """
    retrofits = world.columns.retrofits
    rows = np.flatnonzero(retrofits.installed_month >= 0)
    per_unit = _per_unit(world.catalogue)[:, retrofits.tech_row[rows]]
    return sum_by(retrofits.enterprise[rows], per_unit, len(world.columns.enterprises))


@cache
def _per_unit(catalogue: Catalogue) -> Floats:
    """Return the quantities of `_installed` by technology row."""
    table = catalogue.tables["technology_sectors"]
    technology = table["technology"]
    sun, size = np.isin(technology, SUN), table["size_per_unit"]
    made = np.maximum(-catalogue.tech_delta[:, POWER], 0.0)
    return np.array(
        [
            np.where(sun, made, 0.0),
            np.where(np.isin(technology, PROCESS), made, 0.0),
            np.where(sun, size, 0.0),
            np.where(technology == "battery_storage", size, 0.0),
            technology == MANAGED,
        ]
    )
