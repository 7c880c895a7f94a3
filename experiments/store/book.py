"""The design of one study in a store: its manifest, and its runs round by round."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.atomic import write_whole
from experiments.store import keep, parts
from experiments.store.ids import Placed, packed_ids
from experiments.store.layout import (
    PACKAGES,
    PARKS,
    RUN_KINDS,
    STUDIES,
    kinds_of,
    row_of,
)  # fmt: skip
from experiments.store.parts import Truncated

if TYPE_CHECKING:
    from collections.abc import Callable

    from experiments.runs import Run
    from policies.package import Package

_CHUNK = 20_000


class StudyBook:
    """A study under its id in a store that is open for writing.

    Rounds are files of their own, so that a caller that decides as it goes (an optimiser, say)
    adds runs whenever it knows them; the same runs added again add nothing.
    """

    def __init__(
        self, folder: Path, study: str, manifest: Mapping[str, Any], aside: Callable[[Path], None]
    ) -> None:
        self.study_id = study
        self._folder = folder
        self._known = Placed()
        self._parks: set[str] = set()
        self._bodies: dict[tuple[str, int, str, int], tuple[Mapping[str, Any], str]] = {}
        path = folder / STUDIES / f"{study}.json"
        if not _is_json(path):
            text = json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False)
            write_whole(path, text.encode())
        self._next = 1
        for number, file in design_files(folder, study):
            self._next = number + 1
            try:
                self._known.add(packed_ids(parts.read(file, ("run_id",))["run_id"].to_pylist()), 0)
            except (Truncated, ValueError):
                aside(file)

    def __len__(self) -> int:
        return len(self._known)

    def add(self, runs: Iterable[Run]) -> int:
        """Keep the design of these runs, and what replay needs; return how many were new.

        Errors: `OSError` where it cannot be written; then nothing of the round is there.
        """
        added = 0
        for chunk in _chunks(self._unknown(runs)):
            self._write([self._row(run) for run in chunk])
            added += len(chunk)
        return added

    def _unknown(self, runs: Iterable[Run]) -> Iterator[Run]:
        for some in _chunks(runs):
            once = {run.run_id: run for run in some}
            held = self._known.holds(packed_ids(once)).tolist()
            yield from (run for run, has in zip(once.values(), held, strict=True) if not has)

    def _row(self, run: Run) -> dict[str, Any]:
        point = run.point
        if point.park_digest not in self._parks:
            keep.keep_park(self._folder / PARKS, point.park_digest, point.park)
            self._parks.add(point.park_digest)
        return row_of(run, self._body(point.package))

    def _body(self, package: Package) -> str:
        """Return the digest under which the package without its levers is kept."""
        key = (package.name, package.since, package.committee, id(package.parameters))
        if key not in self._bodies:
            body = keep.package_body(package)
            keep.keep_package(self._folder / PACKAGES, body.digest(), body)
            self._bodies[key] = (package.parameters, body.digest())  # holds what `id` names
        return self._bodies[key][1]

    def _write(self, rows: list[dict[str, Any]]) -> None:
        kinds = kinds_of(rows)
        columns = {name: [row.get(name) for row in rows] for name in kinds}
        ending = f".{self._next:04d}" if self._next > 1 else ""
        path = self._folder / STUDIES / f"{self.study_id}{ending}.parquet"
        write_whole(path, parts.table_bytes(columns, parts.schema_of(kinds)))
        self._known.add(packed_ids(row["run_id"] for row in rows), 0)
        self._next += 1


def design_files(folder: Path, study: str) -> list[tuple[int, Path]]:
    """Return the rounds of a study's design: (number, file), in order."""
    found = []
    for path in (folder / STUDIES).glob(f"{study}*.parquet"):
        ending = path.name.removeprefix(study).removesuffix(".parquet")
        if ending == "" or ending[1:].isdecimal():
            found.append((int(ending[1:] or 1), path))
    return sorted(found)


def read_design(folder: Path, study: str) -> dict[str, Any]:
    """Return the design of a study as column -> list, each run once; null is None.

    Errors: `Truncated`, `OSError` as `parts.read`.
    """
    tables = [parts.read(path) for _, path in design_files(folder, study)]
    names = [*RUN_KINDS, *sorted({n for t in tables for n in t.column_names if n not in RUN_KINDS})]
    first: dict[str, int] = {}
    ids = [run_id for table in tables for run_id in table["run_id"].to_pylist()]
    for at, run_id in enumerate(ids):
        first.setdefault(run_id, at)
    rows = list(first.values())
    columns: dict[str, Any] = {}
    for name in names:
        cells: list[Any] = []
        for table in tables:
            has = name in table.column_names
            cells += table[name].to_pylist() if has else [None] * len(table)
        columns[name] = [cells[row] for row in rows] if len(rows) < len(ids) else cells
    return columns


def join_rounds(folder: Path, study: str) -> None:
    """Make one file of the rounds of a design: the joined one first, then the others go.

    A design of which a file is damaged stays as it is. Errors: `OSError`.
    """
    files = [path for _, path in design_files(folder, study)]
    if len(files) < 2:
        return
    try:
        columns = read_design(folder, study)
    except Truncated:
        return
    kinds = {**RUN_KINDS, **dict.fromkeys((n for n in columns if n not in RUN_KINDS), "double")}
    whole = folder / STUDIES / f"{study}.parquet"
    write_whole(whole, parts.table_bytes(columns, parts.schema_of(kinds)))
    for path in files:
        if path != whole:
            path.unlink()


def _chunks(runs: Iterable[Run]) -> Iterator[list[Run]]:
    chunk: list[Run] = []
    for run in runs:
        chunk.append(run)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except (OSError, ValueError):
        return False
    return True
