"""The result store of a study: `study.json` and one Parquet part per batch, committed atomically.

A part holds one row per (run, year); a failed run is one row with `status` error. The driver alone
writes, so a store needs no shared disk. Whatever kills the driver, each part is there whole or not
at all, and a later sweep carries out what is missing.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.frame import Frame
from experiments.sweep import parts
from experiments.sweep.atomic import sweep_temporary, write_whole
from experiments.sweep.job import Outcome
from experiments.sweep.lock import NAME as LOCK
from experiments.sweep.lock import FolderLock, Locked
from experiments.sweep.parts import Layout, Truncated
from sim.faults import Fault, InputError

MANIFEST, PARTS, ASIDE = "study.json", "parts", "damaged"
FOR_PEOPLE = ("description", "made_with")


class StoreError(RuntimeError):
    """A result could not be kept: the disk is full, or the folder cannot be written any more."""


class Store:
    """An open store: knows which runs are done and takes outcomes.

    `manifest` is all that determines the study; a folder with another one is refused. `done` holds
    the ids of finished runs, `damaged` the parts that could not be read: they are moved to
    `damaged/`, and their runs count as not done.

    Errors: `InputError` where the folder holds something else, cannot be written or is in use.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], layout: Layout) -> None:
        self.folder, self._layout = folder, layout
        self._parts = folder / PARTS
        self.damaged: list[str] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = FolderLock(folder)
        except Locked as error:
            raise _refused(folder, "another sweep is writing in it", "wait for its end") from error
        except OSError as error:
            raise _unwritable(folder, error) from error
        try:
            self._begin(manifest)
            self.done = self._read_done()
        except OSError as error:
            self.close()
            raise _unwritable(folder, error) from error
        except BaseException:
            self.close()
            raise

    def commit(self, outcomes: Sequence[Outcome]) -> None:
        """Keep the outcomes of a batch: all of them, or none where it raises `StoreError`."""
        ids = sorted(outcome.run_id for outcome in outcomes)
        name = hashlib.blake2b("".join(ids).encode(), digest_size=16).hexdigest()
        try:
            write_whole(self._parts / f"{name}.parquet", parts.packed(outcomes, self._layout))
        except OSError as error:
            raise StoreError(_text(self.folder, error)) from error

    def close(self) -> None:
        """Let others write."""
        self._lock.release()

    def _begin(self, manifest: Mapping[str, Any]) -> None:
        """Sweep what a killed writer left; write the manifest, or compare it with the old one."""
        path = self.folder / MANIFEST
        sweep_temporary(self.folder)
        if path.exists():
            _refuse_other(self.folder, manifest)
        else:
            others = [p.name for p in self.folder.iterdir() if p.name not in (LOCK, PARTS)]
            if others or (self._parts.exists() and any(self._parts.iterdir())):
                wrong = f"it holds other things ({', '.join(sorted(others)[:3]) or PARTS})"
                raise _refused(self.folder, wrong, "name a new or an empty folder")
            text = json.dumps(manifest, indent=1, ensure_ascii=False)
            write_whole(path, text.encode())
        self._parts.mkdir(exist_ok=True)
        sweep_temporary(self._parts)

    def _read_done(self) -> set[str]:
        """Return the ids of finished runs; move parts that cannot be read out of the way."""
        done: set[str] = set()
        for path in sorted(self._parts.glob("*.parquet")):
            try:
                done |= parts.finished_runs(path)
            except Truncated:
                aside = self.folder / ASIDE
                aside.mkdir(exist_ok=True)
                os.replace(path, aside / path.name)
                self.damaged.append(path.name)
        return done


def read_manifest(folder: str | Path) -> dict[str, Any]:
    """Return what `study.json` of a store says.

    Errors: `InputError` where the folder is no store.
    """
    path = Path(folder) / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        mend = "name the folder that `parkloop sweep --out` wrote"
        raise InputError([Fault(str(path), "it cannot be read as a study", mend)]) from error
    return manifest


def read_store(folder: str | Path) -> Frame:
    """Return all rows of a store, sorted by run and year, each run once.

    Of a run that failed and later succeeded, only the success is returned.

    Errors: `InputError` where the folder is no store, or naming each part that is damaged.
    """
    columns = read_manifest(folder)["columns"]
    faults, tables = [], [parts.schema(columns).empty_table()]
    for path in sorted((Path(folder) / PARTS).glob("*.parquet")):
        try:
            tables.append(parts.read(path))
        except Truncated:
            mend = "run the sweep again: it replaces the part"
            faults.append(Fault(str(path), "the part is damaged", mend))
    if faults:
        raise InputError(faults)
    return parts.merged(tables)


def _refuse_other(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Raise `InputError` where the folder holds another study than `manifest`."""
    held, asked = read_manifest(folder), json.loads(json.dumps(manifest))
    differing = [
        name
        for name in dict.fromkeys([*held, *asked])
        if held.get(name) != asked.get(name) and name not in FOR_PEOPLE
    ]
    if differing:
        wrong = f"it holds study {held.get('name')!r}, which differs in {', '.join(differing)}"
        raise _refused(folder, wrong, "name another folder")


def _refused(folder: Path, wrong: str, mend: str) -> InputError:
    return InputError([Fault(f"out {folder}", wrong, mend)])


def _unwritable(folder: Path, error: OSError) -> InputError:
    wrong = f"it cannot be written ({error.strerror or error})"
    return _refused(folder, wrong, "choose another folder, or mend its rights")


def _text(folder: Path, error: OSError) -> str:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    wrong = "the disk is full" if full else "results cannot be written any more"
    mend = "make room" if full else "mend it"
    return (
        f"{folder}: {wrong} ({error.strerror or error}); {mend} and give the same command again:"
        " what was finished is kept"
    )
