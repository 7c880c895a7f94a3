"""Reading what a user sends: in a worker process, within limits, faults row by row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sim.faults import Fault, InputError
from sim.park import Park
from sim.parkfile import read_content

MOST_SITES = 1_000
"""Enterprises and facilities of a park that the page runs; the command line takes more."""

MOST_FAULTS = 1_000
"""Faults that are listed."""

_PLACE = re.compile(
    r"(?:sheet (?P<sheet>.+?)(?:, row (?P<row>\d+))?|(?P<file>.+?\.csv)(?: line (?P<line>\d+))?)"
    r"(?:, column (?P<column>.+))?",
    re.DOTALL,
)


@dataclass(frozen=True, eq=False)
class Read:
    """What became of a file: its park, or its faults (the first `MOST_FAULTS` of `found`)."""

    name: str
    park: Park | None = None
    faults: tuple[Fault, ...] = ()
    found: int = 0

    @property
    def sites(self) -> int:
        """The number of enterprises and facilities."""
        park = self.park
        return (
            0
            if park is None
            else sum(len(s["sector"]) for s in (park.enterprises, park.facilities))
        )


def read(name: str, content: bytes) -> Read:
    """Read a park; never raises for what a file holds."""
    try:
        park = read_content(name, content)
    except InputError as error:
        return Read(name, None, error.faults[:MOST_FAULTS], len(error.faults))
    return Read(name, park)


def failed(name: str, wrong: str, mend: str) -> Read:
    """Return what is said of a file that was not read."""
    return Read(name, None, (Fault(name, wrong, mend),), 1)


def place_of(fault: Fault) -> tuple[str, str, str]:
    """Return file or sheet, row or line, and column of a fault; empty where it names none.

    >>> place_of(Fault("sheet enterprises, row 4, column output", "", ""))
    ('enterprises', '4', 'output')
    >>> place_of(Fault("links.csv line 3", "", ""))
    ('links.csv', '3', '')
    """
    found = _PLACE.fullmatch(fault.place)
    if found is None:
        return fault.place, "", ""
    where = found["sheet"] or found["file"]
    return where, found["row"] or found["line"] or "", found["column"] or ""
