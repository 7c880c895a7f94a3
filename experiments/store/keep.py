"""Parks and packages as a store keeps them: JSON that gives back the same digest."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from experiments.atomic import write_whole
from policies.package import Package
from sim.faults import Fault, InputError
from sim.park import SHEETS, Park, Sheet, is_number

_SHEETS = tuple(name for name in SHEETS if name != "park")
_MEND = "copy the store again, or give its sweep again: it writes the file anew"


def park_text(park: Park) -> bytes:
    """Return a park as JSON: the park sheet's row, and each sheet's columns.

    Errors: `ValueError` where a value is neither text nor number, so that it would not come back.
    """
    content = {
        "info": {name: _cell(value) for name, value in park.info.items()},
        **{name: _sheet_content(getattr(park, name)) for name in _SHEETS},
    }
    text = json.dumps(content, ensure_ascii=False, indent=0, allow_nan=False).encode()
    if _park_of(text).digest() != park.digest():
        raise ValueError(f"park {park.park_id} holds values that are neither text nor number")
    return text


def read_park_kept(folder: Path, digest: str) -> Park:
    """Return a park that `keep_park` wrote. Errors: `InputError` where it is not as written."""
    path = folder / f"{digest}.json"
    try:
        park = _park_of(path.read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(path, error) from error
    if park.digest() != digest:
        raise InputError([Fault(str(path), "it is not the park that was run", _MEND)])
    return park


def keep_park(folder: Path, digest: str, park: Park) -> None:
    """Write a park into `folder`, unless it stands there whole."""
    _keep(folder / f"{digest}.json", lambda: park_text(park))


def package_body(package: Package) -> Package:
    """Return a package without its levers, which stand in the design of a study, row by row."""
    return replace(package, strength={})


def keep_package(folder: Path, digest: str, body: Package) -> None:
    """Write a package without its levers into `folder`, unless it stands there whole."""
    names = ("name", "title_en", "title_zh", "description", "since", "committee")
    content: dict[str, Any] = {name: getattr(body, name) for name in names}
    content["parameters"] = {
        policy: {name: float(value) for name, value in changes.items()}
        for policy, changes in body.parameters.items()
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False).encode()
    _keep(folder / f"{digest}.json", lambda: text)


def read_package_kept(folder: Path, digest: str) -> Package:
    """Return a package without levers. Errors: `InputError` where it is not as written."""
    path = folder / f"{digest}.json"
    try:
        body = Package(**json.loads(path.read_bytes()))
    except InputError:
        raise
    except (OSError, ValueError, TypeError) as error:
        raise _unreadable(path, error) from error
    if body.digest() != digest:
        raise InputError([Fault(str(path), "it is not the package that was run", _MEND)])
    return body


def _keep(path: Path, text: Any) -> None:
    """Write a file, unless one with valid JSON stands there."""
    try:
        json.loads(path.read_bytes())
    except (OSError, ValueError):
        path.parent.mkdir(exist_ok=True)
        write_whole(path, text())


def _sheet_content(sheet: Sheet) -> dict[str, list[Any]]:
    return {name: [_cell(cell) for cell in column.tolist()] for name, column in sheet.items()}


def _cell(value: Any) -> Any:
    """Return a cell as JSON can hold it: an empty number is null."""
    if isinstance(value, float | np.floating):
        return None if math.isnan(value) else float(value)
    return value.item() if isinstance(value, np.generic) else value


def _park_of(text: bytes) -> Park:
    content = json.loads(text)
    info = {name: math.nan if cell is None else cell for name, cell in content["info"].items()}
    return Park(info, **{name: _sheet(name, content[name]) for name in _SHEETS})


def _sheet(name: str, columns: dict[str, list[Any]]) -> Sheet:
    """Return a sheet: numbers as float64, NaN where empty; text as objects."""
    numbers = {column.name for column in SHEETS[name] if is_number(column)}
    sheet: Sheet = {}
    for column, cells in columns.items():
        if column in numbers:
            sheet[column] = np.array([math.nan if c is None else c for c in cells], np.float64)
        else:
            sheet[column] = np.empty(len(cells), dtype=object)
            sheet[column][:] = cells
    return sheet


def _unreadable(path: Path, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or error
    return InputError([Fault(str(path), f"it cannot be read ({reason})", _MEND)])
