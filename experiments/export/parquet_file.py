"""A study as one Parquet file: one row a run and year, units in the metadata of the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas

    from experiments.export.source import Source


def parquet_bytes(study: Source, frame: pandas.DataFrame) -> bytes:
    """Return rows of a study as Parquet; the field of an output has `unit` and `variable`."""
    import pyarrow
    from pyarrow import parquet

    table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    fields = []
    for field in table.schema:
        if field.name in study.outputs:
            about = {"unit": study.unit(field.name), "variable": study.variable(field.name)}
            field = field.with_metadata(about)
        fields.append(field)
    kept = {**(table.schema.metadata or {}), b"study": study.study_id.encode()}
    table = table.cast(pyarrow.schema(fields, metadata=kept))
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content
