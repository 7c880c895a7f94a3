"""Goals: what a run must reach, and with which probability over the sampled pairs."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.nearest import nearest
from experiments.study_outputs import output_names
from experiments.targets import judged_by, meets, met_by_year, target_names
from sim.faults import Fault, InputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_FORM = "a target of the table, or INDICATOR<=VALUE[%YEAR | %none][@YEAR]"
_PATTERN = re.compile(r"(\w+)(<=|>=)(-?\d+(?:\.\d+)?)(?:%(\d{4}|none))?(?:@(\d{4}))?")

NONE = "none"


@dataclass(frozen=True)
class Goal:
    """An output with the level it must reach in a year (None: the last).

    `against` is empty for a level in the indicator's unit, a year for a change in percent against
    that year of the same run, and `none` for a change in percent against the run of the same seed
    and draw in which no lever is set. `target` names a row of the table of targets instead, with
    its own rule.
    """

    text: str
    output: str
    sign: str = "<="
    level: float = 0.0
    against: str = ""
    year: int | None = None
    target: str = ""

    @classmethod
    def read(cls, text: str) -> Goal:
        """Read a goal as it is written on the command line.

        `co2<=-10%none@2030` asks for ten percent less than without any lever, `co2<=-20%2020` for
        a fifth less than in 2020, `solid_utilisation>=80` for a level, `n_co2_gdp_155` for a
        target of the table. Errors: `InputError`.

        >>> Goal.read("co2<=-20%2020").against
        '2020'
        """
        text = text.strip()
        if text in target_names():
            return cls(text, judged_by(text), target=text)
        found = _PATTERN.fullmatch(text)
        if not found:
            near = f"write {_FORM}; near: {nearest(text, target_names())}"
            raise InputError([Fault(f"goal {text}", "cannot be read", near)])
        name, sign, level, against, year = found.groups()
        if name not in output_names():
            mend = f"write {nearest(name, output_names())}"
            raise InputError([Fault(f"goal {text}", "there is no such indicator", mend)])
        return cls(text, name, sign, float(level), against or "", int(year) if year else None)

    def met(self, values: Floats, years: tuple[int, ...], bare: Floats | None = None) -> Flags:
        """Return which runs reach the goal: (..., year) of the output -> (...).

        `bare` has the output of the runs without levers, of a shape that fits. A run without
        values does not reach it. Errors: `InputError` for a year that the runs do not have.
        """
        if self.target:
            due = met_by_year(self.target, values, years)
            flags: Flags = due & ~np.isnan(values).any(axis=-1)
            return flags
        at = self._at(years, self.year or years[-1])
        worth = values[..., at]
        if self.against == NONE:
            if bare is None:
                raise ValueError(f"{self.text} needs the runs without levers")
            worth = (worth / bare[..., at] - 1.0) * 100.0
        elif self.against:
            worth = (worth / values[..., self._at(years, int(self.against))] - 1.0) * 100.0
        return meets(worth, self.level, self.sign)

    def _at(self, years: tuple[int, ...], year: int) -> int:
        if year not in years:
            mend = f"write a year from {years[0]} to {years[-1]}"
            raise InputError([Fault(f"goal {self.text}", f"the runs do not have {year}", mend)])
        return years.index(year)


@dataclass(frozen=True)
class Demand:
    """A goal to be reached with a probability, as a share of the sampled pairs."""

    goal: Goal
    probability: float = 0.9

    def excess(self, met: Flags) -> Floats:
        """Return by how much the share of pairs (last axis) falls short; 0 or less is met."""
        share: Floats = met.mean(axis=-1)
        return np.round(self.probability - share, 12)
