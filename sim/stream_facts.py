"""Facts of streams and options as plain flags, so that no text is compared in a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.recipes import STEAMS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

WASTE_ROUTES = (
    "landfill", "landfill_hazardous", "own_stack", "wte", "haz_waste_plant", "own_treatment",
)  # fmt: skip
"""Disposal routes on which a stream counts as waste disposed of."""

LANDFILLS = ("landfill", "landfill_hazardous")
"""Disposal routes that end in a landfill."""

LINK_CLASSES = ("heat", "water", "gas", "bulk")
"""Classes of exchange that differ in lead time, term and minimum: heat, water, gases and liquids
come by pipe; what a truck carries is bulk. The ends of the names of their assumptions."""

ROUTES = ("haz_waste_plant", "wte")
"""Routes that a plant of the park can serve, in the order of `Plants.solid`."""


@dataclass(frozen=True)
class StreamFacts:
    """Flags and weights by stream, and by exchange option."""

    power: Flags
    steam: Flags
    fresh_water: Flags
    sewage: Flags
    """Goes to a waste-water plant."""
    waste: Flags
    """Released, it is disposed of."""
    route: Ints
    """Index in `ROUTES`, or -1."""
    solid_t: Floats
    """Tonnes of solid or liquid waste or by-product per unit; gases are none."""
    mass_kg: Floats
    fallback: Floats
    is_heat: Flags
    """Options that carry heat over a pipe."""
    between: Flags
    """Options between two enterprises; the others are retrofits."""
    at_home: Flags
    """Options that an enterprise can use with what is its own."""
    piped: Flags
    link_class: Ints
    """Index in `LINK_CLASSES` by option."""
    storable: Flags
    """Options whose taker can keep what it was given."""
    technology: Ints
    """Technology that does what the option does, by option, or -1."""
    hazardous: Flags
    transport_fixed: Floats
    transport_per_km: Floats
    """What carrying a unit given costs, by option, CNY and CNY a km; steam raised at the giver from
    what it gives travels as steam."""
    reach_km: Floats
    """Farthest distance by option; negative for an option on one site."""
    max_share: Floats
    coproduct_cny: Floats
    """What a unit given earns the taker beside the input it replaces, CNY."""
    fee_kept: Floats
    """Share of the giver's fee that giving does not spare it."""


@per_catalogue
def stream_facts(catalogue: Catalogue) -> StreamFacts:
    """Work out the facts once for a catalogue."""
    streams, options = catalogue.tables["streams"], catalogue.tables["exchanges"]
    stream, given = catalogue.stream, catalogue.from_stream
    names, route, unit = streams["stream"], streams["disposal_route"], streams["unit"]
    mass = streams["mass_kg_per_unit"]
    solid = (unit == "kg") & (streams["state"] != "gas")
    solid &= np.isin(streams["category"], ("by-product", "waste"))
    solid[stream["exhaust"]] = False
    hot = unit == "MJ"
    piped = (streams["transport_mode"] == "pipe") | hot
    watery = (streams["mass_kg_per_unit"] >= 900.0) & (unit == "m3")
    link_class = np.select([hot, watery & piped, piped], [0, 1, 2], 3)[given]
    row = {name: i for i, name in enumerate(catalogue.technologies)}
    between = options["scope"] != "on_site"
    carried = np.array([stream.get(name, -1) for name in options["carried"]])
    raised = carried >= 0
    carried = np.where(raised, carried, given)
    units = np.where(raised, options["ratio"], 1.0)
    return StreamFacts(
        power=names == "electricity",
        steam=np.isin(names, STEAMS),
        fresh_water=names == "fresh_water",
        sewage=route == "wwtp",
        waste=np.isin(route, WASTE_ROUTES),
        route=np.array([ROUTES.index(r) if r in ROUTES else -1 for r in route]),
        solid_t=np.where(solid, mass / 1000.0, 0.0),
        mass_kg=mass,
        fallback=streams["fallback_cny_per_unit"],
        is_heat=hot[catalogue.to_stream] & hot[given],
        between=between,
        at_home=options["scope"] != "inter_firm",
        piped=piped[given],
        link_class=link_class,
        storable=streams["storable"][given] & (link_class == LINK_CLASSES.index("bulk")),
        technology=np.array([row.get(name, -1) for name in options["technology"]]),
        hazardous=streams["hazardous"][given],
        transport_fixed=streams["transport_fixed_cny_per_unit"][carried] * units,
        transport_per_km=streams["transport_cny_per_unit_km"][carried] * units,
        reach_km=np.where(between, streams["max_distance_km"][carried], -1.0),
        max_share=options["max_share"],
        coproduct_cny=options["coproduct_cny_per_unit"],
        fee_kept=1.0 - options["disposal_avoided_share"],
    )
