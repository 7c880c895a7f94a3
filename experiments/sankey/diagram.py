"""The diagram: moves summed to nodes and links at a level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from experiments.frame import Frame, text_column
from experiments.indicators.stream_class import class_of
from experiments.sankey.moves import FIRM, KINDS, SINK, Move, Node, moves, sectors_of
from sim.faults import Fault, raise_faults
from sim.tables import read_tables

if TYPE_CHECKING:
    from experiments.results import Results

LEVELS = ("sector", "enterprise", "class")
CLOSING = ("energy", "water")
"""Streams of the flows that close an enterprise's energy or water: they have no class."""


class Sankey(NamedTuple):
    """Nodes (`node`, `role`, `inflow`, `outflow`), links (`from`, `to`, `stream`, `value`), unit.

    Roles: source, sink, or an inner node: enterprise (or its sector or class), network. What passes
    an inner node enters and leaves it alike. A flow from a node to itself, as between firms of one
    sector, is left out.
    """

    nodes: Frame
    links: Frame
    unit: str


def sankey(
    results: Results,
    year: int,
    kind: str = "energy",
    level: str = "sector",
    region: str | None = None,
) -> Sankey:
    """Return the balanced flows of a park's energy (GJ), water (m3) or materials (t) in a year.

    `level` sums enterprises to sectors, or puts classes of streams before and behind one node
    `park`. Streams are shown as they are in energy, else by `kind_of`.

    Errors: `InputError` with every fault of year, kind, level and region.
    """
    region = region or results.regions[0]
    raise_faults(list(_faults(results, year, kind, level, region)))
    sector = sectors_of(results, region)
    sums: defaultdict[tuple[Node, Node, str], float] = defaultdict(float)
    for move in moves(results, year, kind, region):
        stream = move.stream if kind == "energy" or move.stream in CLOSING else kind_of(move.stream)
        for start, end in _steps(move, level, sector):
            if start != end:
                sums[start, end, stream] += move.value
    names = _names({node for start, end, _ in sums for node in (start, end)})
    rows = sorted(sums.items(), key=lambda item: -item[1])
    links = Frame(
        {
            "from": text_column([names[start] for (start, _, _), _ in rows]),
            "to": text_column([names[end] for (_, end, _), _ in rows]),
            "stream": text_column([stream for (_, _, stream), _ in rows]),
            "value": np.array([value for _, value in rows]),
        }
    )
    return Sankey(_nodes(names, links), links, KINDS[kind])


def kind_of(stream: str) -> str:
    """Return the class of a by-product or waste, the category of any other stream.

    >>> kind_of("fly_ash"), kind_of("iron_ore")
    ('mineral', 'raw material')
    """
    category = str(read_tables()["streams"].row(stream)["category"])
    return class_of(stream) if category in ("by-product", "waste") else category


def _place(node: Node, level: str, sector: dict[str, str]) -> Node:
    """Return what a node is at a level: an enterprise becomes its sector, or the park."""
    if node[0] != FIRM or level == "enterprise":
        return node
    return ("sector", sector[node[1]]) if level == "sector" else ("park", "park")


def _steps(move: Move, level: str, sector: dict[str, str]) -> Iterator[tuple[Node, Node]]:
    """Yield the links that a move is drawn as; by class it passes the class it leaves or enters."""
    path = [_place(move.start, level, sector), _place(move.end, level, sector)]
    if level == "class" and move.stream not in CLOSING:
        name = kind_of(move.stream)
        sides = zip((move.start, move.end), ("out", "in"), strict=True)
        path[1:1] = [("class", f"{name} {side}") for node, side in sides if node[0] == FIRM]
    yield from pairwise(path)


def _names(nodes: set[Node]) -> dict[Node, str]:
    """Return a name of its own for each node: a sink that has a source's name says so."""
    taken = {name for role, name in nodes if role != SINK}
    names = {}
    for role, name in sorted(nodes):
        names[role, name] = f"{name} (out)" if role == SINK and name in taken else name
    return names


def _nodes(names: dict[Node, str], links: Frame) -> Frame:
    order = {name: k for k, name in enumerate(names.values())}
    sums = []
    for side in ("to", "from"):
        rows = np.array([order[name] for name in links[side].tolist()], dtype=np.int64)
        sums.append(np.bincount(rows, links["value"], len(order)).astype(np.float64))
    return Frame(
        {
            "node": text_column(list(order)),
            "role": text_column([role for role, _ in names]),
            "inflow": sums[0],
            "outflow": sums[1],
        }
    )


def _faults(results: Results, year: int, kind: str, level: str, region: str) -> Iterator[Fault]:
    if year not in results.years:
        span = f"{results.years[0]} to {results.years[-1]}"
        yield Fault(f"year {year}", "is no year of the run", f"write {span}")
    for what, given, known in (
        ("kind", kind, list(KINDS)), ("level", level, list(LEVELS)),
        ("region", region, results.regions),
    ):  # fmt: skip
        if given not in known:
            yield Fault(f"{what} {given}", "is not known", f"write {' or '.join(known)}")
