"""The long table: every indicator by park and period, and the hash of its exact values."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.frame import Frame, text_column
from experiments.indicators.registry import FLOW, Indicator
from experiments.series import Series, series_named

Floats = NDArray[np.float64]

COLUMNS = ("model", "scenario", "region", "variable", "unit", "period", "value", "seed")
"""The columns of the long table; the first five are those of the IAMC format."""

_HASHED = ("region", "variable", "unit", "period")


def long_table(
    info: Mapping[str, Any], regions: Sequence[str], years: NDArray[np.int64], series: list[Series]
) -> Frame:
    """Return one row a region, variable and period, the years of a variable before its months."""
    year_names = [str(year) for year in years.tolist()]
    month_names = [f"{year}-{month:02d}" for year in year_names for month in range(1, 13)]
    texts: dict[str, list[str]] = {name: [] for name in _HASHED}
    values: list[Floats] = []
    for k, region in enumerate(regions):
        for one in series:
            for period, names, block in (
                ("year", year_names, one.years), ("month", month_names, one.months)
            ):  # fmt: skip
                if block is None:
                    continue
                count = len(names)
                texts["region"] += [region] * count
                texts["variable"] += [one.variable] * count
                texts["unit"] += [one.unit_of(period)] * count
                texts["period"] += names
                values.append(block[k])
    value = np.concatenate(values) if values else np.empty(0)
    found: dict[str, NDArray[Any]] = {name: text_column(words) for name, words in texts.items()}
    found["value"] = value
    for name in ("model", "scenario"):
        found[name] = text_column([str(info[name])] * len(value))
    found["seed"] = np.full(len(value), int(info["seed"]), dtype=np.int64)
    return Frame({name: found[name] for name in COLUMNS})


def hash_table(table: Frame) -> str:
    """Return the hash of a table's regions, variables, units, periods and exact values.

    Model, scenario and seed do not enter: equal results of two packages have equal hashes.
    """
    digest = hashlib.blake2b(digest_size=16)
    for name in _HASHED:
        digest.update("\0".join(table[name].tolist()).encode())
        digest.update(b"\1")
    digest.update(table["value"].astype("<f8").tobytes())
    return digest.hexdigest()


def read_series(table: Frame, regions: Sequence[str], years: Sequence[int]) -> list[Series]:
    """Return the series of a long table written by `long_table`."""
    parks, count = len(regions), len(years)
    whole = len(table) // parks
    first = table.take(np.arange(whole))
    values = table["value"].reshape(parks, whole)
    starts = _starts(first["variable"])
    found = []
    for start, end in zip(starts, [*starts[1:], whole], strict=True):
        variable = str(first["variable"][start])
        known, part = series_named(variable)
        flow = not isinstance(known, Indicator) or known.kind == FLOW
        months = values[:, start + count : end] if end - start > count else None
        found.append(
            Series(
                f"{known.name}.{part}" if part else known.name,
                variable,
                known.unit,
                flow,
                values[:, start : start + count].copy(),
                None if months is None else months.copy(),
            )
        )
    return found


def _starts(column: NDArray[Any]) -> list[int]:
    """Return where each run of equal words begins."""
    if len(column) == 0:
        return []
    changed = np.flatnonzero(column[1:] != column[:-1]) + 1
    return [0, *changed.tolist()]
