"""Compare packages on one park: the same seeds for each, differences with bands over the seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.scenario import Scenario
from experiments.statistics.interval import mean_band
from experiments.statistics.paired import Paired, paired
from sim.faults import Fault, InputError
from sim.park import Park

Floats = NDArray[np.float64]

SHOWN = (
    "co2", "co2_park_effect", "co2_grid_effect", "co2_scope_1", "co2_intensity",
    "energy_intensity_equal_value", "water_intensity", "solid_utilisation", "reused",
    "heat_reused", "water_reused", "links_active", "technologies_installed", "firms_active",
    "value_added_constant", "tax", "private_cost", "public_cost",
)  # fmt: skip
"""Indicators of the table, by name; those a run does not have are left out."""

BAND = "90 percent interval of the mean over the seeds: noise of the draws, no uncertainty of data"


@dataclass(frozen=True)
class Comparison:
    """Yearly indicators by package: `values[name]` is (package, seed, year)."""

    park: str
    packages: list[str]
    seeds: list[int]
    years: list[int]
    units: dict[str, str]
    variables: dict[str, str]
    values: dict[str, Floats]

    def at(self, name: str, year: int) -> Floats:
        """Return an indicator of one year by (package, seed)."""
        return self.values[name][:, :, self.years.index(year)]

    def difference(self, name: str, package: int, year: int) -> tuple[float, float, float]:
        """Return mean and 90 percent interval of a package's paired difference to the first.

        mean +- t(0.95, n - 1) s / sqrt(n) over the n seeds; without a spread (one seed) the
        bounds are nan.
        """
        return mean_band(self.at(name, year)[package] - self.at(name, year)[0])

    def paired(self, name: str, package: int, year: int) -> Paired:
        """Return all that the seeds say of a package's paired difference to the first."""
        return paired(self.at(name, year)[package], self.at(name, year)[0])

    def as_json(self) -> dict[str, Any]:
        """Return packages, seeds, values of the last year and paired differences to the first."""
        last = self.years[-1]
        return {
            "park": self.park,
            "packages": self.packages,
            "seeds": self.seeds,
            "year": last,
            "band": BAND,
            "indicators": {name: self._row(name, last) for name in self.values},
        }

    def _row(self, name: str, year: int) -> dict[str, Any]:
        means = self.at(name, year).mean(axis=1).tolist()
        gaps = {
            package: {
                **dict(zip(("mean", "low", "high"), self.difference(name, k, year), strict=True)),
                "paired": self.paired(name, k, year).as_json(),
            }
            for k, package in enumerate(self.packages)
            if k
        }
        values = dict(zip(self.packages, means, strict=True))
        return {"unit": self.units[name], "values": values, "differences": gaps}


def compare(
    park: Park | Path | str,
    packages: Sequence[str],
    seeds: Sequence[int],
    until: int = 2030,
    tick: Callable[[int], None] | None = None,
) -> Comparison:
    """Run each package on the same seeds and gather the yearly indicators.

    Errors: `InputError` with fewer than two packages, one named twice, or a faulty input.
    """
    if len(packages) < 2 or len(set(packages)) < len(packages):
        raise InputError(
            [Fault("--package", "a comparison needs two or more packages, each once", "name them")]
        )
    first = Scenario(park, packages[0], seeds[0], until)
    series: dict[str, list[Floats]] = {}
    units: dict[str, str] = {}
    variables: dict[str, str] = {}
    years: list[int] = []
    for done, (package, seed) in enumerate(((p, s) for p in packages for s in seeds), 1):
        results = Scenario(first.park, package, seed, until).run()
        years = results.years.tolist()
        for name in (n for n in SHOWN if n in results.names()):
            units[name] = results.one(name).unit_of("year")
            variables[name] = results.one(name).variable
            series.setdefault(name, []).append(results.series(name))
        if tick is not None:
            tick(done)
    shape = (len(packages), len(seeds), len(years))
    return Comparison(
        park=first.park.park_id,
        packages=list(packages),
        seeds=list(seeds),
        years=years,
        units=units,
        variables=variables,
        values={name: np.array(rows).reshape(shape) for name, rows in series.items()},
    )
