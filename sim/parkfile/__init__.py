"""The park file: a workbook or a folder of CSV, read with every fault gathered, and written."""

from __future__ import annotations

from sim.parkfile.basis import BASES, basis_of
from sim.parkfile.content import read_content
from sim.parkfile.find import check_park, example_parks, find_park, read_park
from sim.parkfile.write import template_content, workbook_content, write_park, write_template

__all__ = [
    "BASES",
    "basis_of",
    "check_park",
    "example_parks",
    "find_park",
    "read_content",
    "read_park",
    "template_content",
    "workbook_content",
    "write_park",
    "write_template",
]
