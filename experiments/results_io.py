"""Result folders: Parquet files beside `run.json`, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from experiments.frame import Frame
from experiments.long_table import COLUMNS, hash_table, read_series
from experiments.run_data import PARTS, RunData
from experiments.series import StoredBook
from experiments.targets import evaluate_all
from sim.faults import Fault, InputError, raise_faults

Kept = TypeVar("Kept", bound=RunData)

FORMAT_VERSION = 1
"""Version of the result folder; an older one is read or refused with the way to convert it."""

KIND = "parkloop results"
HEAD = "run.json"
TABLE = "results"


def refuse_existing(folder: Path) -> None:
    """Raise `InputError` where a folder to write results into holds anything already."""
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists():
        mend = "choose another folder, or overwrite it with --force (overwrite=True in Python)"
        raise InputError([Fault(str(folder), "exists already", mend)])


def save_results(results: RunData, folder: Path, overwrite: bool = False) -> Path:
    """Write results into a folder beside its final place, then rename it there.

    Errors: `InputError` where the folder holds anything, unless `overwrite` is given and it is a
    result folder.
    """
    if not overwrite:
        refuse_existing(folder)
    elif folder.exists() and not _replaceable(folder):
        wrong, mend = "holds something else than results", "choose another folder"
        raise InputError([Fault(str(folder), wrong, mend)])
    folder.parent.mkdir(parents=True, exist_ok=True)
    spare = _beside(folder, "tmp")
    spare.mkdir()
    try:
        _write(results, spare)
        _move(spare, folder)
    finally:
        shutil.rmtree(spare, ignore_errors=True)
    return folder


def load_results(folder: Path, kind: type[Kept]) -> Kept:
    """Read a result folder that `save_results` wrote, as `kind`; every file is checked.

    Errors: `InputError` where it is no result folder, of another format, or damaged.
    """
    head = _read_head(folder)
    parts = [name for name in PARTS if f"{name}.parquet" in head["files"]]
    frames = _read_frames(folder, head, (TABLE, *parts))
    table = frames[TABLE]
    if list(table.columns) != list(COLUMNS) or hash_table(table) != head["result_hash"]:
        wrong, mend = "does not hold what was saved", "copy the folder again, or run again"
        raise InputError([Fault(str(folder / f"{TABLE}.parquet"), wrong, mend)])
    results = kind(
        info=lambda: dict(head["run"]),
        regions=head["regions"],
        years=head["years"],
        series=StoredBook(read_series(table, head["regions"], head["years"])),
        parts={name: _given(frames[name]) for name in parts},
    )
    results.__dict__["table"] = table
    return results


def json_content(results: RunData) -> dict[str, Any]:
    """Return run id, result hash, indicators (variable, unit, value by year) and targets."""
    years = [str(year) for year in results.years.tolist()]
    indicators = [
        {
            **{name: row[name] for name in ("region", "name", "variable", "unit")},
            "values": {year: _number(row[year]) for year in years},
        }
        for row in results.indicators().rows()
    ]
    return {
        "run_id": results.run_id,
        "result_hash": results.result_hash,
        "park": results.regions[0],
        "package": results.info["package"]["name"],
        "scenario": results.info["scenario"],
        "seed": results.info["seed"],
        "years": results.years.tolist(),
        "indicators": indicators,
        "targets": [target.as_json() for target in evaluate_all(results)],
    }


def _write(results: RunData, folder: Path) -> None:
    """Write the frames, and last the head with the hash of each file."""
    import pyarrow.parquet

    hashes = {}
    for name in (TABLE, *results.parts):
        frame = results.table if name == TABLE else getattr(results, name)
        path = folder / f"{name}.parquet"
        pyarrow.parquet.write_table(frame.to_arrow(), path, compression="zstd")
        hashes[path.name] = _hash(path)
    head = {
        "kind": KIND,
        "format_version": FORMAT_VERSION,
        "run_id": results.run_id,
        "result_hash": results.result_hash,
        "regions": results.regions,
        "years": results.years.tolist(),
        "run": results.info,
        "files": hashes,
    }
    text = json.dumps(head, indent=1, ensure_ascii=False, allow_nan=False, default=_plain)
    (folder / HEAD).write_text(text + "\n", encoding="utf-8")


def _move(spare: Path, folder: Path) -> None:
    """Put the finished folder in its place; what stood there is removed only then."""
    old = _beside(folder, "old")
    if folder.exists():
        os.rename(folder, old)
    try:
        os.rename(spare, folder)
    except BaseException:
        if old.exists():
            os.rename(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _beside(folder: Path, ending: str) -> Path:
    """Return a hidden path beside a folder that nothing has yet."""
    number = 0
    while True:
        path = folder.with_name(f".{folder.resolve().name}.{os.getpid()}.{number}.{ending}")
        if not path.exists():
            return path
        number += 1


def _replaceable(folder: Path) -> bool:
    """Say whether a folder is empty or holds results."""
    if not folder.is_dir():
        return False
    if not any(folder.iterdir()):
        return True
    try:
        head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(head, dict) and head.get("kind") == KIND


def _read_head(folder: Path) -> dict[str, Any]:
    path = folder / HEAD
    mend = "name a folder that `parkloop run --out` or Results.save has written"
    try:
        head = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        wrong = f"holds no {HEAD}" if folder.is_dir() else "is no folder"
        raise InputError([Fault(str(folder), wrong, mend)]) from None
    except (OSError, ValueError) as error:
        raise InputError([Fault(str(path), f"cannot be read ({error})", mend)]) from None
    if not isinstance(head, dict) or head.get("kind") != KIND:
        raise InputError([Fault(str(path), "is not the head of results", mend)])
    if head.get("format_version") != FORMAT_VERSION:
        wrong = f"has format {head.get('format_version')}, this version reads {FORMAT_VERSION}"
        mend = "run the scenario again, or read it with the version of ParkLoop that wrote it"
        raise InputError([Fault(str(path), wrong, mend)])
    return head


def _read_frames(folder: Path, head: dict[str, Any], names: tuple[str, ...]) -> dict[str, Frame]:
    """Read the Parquet files; every one that is missing or changed is a fault."""
    import pyarrow.parquet

    faults, frames = [], {}
    mend = "copy the folder again, or run the scenario again"
    for name in names:
        path = folder / f"{name}.parquet"
        if not path.is_file():
            faults.append(Fault(str(path), "is missing", mend))
        elif _hash(path) != head["files"].get(path.name):
            faults.append(Fault(str(path), "was changed after it was saved", mend))
        else:
            frames[name] = Frame.from_arrow(pyarrow.parquet.read_table(path))
    raise_faults(faults)
    return frames


def _hash(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _given(frame: Frame) -> Callable[[], Frame]:
    return lambda: frame


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _plain(value: Any) -> Any:
    """Return a numpy number as JSON can hold it."""
    return value.item()
