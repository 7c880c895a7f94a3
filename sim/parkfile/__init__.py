"""The park file: a workbook or a folder of CSV, read with every fault gathered, and written."""

from __future__ import annotations

from sim.parkfile.find import check_park, example_parks, find_park, read_park
from sim.parkfile.write import write_park, write_template

__all__ = [
    "check_park",
    "example_parks",
    "find_park",
    "read_park",
    "write_park",
    "write_template",
]
