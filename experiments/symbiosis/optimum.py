"""The market beside two benchmarks, by year: the planner's optimum, and no symbiosis at all."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.scenario import Scenario
from experiments.symbiosis.blocks import by_reason
from experiments.symbiosis.look import Look, walk
from experiments.symbiosis.pairs import describe_pairs
from experiments.symbiosis.programme import NET_BENEFIT, OBJECTIVES

Floats = NDArray[np.float64]

TWIN = (
    "co2", "co2_scope_1", "co2_avoided", "profit", "value_added", "solid_disposed", "reused",
    "heat_reused", "water_reused", "water_fresh",
)  # fmt: skip
"""Indicators compared with the twin without symbiosis."""

NOTE = (
    "Gains are those of the two sides under the year's prices and policies; what third parties or "
    "budgets lose is not counted, and premiums for lack of trust, being no cost, are not deducted. "
    "What stands costs no capex, to market and optimum alike; what is new bears its annuity at the "
    "taker's hurdle rate. Hazardous exchanges count as feasible, their permit takes its time."
)

Measures = dict[str, float]


@dataclass(frozen=True)
class YearOfOptimum:
    """One year: measures a year (see `programme.MEASURES`) of the market and of each optimum.

    `market` is what running contracts take of planned output, `optimum` the best plans for it.
    `delivered` is what contracts delivered, `possible` the best of each objective at what was made
    and used in the year. `blocks` splits each optimum into the market's part and what blocks the
    rest. `links` are the pairs of the best plan by net benefit.
    """

    year: int
    market: Measures
    optimum: dict[str, Measures]
    delivered: Measures
    possible: Measures
    blocks: dict[str, dict[str, float]]
    links: list[dict[str, Any]]

    def share(self, objective: str) -> float:
        """Return the share of the optimum that running contracts reach; nan where there is none."""
        return _over(self.market[objective], self.optimum[objective][objective])

    def delivered_share(self, objective: str) -> float:
        """Return the share of what was possible that was delivered."""
        return _over(self.delivered[objective], self.possible[objective])


@dataclass(frozen=True)
class Benchmarks:
    """The benchmarks of one scenario; `twin[name]` is (with, without symbiosis) by year."""

    park: str
    package: str
    seed: int
    years: list[YearOfOptimum]
    twin: dict[str, tuple[list[float], list[float]]]
    units: dict[str, str]
    variables: dict[str, str]
    note: str = NOTE

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Return everything as tables of rows: `years`, `blocks`, `links`, `no_symbiosis`."""
        measures, blocks, links, twin = [], [], [], []
        for at, year in enumerate(self.years):
            plans = {"delivered": year.delivered, "agreed": year.market, **year.optimum}
            measures += [{"year": year.year, "plan": k, **plan} for k, plan in plans.items()]
            blocks += [{"year": year.year, "objective": k, **b} for k, b in year.blocks.items()]
            links += [{"year": year.year, **link} for link in year.links]
            twin += [
                {"year": year.year, "indicator": name, "unit": self.units[name], "with": one[at],
                 "without": other[at]}
                for name, (one, other) in self.twin.items()
            ]  # fmt: skip
        return {"years": measures, "blocks": blocks, "links": links, "no_symbiosis": twin}

    def as_json(self) -> dict[str, Any]:
        """Return everything, shares included."""
        return {
            "park": self.park,
            "package": self.package,
            "seed": self.seed,
            "note": self.note,
            "years": [
                vars(year)
                | {"share": {o: year.share(o) for o in OBJECTIVES}}
                | {"delivered_share": {o: year.delivered_share(o) for o in OBJECTIVES}}
                for year in self.years
            ],
            "no_symbiosis": {
                name: {"unit": self.units[name], "with": one, "without": other}
                for name, (one, other) in self.twin.items()
            },
        }


def benchmarks(
    scenario: Scenario, years: Collection[int], tick: Callable[[int], None] | None = None
) -> Benchmarks:
    """Run a scenario and its twin without symbiosis, and solve the optimum at the end of `years`.

    `tick` is called with the number of years looked at.
    """
    found: list[YearOfOptimum] = []
    world = None
    for year, look in walk(scenario, {*years, scenario.until}):
        world = look.world
        if year in years:
            found.append(of_year(year, look))
            if tick is not None:
                tick(len(found))
    assert world is not None
    run = scenario.results(world)
    twin = _without_symbiosis(scenario).run()
    rows = [run.years.tolist().index(year.year) for year in found]
    names = [name for name in TWIN if name in run.names() and name in twin.names()]
    return Benchmarks(
        park=scenario.park.park_id,
        package=scenario.package.name,
        seed=scenario.seed,
        years=found,
        twin={n: (run.series(n)[rows].tolist(), twin.series(n)[rows].tolist()) for n in names},
        units={name: run.one(name).unit_of("year") for name in names},
        variables={name: run.one(name).variable for name in names},
    )


def of_year(year: int, look: Look) -> YearOfOptimum:
    """Solve the optima of a year and compare the market with them."""
    programme, past = look.programme, look.past
    best = {objective: programme.solve(objective) for objective in OBJECTIVES}
    chosen = best[NET_BENEFIT]
    return YearOfOptimum(
        year=year,
        market=programme.measure(look.running),
        optimum={objective: programme.measure(amount) for objective, amount in best.items()},
        delivered=past.measure(look.delivered),
        possible={o: float(past.by_pair(o, past.solve(o)).sum()) for o in OBJECTIVES},
        blocks={objective: by_reason(look, objective, best[objective]) for objective in OBJECTIVES},
        links=[
            row | {"running_per_year": row["amount_per_year"] * share}
            for row, share in _links(look, chosen)
        ],
    )


def _links(look: Look, amount: Floats) -> list[tuple[dict[str, Any], float]]:
    """Describe the pairs of a plan, the most valuable first, and which share of each runs."""
    value = look.programme.by_pair(NET_BENEFIT, amount)
    rows = np.flatnonzero(amount > 1e-6 * look.programme.most)
    rows = rows[np.argsort(-value[rows], kind="stable")]
    share = look.running[rows] / amount[rows]
    return list(zip(describe_pairs(look, rows, amount), share.tolist(), strict=True))


def _without_symbiosis(scenario: Scenario) -> Scenario:
    return Scenario(
        scenario.park,
        scenario.package,
        scenario.seed,
        scenario.until,
        scenario.strength,
        scenario.assumption,
        symbiosis=False,
    )


def _over(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")
