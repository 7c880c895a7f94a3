"""What moved in a year between sources, enterprises, networks of the park and sinks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.decompose.facts import STEAM_LED
from sim.catalogue import Catalogue
from sim.recipes import STEAMS

if TYPE_CHECKING:
    from experiments.frame import Frame
    from experiments.results import Results

Floats = NDArray[np.float64]

KINDS = {"energy": "GJ", "water": "m3", "material": "t"}
"""Kinds of diagram and their unit."""

SOURCE, FIRM, HUB, SINK = "source", "enterprise", "network", "sink"
POWER, MAINS = (HUB, "power network"), (HUB, "steam mains")

HEATS = (*STEAMS, "hot_water")
MARKETS = {"electricity": POWER, "fresh_water": (SOURCE, "water main"),
           "air": (SOURCE, "air"), **dict.fromkeys(HEATS, (SOURCE, "heat market"))}  # fmt: skip
"""Where an input that is bought comes from, by stream; other fuels and goods from their markets."""

ROUTES = {
    "landfill": "landfill and stacks", "landfill_hazardous": "landfill and stacks",
    "own_stack": "landfill and stacks", "wte": "treatment outside",
    "haz_waste_plant": "treatment outside", "own_treatment": "own treatment and discharge",
    "own_use_or_flare": "flare", "air": "air", "wwtp": "sewer", "sewer": "sewer",
    "market": "by-products sold", "none": "by-products sold",
}  # fmt: skip
"""Where a by-product or waste goes that nobody takes, by disposal route of the streams table."""

OPEN = {
    "energy": ("feedstock and process heat", "use and losses"),
    "water": ("water in materials", "evaporated and in products"),
}
"""What closes an enterprise: the source where more leaves it than enters, and the sink."""

Node = tuple[str, str]

_MOVED = ("enterprise", "stream", "product", "fuel", "market", "mains", "plants", "stock", "own",
          "on_site")  # fmt: skip
_LINKED = ("giver", "taker", "exchange", "stream", "ratio", "giver_inside", "taker_inside")
"""Columns of flows and links that are read."""


class Move(NamedTuple):
    """One flow of a stream, in the unit of the diagram."""

    start: Node
    end: Node
    stream: str
    value: float


@dataclass(frozen=True)
class Year:
    """The frames of one park and year, and what a base unit of each stream weighs in a diagram."""

    kind: str
    catalogue: Catalogue
    flows: Frame
    links: Frame
    amounts: Floats
    """Given by link, base units."""
    weight: dict[str, float]
    sector: dict[str, str]


def read_year(results: Results, year: int, kind: str, region: str) -> Year:
    """Return what a diagram is made of."""
    links = results.links.where(region=region)
    return Year(
        kind=kind,
        catalogue=results.catalogue,
        flows=results.flows.where(year=year, region=region),
        links=links,
        amounts=links[str(year)] * 1000.0,
        weight=weights(results.catalogue, kind),
        sector=sectors_of(results, region),
    )


def sectors_of(results: Results, region: str) -> dict[str, str]:
    """Return the sector of each enterprise that ever stood; one that has left may hold goods."""
    firms = results.enterprises.where(region=region)
    return dict(zip(firms["enterprise"].tolist(), firms["sector"].tolist(), strict=True))


def weights(catalogue: Catalogue, kind: str) -> dict[str, float]:
    """Return GJ by calorific value, m3 of water, or t without water, by stream and base unit."""
    streams = catalogue.tables["streams"]
    mass, unit = streams["mass_kg_per_unit"], streams["unit"]
    watery = (unit == "m3") & (mass >= 900.0)
    gj = np.where(unit == "MJ", 1e-3, catalogue.tce_calorific * 29.3076)
    found = {
        "energy": gj,
        "water": np.where(watery, 1.0, 0.0),
        "material": np.where(watery, 0.0, mass / 1000.0),
    }[kind]
    return dict(zip(catalogue.streams, found.tolist(), strict=True))


def moves(results: Results, year: int, kind: str, region: str) -> list[Move]:
    """Return every flow of a year, enterprises inside the fence as nodes of their own.

    Amounts come from the flows and links of the results. In energy and water an enterprise's use is
    what is left; in materials nothing is: mass closes by its streams, water's net mass among them.
    What an enterprise reuses on its own site is no flow of energy or water.
    """
    at = read_year(results, year, kind, region)
    found = [*_inputs(at), *_outputs(at), *_links(at)]
    found += _networks(results, year, region, found) if kind == "energy" else _served(kind, found)
    found += _water(at) if kind == "material" else _open(found, kind)
    return [move for move in found if move.value > 0]


def _rows(at: Year, out: bool) -> Iterator[dict[str, Any]]:
    """Yield the rows of inputs or outputs that weigh anything; energy comes in as fuels only."""
    flows = at.flows
    weight = np.array([at.weight[stream] for stream in flows["stream"].tolist()])
    counts = (flows["out"] == out) & (weight > 0)
    if not out and at.kind == "energy":
        counts &= flows["fuel"]
    rows = flows.take(counts).rows(*_MOVED)
    for row, gj_or_t in zip(rows, weight[counts].tolist(), strict=True):
        yield {**row, "weight": gj_or_t}


def _inputs(at: Year) -> Iterator[Move]:
    for row in _rows(at, out=False):
        firm, stream, weight = (FIRM, row["enterprise"]), row["stream"], row["weight"]
        goods = "water market" if at.kind == "water" else "material market"
        market = (SOURCE, "fuel market" if row["fuel"] else goods)
        yield Move(MARKETS.get(stream, market), firm, stream, row["market"] * weight)
        hub = "sewer network" if at.kind == "water" else "waste plants"
        yield Move((HUB, hub), firm, stream, row["plants"] * weight)
        yield Move(MAINS, firm, stream, row["mains"] * weight)
        yield from _either(firm, "stocks", stream, row["stock"] * weight)
        yield from _either(firm, "sun and wind", stream, row["own"] * weight)
        if at.kind == "material":
            yield from _either(firm, "reuse on site", stream, row["on_site"] * weight)


def _outputs(at: Year) -> Iterator[Move]:
    table = at.catalogue.tables["streams"]
    route = dict(zip(table["stream"].tolist(), table["disposal_route"].tolist(), strict=True))
    effluent = set(table["stream"][table["category"] == "by-product"].tolist())
    for row in _rows(at, out=True):
        firm, stream, weight = (FIRM, row["enterprise"]), row["stream"], row["weight"]
        good = row["product"] and not (at.kind == "water" and stream in effluent)
        end: Node | None = (SINK, "products" if good else ROUTES[route[stream]])
        if at.kind == "energy":
            unasked = at.sector[row["enterprise"]] in STEAM_LED
            sold = (SINK, "heat sold") if stream in HEATS and not unasked else None
            end = POWER if stream == "electricity" else sold
        if end is not None:
            yield Move(firm, end, stream, row["market"] * weight)
        yield Move(firm, MAINS, stream, row["mains"] * weight)
        if at.kind != "energy":
            hub = "sewer network" if at.kind == "water" else "waste plants"
            yield Move(firm, (HUB, hub), stream, row["plants"] * weight)
        if at.kind == "material":
            yield from _either(firm, "reuse on site", stream, -row["on_site"] * weight)


def _links(at: Year) -> Iterator[Move]:
    """Yield what links gave, and by how much it differs from the input that it replaced.

    Energy counts where a fuel, power or heat is replaced; what has no calorific value, as hot waste
    water, counts the energy that it replaces.
    """
    catalogue = at.catalogue
    fuels = {*HEATS, "electricity", "coal", "coke", "natural_gas", "diesel"}
    gave = at.amounts != 0.0
    rows = at.links.take(gave).rows(*_LINKED)
    for row, given in zip(rows, at.amounts[gave].tolist(), strict=True):
        replaced = catalogue.streams[catalogue.to_stream[catalogue.exchange[row["exchange"]]]]
        if at.kind == "energy" and replaced not in fuels:
            continue
        arrives = given * row["ratio"] * at.weight[replaced]
        value = given * at.weight[row["stream"]]
        if at.kind == "energy" and value == 0:
            value = arrives
        outside = "partners outside"
        giver = (FIRM, row["giver"]) if row["giver_inside"] else (SOURCE, outside)
        taker = (FIRM, row["taker"]) if row["taker_inside"] else (SINK, outside)
        yield Move(giver, taker, row["stream"], value)
        if at.kind == "material" and row["taker_inside"]:
            yield from _either(taker, "substitution", row["stream"], arrives - value)


def _networks(results: Results, year: int, region: str, found: list[Move]) -> Iterator[Move]:
    """Yield what power draws from the grid and feeds into it, and what steam mains lose."""
    at = int(np.flatnonzero(results.years == year)[0])
    drawn = float(results.series("power_imported", region)[at]) * 3.6
    surplus = float(results.series("power_fed_in", region)[at]) * 3.6
    fed_in = Move((SOURCE, "sun and wind"), POWER, "electricity", surplus)
    sold, bought = _through(POWER, [*found, fed_in])
    yield Move((SOURCE, "grid"), POWER, "electricity", drawn)
    yield fed_in
    fed = drawn + sold - bought
    if fed > 1e-9 * (sold + bought):
        yield Move(POWER, (SINK, "grid"), "electricity", fed)
    sent, arrived = _through(MAINS, found)
    if sent - arrived > 1e-9 * sent:
        yield Move(MAINS, (SINK, "pipe losses"), "steam_lp", sent - arrived)


def _served(kind: str, found: list[Move]) -> Iterator[Move]:
    """Yield what plants of the park treat for partners outside: more than firms inside sent."""
    hub = (HUB, "sewer network" if kind == "water" else "waste plants")
    sent, taken = _through(hub, found)
    if taken - sent > 1e-9 * taken:
        largest = max((move for move in found if move.start == hub), key=lambda move: move.value)
        yield Move((SOURCE, "partners outside"), hub, largest.stream, taken - sent)


def _through(network: Node, found: list[Move]) -> tuple[float, float]:
    """Return what enters and what leaves a network."""
    entered = sum(move.value for move in found if move.end == network)
    return entered, sum(move.value for move in found if move.start == network)


def _either(firm: Node, name: str, stream: str, value: float) -> Iterator[Move]:
    """Yield a flow from a source where the value is positive, into the sink of its name else."""
    if value > 0:
        yield Move((SOURCE, name), firm, stream, value)
    else:
        yield Move(firm, (SINK, name), stream, -value)


def _open(found: list[Move], kind: str) -> Iterator[Move]:
    """Yield what closes each enterprise: its use, or what its feedstock brought."""
    left: defaultdict[Node, float] = defaultdict(float)
    for move in found:
        left[move.end] += move.value
        left[move.start] -= move.value
    source, sink = OPEN[kind]
    for node, value in left.items():
        if node[0] == FIRM:
            if value > 0:
                yield Move(node, (SINK, sink), kind, value)
            else:
                yield Move((SOURCE, source), node, kind, -value)


def _water(at: Year) -> Iterator[Move]:
    """Yield the mass of water that stays in an enterprise's goods and vapour, or leaves them."""
    streams = at.catalogue.tables["streams"]
    mass = dict(zip(streams["stream"].tolist(), streams["mass_kg_per_unit"].tolist(), strict=True))
    water, net = weights(at.catalogue, "water"), defaultdict[str, float](float)
    for row in at.flows.rows("enterprise", "stream", "amount", "out"):
        if water[row["stream"]] > 0:
            tonnes = row["amount"] * mass[row["stream"]] / 1000.0
            net[row["enterprise"]] += -tonnes if row["out"] else tonnes
    for name, value in net.items():
        yield from _either((FIRM, name), "water", "fresh_water", value)
