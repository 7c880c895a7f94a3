"""From raw sheets to a park: every fault of every sheet gathered and raised once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from sim.faults import Fault, raise_faults
from sim.park import FORMAT_VERSION, SHEETS, Park, Sheet, empty_sheet
from sim.parkfile.across import across_sheets
from sim.parkfile.raw import RawPark, number_text
from sim.parkfile.readsheet import ReadSheet, read_sheet
from sim.parkfile.words import read_words


def park_of(raw: RawPark) -> Park:
    """Return the park that raw sheets describe; raise `InputError` with all their faults."""
    if not raw.sheets and not raw.unread:
        raise_faults(raw.faults)
    words = read_words()
    faults = [*raw.faults, *_missing_sheets(raw)]
    sheets: dict[str, ReadSheet] = {}
    for name in SHEETS:
        if name in raw.sheets:
            sheets[name] = read_sheet(raw.sheets[name], words, faults)
            faults.extend(_row_count_faults(sheets[name]))
    if "park" in sheets:
        faults.extend(_version_faults(sheets["park"]))
    sites_known = "enterprises" in sheets and not raw.unread & {"enterprises", "facilities"}
    faults.extend(across_sheets(sheets, words, sites_known))
    raise_faults(faults)
    columns = {n: sheets[n].columns if n in sheets else empty_sheet(n) for n in SHEETS}
    return Park(info=_info(columns.pop("park")), **columns)


def _missing_sheets(raw: RawPark) -> Iterator[Fault]:
    in_folder = bool(raw.unread) or any(sheet.file for sheet in raw.sheets.values())
    for name in ("park", "enterprises"):
        if name not in raw.sheets and name not in raw.unread:
            place = f"{name}.csv" if in_folder else f"sheet {name}"
            yield Fault(place, "the sheet is missing", "add it as `parkloop template` writes it")


def _row_count_faults(sheet: ReadSheet) -> Iterator[Fault]:
    if sheet.raw.name == "park" and len(sheet) > 1:
        wrong = "a park file describes one park"
        yield Fault(sheet.raw.place(sheet.row(1)), wrong, "remove this row")
    if sheet.raw.name in ("park", "enterprises") and len(sheet) == 0:
        yield Fault(sheet.raw.place(2), "there is no row below the header", "write at least one")


def _version_faults(sheet: ReadSheet) -> Iterator[Fault]:
    versions = sheet.columns["format_version"][:1]
    for version in versions:
        place, shown = sheet.place(0, "format_version"), f"format {number_text(version)}"
        if version > FORMAT_VERSION:
            wrong = f"{shown} is newer than {FORMAT_VERSION}, the newest this ParkLoop reads"
            yield Fault(place, wrong, "update ParkLoop: pip install --upgrade parkloop")
        elif version < FORMAT_VERSION:
            wrong = f"{shown} is older than {FORMAT_VERSION}"
            mend = (
                "copy the rows into a fresh template (`parkloop template`), "
                f"which has format_version {FORMAT_VERSION}"
            )
            yield Fault(place, wrong, mend)


def _info(sheet: Sheet) -> dict[str, Any]:
    row: dict[str, Any] = {name: column[0] for name, column in sheet.items()}
    info = {n: float(v) if isinstance(v, float) else v for n, v in row.items()}
    if math.isfinite(info["format_version"]):
        info["format_version"] = int(info["format_version"])
    return info
