"""Series: each indicator by park and period, worked out of a run when first asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from experiments.indicators import BREAKDOWNS, INDICATORS
from experiments.indicators.panel import Panel, sum_months
from experiments.indicators.registry import FLOW, Breakdown, Indicator, per_period

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Series:
    """One variable: `years` by (park, year), `months` by (park, month) where it has any."""

    name: str
    variable: str
    unit: str
    flow: bool
    years: Floats
    months: Floats | None = None

    def unit_of(self, period: str) -> str:
        """Return the unit of a `year` or `month`."""
        return per_period(self.unit, period) if self.flow else self.unit


class SeriesBook(Protocol):
    """The series of a run."""

    def get(self, key: str) -> Series | None:
        """Return a series by name or variable, or None where there is none."""

    def all(self) -> list[Series]:
        """Return every series, sorted by variable."""


class StoredBook:
    """Series that are all known, read from a folder or made by hand."""

    def __init__(self, series: Iterable[Series]) -> None:
        self._series = sorted(series, key=lambda one: one.variable)
        self._index = {key: one for one in self._series for key in (one.name, one.variable)}

    def get(self, key: str) -> Series | None:
        """Return a series by name or variable, or None where there is none."""
        return self._index.get(key)

    def all(self) -> list[Series]:
        """Return every series, sorted by variable."""
        return self._series


class MeasuredBook:
    """Series of a finished world; an indicator costs nothing until it is asked for."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        self._index: dict[str, Series] = {}
        self._variable = {one.variable: name for name, one in INDICATORS.items()}
        self._whole: StoredBook | None = None

    def get(self, key: str) -> Series | None:
        """Return a series by name or variable, or None where there is none."""
        name = self._variable.get(key, key)
        if name in INDICATORS:
            if name not in self._index:
                self._index[name] = measure(INDICATORS[name], self._panel)
            return self._index[name]
        return self._book().get(key)

    def all(self) -> list[Series]:
        """Return every series, sorted by variable."""
        return self._book().all()

    def _book(self) -> StoredBook:
        if self._whole is None:
            found = [series for name in INDICATORS if (series := self.get(name)) is not None]
            for one in BREAKDOWNS.values():
                found += measure_parts(one, self._panel)
            self._whole = StoredBook(found)
        return self._whole


def measure(indicator: Indicator, panel: Panel) -> Series:
    """Work an indicator out; a flow's years are the sums of its months, a stock's December."""
    values = _clean(indicator.measure(panel))
    flow = indicator.kind == FLOW
    names = indicator.name, indicator.variable, indicator.unit, flow
    if not indicator.monthly:
        return Series(*names, years=values)
    years = sum_months(values.T).T if flow else values[:, 11::12]
    return Series(*names, years=_clean(years), months=values)


def measure_parts(one: Breakdown, panel: Panel) -> list[Series]:
    """Work a breakdown out: one series a part, named `breakdown.part`."""
    return [
        Series(f"{one.name}.{part}", one.variable.format(part), one.unit, True, _clean(values))
        for part, values in one.measure(panel).items()
    ]


def _clean(values: Floats) -> Floats:
    """Return the values with one zero and one nan, so that equal values have equal bits."""
    clean = np.ascontiguousarray(values, dtype=np.float64) + 0.0
    clean[np.isnan(clean)] = np.nan
    return clean


def series_named(variable: str) -> tuple[Indicator | Breakdown, str]:
    """Return what a variable shows: an indicator, or a breakdown and its part.

    Errors: `KeyError` for a variable that no indicator has.

    >>> found, part = series_named("Material|Reused|mineral|fly_ash")
    >>> found.name, part
    ('reused_by_stream', 'mineral|fly_ash')
    """
    for indicator in INDICATORS.values():
        if indicator.variable == variable:
            return indicator, ""
    for one in BREAKDOWNS.values():
        prefix = one.variable.removesuffix("{}")
        part = variable.removeprefix(prefix)
        if variable.startswith(prefix) and ("|" in part) == (one.labels == "stream"):
            return one, part
    raise KeyError(f"no indicator has the variable {variable!r}")
