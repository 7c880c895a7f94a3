"""What a sweep is judged by: an indicator in the last year, or added up over all years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dashboards.numbers import Scale, scale_of, subscript
from dashboards.texts import LANGUAGES, text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from experiments.results import Results

LAST, ADDED = "last", "added"


@dataclass(frozen=True)
class Measure:
    """An indicator and how its years become one number."""

    indicator: str
    how: str

    def better(self) -> str:
        """Return `+` where more is better, else `-`."""
        from experiments.indicators import INDICATORS

        return INDICATORS[self.indicator].better or "-"

    def unit(self) -> str:
        """Return the unit of the number."""
        from experiments.indicators import INDICATORS

        unit = INDICATORS[self.indicator].unit_of("year")
        return unit.removesuffix("/yr") if self.how == ADDED and unit == "CNY/yr" else unit

    def label(self, years: tuple[int, ...], lang: str) -> str:
        """Return the indicator's name with its year or years."""
        from experiments.indicators import INDICATORS

        known = INDICATORS[self.indicator]
        name = subscript((known.en, known.zh)[LANGUAGES.index(lang)])
        return text(f"sweep_{self.how}", lang, name=name, first=years[0], year=years[-1])

    def scale(self, values: NDArray[np.float64], lang: str) -> Scale:
        """Return how the numbers of a set are written."""
        known = np.abs(values[np.isfinite(values)])
        return scale_of(float(known.max()) if known.size else 0.0, self.unit(), lang)


MEASURES: Final[Mapping[str, Measure]] = {
    "co2": Measure("co2", LAST),
    "co2_all": Measure("co2", ADDED),
    "public_cost": Measure("public_cost", ADDED),
    "private_cost": Measure("private_cost", ADDED),
    "energy": Measure("energy_intensity_calorific", LAST),
    "co2_intensity": Measure("co2_intensity", LAST),
    "value_added": Measure("value_added_constant", LAST),
    "profit": Measure("profit", ADDED),
    "jobs": Measure("jobs", LAST),
    "reused": Measure("reused", LAST),
    "solid": Measure("solid_utilisation", LAST),
    "water": Measure("water_fresh", LAST),
    "links": Measure("links_active", LAST),
}
"""By the name that a link carries, in the order of the choices."""

OUTPUTS: Final = tuple(dict.fromkeys(measure.indicator for measure in MEASURES.values()))
"""The outputs of every sweep."""


def measured(results: Results) -> tuple[tuple[str, float], ...]:
    """Return each measure of one run."""
    from experiments.study_outputs import values_by_year

    _, values = values_by_year(results, OUTPUTS)
    return tuple((name, float(of_values(name, values[None])[0])) for name in MEASURES)


def of_values(name: str, values: NDArray[np.float64]) -> Any:
    """Return a measure of (..., year, output) values of `OUTPUTS`; NaN where a year is missing."""
    measure = MEASURES[name]
    column = values[..., OUTPUTS.index(measure.indicator)]
    return column[..., -1] if measure.how == LAST else column.sum(axis=-1)
