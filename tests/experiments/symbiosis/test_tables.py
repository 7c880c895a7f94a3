"""Tables of symbiosis written as CSV."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from experiments.symbiosis.export import write_tables


@pytest.mark.parametrize("name", ["=1+1", "+1", "-A1", "@SUM(A1)", "\t=1", "＝1+1", "＠甲"])
def test_no_text_becomes_a_formula(tmp_path: Path, name: str) -> None:
    write_tables(tmp_path / "tables", {"firms": [{"firm": name, "links": -2}]})
    with (tmp_path / "tables" / "firms.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row == {"firm": f"'{name}", "links": "-2"}
