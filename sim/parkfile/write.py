"""Writing a park: a workbook or a folder of CSV, checked first and never over an old one."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from sim.faults import Fault, InputError
from sim.park import SHEETS, Park
from sim.parkfile.check import park_of
from sim.parkfile.raw import Odd, RawPark, RawSheet, is_empty, number_text
from sim.parkfile.rawpark import raw_of


def write_park(park: Park, where: str | Path, overwrite: bool = False) -> Path:
    """Write `park` to a workbook (`where` ends in .xlsx) or a folder of CSV; return the path.

    Raises `InputError` where the park itself is faulty, and where something stands at `where`
    already unless `overwrite`. Numbers keep 15 significant digits.
    """
    path = Path(where)
    refuse_to_overwrite(path, overwrite)
    raw = raw_of(park_of(raw_of(park)))
    if path.suffix.casefold() == ".xlsx":
        from sim.parkfile.layout import save_workbook

        _guarded(path, lambda: save_workbook(raw, path))
    else:
        _guarded(path, lambda: _write_folder(raw, path))
    return path


def write_template(where: str | Path, overwrite: bool = False) -> Path:
    """Write an empty workbook with drop-downs, notes and instructions; return its path."""
    path = Path(where)
    if path.suffix.casefold() != ".xlsx":
        wrong = "a template is an .xlsx workbook"
        raise InputError([Fault(str(path), wrong, f"name it {path.stem or 'park'}.xlsx")])
    refuse_to_overwrite(path, overwrite)
    from sim.parkfile.layout import empty_park, save_workbook

    _guarded(path, lambda: save_workbook(empty_park(), path))
    return path


def workbook_content(park: Park) -> bytes:
    """Return `park` as the content of a workbook. Errors: `InputError` where it is faulty."""
    from sim.parkfile.layout import workbook_bytes

    return workbook_bytes(raw_of(park_of(raw_of(park))))


def template_content() -> bytes:
    """Return the content of the empty workbook that `write_template` writes."""
    from sim.parkfile.layout import empty_park, workbook_bytes

    return workbook_bytes(empty_park())


def refuse_to_overwrite(path: Path, overwrite: bool) -> None:
    """Raise `InputError` where `path` exists; an empty folder counts as free."""
    if not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return
    kinds_differ = path.is_dir() == (path.suffix.casefold() == ".xlsx")
    if overwrite and not kinds_differ:
        return
    mend = "choose another name, or overwrite it with --force (overwrite=True in Python)"
    raise InputError([Fault(str(path), "there is something of this name already", mend)])


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` to a file beside `path` and move it there: whole or not at all."""
    handle, spare = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.chmod(spare, 0o644)
        os.replace(spare, path)
    except BaseException:
        os.unlink(spare)
        raise


def _guarded(path: Path, write: Callable[[], None]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write()
    except OSError as error:
        wrong = f"it cannot be written ({error.strerror or error})"
        raise InputError([Fault(str(path), wrong, "choose another place")]) from error


def _write_folder(raw: RawPark, folder: Path) -> None:
    """Write one CSV a sheet; empty optional columns and sheets are left out."""
    folder.mkdir(exist_ok=True)
    for name, sheet in raw.sheets.items():
        path = folder / f"{name}.csv"
        if sheet.rows:
            replace_file(path, _csv_text(sheet).encode("utf-8-sig"))
        else:
            path.unlink(missing_ok=True)


def _csv_text(sheet: RawSheet) -> str:
    kept = [
        at
        for at, column in enumerate(SHEETS[sheet.name])
        if column.required or any(not is_empty(cells[at]) for _, cells in sheet.rows)
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([sheet.header[at] for at in kept])
    for _, cells in sheet.rows:
        writer.writerow([cell_text(cells[at]) for at in kept])
    return text.getvalue()


def cell_text(cell: str | float | Odd | None) -> str:
    """Return a cell as CSV writes it."""
    if isinstance(cell, float):
        return number_text(cell)
    return cell.strip() if isinstance(cell, str) else ""
