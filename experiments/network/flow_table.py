"""Reading a flow table and its boundary table: every fault of both at once.

The flow table has the columns `from`, `to`, `flow`, and may have `stream` and `note`, which are not
read. The boundary table has `node`, `input`, `export`, `respiration`; a node that it leaves out has
none of them.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from experiments.network.flow_network import FlowNetwork, flow_matrix
from sim.faults import Fault, InputError, raise_faults
from sim.table_form import Column, Spec, Table
from sim.table_reader import read_cells

TOLERANCE = 1e-3
"""Share of a node's flow by which given inputs and outputs may differ: room for rounded figures."""

LARGEST = 1e30
"""Bound on one amount, in any unit; sums and products of such still have room."""


def _amount(name: str) -> Column:
    what = "a number, 0 where none"
    return Column(name, "number", low=0.0, high=LARGEST, required=True, description=what)


FLOWS: Spec = (
    Column("from", "text", required=True, description="the node that gives"),
    Column("to", "text", required=True, description="the node that takes"),
    _amount("flow"),
)
REMARKS: Spec = (Column("stream", "text"), Column("note", "text"))
BOUNDARY: Spec = (
    Column("node", "text", key=True, required=True, description="a node of the flow table"),
    *map(_amount, ("input", "export", "respiration")),
)


def read_flow_network(flows: Path | str, boundary: Path | str | None = None) -> FlowNetwork:
    """Read a flow table, with its boundary table or balanced without one.

    Flows are in any one unit. Errors: one `InputError` with every fault of both files; among them
    a boundary that leaves a node's inputs and outputs more than `TOLERANCE` apart.
    """
    faults: list[Fault] = []
    table = _read(Path(flows), FLOWS, REMARKS, faults)
    edge = None if boundary is None else _read(Path(boundary), BOUNDARY, (), faults)
    if table is None or (edge is None and boundary is not None):
        raise InputError(faults)
    links = list(zip(*(table[name].tolist() for name in ("from", "to", "flow")), strict=True))
    if not faults and not table["flow"].any():
        wrong, mend = "holds no flow", "write a row with from, to and flow for each flow above 0"
        faults.append(Fault(Path(flows).name, wrong, mend))
    if edge is None:
        raise_faults(faults)
        return FlowNetwork.balanced(links)
    nodes, flow = flow_matrix(links)
    faults += _unknown(edge, nodes)
    raise_faults(faults)
    place = [nodes.index(node) for node in edge["node"]]
    crossing = np.zeros((3, len(nodes)))
    crossing[:, place] = [edge[name] for name in ("input", "export", "respiration")]
    given, exported, respired = crossing
    network = FlowNetwork(nodes, flow, given, exported, respired, "given")
    raise_faults(list(_unbalanced(network, edge)))
    return network


def _read(path: Path, spec: Spec, optional: Spec, faults: list[Fault]) -> Table | None:
    """Read one file, appending faults; optional columns are taken where the header has them."""
    if not path.is_file():
        names = ",".join(column.name for column in spec)
        faults.append(Fault(str(path), "is no file", f"name a CSV file with the columns {names}"))
        return None
    with path.open("rb") as file:
        line = file.readline().decode("utf-8-sig", errors="replace")
    header = next(csv.reader([line]), [])
    return read_cells(path, (*spec, *(c for c in optional if c.name in header)), faults)


def _unknown(edge: Table, nodes: tuple[str, ...]) -> Iterator[Fault]:
    for row, node in enumerate(edge["node"]):
        if node and node not in nodes:
            near = ", ".join(difflib.get_close_matches(node, nodes, 3) or nodes[:3])
            wrong = f"{node} is no node of the flow table"
            mend = f"write one of its nodes, such as {near}, or give {node} a flow"
            yield Fault(edge.where(row, "node"), wrong, mend)


def _unbalanced(network: FlowNetwork, edge: Table) -> Iterator[Fault]:
    """Yield a fault for each node whose inputs and outputs differ, at its line of the boundary."""
    rows = {node: row for row, node in enumerate(edge["node"])}
    for node, taken, given in zip(network.nodes, network.inflow, network.outflow, strict=True):
        if abs(taken - given) > TOLERANCE * max(taken, given):
            place = edge.where(rows[node]) if node in rows else f"{edge.name}.csv"
            wrong = (
                f"{node} takes {taken:g} (inflows and input) but gives {given:g}"
                " (outflows, export and respiration)"
            )
            short = "export or respiration" if taken > given else "input"
            mend = f"add {abs(taken - given):g} to its {short}, or correct its flows"
            yield Fault(place, wrong, mend)
