"""Compaction: many small parts become few large files; new files first, then parts are dropped.

Whoever is killed in between leaves rows twice, never too few; readers take each run once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.atomic import flush_folder, spare_beside
from experiments.outcomes import OK
from experiments.store import parts
from experiments.store.ids import Ids, Placed, among, packed_ids
from experiments.store.layout import COMPACT
from experiments.store.shelf import Outputs, Shelf

if TYPE_CHECKING:
    import pyarrow

MOST_RUNS = 10_000
"""Runs in a compacted file, so that reading one run never reads a store of millions."""

_BLOCK_ROWS = 65_536
_NONE = packed_ids([])


def compact(folder: Path, shelf: Shelf) -> None:
    """Join the files of a store by the outputs they hold; each run is kept once.

    A failure is dropped where the run succeeded with those outputs, and a success where another
    file holds all its outputs and more. Large files with nothing to drop stay as they are.

    Errors: `OSError` where it cannot be written; then the parts are as they were.
    """
    old: list[Path] = []
    written: list[tuple[Path, Outputs, Ids, Ids]] = []
    for outputs in shelf.groups():
        good, bad = _kept(shelf, outputs)
        seen, numbers = Placed(), []
        for number in sorted(shelf.numbers(outputs)):
            held = shelf.succeeded(outputs, number)
            if _is_settled(shelf, number, outputs, good) and not seen.holds(held).any():
                seen.add(held, 0)
            else:
                numbers.append(number)
        if len(numbers) < 2:
            continue
        for rows, ok, failed in _pieces(shelf, numbers, outputs, (good, bad), seen):
            path = _write(folder / COMPACT, rows)
            written.append((path, outputs, ok, failed))
        old += [shelf.files[number] for number in numbers]
    flush_folder(folder / COMPACT)
    names = {path for path, *_ in written}
    for path in old:
        shelf.drop(path)
        if path not in names:
            path.unlink(missing_ok=True)
    for path, outputs, ok, failed in written:
        shelf.put(path, outputs, ok, failed)


def _kept(shelf: Shelf, outputs: Outputs) -> tuple[Ids, Ids]:
    """Return the runs to keep of those with these outputs: succeeded, and failed."""
    wider = [shelf.succeeded(one) for one in shelf.groups() if set(one) > set(outputs)]
    elsewhere = np.concatenate([_NONE, *wider])
    ok = np.setdiff1d(shelf.succeeded(outputs), elsewhere)
    return ok, np.setdiff1d(shelf.failures(outputs), np.concatenate([ok, elsewhere]))


def _is_settled(shelf: Shelf, number: int, outputs: Outputs, good: Ids) -> bool:
    """Say whether a file is compacted, large, and has nothing to drop."""
    held = shelf.succeeded(outputs, number)
    return bool(
        shelf.files[number].parent.name == COMPACT
        and len(held) >= MOST_RUNS
        and not len(shelf.failures(outputs, number))
        and among(held, good).all()
    )


def _pieces(
    shelf: Shelf, numbers: Sequence[int], outputs: Outputs, kept: tuple[Ids, Ids], seen: Placed
) -> Iterator[tuple[list[pyarrow.Table], Ids, Ids]]:
    """Yield the rows of the kept runs, each run once, in portions of about `MOST_RUNS`."""
    rows: list[Any] = []
    ok, failed = _NONE, _NONE
    for number in numbers:
        held = shelf.succeeded(outputs, number), shelf.failures(outputs, number)
        good, bad = (
            ids[among(ids, wanted) & ~seen.holds(ids)]
            for ids, wanted in zip(held, kept, strict=True)
        )
        for block in parts.blocks(shelf.files[number], (*parts.RUN_COLUMNS, *outputs)):
            rows.append(_chosen(block, good, bad))
        for ids in (good, bad):
            seen.add(ids, 0)
        ok, failed = np.append(ok, good), np.append(failed, bad)
        if len(ok) + len(failed) >= MOST_RUNS:
            yield rows, np.sort(ok), np.sort(failed)
            rows, ok, failed = [], _NONE, _NONE
    if len(ok) or len(failed):
        yield rows, np.sort(ok), np.sort(failed)


def _chosen(block: pyarrow.Table, good: Ids, bad: Ids) -> pyarrow.Table:
    """Return the rows of the runs `good` that succeeded and of the runs `bad` that failed."""
    import pyarrow

    words = block["run_id"].combine_chunks().dictionary_encode()
    ids, codes = packed_ids(words.dictionary.to_pylist()), words.indices.to_numpy()
    fine = np.asarray(block["status"].to_numpy() == OK)
    chosen = np.where(fine, np.isin(ids, good)[codes], np.isin(ids, bad)[codes])
    return block.filter(pyarrow.array(chosen))


def _write(folder: Path, rows: Sequence[pyarrow.Table]) -> Path:
    """Write one compacted file, whole or not at all; its name is the hash of its content."""
    import pyarrow
    from pyarrow import parquet

    spare = spare_beside(folder / "compact")
    try:
        with spare.open("wb") as stream:
            parquet.write_table(
                pyarrow.concat_tables(rows), stream, compression="zstd",
                write_page_checksum=True, row_group_size=_BLOCK_ROWS,
            )  # fmt: skip
            stream.flush()
            os.fsync(stream.fileno())
        path = folder / parts.name_of(spare)
        os.replace(spare, path)
    except BaseException:
        spare.unlink(missing_ok=True)
        raise
    return path
