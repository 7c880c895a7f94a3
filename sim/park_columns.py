"""The columns of one or several parks, and what is looked up in or closed over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.columns import Contracts, Enterprises, Prospects, Retrofits, Slots, Vintages
from sim.kernel import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass
class ParkColumns:
    """All columns of one or several parks, ready to run."""

    park_ids: list[str]
    provinces: list[str]
    owners: list[str]
    enterprises: Enterprises
    slots: Slots
    vintages: Vintages
    retrofits: Retrofits
    prospects: Prospects
    contracts: Contracts
    links: list[tuple[int, int, int, float]]
    """Links that stand at the start: giver, taker, option, amount a month (nan: what fits)."""
    free_land_mu: Floats
    idle_land_mu: Floats
    centre_km: Floats


def close_mass(slots: Slots, catalogue: Catalogue, enterprises: Ints) -> None:
    """Let air and exhaust take up what changed coefficients leave open, so that mass closes.

    Air stays as the recipe draws it and rises only where outputs would outweigh inputs; exhaust is
    the remainder, checked by its carbon in the books.
    """
    air, exhaust = catalogue.stream["air"], catalogue.stream["exhaust"]
    _close(
        np.searchsorted(slots.enterprise, enterprises, side="left"),
        np.searchsorted(slots.enterprise, enterprises, side="right"),
        slots.stream, slots.out, slots.coefficient,
        catalogue.number("streams", "mass_kg_per_unit"), air, exhaust,
    )  # fmt: skip


@kernel
def _close(
    first: Ints, last: Ints, stream: Ints, out: Flags, coefficient: Floats, mass: Floats, air: int,
    exhaust: int,
) -> None:  # fmt: skip
    """Close the mass of enterprises one by one."""
    for e in range(len(first)):
        close_plant(first[e], last[e], stream, out, coefficient, mass, air, exhaust)


@kernel
def close_plant(
    first: int, last: int, stream: Ints, out: Flags, coefficient: Floats, mass: Floats, air: int,
    exhaust: int,
) -> None:  # fmt: skip
    """Rewrite the coefficients of air and exhaust of the plant of slots `first` to `last`.

    `mass` is kg a unit by stream.
    """
    solid, drawn = 0.0, 0.0
    for slot in range(first, last):
        weight = coefficient[slot] * mass[stream[slot]]
        if stream[slot] == air and not out[slot]:
            drawn += weight
        elif not (stream[slot] == exhaust and out[slot]):
            solid += -weight if out[slot] else weight
    needed = max(drawn, -solid)
    left = max(solid + needed, 0.0)
    for slot in range(first, last):
        if stream[slot] == air and not out[slot]:
            coefficient[slot] = needed / mass[air]
        elif stream[slot] == exhaust and out[slot]:
            coefficient[slot] = left / mass[exhaust]


def find_carriers(catalogue: Catalogue, columns: ParkColumns) -> Ints:
    """Return the slot of each carrier by (enterprise, `sim.catalogue.CARRIERS`), or -1."""
    enterprises = columns.enterprises
    rows = _carrier_rows(catalogue)[enterprises.sector]
    slots: Ints = np.where(rows >= 0, enterprises.first_slot[:, None] + rows, -1)
    return slots


@per_catalogue
def _carrier_rows(catalogue: Catalogue) -> Ints:
    """Return the row of each carrier in the recipes, or -1, by (sector, carrier)."""
    return np.array([recipe.carrier_row for recipe in catalogue.recipes])
