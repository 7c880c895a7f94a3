"""The columns of one or several parks, and what is looked up in or closed over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue
from sim.columns import Contracts, Enterprises, Prospects, Retrofits, Slots, Vintages

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


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
    mass = catalogue.number("streams", "mass_kg_per_unit")
    air, exhaust = catalogue.stream["air"], catalogue.stream["exhaust"]
    first = np.searchsorted(slots.enterprise, enterprises, side="left")
    last = np.searchsorted(slots.enterprise, enterprises, side="right")
    pieces = [np.arange(i, j) for i, j in zip(first.tolist(), last.tolist(), strict=True)]
    rows = np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int64)
    sign = np.where(slots.out[rows], -1.0, 1.0)
    owner = slots.enterprise[rows]
    size = int(owner.max()) + 1 if len(owner) else 0
    is_air = (slots.stream[rows] == air) & ~slots.out[rows]
    is_exhaust = (slots.stream[rows] == exhaust) & slots.out[rows]
    weight = sign * slots.coefficient[rows] * mass[slots.stream[rows]]
    solid = np.bincount(owner, weights=np.where(is_air | is_exhaust, 0.0, weight), minlength=size)
    drawn = np.bincount(owner, weights=np.where(is_air, weight, 0.0), minlength=size)
    needed = np.maximum(drawn, -solid)
    slots.coefficient[rows[is_air]] = needed[owner[is_air]] / mass[air]
    out = np.maximum(solid + needed, 0.0)
    slots.coefficient[rows[is_exhaust]] = out[owner[is_exhaust]] / mass[exhaust]


def find_carriers(catalogue: Catalogue, columns: ParkColumns) -> Ints:
    """Return the slot of each carrier by (enterprise, `sim.catalogue.CARRIERS`), or -1."""
    enterprises = columns.enterprises
    rows = np.array([recipe.carrier_row for recipe in catalogue.recipes])[enterprises.sector]
    slots: Ints = np.where(rows >= 0, enterprises.first_slot[:, None] + rows, -1)
    return slots
