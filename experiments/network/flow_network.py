"""A network of flows in one quantity, with what crosses its boundary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Array = NDArray[Any]

Link = tuple[str, str, float]
"""From, to and amount of one flow."""

LEAST_LEAK = 1e-9
"""Share of its throughflow that a loop without a way out is taken to lose, so that N exists."""

NEGLIGIBLE = 1e-12
"""Share of a node's flow below which a difference or a way out of a loop is but rounding."""


@dataclass(frozen=True, eq=False)
class FlowNetwork:
    """Flows between n nodes in any one unit; row gives, column takes.

    `flow` is (n, n), `input`, `export` and `respiration` are (n,). Export leaves as something
    useful, respiration is dissipated. `boundary` says whether these three were given or balanced.
    Parallel streams between two nodes are one link, their amounts summed. A flow from a node to
    itself is a link, and a loop of length one.
    """

    nodes: tuple[str, ...]
    flow: Floats
    input: Floats
    export: Floats
    respiration: Floats
    boundary: Literal["given", "balanced"]

    @classmethod
    def balanced(cls, links: Iterable[Link], nodes: Sequence[str] = ()) -> FlowNetwork:
        """Return the network of `links` closed by the least boundary that balances every node.

        input = max(out - in, 0), export = max(in - out, 0), respiration = 0. So nothing is known
        of what passes a node between two outsides; throughflow is the least that is possible.
        `nodes` names nodes first, in order; those of the links follow.

        >>> chain = FlowNetwork.balanced([("mill", "kiln", 3.0), ("kiln", "farm", 1.0)])
        >>> chain.nodes, chain.input.tolist(), chain.export.tolist()
        (('mill', 'kiln', 'farm'), [3.0, 0.0, 0.0], [0.0, 2.0, 1.0])
        """
        names, flow = flow_matrix(links, nodes)
        given, taken = flow.sum(axis=1), flow.sum(axis=0)
        surplus = np.where(np.isclose(given, taken, rtol=NEGLIGIBLE, atol=0), 0.0, given - taken)
        nothing = np.zeros(len(names))
        return cls(
            names, flow, np.maximum(surplus, 0), np.maximum(-surplus, 0), nothing, "balanced"
        )

    @property
    def link(self) -> NDArray[np.bool_]:
        """Which node gives to which (n, n): the directed 0/1 adjacency."""
        return self.flow > 0

    @cached_property
    def inflow(self) -> Floats:
        """Throughflow T of each node (n,): what other nodes and the outside put into it."""
        inflow: Floats = self.flow.sum(axis=0) + self.input
        return inflow

    @cached_property
    def outflow(self) -> Floats:
        """What each node gives to nodes and to the outside (n,); T again where it balances."""
        outflow: Floats = self.flow.sum(axis=1) + self.export + self.respiration
        return outflow

    @cached_property
    def loops(self) -> list[Array]:
        """The members of each strongly connected part that holds a cycle."""
        return _loops(self.link)

    @cached_property
    def shares(self) -> Floats:
        """Direct shares G (n, n): of a node's throughflow what it gives to each other, f_ij / T_i.

        T is the larger of inflow and outflow, so that rounded figures never give more than all. In
        a loop that nothing leaves, all shares shrink by `LEAST_LEAK`.
        """
        through = np.maximum(self.inflow, self.outflow)
        shares: Floats = self.flow / np.where(through > 0, through, 1.0)[:, None]
        for some in _loops(shares > NEGLIGIBLE):
            kept = self.flow[np.ix_(some, some)].sum()
            if through[some].sum() - kept <= LEAST_LEAK * kept:
                shares[some] /= 1 + LEAST_LEAK
        return shares

    @cached_property
    def visits(self) -> Floats:
        """Integral flows N = (I - G)^-1 (n, n): visits to column of a unit that enters at row."""
        return np.asarray(np.linalg.inv(np.eye(len(self.nodes)) - self.shares), dtype=np.float64)


def flow_matrix(links: Iterable[Link], nodes: Sequence[str] = ()) -> tuple[tuple[str, ...], Floats]:
    """Return the nodes in order of appearance and their flows (n, n), parallel ones summed."""
    rows = list(links)
    ends = (end for giver, taker, _ in rows for end in (giver, taker))
    place = {name: k for k, name in enumerate(dict.fromkeys([*nodes, *ends]))}
    flow = np.zeros((len(place), len(place)))
    for giver, taker, amount in rows:
        flow[place[giver], place[taker]] += amount
    return tuple(place), flow


def _loops(link: NDArray[np.bool_]) -> list[Array]:
    """Return the members of each strongly connected part of an adjacency that holds a cycle."""
    from scipy.sparse.csgraph import connected_components

    if not link.any():
        return []
    _, part = connected_components(link, directed=True, connection="strong")
    members = (np.flatnonzero(part == k) for k in np.unique(part))
    return [some for some in members if len(some) > 1 or link[some[0], some[0]]]
