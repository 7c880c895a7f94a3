"""Tables of quantities for tests."""

from __future__ import annotations

from pathlib import Path

from experiments.inventory import Inventory, inventory
from tests.house.project import ROOT

EXAMPLE = ROOT / "examples" / "inventory" / "three_firms.csv"
HEADER = (
    "enterprise,activity,carrier,quantity,unit,counterpart,"
    "heating_value_gj_per_unit,co2_factor_t_per_unit"
)


def write(folder: Path, *rows: str) -> Path:
    """Write a table of rows that may leave the last columns out."""
    path = folder / "table.csv"
    lines = [row + "," * (HEADER.count(",") - row.count(",")) for row in rows]
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


def account(folder: Path, *rows: str, year: int = 2022, place: str = "CN-ZJ") -> Inventory:
    """Return the account of a table of rows, at Zhejiang's published factor of 2022."""
    return inventory(write(folder, *rows), year, place)
