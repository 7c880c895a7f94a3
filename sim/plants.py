"""The shared plants of the parks: heat plants, waste-water plants and plants that burn waste."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.columns import BY_HEAT, BY_WATER
from sim.kernel import kernel
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


class Traits(NamedTuple):
    """What decides which part a slot has in the shared plants."""

    steam: Flags
    power: Flags
    town_sewage: Flags
    """What a waste-water plant takes in."""
    sewage: Flags
    """What goes to one."""
    disposal: Ints
    """Index in `ROUTES` of a by-product or waste that brings nothing, or -1; by stream."""
    intake: Ints
    """Stream that the waste of the park replaces, or -1; by sector."""
    served: Ints
    """Index in `ROUTES` of the route that a waste plant serves; by sector."""


PARTS = (
    "heat_slots", "heat_plant_slots", "intake", "water_plant_slots", "sewage", "waste_intake",
    "hazardous", "municipal",
)  # fmt: skip
"""Kinds of slots that `sort_slots` lists."""
(
    HEAT_OUT, OF_HEAT_PLANT, TOWN_SEWAGE, OF_WATER_PLANT, SEWAGE_OUT, WASTE_IN, HAZARDOUS,
) = range(7)  # fmt: skip


def find_plants(catalogue: Catalogue, columns: ParkColumns) -> Plants:
    """Find the shared plants in the columns."""
    slots, enterprises, traits = columns.slots, columns.enterprises, _traits(catalogue)
    listed, count, makes_power = sort_slots(
        slots.enterprise, slots.stream, slots.out, slots.product, enterprises.sector,
        enterprises.dispatch, traits,
    )  # fmt: skip
    parts = {name: listed[k, : count[k]] for k, name in enumerate(PARTS)}
    solid = parts.pop("hazardous"), parts.pop("municipal")
    waste_intake = parts["waste_intake"]
    served = traits.served[enterprises.sector[slots.enterprise[waste_intake]]]
    is_waste_intake = np.zeros(len(slots), dtype=bool)
    is_waste_intake[waste_intake] = True
    heat = (enterprises.dispatch == BY_HEAT).nonzero()[0]
    return Plants(
        heat=heat,
        makes_power=makes_power[heat],
        water=(enterprises.dispatch == BY_WATER).nonzero()[0],
        is_waste_intake=is_waste_intake,
        waste_route=served,
        solid=solid,
        sewer=_route(columns, parts["sewage"], parts["intake"]),
        wastes=tuple(
            _route(columns, sent, waste_intake[served == number])
            for number, sent in enumerate(solid)
            if (served == number).any()
        ),
        **parts,
    )


@per_catalogue
def _traits(catalogue: Catalogue) -> Traits:
    facts = stream_facts(catalogue)
    intake, served = np.full((2, len(catalogue.sectors)), -1)
    for plant, (name, route) in INTAKES.items():
        intake[catalogue.sector[plant]] = catalogue.stream[name]
        served[catalogue.sector[plant]] = ROUTES.index(route)
    return Traits(
        steam=facts.steam,
        power=facts.power,
        town_sewage=np.arange(len(catalogue.streams)) == catalogue.stream["sewage"],
        sewage=facts.sewage,
        disposal=np.where(facts.fallback <= 0.0, facts.route, -1),
        intake=intake,
        served=served,
    )


@kernel
def sort_slots(
    owner: Ints, stream: Ints, out: Flags, product: Flags, sector: Ints, dispatch: Ints,
    traits: Traits,
) -> tuple[Ints, Ints, Flags]:  # fmt: skip
    """Return the slots of each of `PARTS`, how many they are, and which enterprises make power.

    The first by (part, place), in the order of slots; the last by enterprise.
    """
    listed = np.empty((len(PARTS), len(owner)), dtype=np.int64)
    count, makes_power = np.zeros(len(PARTS), dtype=np.int64), np.zeros(len(sector), dtype=np.bool_)
    has = np.empty(len(PARTS), dtype=np.bool_)
    for slot in range(len(owner)):
        e, of, given = owner[slot], stream[slot], out[slot]
        by_heat, by_water = dispatch[e] == BY_HEAT, dispatch[e] == BY_WATER
        spare = given and not product[slot]
        if given and traits.power[of]:
            makes_power[e] = True
        has[HEAT_OUT] = given and by_heat and traits.steam[of]
        has[OF_HEAT_PLANT] = by_heat
        has[TOWN_SEWAGE] = not given and by_water and traits.town_sewage[of]
        has[OF_WATER_PLANT] = by_water
        has[SEWAGE_OUT] = spare and not by_water and traits.sewage[of]
        has[WASTE_IN] = not given and traits.intake[sector[e]] == of
        for route in range(len(ROUTES)):
            has[HAZARDOUS + route] = spare and traits.disposal[of] == route
        for part in range(len(PARTS)):
            if has[part]:
                listed[part, count[part]] = slot
                count[part] += 1
    return listed, count, makes_power


def _route(columns: ParkColumns, sent: Ints, taken: Ints) -> Route:
    enterprise, park = columns.slots.enterprise, columns.enterprises.park
    return Route(
        sent=sent,
        taken=taken,
        owner=enterprise[taken],
        sent_park=park[enterprise[sent]],
        taken_park=park[enterprise[taken]],
    )
