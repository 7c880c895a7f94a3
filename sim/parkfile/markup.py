"""What the XML parts of a workbook must not hold; read as a stream, so that memory stays small.

A spreadsheet library builds a tree of each row, and of each small part as a whole: what would make
such a tree large is refused before.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from xml.parsers import expat

from sim.faults import Fault
from sim.parkfile.limits import Limits

MOST_TOGETHER = 100_000
"""Elements of one row, or of a part without rows; a sheet has 16,384 columns at most."""

_PER_CELL = 3
"""Elements that a cell may take: itself, its value, and what stands around them."""

_CHUNK = 65_536
_PARTED = ("row", "si")
"""Elements of a sheet and of the shared texts that are read one after the other."""


class _Refused(Exception):
    """The part holds what no workbook needs."""


def markup_faults(package: zipfile.ZipFile, name: str, limits: Limits) -> Iterator[Fault]:
    """Yield why the XML of a workbook is refused: the first part with entities, or too large.

    Every part is looked at, whatever it is called: what is no XML ends at its first byte.
    """
    for part in package.infolist():
        try:
            _look_through(package, part, limits.cells * _PER_CELL)
        except _Refused as refused:
            wrong = f"its part {part.filename[:60]!r} {refused}"
            yield Fault(name, wrong, "save it again in a spreadsheet")
            return


def _look_through(package: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> None:
    parser = expat.ParserCreate()
    together = total = 0

    def doctype(*_: object) -> None:
        raise _Refused("defines entities, which no workbook needs")

    def element(called: str, _: object) -> None:
        nonlocal together, total
        total += 1
        together = 0 if called.rpartition(":")[2] in _PARTED else together + 1
        if together > MOST_TOGETHER or total > most:
            raise _Refused("holds more than a park needs")

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    # Broken XML, or none, is left to the reader.
    with package.open(part) as stream, suppress(expat.ExpatError):
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
