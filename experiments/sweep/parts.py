"""One part of a result store: a Parquet file of (run, year) rows, with checksums."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.frame import Frame
from experiments.sweep.job import OK, Outcome

if TYPE_CHECKING:
    import pyarrow

RUN_COLUMNS = {
    "run_id": "string",
    "point_id": "string",
    "replicate": "int64",
    "seed": "int64",
    "year": "int64",
    "status": "string",
    "error": "string",
}
"""What every row begins with; `year` is 0 where the run failed, which is one row."""


class Truncated(ValueError):
    """A part that cannot be read to its end."""


@dataclass(frozen=True)
class Layout:
    """The columns of a part: `parameters` name -> type, and the outputs.

    `label(run_id)` maps `point_id`, `replicate`, `seed` and each parameter to the run's value.
    """

    parameters: Mapping[str, str]
    outputs: Sequence[str]
    label: Callable[[str], Mapping[str, Any]]

    def columns(self) -> dict[str, str]:
        """Return column -> type, in order."""
        return {**RUN_COLUMNS, **self.parameters, **dict.fromkeys(self.outputs, "double")}


def packed(outcomes: Sequence[Outcome], layout: Layout) -> bytes:
    """Return the bytes of a part that holds these outcomes."""
    import pyarrow
    from pyarrow import parquet

    rows = np.array([max(1, len(outcome.years)) for outcome in outcomes])
    columns: dict[str, Any] = {
        "run_id": [outcome.run_id for outcome in outcomes],
        "status": [outcome.status for outcome in outcomes],
        "error": [outcome.error for outcome in outcomes],
    }
    labels = [layout.label(outcome.run_id) for outcome in outcomes]
    for name in ("point_id", "replicate", "seed", *layout.parameters):
        columns[name] = [label[name] for label in labels]
    kinds = schema(layout.columns())
    repeat = np.repeat(np.arange(len(outcomes)), rows)
    arrays = {
        name: pyarrow.array(values, kinds.field(name).type).take(pyarrow.array(repeat))
        for name, values in columns.items()
    }
    arrays["year"] = np.array([year for outcome in outcomes for year in outcome.years or (0,)])
    values = np.concatenate([_values(outcome, len(layout.outputs)) for outcome in outcomes])
    arrays.update(zip(layout.outputs, values.T, strict=True))
    table = pyarrow.table({name: arrays[name] for name in kinds.names}, schema=kinds)
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd", write_page_checksum=True)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _values(outcome: Outcome, outputs: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    return outcome.values if outcome.status == OK else np.full((1, outputs), np.nan)


def schema(columns: Mapping[str, str]) -> pyarrow.Schema:
    """Return the Arrow schema of column -> type."""
    import pyarrow

    return pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in columns.items()])


def read(path: Path) -> pyarrow.Table:
    """Return the rows of a part.

    Errors: `Truncated` where its bytes are not all there or not as written, `OSError` where the
    file itself cannot be read.
    """
    import pyarrow
    from pyarrow import parquet

    content = pyarrow.BufferReader(path.read_bytes())
    try:
        return parquet.ParquetFile(content, page_checksum_verification=True).read()
    except (pyarrow.ArrowException, OSError) as error:
        raise Truncated(f"{path.name}: {error}") from error


def finished_runs(path: Path) -> set[str]:
    """Return the ids of the runs in a part that did not fail."""
    table = read(path)
    pairs = zip(table["run_id"].to_pylist(), table["status"].to_pylist(), strict=True)
    return {run_id for run_id, status in pairs if status == OK}


def merged(tables: Sequence[pyarrow.Table]) -> Frame:
    """Return the rows of all parts by run and year; of each run those of one part.

    That is the first part where the run succeeded, else the first part with the run.
    """
    import pyarrow

    table = pyarrow.concat_tables(tables)
    part = np.repeat(np.arange(len(tables)), [len(t) for t in tables])
    run = table["run_id"].combine_chunks().dictionary_encode().indices.to_numpy()
    failed = table["status"].to_numpy() != OK
    rank = part + failed * len(tables)
    best = np.full(run.max(initial=-1) + 1, 2 * len(tables))
    np.minimum.at(best, run, rank)
    kept = table.filter(pyarrow.array(rank == best[run]))
    return Frame.from_arrow(kept.sort_by([("run_id", "ascending"), ("year", "ascending")]))
