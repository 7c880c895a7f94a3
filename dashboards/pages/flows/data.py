"""The flows of a run in a year as plain data: nodes and links, and the same between two runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experiments.results import Results

KINDS = ("energy", "water", "material")
LEVELS = ("sector", "class", "enterprise")

Pair = tuple[str, str]


@dataclass(frozen=True)
class Flow:
    """What passed from one node to another: the stream's key, and the amount in the unit."""

    start: str
    end: str
    stream: str
    value: float


@dataclass(frozen=True)
class Flows:
    """Flows of a year, the largest first; names of nodes and streams by key, and roles of nodes."""

    unit: str
    flows: tuple[Flow, ...]
    nodes: dict[str, Pair]
    roles: dict[str, str]
    streams: dict[str, Pair]

    @property
    def supplied(self) -> float:
        """What all sources give in the year, in the unit."""
        given = 0.0
        for flow in self.flows:
            given += flow.value if self.roles[flow.start] == "source" else 0.0
        return given


def flows_of(results: Results, year: int, kind: str, level: str) -> Flows:
    """Return the flows of a kind (`KINDS`) in a year, enterprises summed as `LEVELS` say."""
    from experiments.sankey import sankey

    found = sankey(results, year, kind, level)
    named = results.enterprises.where(year=year).rows("enterprise", "name_en", "name_zh")
    names = {row["enterprise"]: (str(row["name_en"]), str(row["name_zh"])) for row in named}
    roles = dict(zip(found.nodes["node"].tolist(), found.nodes["role"].tolist(), strict=True))
    return Flows(
        unit=found.unit,
        flows=tuple(
            Flow(row["from"], row["to"], row["stream"], float(row["value"]))
            for row in found.links.rows()
            if row["value"] > 0.0
        ),
        nodes={node: names.get(node) or _node(node) for node in roles},
        roles=roles,
        streams={stream: _stream(stream) for stream in set(found.links["stream"].tolist())},
    )


def difference(flows: Flows, before: Flows) -> Flows:
    """Return by how much each flow is larger (or, below 0, smaller) than before."""
    changed = {(one.start, one.end, one.stream): one.value for one in flows.flows}
    for one in before.flows:
        key = (one.start, one.end, one.stream)
        changed[key] = changed.get(key, 0.0) - one.value
    rows = sorted(changed.items(), key=lambda item: (-abs(item[1]), item[0]))
    least = 1e-9 * max((one.value for one in before.flows), default=0.0)
    return Flows(
        unit=flows.unit,
        flows=tuple(Flow(*key, value) for key, value in rows if abs(value) > least),
        nodes={**before.nodes, **flows.nodes},
        roles={**before.roles, **flows.roles},
        streams={**before.streams, **flows.streams},
    )


@cache
def _node(node: str) -> Pair:
    from experiments.sankey.labels import node_label

    return node_label(node, "en"), node_label(node, "zh")


@cache
def _stream(stream: str) -> Pair:
    from experiments.sankey.labels import flow_label

    return flow_label(stream, "en"), flow_label(stream, "zh")
