"""One part of a result store: a Parquet file of (run, year) rows, with checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.outcomes import OK, Outcome
from experiments.store.ids import Ids, packed_ids

if TYPE_CHECKING:
    import pyarrow

RUN_COLUMNS = {"run_id": "string", "status": "string", "error": "string", "year": "int64"}
"""What every row begins with; `year` is 0 where the run failed, which is one row."""


_NAME_BYTES, _READ_BYTES = 20, 1 << 20


class Truncated(ValueError):
    """A file of the store that cannot be read to its end, or not as it was written."""


def packed(outcomes: Sequence[Outcome], outputs: Sequence[str]) -> bytes:
    """Return the bytes of a part that holds these outcomes, in the order of their ids."""
    outcomes = sorted(outcomes, key=lambda outcome: outcome.run_id)
    rows = np.array([max(1, len(outcome.years)) for outcome in outcomes])
    repeat = np.repeat(np.arange(len(outcomes)), rows)
    values = np.concatenate([_values(outcome, len(outputs)) for outcome in outcomes])
    columns: dict[str, Any] = {
        name: _repeated([getattr(outcome, name) for outcome in outcomes], repeat)
        for name in ("run_id", "status", "error")
    }
    columns["year"] = np.array([year for outcome in outcomes for year in outcome.years or (0,)])
    columns.update(zip(outputs, values.T, strict=True))
    return table_bytes(columns, schema(outputs))


def _repeated(words: Sequence[str], repeat: np.ndarray[Any, Any]) -> Any:
    import pyarrow

    return pyarrow.array(words, pyarrow.string()).take(pyarrow.array(repeat))


def _values(outcome: Outcome, outputs: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    return outcome.values if outcome.status == OK else np.full((1, outputs), np.nan)


def schema(outputs: Sequence[str]) -> pyarrow.Schema:
    """Return the Arrow schema of a part with these outputs."""
    return schema_of({**RUN_COLUMNS, **dict.fromkeys(outputs, "double")})


def schema_of(columns: dict[str, str]) -> pyarrow.Schema:
    """Return the Arrow schema of column -> type."""
    import pyarrow

    return pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in columns.items()])


def table_bytes(columns: dict[str, Any], kinds: pyarrow.Schema) -> bytes:
    """Return the bytes of a Parquet file of these columns, with a checksum a page."""
    import pyarrow
    from pyarrow import parquet

    table = pyarrow.table({name: columns[name] for name in kinds.names}, schema=kinds)
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd", write_page_checksum=True)
    content: bytes = sink.getvalue().to_pybytes()
    return content


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a Parquet file.

    Errors: `Truncated` where its bytes are not all there or not as written, `OSError` where the
    file itself cannot be read.
    """
    import pyarrow
    from pyarrow import parquet

    with path.open("rb") as stream:
        try:
            with parquet.ParquetFile(stream, page_checksum_verification=True) as file:
                yield file
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            raise Truncated(f"{path.name}: {error}") from error


def outputs_in(path: Path) -> tuple[str, ...]:
    """Return the outputs of a part. Errors: as `read`."""
    with _opened(path) as file:
        return tuple(name for name in file.schema_arrow.names if name not in RUN_COLUMNS)


def read(path: Path, columns: Sequence[str] | None = None) -> pyarrow.Table:
    """Return the rows of a Parquet file of the store: all its columns, or some.

    Errors: `Truncated` where its bytes are not all there or not as written, `OSError` where the
    file itself cannot be read.
    """
    with _opened(path) as file:
        return file.read(None if columns is None else list(columns), use_threads=False)


def blocks(path: Path, columns: Sequence[str] | None = None) -> Iterator[pyarrow.Table]:
    """Yield a part row group by row group, so that a large file needs little memory."""
    wanted = None if columns is None else list(columns)
    with _opened(path) as file:
        for group in range(file.num_row_groups):
            yield file.read_row_group(group, wanted, use_threads=False)


def name_of(content: bytes | Path) -> str:
    """Return the name of a part: the hash of its whole content, so that no changed bit hides.

    The checksums within Parquet leave out the heads of its pages.
    """
    digest = hashlib.blake2b(digest_size=_NAME_BYTES)
    if isinstance(content, bytes):
        digest.update(content)
    else:
        with content.open("rb") as stream:
            while block := stream.read(_READ_BYTES):
                digest.update(block)
    return f"{digest.hexdigest()}.parquet"


def check(path: Path) -> None:
    """Raise `Truncated` where a part is not as it was written.

    A file of another kind of name, one put there by hand say, is read to its end instead.
    """
    if len(path.stem) != 2 * _NAME_BYTES:
        for _ in blocks(path):
            pass
    elif name_of(path) != path.name:
        raise Truncated(f"{path.name}: its content is not what was written")


def runs_in(path: Path) -> tuple[Ids, Ids]:
    """Return the ids of the runs in a part that succeeded, and of those that failed.

    Errors: as `read`.
    """
    ok: list[Ids] = [packed_ids([])]
    failed: list[Ids] = [packed_ids([])]
    for block in blocks(path, ("run_id", "status")):
        good = np.asarray(block["status"].to_numpy() == OK)
        words = block["run_id"].to_numpy()
        try:
            ok.append(packed_ids(dict.fromkeys(words[good].tolist())))
            failed.append(packed_ids(dict.fromkeys(words[~good].tolist())))
        except ValueError as error:
            raise Truncated(f"{path.name}: {error}") from error
    return np.unique(np.concatenate(ok)), np.unique(np.concatenate(failed))
