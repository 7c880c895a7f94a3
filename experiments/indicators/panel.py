"""What every indicator reads: the record of a finished run, by park, month and year."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.linkbook import LinkBook
from sim.catalogue import FIRST_YEAR
from sim.record import VARIABLE
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

More = ParamSpec("More")
Found = TypeVar("Found")


class Panel:
    """A finished world, summed on demand.

    Arrays by enterprise have the axes (month, enterprise) or (year, enterprise); those by park
    (park, month) or (park, year). Only enterprises inside the fence enter a park's total, one
    after the other in id order, so that a total has the same bits whatever else is asked for.
    """

    def __init__(self, world: World) -> None:
        if world.month == 0 or world.month % 12:
            raise ValueError(f"results need whole years; the run stands at month {world.month}")
        self.world = world
        self.catalogue = world.catalogue
        self.months = world.month
        self.years: Ints = np.arange(FIRST_YEAR, FIRST_YEAR + world.month // 12)
        self.parks = world.parks
        enterprises = world.columns.enterprises
        self.inside: Ints = np.flatnonzero(enterprises.inside)
        self.park: Ints = enterprises.park[self.inside]
        self._bins: dict[int, Ints] = {}
        self._years: dict[str, Floats] = {}
        self._park_months: dict[str, Floats] = {}
        self.kept: dict[tuple[Any, ...], Any] = {}
        """What functions marked `kept` have worked out, by their name and arguments."""

    def month(self, name: str) -> Floats:
        """Return a recorded variable by (month, enterprise)."""
        values: Floats = self.world.record.values[VARIABLE[name], : self.months]
        return values

    def year(self, name: str) -> Floats:
        """Return a recorded variable summed to (year, enterprise)."""
        if name not in self._years:
            self._years[name] = sum_months(self.month(name))
        return self._years[name]

    def park_months(self, name: str) -> Floats:
        """Return a recorded variable summed to (park, month)."""
        if name not in self._park_months:
            self._park_months[name] = self.sum_parks(self.month(name))
        return self._park_months[name]

    def park_years(self, name: str) -> Floats:
        """Return a recorded variable summed to (park, year)."""
        return self.sum_parks(self.year(name))

    def sum_parks(self, values: Floats) -> Floats:
        """Sum (row, enterprise) over the enterprises inside each park, in id order: (park, row)."""
        rows = values.shape[0]
        if rows not in self._bins:
            bins = np.arange(rows)[:, None] * self.parks + self.park
            self._bins[rows] = bins.ravel()
        inside = values if len(self.inside) == values.shape[1] else values[:, self.inside]
        size = rows * self.parks
        sums = np.bincount(self._bins[rows], weights=inside.ravel(), minlength=size)
        return np.ascontiguousarray(sums.reshape(rows, self.parks).T, dtype=np.float64)

    def count_parks(self, flags: Flags) -> Floats:
        """Count flagged enterprises inside each park: (row, enterprise) to (park, row)."""
        return self.sum_parks(flags.astype(np.float64))

    @cached_property
    def links(self) -> LinkBook:
        """The contracts of the run."""
        return LinkBook(self.world)

    @cached_property
    def grid(self) -> Floats:
        """Location-based grid factor by (park, year), t CO2/kWh."""
        where = [self.catalogue.year_index(int(year)) for year in self.years]
        paths = self.catalogue.grid_tco2e_per_kwh
        return np.array([paths[place][where] for place in self.world.columns.provinces])

    @cached_property
    def left_month(self) -> Ints:
        """First month without the enterprise, or the number of months where it stayed.

        Enterprises leave in January: the one after the last month with output or power fed in.
        """
        enterprises, output = self.world.columns.enterprises, self.month("output")
        ran = (output > 0) | (self.month("power_fed_in_kwh") > 0)
        last = np.where(ran.any(axis=0), self.months - 1 - ran[::-1].argmax(axis=0), -1)
        left = (last // 12 + 1) * 12
        gone = ~enterprises.active & (enterprises.start_month < self.months)
        month: Ints = np.where(gone, left, self.months)
        return month

    @cached_property
    def active(self) -> Flags:
        """Whether an enterprise stands in the park, by (month, enterprise)."""
        month = np.arange(self.months)[:, None]
        start = self.world.columns.enterprises.start_month
        return (start <= month) & (month < self.left_month)

    @cached_property
    def event_rows(self) -> Ints:
        """Row of the enterprise of each event; -1 for an event of a park."""
        row = {name: k for k, name in enumerate(self.world.columns.enterprises.name)}
        row[""] = -1
        events = self.world.events
        return np.array([row[event["enterprise"]] for event in events], dtype=np.int64)

    @cached_property
    def _events(self) -> dict[str, list[tuple[int, dict[str, Any]]]]:
        """The events of enterprises of each kind, with their row."""
        kinds: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        for row, event in zip(self.event_rows.tolist(), self.world.events, strict=True):
            if row < 0:
                continue
            kinds.setdefault(event["event"], []).append((row, event))
        return kinds

    def sum_events(self, kind: str, number: str = "") -> Floats:
        """Sum a number of one kind of events, or count them, to (year, enterprise)."""
        total = np.zeros((len(self.years), len(self.world.columns.enterprises)))
        for row, event in self._events.get(kind, ()):
            total[event["month"] // 12, row] += event[number] if number else 1.0
        return total


def sum_months(values: Floats) -> Floats:
    """Sum the first axis by twelve, January first: (month, ...) to (year, ...).

    >>> sum_months(np.ones((24, 1))).tolist()
    [[12.0], [12.0]]
    """
    months = values.reshape(len(values) // 12, 12, *values.shape[1:])
    total: Floats = months[:, 0].copy()
    for month in range(1, 12):
        total += months[:, month]
    return total


def spread_over_months(years: Floats, pattern: Floats) -> Floats:
    """Spread yearly amounts over the months in proportion to a pattern; evenly where it is 0.

    `years` is (year, ...), `pattern` (month, ...); the months of a year sum to its amount.
    """
    months = pattern.reshape(len(years), 12, *pattern.shape[1:])
    whole = sum_months(pattern)[:, None]
    even = np.full_like(months, 1.0 / 12.0)
    share = np.divide(months, whole, out=even, where=whole > 0)
    spread: Floats = (share * years[:, None]).reshape(pattern.shape)
    return spread


def kept(
    function: Callable[Concatenate[Panel, More], Found],
) -> Callable[Concatenate[Panel, More], Found]:
    """Work a function of a panel out once for the same arguments."""

    @wraps(function)
    def once(panel: Panel, *args: More.args, **kwargs: More.kwargs) -> Found:
        key = (function.__module__, function.__name__, *args, *kwargs.items())
        if key not in panel.kept:
            panel.kept[key] = function(panel, *args, **kwargs)
        return cast(Found, panel.kept[key])

    return cast(Callable[Concatenate[Panel, More], Found], once)
