"""Where a park comes from: a path, or the name of a packaged example."""

from __future__ import annotations

from pathlib import Path

from sim.faults import Fault, InputError
from sim.park import Park
from sim.parkfile.check import park_of
from sim.parkfile.content import read_file
from sim.parkfile.csvfolder import read_folder
from sim.parkfile.raw import RawPark
from sim.parkfile.rawpark import raw_of
from sim.parkfile.words import nearest

_PARKS = Path(__file__).parent.parent / "parks"


def example_parks() -> dict[str, Path]:
    """Return the packaged example parks: name -> folder, by name."""
    return {path.parent.name: path.parent for path in sorted(_PARKS.glob("*/park.csv"))}


def read_park(where: str | Path) -> Park:
    """Read a park from an .xlsx workbook, a folder of CSV (also as .zip) or an example's name.

    A path that exists wins over an example of the same name. Raises `InputError` listing every
    fault with its sheet or file, row or line, and column.
    """
    path = find_park(where)
    try:
        raw = _read(path)
    except OSError as error:
        wrong = f"it cannot be read ({error.strerror or error})"
        raise InputError([Fault(str(path), wrong, "check that it is yours to read")]) from error
    return park_of(raw)


def check_park(park: Park) -> None:
    """Raise `InputError` with every fault of a park built in memory, placed as in a workbook."""
    park_of(raw_of(park))


def find_park(where: str | Path) -> Path:
    """Return the path that `where` stands for; raise `InputError` where there is none."""
    path = Path(where)
    if str(where).strip() and path.exists():
        return path
    examples = example_parks()
    if str(where) in examples:
        return examples[str(where)]
    close = nearest(path.name, examples)
    mend = f"did you mean the example {close[0]}?" if close else "give a path or an example's name"
    mend += f" (examples: {', '.join(examples)})"
    raise InputError([Fault(str(where), "there is no such park file, folder or example", mend)])


def _read(path: Path) -> RawPark:
    if path.is_dir():
        return read_folder(path)
    if path.suffix.casefold() == ".csv":
        wrong = "a park is a folder of CSV files, not one of them"
        raise InputError([Fault(str(path), wrong, f"give the folder {path.parent}")])
    return read_file(path)
