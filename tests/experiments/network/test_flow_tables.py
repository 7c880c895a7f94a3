"""A flow table that is wrong is refused with every fault: one broken table for each message."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.network import read_flow_network
from sim.faults import InputError

GOOD = "from,to,flow\nmill,kiln,5\nkiln,mill,2\n"
EDGE = "node,input,export,respiration\nmill,3,0,0\nkiln,0,2,1\n"

FAULTY_FLOWS = {
    "negative": ("from,to,flow\nmill,kiln,-5\n", "line 2, column flow: is -5, below 0"),
    "nan": ("from,to,flow\nmill,kiln,nan\n", "line 2, column flow: is 'nan', not a number"),
    "infinite": ("from,to,flow\nmill,kiln,inf\n", "line 2, column flow: is 'inf', not a number"),
    "vast": ("from,to,flow\nmill,kiln,1e99\n", "line 2, column flow: is 1e+99, above 1e+30"),
    "word": ("from,to,flow\nmill,kiln,much\n", "line 2, column flow: is 'much', not a number"),
    "no amount": ("from,to,flow\nmill,kiln,\n", "line 2, column flow: is empty"),
    "no node": ("from,to,flow\n,kiln,5\n", "line 2, column from: is empty"),
    "space": ("from,to,flow\nmill ,kiln,5\n", "line 2, column from: is 'mill '"),
    "no column": ("from,flow\nmill,5\n", "line 1, column to: is missing"),
    "other column": ("from,to,flow,unit\na,b,5,t\n", "line 1, column unit: is not known"),
    "cells": ("from,to,flow\nmill,kiln\n", "line 2: has 2 cells, the header 3"),
    "no rows": ("from,to,flow\n", "flows.csv: holds no flow"),
    "all zero": ("from,to,flow\nmill,kiln,0\n", "flows.csv: holds no flow"),
    "empty": ("", "line 1: has no header"),
}

FAULTY_BOUNDARY = {
    "unknown": ("mil,3,0,0\nkiln,0,2,1\n", "line 2, column node: mil is no node", "mill"),
    "twice": (
        "mill,3,0,0\nmill,3,0,0\nkiln,0,3,0\n",
        "line 3, column node: repeats mill",
        "line 2",
    ),
    "negative": ("mill,3,0,0\nkiln,0,-3,0\n", "line 3, column export: is -3, below 0", "0"),
    "blank": ("mill,3,0,\nkiln,0,3,0\n", "line 2, column respiration: is empty", "0 where none"),
    "too much in": ("mill,4,0,0\nkiln,0,3,0\n", "line 2: mill takes 6", "add 1 to its export"),
    "too much out": ("mill,3,0,0\nkiln,0,4,0\n", "line 3: kiln takes 5", "add 1 to its input"),
    "left out": ("mill,3,0,0\n", "boundary.csv: kiln takes 5", "but gives 2"),
}


def write(folder: Path, flows: str = GOOD, edge: str = EDGE) -> tuple[Path, Path]:
    paths = folder / "flows.csv", folder / "boundary.csv"
    for path, text in zip(paths, (flows, edge), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


@pytest.mark.parametrize("name", FAULTY_FLOWS)
def test_a_faulty_flow_table_is_refused(name: str, tmp_path: Path) -> None:
    text, message = FAULTY_FLOWS[name]
    flows, _ = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        read_flow_network(flows)
    assert message in str(caught.value)
    assert all(fault.mend for fault in caught.value.faults)


@pytest.mark.parametrize("name", FAULTY_BOUNDARY)
def test_a_faulty_boundary_is_refused(name: str, tmp_path: Path) -> None:
    rows, *parts = FAULTY_BOUNDARY[name]
    flows, edge = write(tmp_path, edge="node,input,export,respiration\n" + rows)
    with pytest.raises(InputError) as caught:
        read_flow_network(flows, edge)
    (fault,) = caught.value.faults
    assert all(part in str(fault) for part in parts)


def test_faults_of_both_files_come_together(tmp_path: Path) -> None:
    flows, edge = write(
        tmp_path,
        "from,to,flow\nmill,kiln,-5\nkiln,mill,x\n",
        "node,input,export,respiration\nmil,3,0,0\nkiln,nan,0,0\n",
    )
    with pytest.raises(InputError) as caught:
        read_flow_network(flows, edge)
    assert {fault.place for fault in caught.value.faults} == {
        "flows.csv line 2, column flow",
        "flows.csv line 3, column flow",
        "boundary.csv line 2, column node",
        "boundary.csv line 3, column input",
    }


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="from,to,flow"):
        read_flow_network(tmp_path / "none.csv")


def test_a_given_boundary_is_read(tmp_path: Path) -> None:
    network = read_flow_network(*write(tmp_path))
    assert (network.nodes, network.boundary) == (("mill", "kiln"), "given")
    assert network.flow.tolist() == [[0, 5], [2, 0]]
    assert network.input.tolist() == [3, 0]
    assert (network.export + 10 * network.respiration).tolist() == [0, 12]


def test_rounded_figures_balance_well_enough(tmp_path: Path) -> None:
    third = "from,to,flow\na,b,333.3\na,c,333.3\na,d,333.3\n"
    edge = "node,input,export,respiration\na,1000,0,0\nb,0,333.3,0\nc,0,333.3,0\nd,0,0,333.3\n"
    assert read_flow_network(*write(tmp_path, third, edge)).boundary == "given"


def test_streams_and_notes_may_stand_beside(tmp_path: Path) -> None:
    flows, _ = write(tmp_path, 'from,"to",stream,flow\nmill,kiln,ash,5\nmill,kiln,slag,1\n')
    network = read_flow_network(flows)
    assert network.flow.tolist() == [[0, 6], [0, 0]]
    assert (network.boundary, network.export.tolist()) == ("balanced", [0, 6])
