"""Objectives: an indicator of a year or summed over all, aggregated over the sampled pairs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.nearest import nearest
from experiments.study_outputs import output_names
from sim.faults import Fault, InputError

Floats = NDArray[np.float64]

MEAN = -1.0

_FORM = "INDICATOR[+INDICATOR...][@YEAR | @sum][:mean | :pNN][:min | :max]"
_PATTERN = re.compile(r"(\w+(?:\+\w+)*)(?:@(\d{4}|sum))?(?::(mean|p\d{1,2}))?(?::(min|max))?")


@dataclass(frozen=True)
class Objective:
    """An indicator, or a sum of some of one unit, to lower or raise.

    `outputs` are their names; `year` is the year looked at, None the last; `total` adds all years
    up instead. `percentile` of the pairs, or their mean (`MEAN`). `sign` is 1 where less is better,
    -1 where more is.
    """

    outputs: tuple[str, ...]
    year: int | None = None
    total: bool = False
    percentile: float = MEAN
    sign: float = 1.0

    @classmethod
    def read(cls, text: str) -> Objective:
        """Read an objective as it is written on the command line; `co2@2030:p90:min`, say.

        The direction is the indicator's own where none is given. Errors: `InputError`.

        >>> Objective.read("public_cost@sum").total, Objective.read("reused").sign
        (True, -1.0)
        """
        from experiments.indicators import INDICATORS

        found = _PATTERN.fullmatch(text.strip())
        if not found:
            raise InputError([Fault(f"objective {text}", "cannot be read", f"write {_FORM}")])
        names, span, over, way = found.groups()
        outputs = tuple(names.split("+"))
        for name in outputs:
            if name not in INDICATORS:
                mend = f"write {nearest(name, output_names())}"
                raise InputError([Fault(f"objective {text}", f"there is no {name!r}", mend)])
        if len({INDICATORS[name].unit for name in outputs}) > 1:
            wrong = "adds up different units"
            raise InputError([Fault(f"objective {text}", wrong, "add up indicators of one unit")])
        better = {"min": "-", "max": "+"}[way] if way else INDICATORS[outputs[0]].better
        if not better:
            mend = f"write {text}:min or {text}:max"
            raise InputError([Fault(f"objective {text}", "has no better direction", mend)])
        total = span == "sum"
        year = int(span) if span and not total else None
        percentile = float(over[1:]) if over and over != "mean" else MEAN
        return cls(outputs, year, total, percentile, 1.0 if better == "-" else -1.0)

    def worth(self, values: Floats, outputs: Sequence[str], years: tuple[int, ...]) -> Floats:
        """Return what each run is worth: (..., year, output) -> (...), in the unit.

        Errors: as of `of_runs`.
        """
        series = np.zeros(values.shape[:-1])
        for name in self.outputs:
            series = series + values[..., outputs.index(name)]
        return self.of_runs(series, years)

    def of_runs(self, values: Floats, years: tuple[int, ...]) -> Floats:
        """Return what each run is worth: (..., year) -> (...), in the indicator's unit.

        Errors: `InputError` for a year that the runs do not have.
        """
        if self.total:
            total: Floats = values.sum(axis=-1)
            return total
        year = years[-1] if self.year is None else self.year
        if year not in years:
            mend = f"write {years[0]} to {years[-1]}"
            raise InputError([Fault(self.label, f"the runs do not have {year}", mend)])
        found: Floats = values[..., years.index(year)]
        return found

    def over(self, worth: Floats) -> Floats:
        """Return the aggregate over the pairs: (..., pair) -> (...); nan where a run failed."""
        if self.percentile == MEAN:
            mean: Floats = worth.mean(axis=-1)
            return mean
        found: Floats = np.percentile(worth, self.percentile, axis=-1)
        return found

    @property
    def name(self) -> str:
        """The names of the indicators, joined by +."""
        return "+".join(self.outputs)

    @property
    def label(self) -> str:
        """The objective as it is written."""
        span = "@sum" if self.total else "" if self.year is None else f"@{self.year}"
        over = "" if self.percentile == MEAN else f":p{self.percentile:.0f}"
        return f"{self.name}{span}{over}:{'min' if self.sign > 0 else 'max'}"

    @property
    def unit(self) -> str:
        """The unit: the indicator's by year, without the year where years are added up."""
        from experiments.indicators import INDICATORS

        unit = INDICATORS[self.outputs[0]].unit_of("year")
        return unit.removesuffix("/yr") if self.total else unit

    def title(self, lang: str, until: int, unit: bool = True) -> str:
        """Return the objective for an axis: indicator, years, aggregate and, if asked, unit."""
        from experiments.indicators import INDICATORS
        from experiments.labels import unit_label

        named = [INDICATORS[name] for name in self.outputs]
        names = " + ".join(one.zh if lang == "zh" else one.en for one in named)
        years = f"2020-{until}" if self.total else str(self.year or until)
        over = "" if self.percentile == MEAN else f", p{self.percentile:.0f}"
        text = f"{names} {years}{over}"
        measure = unit_label(self.unit, lang) if unit else ""
        return f"{text} ({measure})" if measure else text
