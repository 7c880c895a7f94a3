"""The register of indicators: one decorated function each, with its name, unit and labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.panel import Panel

Floats = NDArray[np.float64]
Measure = Callable[[Panel], Floats]
Parts = Callable[[Panel], Mapping[str, Floats]]

FLOW, STOCK, RATE = "flow", "stock", "rate"
"""A flow is an amount of its period; a stock stands at its end; a rate is a ratio of a year."""


@dataclass(frozen=True)
class Indicator:
    """One row of a results table: what it is called and how it is worked out.

    `monthly` functions return (park, month), others (park, year). A flow's months add up to its
    year; of a stock the year shows December. `better` is `+` where more is better, `-` where less
    is, empty where neither.
    """

    name: str
    variable: str
    unit: str
    en: str
    zh: str
    kind: str
    monthly: bool
    better: str
    measure: Measure

    def unit_of(self, period: str) -> str:
        """Return the unit of a `year` or `month`: a flow's is an amount a period.

        >>> INDICATORS["co2_scope_1"].unit_of("year")
        't CO2/yr'
        """
        return per_period(self.unit, period) if self.kind == FLOW else self.unit

    @property
    def formula(self) -> str:
        """The formula in words: what the function's docstring says."""
        return " ".join((self.measure.__doc__ or "").split())


@dataclass(frozen=True)
class Breakdown:
    """A yearly flow by part: `variable` holds `{}` for the part, a name of the `labels` group.

    A part may be two names, `class|stream`.
    """

    name: str
    variable: str
    unit: str
    en: str
    zh: str
    labels: str
    measure: Parts


INDICATORS: dict[str, Indicator] = {}
"""Every indicator by name."""

BREAKDOWNS: dict[str, Breakdown] = {}
"""Every breakdown by name."""


def per_period(unit: str, period: str) -> str:
    """Return the unit of an amount a `year` or `month`."""
    return f"{unit}/{'yr' if period == 'year' else 'month'}"


def monthly(
    name: str, variable: str, unit: str, en: str, zh: str, better: str = "", kind: str = FLOW
) -> Callable[[Measure], Measure]:
    """Register an indicator that is known by month."""
    return _register(name, variable, unit, en, zh, kind, True, better)


def yearly(
    name: str, variable: str, unit: str, en: str, zh: str, better: str = "", kind: str = RATE
) -> Callable[[Measure], Measure]:
    """Register an indicator that is known by year."""
    return _register(name, variable, unit, en, zh, kind, False, better)


def _register(
    name: str,
    variable: str,
    unit: str,
    en: str,
    zh: str,
    kind: str,
    by_month: bool,
    better: str,
) -> Callable[[Measure], Measure]:
    def keep(measure: Measure) -> Measure:
        if name in INDICATORS or any(i.variable == variable for i in INDICATORS.values()):
            raise ValueError(f"indicator {name} ({variable}) is registered twice")
        INDICATORS[name] = Indicator(name, variable, unit, en, zh, kind, by_month, better, measure)
        return measure

    return keep


def breakdown(
    name: str, variable: str, unit: str, en: str, zh: str, labels: str
) -> Callable[[Parts], Parts]:
    """Register a breakdown by year."""

    def keep(measure: Parts) -> Parts:
        BREAKDOWNS[name] = Breakdown(name, variable, unit, en, zh, labels, measure)
        return measure

    return keep


def over(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, nan where the whole is 0 or less."""
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)


def change_percent(values: Floats) -> Floats:
    """Return the change against the first year in percent; nan where that is 0 or less."""
    first = np.broadcast_to(values[:, :1], values.shape)
    return (over(values, first) - 1.0) * 100.0
