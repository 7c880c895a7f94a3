"""The parks and packages of a study: read where they stand, each once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from experiments.studyfile.notes import Notes
from experiments.studyfile.values import as_list, repeated, shown
from policies.package import Package, read_package
from sim.faults import InputError
from sim.park import Park
from sim.parkfile import read_park

Thing = TypeVar("Thing", Park, Package)

BASELINE = "baseline"


def read_parks(notes: Notes, folder: Path) -> dict[str, Park]:
    """Return the parks by what the study calls them; paths are looked for beside the study."""

    def read(where: str | Path) -> Park:
        beside = folder / where
        return read_park(beside if beside.exists() else where)

    names = listed(notes, "park")
    if not names:
        notes.fault("has no parks", 'write parks = ["kalundborg"], say')
    return _all(notes, names, Park, read, lambda park: park.park_id, "park")


def read_packages(notes: Notes, folder: Path) -> dict[str, Package]:
    """Return the packages by what the study calls them; the baseline where it names none."""

    def read(where: str | Path) -> Package:
        beside = folder / where
        return read_package(beside if beside.is_file() else where)

    names = listed(notes, "package") or [BASELINE]
    return _all(notes, names, Package, read, lambda package: package.name, "package")


def listed(notes: Notes, kind: str) -> list[Any]:
    """Return what stands under `park` or `parks` (`package` or `packages`)."""
    content, many = notes.content, f"{kind}s"
    return as_list(content[many] if many in content else content.get(kind, []))


def _all(
    notes: Notes,
    names: list[Any],
    kind: type[Thing],
    read: Callable[[str | Path], Thing],
    id_of: Callable[[Thing], str],
    key: str,
) -> dict[str, Thing]:
    many = f"{key}s"
    used = many if many in notes.content else key
    if many in notes.content and key in notes.content:
        notes.fault(f"stands beside {key}", f"write {many} alone", many)
    found: dict[str, Thing] = {}
    notes.once([name for name in names if isinstance(name, str)], used)
    for name in names:
        if isinstance(name, kind):
            found[id_of(name)] = name
        elif isinstance(name, str | Path):
            try:
                found[str(name)] = read(name)
            except InputError as error:
                notes.adopt(error.faults, used)
        else:
            notes.fault(f"{shown(name)} is no {key}", "write a name or a path in quotes", used)
    for twice in repeated([id_of(thing) for thing in found.values()]):
        notes.fault(f"two are called {twice!r}", "rename one, or leave it out", used)
    return found
