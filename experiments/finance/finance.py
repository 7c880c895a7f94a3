"""Cost and effect of each policy of a package on one park, on paired draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from agents.committee import PURSE
from experiments.comparison import BAND
from experiments.finance.bands import Band, mean_band, ratio_band
from experiments.finance.compare import effects, output_by_sector
from experiments.finance.measure import Measured
from experiments.finance.runs import Job, run_all
from experiments.finance.words import MEASURES, RATIOS
from experiments.scenario import Scenario
from policies.package import Package, read_package
from sim.faults import Fault, raise_faults
from sim.park import Park
from sim.tables import read_tables

if TYPE_CHECKING:
    pass

Floats = NDArray[np.float64]
Row = dict[str, Any]

NO_POLICY, NO_SYMBIOSIS = "no_policy", "no_symbiosis"


@dataclass(frozen=True)
class PublicFinance:
    """What policies cost and do: `values[case][measure]` is (seed, year).

    A case is a counterfactual: a policy's name (the package without it), `no_policy` or
    `no_symbiosis`. Money is at current prices, summed without discount; what a technology saves
    after the horizon is not counted, so that a short horizon makes investment look dear.
    """

    park: str
    package: str
    seeds: list[int]
    years: list[int]
    cases: dict[str, tuple[str, ...]]
    """Case -> the policies whose cost its effect is set against; all also has the committee's."""
    values: dict[str, dict[str, Floats]]
    runs: list[Measured]
    """The runs under the package, by seed."""
    others: dict[str, list[Measured]]
    """Their counterfactuals, by case and seed."""

    def total(self, case: str, name: str) -> Band:
        """Return a measure summed over the years: mean over the seeds and its interval."""
        return mean_band(self.values[case][name].sum(axis=1))

    def ratio(self, case: str, name: str) -> Band:
        """Return a ratio of `RATIOS` of the sums over the years, with Fieller's interval."""
        top, bottom = RATIOS[name].parts
        above, below = (self.values[case][part].sum(axis=1) for part in (top, bottom))
        return ratio_band(above, below, effect=bottom != "granted_cny")

    def interaction(self, name: str) -> Band | None:
        """Return the effect of all policies together less the sum of each left out alone.

        Below 0 they overlap, above 0 they need each other; None where not all were left out.
        """
        together = [policy for policy in self.cases[NO_POLICY] if policy != PURSE]
        if not set(together) <= self.values.keys():
            return None
        alone = np.sum([self.values[policy][name] for policy in together], axis=0)
        return mean_band((self.values[NO_POLICY][name] - alone).sum(axis=1))

    def effects(self) -> list[Row]:
        """Return one row a case, seed, year and measure: value and unit."""
        return [
            {"park": self.park, "package": self.package, "without": case, "seed": seed,
             "year": year, "measure": name, "unit": MEASURES[name].unit, "value": value}
            for case, measures in self.values.items()
            for name, values in measures.items()
            for seed, by_year in zip(self.seeds, values.tolist(), strict=True)
            for year, value in zip(self.years, by_year, strict=True)
        ]  # fmt: skip

    def summary(self) -> list[Row]:
        """Return one row a case and measure or ratio: mean, low and high over the seeds."""
        rows = []
        for case, measures in self.values.items():
            told = {name: (self.total(case, name), MEASURES[name].unit) for name in measures}
            told |= {name: (self.ratio(case, name), one.unit) for name, one in RATIOS.items()}
            for name, ((mean, low, high), unit) in told.items():
                rows.append({"park": self.park, "package": self.package, "without": case,
                             "measure": name, "unit": unit, "mean": mean, "low": low,
                             "high": high})  # fmt: skip
        return rows

    def books(self) -> list[Row]:
        """Return one row a seed, year, policy and payer or payee: spent and collected, CNY.

        Party `sellers` gets what terms put on prices: collected from enterprises by no budget.
        """
        rows = []
        for run in self.runs:
            for (year, policy, party), (spent, collected) in run.parties.items():
                rows.append({"seed": run.seed, "year": year, "policy": policy, "party": party,
                             "spent_cny": spent, "collected_cny": collected})  # fmt: skip
            for policy, paid in sorted(run.adders.items()):
                for year, cny in zip(self.years, paid.tolist(), strict=True):
                    if cny:
                        rows.append({"seed": run.seed, "year": year, "policy": policy,
                                     "party": "sellers", "spent_cny": 0.0,
                                     "collected_cny": cny})  # fmt: skip
        return rows

    def output(self) -> list[Row]:
        """Return one row a case, seed, year and sector: product units with and without."""
        units = read_tables()["sectors"]
        rows = []
        for case, others in self.others.items():
            for run, other in zip(self.runs, others, strict=True):
                here, there = output_by_sector(run), output_by_sector(other)
                none = np.zeros(len(self.years))
                for sector in sorted({*here, *there}):
                    made = (here.get(sector, none), there.get(sector, none))
                    for k, year in enumerate(self.years):
                        rows.append({"without": case, "seed": run.seed, "year": year,
                                     "sector": sector,
                                     "unit": str(units.row(sector)["product_unit"]),
                                     "output": float(made[0][k]),
                                     "output_without": float(made[1][k])})  # fmt: skip
        return rows

    def lost_output(self, case: str) -> dict[str, Band]:
        """Return by sector the output lost over the years, percent of that without the policy."""
        found = {}
        pairs = [(output_by_sector(run), output_by_sector(other))
                 for run, other in zip(self.runs, self.others[case], strict=True)]  # fmt: skip
        for sector in sorted({name for pair in pairs for one in pair for name in one}):
            sums = np.array([[np.sum(one.get(sector, 0.0)) for one in pair] for pair in pairs])
            if (sums[:, 1] > 0).all():
                found[sector] = mean_band((1.0 - sums[:, 0] / sums[:, 1]) * 100.0)
        return found

    def as_json(self) -> Row:
        """Return cases with their sums, ratios and yearly means, ready for `json.dumps`."""
        cases = []
        for case, policies in self.cases.items():
            values = self.values[case]
            cases.append(
                {
                    "without": case,
                    "policies": list(policies),
                    "totals": {
                        name: _named(self.total(case, name), MEASURES[name].unit) for name in values
                    },
                    "ratios": {
                        name: _named(self.ratio(case, name), one.unit)
                        for name, one in RATIOS.items()
                    },
                    "lost_output": {
                        sector: _named(band, "%") for sector, band in self.lost_output(case).items()
                    },
                    "years": {
                        name: dict(zip(map(str, self.years), one.mean(axis=0).tolist(),
                                       strict=True))
                        for name, one in values.items()
                    },
                }
            )  # fmt: skip
        overlap = self.interaction("avoided_co2_t")
        return {
            "park": self.park,
            "package": self.package,
            "seeds": self.seeds,
            "from": self.years[0],
            "to": self.years[-1],
            "band": BAND,
            "cases": cases,
            "interaction_co2_t": _named(overlap, "t CO2") if overlap else None,
        }

    def save(self, folder: Path, overwrite: bool = False) -> None:
        """Write `effects.csv`, `summary.csv`, `books.csv` and `output.csv` into a new folder.

        Errors: `InputError` where the folder holds anything, unless `overwrite` is given.
        """
        from experiments.symbiosis.export import write_tables

        tables = {"effects": self.effects(), "summary": self.summary(), "books": self.books(),
                  "output": self.output()}  # fmt: skip
        write_tables(folder, tables, overwrite)


def finance(
    park: Park | Path | str,
    package: Package | Path | str = "baseline",
    policies: Sequence[str] = (),
    seeds: Sequence[int] = range(1, 6),
    until: int = 2030,
    tick: Callable[[int], None] | None = None,
    workers: int = 1,
) -> PublicFinance:
    """Run a package and its counterfactuals on the same seeds and measure cost and effect.

    Counterfactuals: the package without each of `policies` (all of it by default), without any
    policy, and without symbiosis. `tick` is told how many of (cases + 1) x seeds runs are done;
    `workers` are processes, with the same result.

    Errors: `InputError` for faulty inputs, a policy that the package lacks, and no seed.
    """
    first = Scenario(park, package, 1, until)
    given = read_package(package) if not isinstance(package, Package) else package
    raise_faults(list(_faults(given, policies, seeds)))
    chosen = sorted(set(policies) or given.strength)
    cases: dict[str, tuple[str, ...]] = {name: (name,) for name in chosen}
    cases |= {NO_POLICY: (*sorted(given.strength), PURSE), NO_SYMBIOSIS: ()}
    jobs = []
    for seed in seeds:
        jobs.append(Job(given, seed))
        jobs += [
            Job(without(given, its), seed, case != NO_SYMBIOSIS) for case, its in cases.items()
        ]
    measured = iter(run_all(first.park, until, jobs, workers, tick))
    runs: list[Measured] = []
    others: dict[str, list[Measured]] = {case: [] for case in cases}
    values: dict[str, dict[str, list[Floats]]] = {case: {} for case in cases}
    for _ in seeds:
        runs.append(next(measured))
        for case, its in cases.items():
            others[case].append(next(measured))
            for name, by_year in effects(runs[-1], others[case][-1], its).items():
                values[case].setdefault(name, []).append(by_year)
    return PublicFinance(
        park=first.park.park_id,
        package=given.name,
        seeds=list(seeds),
        years=list(runs[0].years),
        cases=cases,
        values={
            case: {name: np.array(rows) for name, rows in measures.items()}
            for case, measures in values.items()
        },
        runs=runs,
        others=others,
    )


def without(package: Package, policies: Sequence[str]) -> Package:
    """Return a package without some of its policies; none left is a park without policy."""
    kept = {name: value for name, value in package.strength.items() if name not in policies}
    changed = {name: value for name, value in package.parameters.items() if name in kept}
    return replace(package, strength=kept, parameters=changed)


def _faults(package: Package, policies: Sequence[str], seeds: Sequence[int]) -> Iterator[Fault]:
    import difflib

    known = sorted(package.strength)
    for name in policies:
        if name not in known:
            near = " or ".join(difflib.get_close_matches(name, known, 2, 0.0)) or "another package"
            yield Fault(f"--policy {name}", f"is not in package {package.name}", f"write {near}")
    if len(seeds) < 1:
        yield Fault("--seeds", "no run would be made", "write 1 or more")


def _named(band: Band, unit: str) -> Row:
    return {**dict(zip(("mean", "low", "high"), band, strict=True)), "unit": unit}
