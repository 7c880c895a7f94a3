"""Waste and by-products made, given and disposed of, by class and by stream."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.materials import reused_by_class, reused_by_stream
from experiments.indicators.panel import Panel, kept
from experiments.indicators.stream_class import CLASSES, class_of
from experiments.outputs.link_book import panel_of
from experiments.outputs.registry import family
from experiments.results import Results
from sim.catalogue import EXCHANGE_WEIGHTS, load_catalogue
from sim.ledger import LEDGER
from sim.stream_facts import stream_facts
from sim.sums import sum_one

Floats = NDArray[np.float64]
Amount = Callable[[Panel], Floats]


def waste_streams() -> tuple[str, ...]:
    """Return the streams that count as waste or by-product, in order of the table."""
    catalogue = load_catalogue()
    counted = stream_facts(catalogue).solid_t > 0.0
    weight = catalogue.exchange_weights[EXCHANGE_WEIGHTS.index("waste_t")]
    counted[catalogue.from_stream[weight > 0.0]] = True
    return tuple(
        name for name, mine in zip(catalogue.streams, counted.tolist(), strict=True) if mine
    )


def waste_classes() -> tuple[str, ...]:
    """Return the classes that these streams have, in order of `CLASSES`."""
    mine = {class_of(name) for name in waste_streams()}
    return tuple(name for name in CLASSES if name in mine)


@kept
def made(panel: Panel) -> Floats:
    """Return tonnes made by (year, slot): what indicator `solid_generated` sums."""
    return _tonnes(panel, ("amount",))


@kept
def disposed(panel: Panel) -> Floats:
    """Return tonnes disposed of by (year, slot): what indicator `solid_disposed` sums."""
    waste = stream_facts(panel.catalogue).waste[panel.world.columns.slots.stream]
    return _tonnes(panel, ("market", "plants")) * waste


def _tonnes(panel: Panel, rows: tuple[str, ...]) -> Floats:
    slots, years = panel.world.columns.slots, panel.world.slot_ledger.years
    solid = stream_facts(panel.catalogue).solid_t[slots.stream]
    inside = panel.world.columns.enterprises.inside[slots.enterprise]
    weight = np.where(slots.out & ~slots.product & inside, solid, 0.0)
    found = np.zeros((len(years), len(slots)))
    for year, ledger in enumerate(years):
        for name in rows:
            found[year, : ledger.shape[1]] += ledger[LEDGER.index(name)]
    return found * weight


def by_stream(panel: Panel, tonnes: Floats) -> dict[str, Floats]:
    """Sum (year, slot) tonnes by stream."""
    stream, names = panel.world.columns.slots.stream, panel.catalogue.streams
    sums = np.array([sum_one(stream, row, len(names)) for row in tonnes])
    return {name: sums[:, k] for k, name in enumerate(names) if sums[:, k].any()}


def by_class(panel: Panel, tonnes: Floats) -> dict[str, Floats]:
    """Sum (year, slot) tonnes by class of the stream."""
    found: dict[str, Floats] = {}
    for name, values in by_stream(panel, tonnes).items():
        kind = class_of(name)
        found[kind] = found[kind] + values if kind in found else values
    return found


@family("waste_given", "t", waste_streams)
def waste_given(results: Results) -> dict[str, Floats]:
    """Waste and by-products given to another enterprise for reuse, by stream, t: `reused`."""
    return {
        name.partition("|")[2]: tonnes[0]
        for name, tonnes in reused_by_stream(panel_of(results)).items()
    }


@family("waste_given_by_class", "t", waste_classes)
def waste_given_by_class(results: Results) -> dict[str, Floats]:
    """Waste and by-products given to another enterprise for reuse, by class, t."""
    return {name: tonnes[0] for name, tonnes in reused_by_class(panel_of(results)).items()}


_AMOUNTS: dict[str, tuple[Amount, str]] = {
    "made": (made, "Solid waste and by-products made inside the fence"),
    "disposed": (disposed, "Waste stacked, landfilled, burnt or treated, in the park or outside"),
}


def _register() -> None:
    for key, (amount, what) in _AMOUNTS.items():

        def classes(results: Results, amount: Amount = amount) -> dict[str, Floats]:
            panel = panel_of(results)
            return by_class(panel, amount(panel))

        def streams(results: Results, amount: Amount = amount) -> dict[str, Floats]:
            panel = panel_of(results)
            return by_stream(panel, amount(panel))

        classes.__doc__ = f"{what}, by class of the stream, t."
        streams.__doc__ = f"{what}, by stream, t."
        family(f"waste_{key}_by_class", "t", waste_classes)(classes)
        family(f"waste_{key}", "t", waste_streams)(streams)


_register()
