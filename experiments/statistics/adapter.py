"""From a stored study to arrays by point and replicate, in the order that an analysis expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.design.plan import Plan
from experiments.statistics.problem import places
from experiments.statistics.sampled import Sampled
from experiments.statistics.sensitivity import Problem
from sim.faults import Fault, InputError

if TYPE_CHECKING:
    from experiments.store.reader import StoredStudy

Floats = NDArray[np.float64]

ORDERED = ("morris", "sobol")
"""Designs whose analysis needs their own rows, in order."""


@dataclass(frozen=True)
class Sample:
    """An output of a study: `inputs` (point, factor), `outputs` and `runs` (point, replicate).

    NaN marks a run that failed or is not carried out; `form` is what the study's design says.
    """

    problem: Problem
    inputs: Floats
    outputs: Floats
    runs: NDArray[Any]
    labels: tuple[str, ...]
    sampled: Sampled
    output: str
    unit: str
    year: int
    park: str
    package: str
    form: dict[str, Any]

    @property
    def caption(self) -> str:
        """What was run, in one line."""
        return ", ".join(x for x in (self.park, self.package, str(self.year)) if x)


def sample_of(
    study: StoredStudy,
    output: str,
    year: int | None = None,
    park: str | None = None,
    package: str | None = None,
) -> Sample:
    """Return an output of a study by point and replicate; the last year by default.

    Errors: `InputError` for an unknown output, year, park or package.
    """
    import pandas

    design = study.design
    column = study.outcomes([output] if output not in study.outputs else None)
    values, last = column.of(output, year), column.years[-1] if column.years else 0
    keep = np.ones(len(design), dtype=bool)
    for name, asked in (("park", park), ("package", package)):
        if asked is not None:
            known = sorted(set(design[name]))
            if asked not in known:
                mend = f"write {' or '.join(known)}"
                raise InputError([Fault(f"{name} {asked}", "the study does not have it", mend)])
            keep &= (design[name] == asked).to_numpy()
    rows = design[keep].reset_index(drop=True)
    cells = pandas.DataFrame(
        {
            "point": pandas.factorize(rows["point_id"])[0],
            "replicate": rows["replicate"],
            "value": values[keep],
            "run": rows["run_id"],
        }
    ).pivot(index="point", columns="replicate", values=["value", "run"])
    first = rows.drop_duplicates("point_id")
    names = [name for name in study.parameters if first[name].nunique() > 1]
    inputs = first[names].to_numpy(dtype=np.float64)
    return Sample(
        problem=_problem(names, inputs, study.manifest.get("form")),
        inputs=inputs,
        outputs=cells["value"].to_numpy(dtype=np.float64),
        runs=cells["run"].fillna("not in the study").to_numpy(dtype=object),
        labels=tuple(_labels(first)),
        sampled=Sampled.of(rows["seed"].tolist(), rows["draw"].tolist()),
        output=output,
        unit=study.unit(output) if output in study.outputs else "",
        year=last if year is None else year,
        park=_only(first["park"]),
        package=_only(first["package"]),
        form=study.manifest.get("form") or {},
    )


def ordered(sample: Sample, method: str) -> Sample:
    """Return a sample in the rows of its Morris or Sobol design, repeated points repeated.

    A store keeps equal points once; the analysis needs every row where the design put it.

    Errors: `InputError` where the study has another design, or several parks, packages or settings
    beside it.
    """
    design = str(sample.form.get("design", ""))
    place = f"method {method}"
    if design != method:
        wrong = f"the study's design is {design or 'none'}"
        mend = f'write design = "{method}" into the study, or take --method pawn or delta'
        raise InputError([Fault(place, wrong, mend)])
    plan = Plan.of_form(sample.form)
    columns = [factor.column for factor in plan.factors]
    at = [sample.problem.names.index(name) for name in columns if name in sample.problem.names]
    if len(at) != len(columns) or len(at) != len(sample.problem.names):
        mend = "name one of them with --park and --package"
        raise InputError([Fault(place, "points vary in more than the design", mend)])
    rows = places(plan, sample.inputs[:, at])
    if any(len(points) != 1 for points in rows):
        many = any(len(points) > 1 for points in rows)
        wrong = "several points share a row of the design" if many else "points are missing"
        mend = "name one with --park and --package" if many else "carry the whole study out"
        raise InputError([Fault(place, wrong, mend)])
    order = np.array([points[0] for points in rows])
    bounds = np.array([factor.bounds for factor in plan.factors])
    return Sample(
        **{
            **vars(sample),
            "problem": Problem.of(columns, bounds),
            "inputs": sample.inputs[order][:, at],
            "outputs": sample.outputs[order],
            "runs": sample.runs[order],
            "labels": tuple(sample.labels[k] for k in order.tolist()),
        }
    )


def _problem(names: Sequence[str], inputs: Floats, form: Any) -> Problem:
    """Return the factors with the bounds of the design, or those of the points."""
    if not names:
        return Problem((), np.empty((0, 2)))
    bounds = np.stack([inputs.min(axis=0), inputs.max(axis=0)], axis=1)
    if isinstance(form, dict) and form.get("design") and "options" in form:
        known = {factor.column: factor.bounds for factor in Plan.of_form(form).factors}
        for k, name in enumerate(names):
            bounds[k] = known.get(name, tuple(bounds[k]))
    return Problem.of(names, bounds)


def _only(column: Any) -> str:
    found = set(column)
    return str(next(iter(found))) if len(found) == 1 else ""


def _labels(points: Any) -> list[str]:
    """Return what sets points apart: parks, packages, symbiosis, varied parameters."""
    varied = [
        name
        for name in points.columns
        if name not in ("run_id", "point_id", "replicate", "seed", "draw")
        and points[name].nunique() > 1
    ]
    rows = points[varied].to_dict("records")
    return [", ".join(_said(name, value) for name, value in row.items()) or "all" for row in rows]


def _said(name: str, value: Any) -> str:
    if name in ("park", "package"):
        return str(value)
    if name == "symbiosis":
        return "symbiosis" if value else "no symbiosis"
    return f"{name.partition('_')[2]} {value:.3g}"
