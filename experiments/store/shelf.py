"""What the parts of a store hold: which run is in which file with which outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.outcomes import OK, Outcomes
from experiments.store import parts
from experiments.store.ids import Ids, Placed, packed_ids
from experiments.store.layout import COMPACT, PARTS
from experiments.store.parts import Truncated

if TYPE_CHECKING:
    import pyarrow

ABSENT = "not carried out yet"
"""What `Outcomes.errors` says of a run that the store does not hold."""

_AGAIN = 5

Damaged = Callable[[Path], None]
Outputs = tuple[str, ...]


class Shelf:
    """The parts of a store and the runs in them: 20 bytes a run, never the table itself.

    Each file is compared with the hash that is its name. `damaged` is told of each one that is not
    as it was written; its runs count as not there.
    """

    def __init__(self, folder: Path, damaged: Damaged) -> None:
        self._folder, self._damaged = folder, damaged
        self.files: dict[int, Path] = {}
        self._groups: dict[int, Outputs] = {}
        self._ok: dict[Outputs, Placed] = {}
        self._failed: dict[Outputs, Placed] = {}
        self.scan()

    def scan(self) -> None:
        """Read anew which runs the files hold."""
        for _ in range(_AGAIN):
            self.files, self._groups, self._ok, self._failed = {}, {}, {}, {}
            try:
                for path in part_files(self._folder):
                    self._take(path)
            except FileNotFoundError:
                continue  # another process has compacted meanwhile
            return
        raise OSError(f"{self._folder}: files vanish while they are read")

    def _take(self, path: Path) -> None:
        try:
            parts.check(path)
            outputs = parts.outputs_in(path)
            ok, failed = parts.runs_in(path)
        except Truncated:
            self._damaged(path)
        else:
            self.put(path, outputs, ok, failed)

    def put(self, path: Path, outputs: Sequence[str], ok: Ids, failed: Ids) -> None:
        """Take in what a file holds; what a file of this name held before is forgotten."""
        self.drop(path)
        number = max(self.files, default=-1) + 1
        self.files[number] = path
        group = self._groups[number] = tuple(sorted(outputs))
        self._ok.setdefault(group, Placed()).add(ok, number)
        self._failed.setdefault(group, Placed()).add(failed, number)

    def drop(self, path: Path) -> None:
        """Forget a file."""
        numbers = [number for number, held in self.files.items() if held == path]
        for number in numbers:
            group = self._groups.pop(number)
            self._ok[group].drop([number])
            self._failed[group].drop([number])
            del self.files[number]

    def outputs_of(self, run_id: str) -> tuple[str, ...]:
        """Return all outputs that the store holds of a run."""
        ids = packed_ids([run_id])
        found = [outputs for outputs, placed in self._ok.items() if placed.holds(ids)[0]]
        return tuple(dict.fromkeys(name for outputs in found for name in outputs))

    def done(self, ids: Ids, outputs: Sequence[str]) -> NDArray[np.bool_]:
        """Say for each id whether the store holds all these outputs of it."""
        held = {group: placed.holds(ids) for group, placed in self._ok.items()}
        whole = np.ones(len(ids), dtype=np.bool_)
        for output in outputs:
            for_output = [has for group, has in held.items() if output in group]
            whole &= np.any([np.zeros(len(ids), dtype=np.bool_), *for_output], axis=0)
        return whole

    def groups(self) -> list[Outputs]:
        """Return the sets of outputs that files hold, each sorted."""
        return sorted(set(self._groups.values()))

    def numbers(self, outputs: Outputs) -> list[int]:
        """Return the files with just these outputs."""
        return [number for number, group in self._groups.items() if group == outputs]

    def succeeded(self, outputs: Outputs, number: int | None = None) -> Ids:
        """Return the runs with just these outputs that succeeded: of all files, or of one."""
        return self._ok[outputs].ids(number)

    def failures(self, outputs: Outputs, number: int | None = None) -> Ids:
        """Return the runs that failed when these outputs were asked for: of all files, or one."""
        return self._failed[outputs].ids(number)

    def size_bytes(self, ids: Ids) -> int:
        """Return about how many bytes of the files hold these runs."""
        total = 0.0
        for number, group in self._groups.items():
            held = np.concatenate([self._ok[group].ids(number), self._failed[group].ids(number)])
            try:
                size = self.files[number].stat().st_size
            except FileNotFoundError:
                continue
            total += size * np.isin(held, ids).mean() if len(held) else 0.0
        return round(total)

    def failed(self, ids: Ids) -> NDArray[np.bool_]:
        """Say for each id whether a run of it failed, be it that another succeeded."""
        held = [placed.holds(ids) for placed in self._failed.values()]
        return np.asarray(np.any([np.zeros(len(ids), dtype=np.bool_), *held], axis=0))

    def outcomes(self, run_ids: Sequence[str], outputs: Sequence[str]) -> Outcomes:
        """Return the outputs of some runs, in their order.

        A run that failed, or of which an output is missing, is NaN and named in `errors`.
        """
        once = list(dict.fromkeys(run_ids))
        for _ in range(_AGAIN):
            try:
                found = self._outcomes(once, outputs)
                return found if len(once) == len(run_ids) else _spread(found, run_ids)
            except FileNotFoundError:
                self.scan()  # another process has compacted meanwhile
        raise OSError(f"{self._folder}: files vanish while they are read")

    def _outcomes(self, run_ids: Sequence[str], outputs: Sequence[str]) -> Outcomes:
        ids = packed_ids(run_ids)
        wanted = set(outputs)
        groups = [placed for held, placed in self._ok.items() if wanted & set(held)]
        groups += self._failed.values()
        numbers = {number for placed in groups for number in placed.files(ids)}
        block = _Block(run_ids, outputs)
        for number in sorted(numbers):
            path = self.files[number]
            try:
                block.take(path)
            except Truncated:
                self._damaged(path)
                self.drop(path)
        return block.outcomes()


class _Block:
    """Gathers the rows of some runs from file after file."""

    def __init__(self, run_ids: Sequence[str], outputs: Sequence[str]) -> None:
        self._run_ids, self._outputs = tuple(run_ids), tuple(outputs)
        self._at = {run_id: k for k, run_id in enumerate(self._run_ids)}
        self._pieces: list[tuple[NDArray[np.int64], NDArray[np.int64], int, NDArray[np.float64]]]
        self._pieces = []
        self._has = np.zeros((len(self._run_ids), len(self._outputs)), dtype=np.bool_)
        self._errors: dict[str, str] = {}

    def take(self, path: Path) -> None:
        held = set(parts.outputs_in(path))
        mine = [(k, name) for k, name in enumerate(self._outputs) if name in held]
        columns = (*parts.RUN_COLUMNS, *(name for _, name in mine))
        for table in parts.blocks(path, columns):
            at = _positions(table["run_id"], self._at)
            good = table["status"].to_numpy() == OK
            self._note_errors(table, np.flatnonzero((at >= 0) & ~good))
            rows = np.flatnonzero((at >= 0) & good)
            years = table["year"].to_numpy()[rows]
            for k, name in mine:
                self._has[at[rows], k] = True
                self._pieces.append((at[rows], years, k, table[name].to_numpy()[rows]))

    def _note_errors(self, table: pyarrow.Table, rows: NDArray[np.int64]) -> None:
        for row in rows.tolist():
            run_id = table["run_id"][row].as_py()
            self._errors.setdefault(run_id, table["error"][row].as_py())

    def outcomes(self) -> Outcomes:
        found = [years for _, years, _, _ in self._pieces]
        years = np.unique(np.concatenate([np.empty(0, np.int64), *found]))
        shape = (len(self._run_ids), len(years), len(self._outputs))
        values = np.full(shape, np.nan)
        for at, when, k, numbers in self._pieces:
            values[at, np.searchsorted(years, when), k] = numbers
        whole = np.asarray(self._has.all(axis=1)).tolist()
        errors = {
            run_id: self._errors.get(run_id, self._lacking(k))
            for k, run_id in enumerate(self._run_ids)
            if not whole[k]
        }
        return Outcomes(self._run_ids, tuple(years.tolist()), self._outputs, values, errors)

    def _lacking(self, run: int) -> str:
        if not self._has[run].any():
            return ABSENT
        names = [name for name, has in zip(self._outputs, self._has[run], strict=True) if not has]
        return f"{ABSENT} for {', '.join(names)}"


def _spread(found: Outcomes, run_ids: Sequence[str]) -> Outcomes:
    """Return outcomes in the order of ids that name a run more than once."""
    at = {run_id: k for k, run_id in enumerate(found.run_ids)}
    values = found.values[[at[run_id] for run_id in run_ids]]
    return Outcomes(tuple(run_ids), found.years, found.outputs, values, found.errors)


def _positions(column: pyarrow.ChunkedArray, at: dict[str, int]) -> NDArray[np.int64]:
    """Return for each row the place of its run, -1 where it is not asked for."""
    words = column.combine_chunks().dictionary_encode()
    places = np.array([at.get(word, -1) for word in words.dictionary.to_pylist()], dtype=np.int64)
    codes = words.indices.to_numpy()
    return places[codes] if len(places) else np.empty(0, dtype=np.int64)


def part_files(folder: Path) -> list[Path]:
    """Return the files of a store that hold runs: compacted ones first."""
    found: Iterable[Path] = (
        path for name in (COMPACT, PARTS) for path in sorted((folder / name).glob("*.parquet"))
    )
    return list(found)
