"""Which uncertain numbers and levers move the outcomes: Morris first, then indices of the few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from experiments.design.plan import Plan
from experiments.design.space import Range, Values
from experiments.pareto.objective import Objective
from experiments.pareto.trial import with_levers
from experiments.ready.base import Asked, Carrier, Draw, Found, Option
from experiments.ready.levers import DEFAULT, chosen
from experiments.ready.matters_figure import index_bars, morris_bars, morris_scatter
from experiments.ready.matters_words import sentences
from experiments.ready.screen import Screen
from experiments.runs import Point, Run
from experiments.statistics.sensitivity import Indices, Problem, delta, morris, pawn, sobol
from sim.faults import Fault, InputError

if TYPE_CHECKING:
    from pandas import DataFrame

    from policies.package import Package
    from sim.park import Park

Floats = NDArray[np.float64]

KINDS = ("uncertainty", "assumption", "strength")
METHODS = ("sobol", "pawn", "delta", "none")


class WhatMatters:
    """The experiment."""

    name = "what_matters"
    title_en = "What matters: sensitivity of the outcomes"
    title_zh = "什么最重要：结果的敏感性"
    question_en = (
        "Which uncertain numbers of the tables, which assumptions and which levers move the "
        "outcomes most, over their whole ranges?"
    )
    question_zh = (
        "参数表中的不确定数值、模型假设和政策力度，在其整个取值范围内，哪些对结果影响最大？"
    )
    parks: tuple[str, ...] = ("zhejiang_dyeing_60",)
    packages: tuple[str, ...] = ("baseline",)
    seeds = 2
    draws = 0
    options: ClassVar[Mapping[str, Option]] = {
        "outcomes": Option(
            (
                "co2", "reused", "value_added_constant", "public_cost", "links_active:max",
            ),
            "outcomes: INDICATOR[@YEAR or @sum]",
        ),
        "kinds": Option(KINDS, "what to vary: uncertainty, assumption, strength"),
        "only": Option((), "names of factors, assumptions and levers to vary; none = all"),
        "levers": Option((), "levers to vary; by default those of the package and eight more"),
        "trajectories": Option(4, "Morris trajectories; each takes one run more than factors"),
        "keep": Option(8, "factors that the second round looks at"),
        "method": Option("sobol", "second round: sobol, pawn, delta or none"),
        "size": Option(32, "base points of the second round (pawn and delta: eight times as many)"),
    }  # fmt: skip

    def run(self, asked: Asked, runner: Carrier) -> Found:
        """Screen all factors, take the few that move any outcome, and share out the variance."""
        outcomes = [Objective.read(text) for text in asked.options["outcomes"]]
        levers, base = self._levers(asked)
        ranges = varied(asked, levers)
        screens = [
            one
            for park in asked.parks
            for one in screened(asked, runner, park, base, ranges, outcomes)
        ]
        figures: dict[str, Draw] = {}
        for one in screens:
            ending = f"{one.park.park_id}_{one.outcome.name.replace('+', '_')}"
            figures[f"ranked_{ending}"] = morris_bars(asked, one)
            figures[f"scatter_{ending}"] = morris_scatter(asked, one)
            if one.few is not None:
                figures[f"{one.few.method}_{ending}"] = index_bars(asked, one)
        tables = {"screening": screening_table(screens)}
        if any(one.few is not None for one in screens):
            tables["indices"] = index_table(screens)
        said = [line for one in screens for line in sentences(asked, one)]
        return Found(tables, figures, said)

    def _levers(self, asked: Asked) -> tuple[tuple[str, ...], Package]:
        """Return the levers and the package behind them; faults of the options are named here."""
        options = asked.options
        faults = [
            Fault(f"option kinds {kind}", "is no kind", f"write some of {', '.join(KINDS)}")
            for kind in options["kinds"]
            if kind not in KINDS
        ]
        if options["method"] not in METHODS:
            mend = f"write one of {', '.join(METHODS)}"
            faults.append(Fault(f"option method {options['method']}", "is no method", mend))
        least = {"trajectories": 2, "keep": 1, "size": 2}
        faults += [
            Fault(f"option {name}", f"is {options[name]}", f"write {low} or more")
            for name, low in least.items()
            if options[name] < low
        ]
        if options["size"] & (options["size"] - 1):
            faults.append(Fault("option size", f"is {options['size']}", "write a power of two"))
        if faults:
            raise InputError(faults)
        if len(asked.packages) == 1 and not options["levers"]:
            own = sorted(asked.packages[0].strength)
            return chosen(asked, tuple(dict.fromkeys((*own, *DEFAULT))))
        return chosen(asked, options["levers"])


def varied(asked: Asked, levers: Sequence[str]) -> dict[str, dict[str, Values]]:
    """Return kind -> name -> range of all that is varied.

    Errors: `InputError` for names of `only` that none has, or for fewer than two factors.
    """
    from experiments.nearest import nearest
    from experiments.uncertainty import table_factors
    from sim.catalogue import load_catalogue

    table = load_catalogue().tables["assumptions"]
    rows = zip(table["assumption"], table["low"], table["high"], strict=True)
    all_: dict[str, dict[str, Values]] = {
        "uncertainty": {name: Range(0.0, 1.0) for name in table_factors()},
        "assumption": {str(n): Range(float(a), float(b)) for n, a, b in rows if a < b},
        "strength": {name: Range(0.0, 1.0) for name in levers},
    }
    known = [name for names in all_.values() for name in names]
    only = asked.options["only"]
    faults = [
        Fault(f"option only {name}", "nothing has this name", f"write {nearest(name, known)}")
        for name in only
        if name not in known
    ]
    found = {
        kind: {name: at for name, at in all_[kind].items() if not only or name in only}
        for kind in KINDS
        if kind in asked.options["kinds"]
    }
    if not faults and sum(map(len, found.values())) < 2:
        faults.append(Fault("option only", "leaves fewer than two factors", "name more"))
    if faults:
        raise InputError(faults)
    return found


def screened(
    asked: Asked,
    runner: Carrier,
    park: Park,
    base: Package,
    ranges: Mapping[str, Mapping[str, Values]],
    outcomes: Sequence[Objective],
) -> list[Screen]:
    """Return one screen an outcome of a park: all factors screened, the few looked at."""
    options = asked.options
    first = Plan("morris", {"trajectories": options["trajectories"], "levels": 4}, 1, ranges)
    worth = worths(asked, runner, park, base, first, outcomes, "screening")
    names = tuple(factor.name for factor in first.factors)
    problem = Problem.of(names, [(0.0, 1.0)] * len(names))
    found = [morris(problem, first.positions, one, drop="blocks") for one in worth]
    few: list[Indices | None] = [None] * len(outcomes)
    if options["method"] != "none":
        kept = set(the_few(found, int(options["keep"])))
        rest = {k: {n: at for n, at in ranges[k].items() if n in kept} for k in ranges}
        few = list(explained(asked, runner, park, base, rest, outcomes))
    kinds = {factor.name: factor.kind for factor in first.factors}
    scales = [unit_of(one) for one in outcomes]
    return [
        Screen(
            park, outcome, unit, scale, kinds, int(options["trajectories"]), indices, later,
            (asked.seeds, asked.draws),
        )
        for outcome, (unit, scale), indices, later in zip(
            outcomes, scales, found, few, strict=True
        )
    ]  # fmt: skip


def the_few(found: Sequence[Indices], keep: int) -> list[str]:
    """Return the factors that move any outcome most, by their share of its largest effect."""
    names = found[0].names
    share = np.zeros(len(names))
    for one in found:
        effect = np.nan_to_num(one.values["mu_star"])
        largest = float(effect.max())
        if largest > 0.0:
            share = np.maximum(share, effect / largest)
    order = np.argsort(-share, kind="stable")
    return [names[k] for k in order[:keep].tolist() if share[k] > 0.0]


def explained(
    asked: Asked,
    runner: Carrier,
    park: Park,
    base: Package,
    ranges: Mapping[str, Mapping[str, Values]],
    outcomes: Sequence[Objective],
) -> list[Indices]:
    """Return the indices of the few for each outcome; all other factors stand at their values."""
    method, size = asked.options["method"], int(asked.options["size"])
    if method == "sobol":
        plan = Plan("sobol", {"size": size, "second_order": False}, 1, ranges)
    else:
        plan = Plan("latin_hypercube", {"size": 8 * size}, 1, ranges)
    worth = worths(asked, runner, park, base, plan, outcomes, method)
    names = tuple(factor.name for factor in plan.factors)
    problem = Problem.of(names, [(0.0, 1.0)] * len(names))
    if method == "sobol":
        return [sobol(problem, one, drop="blocks") for one in worth]
    analyse = {"pawn": pawn, "delta": delta}[method]
    return [analyse(problem, plan.positions, one, drop="blocks") for one in worth]


def worths(
    asked: Asked,
    runner: Carrier,
    park: Park,
    base: Package,
    plan: Plan,
    outcomes: Sequence[Objective],
    name: str,
) -> list[Floats]:
    """Carry out a plan on every pair; return (point, pair) an outcome, nan where a run failed."""
    digest, points = park.digest(), []
    for setting in plan.settings():
        package = with_levers(base, setting["strength"])
        points.append(
            Point(
                park=park,
                park_digest=digest,
                package=package,
                until=asked.until,
                strength={k: v for k, v in setting["strength"].items() if k in package.strength},
                assumption=setting["assumption"],
                symbiosis=True,
                uncertainty=setting["uncertainty"],
            )
        )
    runs = [
        Run(point.drawn(draw), replicate, seed)
        for point in points
        for replicate, (seed, draw) in enumerate(asked.pairs, 1)
    ]
    outputs = tuple(dict.fromkeys(output for one in outcomes for output in one.outputs))
    runner.carry_out(runs, outputs, name=f"what_matters-{park.park_id}-{name}")
    done = runner.outcomes(runs, outputs)
    if done.failed.all():
        why = next(iter(done.errors.values()), "nothing was carried out")
        raise InputError([Fault(name, f"no run has a result: {why}", "mend what the runs say")])
    values = np.where(done.failed[:, None, None], np.nan, done.values)
    shaped = values.reshape(len(points), len(asked.pairs), len(done.years), len(outputs))
    return [one.worth(shaped, outputs, done.years) for one in outcomes]


def unit_of(outcome: Objective) -> tuple[str, float]:
    """Return the unit in which effects are shown, and what to multiply by: money in millions."""
    if outcome.unit.startswith("CNY"):
        return f"10^6 {outcome.unit}", 1e-6
    return outcome.unit, 1.0


def screening_table(screens: Sequence[Screen]) -> DataFrame:
    """Return Morris' measures: one row a park, outcome and factor, the largest effect first."""
    import pandas as pd

    rows = []
    for one in screens:
        shown, largest = set(one.shown()), float(np.nanmax(one.morris.values["mu_star"]))
        for row in one.morris.rows():
            numbers = {k: v * one.scale for k, v in row.items() if k != "factor"}
            rows.append(
                {
                    "park": one.park.park_id,
                    "outcome": one.outcome.label,
                    "factor": row["factor"],
                    "kind": one.kinds[row["factor"]],
                    **numbers,
                    "share_of_largest": row["mu_star"] / largest if largest > 0.0 else 0.0,
                    "unit": one.unit,
                    "shown": row["factor"] in shown,
                    "trajectories": one.trajectories,
                    "seeds": one.sampled[0],
                    "draws": one.sampled[1],
                    "notes": "; ".join(one.morris.notes),
                }
            )
    return pd.DataFrame(rows)


def index_table(screens: Sequence[Screen]) -> DataFrame:
    """Return the indices of the few: one row a park, outcome and factor, the largest first."""
    import pandas as pd

    rows = [
        {
            "park": one.park.park_id,
            "outcome": one.outcome.label,
            "method": one.few.method,
            "factor": row["factor"],
            "kind": one.kinds[row["factor"]],
            **{name: value for name, value in row.items() if name != "factor"},
            "floor": one.few.floor,
            "points": one.few.points,
            "seeds": one.sampled[0],
            "draws": one.sampled[1],
            "notes": "; ".join(one.few.notes),
        }
        for one in screens
        if one.few is not None
        for row in one.few.rows()
    ]
    return pd.DataFrame(rows)


EXPERIMENT = WhatMatters()
