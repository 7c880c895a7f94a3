"""What stands at each enterprise to make, keep and move power, and how much of it fits there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.power.kernels import add_up, fit_sizes
from sim.power.roof import roof_kwp
from sim.recipes import POWER

if TYPE_CHECKING:
    from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

SUN = ("pv_rooftop", "bipv")
PROCESS = ("whr_power", "orc", "trt", "ccpp")
"""Power from waste heat, pressure and by-product gas: it follows the plant's own running, so it
stands in the plant's coefficient."""
BATTERY = ("battery_storage",)
MANAGED = "ems"
"""Who has energy management can move load within the day."""
HOURLY = (*SUN, *BATTERY)
"""Technologies with a size of their own that work by the hour, whatever the plant makes."""


class Equipment(NamedTuple):
    """What stands, one row an enterprise."""

    sun_kw: Floats
    """Photovoltaics by yield: kWp of rooftop panels that make as much."""
    battery_kwh: Floats
    process_kwh: Floats
    """Power of the process, kWh a product unit."""
    managed: Floats
    """1 with energy management."""


def nothing(rows: int) -> Equipment:
    """Return equipment of which nothing stands."""
    return Equipment(*np.zeros((4, rows)))


def equipment(world: World) -> Equipment:
    """Return what stands at every enterprise this January."""
    return Equipment(*standing_sums(world))


def standing_sums(world: World) -> Floats:
    """Return the columns of `equipment` as rows."""
    retrofits, catalogue = world.columns.retrofits, world.catalogue
    return add_up(
        retrofits.installed_month, retrofits.enterprise, retrofits.tech_row, retrofits.size,
        _per_size(catalogue), _per_unit(catalogue), len(world.columns.enterprises),
    )  # fmt: skip


def added(catalogue: Catalogue, tech_row: Ints, size: Floats) -> Equipment:
    """Return what technologies of some sizes add, one row each."""
    sized = _per_size(catalogue)[:, tech_row] * size
    return Equipment(*sized, *_per_unit(catalogue)[:, tech_row])


def fitting(world: World, enterprise: Ints, tech_row: Ints) -> tuple[Floats, Floats]:
    """Return the size that fits of technologies, and its share of what the table asks.

    A row of the table asks for its size a product unit times the capacity. Photovoltaics have the
    roof less what stands on it. The share is 1, and the size 0, of all that is not `HOURLY`.
    """
    catalogue, columns = world.catalogue, world.columns
    retrofits, land = columns.retrofits, columns.enterprises.land_mu
    roof = roof_kwp(catalogue, land, world.assumption["pv_kwp_per_roof_m2"])
    size, share = fit_sizes(
        enterprise, tech_row, retrofits.installed_month, retrofits.enterprise, retrofits.tech_row,
        retrofits.size, columns.enterprises.capacity, roof,
        catalogue.tables["technology_sectors"]["size_per_unit"], is_hourly(catalogue),
        is_sun(catalogue),
    )  # fmt: skip
    return size, share


@per_catalogue
def is_hourly(catalogue: Catalogue) -> Flags:
    """Say which rows of the technology table are `HOURLY`."""
    return np.isin(catalogue.tables["technology_sectors"]["technology"], HOURLY)


@per_catalogue
def is_sun(catalogue: Catalogue) -> Flags:
    """Say which rows of the technology table are photovoltaics."""
    return np.isin(catalogue.tables["technology_sectors"]["technology"], SUN)


@per_catalogue
def _per_size(catalogue: Catalogue) -> Floats:
    """Return the first quantities of `Equipment` a unit of size, by technology row.

    What building-integrated panels make a kWp, over rooftop ones, is that of their rows.
    """
    table = catalogue.tables["technology_sectors"]
    technology, size = table["technology"], table["size_per_unit"]
    made = np.maximum(-catalogue.tech_delta[:, POWER], 0.0)
    each = np.divide(made, size, out=np.zeros(len(size)), where=size > 0.0)
    roof = float(each[technology == SUN[0]].max())
    return np.array(
        [
            np.where(np.isin(technology, SUN), np.minimum(each / roof, 1.0), 0.0),
            np.isin(technology, BATTERY).astype(np.float64),
        ]
    )


@per_catalogue
def _per_unit(catalogue: Catalogue) -> Floats:
    """Return the last quantities of `Equipment` by technology row, whatever its size."""
    technology = catalogue.tables["technology_sectors"]["technology"]
    made = np.maximum(-catalogue.tech_delta[:, POWER], 0.0)
    return np.array([np.where(np.isin(technology, PROCESS), made, 0.0), technology == MANAGED])
