"""The shared plants of the parks: heat plants, waste-water plants and plants that burn waste."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue
from sim.columns import BY_HEAT, BY_WATER

if TYPE_CHECKING:
    from sim.build import ParkColumns

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

INTAKES = {
    "haz_waste_plant": ("haz_waste_mix", "haz_waste_plant"),
    "wte": ("msw", "wte"),
    "wte_chp": ("msw", "wte"),
}
"""Sector of a waste plant -> the input its waste replaces, and the disposal route it serves."""


@dataclass(frozen=True)
class Plants:
    """Row numbers of plants and of the slots they work on; made anew when enterprises enter."""

    led_slots: Ints
    """Every slot of a plant whose output follows heat or water asked of it."""
    heat: Ints
    heat_slots: Ints
    """Steam outputs of heat plants."""
    heat_plant_slots: Ints
    water: Ints
    intake: Ints
    """Sewage inputs of waste-water plants."""
    water_plant_slots: Ints
    sewage: Ints
    """Outputs that may go to a waste-water plant."""
    waste_intake: Ints
    """Inputs of waste plants that the park's waste can replace."""
    waste_route: Ints
    """For each of `waste_intake`, 0 hazardous or 1 municipal."""
    solid: tuple[Ints, Ints]
    """Outputs by route: hazardous, municipal."""


def find_plants(catalogue: Catalogue, columns: ParkColumns) -> Plants:
    """Find the shared plants in the columns."""
    slots, enterprises = columns.slots, columns.enterprises
    dispatch = enterprises.dispatch[slots.enterprise]
    stream = catalogue.stream
    is_steam = np.isin(slots.stream, [stream["steam_mp"], stream["steam_lp"]]) & slots.out
    route = catalogue.tables["streams"]["disposal_route"][slots.stream]
    residual = slots.out & ~slots.product
    names = np.array(catalogue.sectors, dtype=object)[enterprises.sector[slots.enterprise]]
    intake, kind = [], []
    for sector, (name, served) in INTAKES.items():
        found = np.flatnonzero((names == sector) & (slots.stream == stream[name]) & ~slots.out)
        intake.extend(found.tolist())
        kind.extend([0 if served == "haz_waste_plant" else 1] * len(found))
    order = np.argsort(np.array(intake, dtype=np.int64), kind="stable")
    return Plants(
        led_slots=np.flatnonzero((dispatch == BY_HEAT) | (dispatch == BY_WATER)),
        heat=np.flatnonzero(enterprises.dispatch == BY_HEAT),
        heat_slots=np.flatnonzero(is_steam & (dispatch == BY_HEAT)),
        heat_plant_slots=np.flatnonzero(dispatch == BY_HEAT),
        water=np.flatnonzero(enterprises.dispatch == BY_WATER),
        intake=np.flatnonzero(
            (slots.stream == stream["sewage"]) & ~slots.out & (dispatch == BY_WATER)
        ),
        water_plant_slots=np.flatnonzero(dispatch == BY_WATER),
        sewage=np.flatnonzero(residual & (route == "wwtp") & (dispatch != BY_WATER)),
        waste_intake=np.array(intake, dtype=np.int64)[order],
        waste_route=np.array(kind, dtype=np.int64)[order],
        solid=(
            np.flatnonzero(residual & (route == "haz_waste_plant")),
            np.flatnonzero(residual & (route == "wte")),
        ),
    )
