"""The shared plants of the parks: heat plants, waste-water plants and plants that burn waste."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue
from sim.columns import BY_HEAT, BY_WATER
from sim.stream_facts import ROUTES, stream_facts

if TYPE_CHECKING:
    from sim.park_columns import ParkColumns

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

INTAKES = {
    "haz_waste_plant": ("haz_waste_mix", "haz_waste_plant"),
    "wte": ("msw", "wte"),
    "wte_chp": ("msw", "wte"),
}
"""Sector of a waste plant -> the input its waste replaces, and the disposal route it serves."""


class Route(NamedTuple):
    """The way of one kind of waste to the plants of its park."""

    sent: Ints
    """Outputs that send it."""
    taken: Ints
    """Inputs of plants that take it in."""
    owner: Ints
    """Enterprises of `taken`."""
    sent_park: Ints
    taken_park: Ints


@dataclass(frozen=True)
class Plants:
    """Row numbers of plants and of the slots they work on; made anew when enterprises enter."""

    heat: Ints
    heat_slots: Ints
    """Steam outputs of heat plants."""
    makes_power: Flags
    """By heat plant."""
    heat_plant_slots: Ints
    water: Ints
    intake: Ints
    """Sewage inputs of waste-water plants."""
    water_plant_slots: Ints
    sewage: Ints
    """Outputs that may go to a waste-water plant."""
    waste_intake: Ints
    """Inputs of waste plants that the park's waste can replace."""
    is_waste_intake: Flags
    """The same as flags, by slot."""
    waste_route: Ints
    """For each of `waste_intake`, 0 hazardous or 1 municipal."""
    solid: tuple[Ints, Ints]
    """Outputs by route: hazardous, municipal."""
    sewer: Route
    """Waste water to waste-water plants."""
    wastes: tuple[Route, ...]
    """The routes of `solid` that end at some plant."""


def find_plants(catalogue: Catalogue, columns: ParkColumns) -> Plants:
    """Find the shared plants in the columns."""
    slots, enterprises, stream = columns.slots, columns.enterprises, catalogue.stream
    facts = stream_facts(catalogue)
    dispatch = enterprises.dispatch[slots.enterprise]
    unsold = slots.out & ~slots.product & (facts.fallback[slots.stream] <= 0.0)
    route = np.where(unsold, facts.route[slots.stream], -1)
    waste_intake, served = _waste_intakes(catalogue, columns)
    intake = np.flatnonzero(
        (slots.stream == stream["sewage"]) & ~slots.out & (dispatch == BY_WATER)
    )
    sewage = np.flatnonzero(
        slots.out & ~slots.product & facts.sewage[slots.stream] & (dispatch != BY_WATER)
    )
    solid = (np.flatnonzero(route == 0), np.flatnonzero(route == 1))
    is_waste_intake = np.zeros(len(slots), dtype=bool)
    is_waste_intake[waste_intake] = True
    heat = np.flatnonzero(enterprises.dispatch == BY_HEAT)
    makes_power = np.zeros(len(enterprises), dtype=bool)
    makes_power[slots.enterprise[facts.power[slots.stream] & slots.out]] = True
    return Plants(
        heat=heat,
        makes_power=makes_power[heat],
        heat_slots=np.flatnonzero(facts.steam[slots.stream] & slots.out & (dispatch == BY_HEAT)),
        heat_plant_slots=np.flatnonzero(dispatch == BY_HEAT),
        water=np.flatnonzero(enterprises.dispatch == BY_WATER),
        intake=intake,
        water_plant_slots=np.flatnonzero(dispatch == BY_WATER),
        sewage=sewage,
        waste_intake=waste_intake,
        is_waste_intake=is_waste_intake,
        waste_route=served,
        solid=solid,
        sewer=_route(columns, sewage, intake),
        wastes=tuple(
            _route(columns, sent, waste_intake[served == number])
            for number, sent in enumerate(solid)
            if (served == number).any()
        ),
    )


def _route(columns: ParkColumns, sent: Ints, taken: Ints) -> Route:
    enterprise, park = columns.slots.enterprise, columns.enterprises.park
    return Route(
        sent=sent,
        taken=taken,
        owner=enterprise[taken],
        sent_park=park[enterprise[sent]],
        taken_park=park[enterprise[taken]],
    )


def _waste_intakes(catalogue: Catalogue, columns: ParkColumns) -> tuple[Ints, Ints]:
    """Return the inputs of waste plants that the park's waste can replace, and their routes."""
    slots = columns.slots
    sector = columns.enterprises.sector[slots.enterprise]
    served = np.full(len(slots), -1)
    for plant, (name, route) in INTAKES.items():
        takes = (sector == catalogue.sector[plant]) & (slots.stream == catalogue.stream[name])
        served[takes & ~slots.out] = ROUTES.index(route)
    intake = np.flatnonzero(served >= 0)
    return intake, served[intake]
