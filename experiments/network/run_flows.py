"""The exchange network of a run, year by year.

A year's links are the contracts' deliveries between enterprises, partners outside the park
included; what an enterprise exchanges with markets, mains and disposal is no link. Flows in one
network must share a quantity, which is one of

- `mass_t`: every stream that has a mass, water apart, in tonnes (gases by their density);
- `water_m3`: streams of the class water;
- `heat_gj`: heat, steam and power, at 3.6 GJ per MWh.

Nodes are the enterprises that gave or took any of it in that year. Their boundary is balanced.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from experiments.indicators.stream_class import class_of
from experiments.network.flow_network import FlowNetwork
from sim.tables import read_tables

if TYPE_CHECKING:
    from experiments.results import Results

QUANTITIES = ("mass_t", "water_m3", "heat_gj")

_GJ = {"GJ": 1.0, "MWh": 3.6}


def run_networks(results: Results, quantity: str = "mass_t") -> Iterator[tuple[int, FlowNetwork]]:
    """Yield each year of a run with its network in one of `QUANTITIES`."""
    links = results.links
    pairs = zip(links["stream"].tolist(), links["unit"].tolist(), strict=True)
    factor = np.array([_factor(stream, unit, quantity) for stream, unit in pairs])
    for year in results.years.tolist():
        amount = links[str(year)] * factor
        moved = np.flatnonzero(amount > 0)
        ends = (links[end][moved].tolist() for end in ("giver", "taker"))
        yield year, FlowNetwork.balanced(zip(*ends, amount[moved].tolist(), strict=True))


def _factor(stream: str, unit: str, quantity: str) -> float:
    """Return what one unit of a link's amount (t, 1000 m3, GJ, MWh) is in a quantity, 0 if none."""
    kind = class_of(stream)
    if quantity == "heat_gj":
        return _GJ.get(unit, 0.0)
    if quantity == "water_m3":
        return 1000.0 if kind == "water" else 0.0
    mass: float = read_tables()["streams"].row(stream)["mass_kg_per_unit"]
    return 0.0 if kind == "water" else mass
