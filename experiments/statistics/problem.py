"""A stored study as SALib and like libraries want it: the problem, and samples in design order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.design.plan import Plan
from experiments.design.space import Floats
from experiments.nearest import nearest
from sim.faults import Fault, InputError

if TYPE_CHECKING:
    from pandas import DataFrame

    from experiments.store.reader import StoredStudy
    from experiments.study import Study

CONTEXTS = ("park", "package", "symbiosis")


@dataclass(frozen=True)
class DesignSample:
    """What a study found, in the order of the rows of its design.

    `inputs` (row, factor) in the units of the factors and `positions` in 0..1; `outputs` and
    `run_ids` (row, replicate), NaN and "" where a run failed or is not carried out yet.
    """

    problem: Mapping[str, Any]
    inputs: Floats
    positions: Floats
    outputs: Floats
    run_ids: NDArray[np.object_]


def plan_of(study: Study | StoredStudy) -> Plan:
    """Return the design of a study, of a stored one as its manifest remembers it.

    Errors: `InputError` where the study has no design: a list, or a search that adds runs as it
    goes.
    """
    plan = getattr(study, "plan", None)
    if plan is None:
        form = getattr(study, "manifest", {}).get("form")
        if isinstance(form, Mapping) and "design_seed" in form:
            plan = Plan.of_form(form)
    if plan is None or not plan.factors:
        mend = "take a study whose design varies levers, as latin_hypercube does"
        raise InputError([Fault(f"study {study.name}", "its design has no factors", mend)])
    return plan


def problem(study: Study | StoredStudy) -> dict[str, Any]:
    """Return the SALib problem of a study: `num_vars`, `names`, `bounds`.

    Names are the columns of the store, as `strength_subsidy`; bounds the ends of each range.

    Errors: `InputError` where the study has no design (see `plan_of`).

    >>> from experiments import Study
    >>> design = {"method": "sobol", "size": 8}
    >>> study = Study.of(name="x", park="kalundborg", design=design, strength=["subsidy", "broker"])
    >>> problem(study)["bounds"]
    [[0.0, 2.0], [0.0, 2.0]]
    """
    factors = plan_of(study).factors
    return {
        "num_vars": len(factors),
        "names": [factor.column for factor in factors],
        "bounds": [list(factor.bounds) for factor in factors],
    }


def sample(
    study: StoredStudy,
    output: str,
    year: int | None = None,
    park: str | None = None,
    package: str | None = None,
    symbiosis: bool | None = None,
) -> DesignSample:
    """Return inputs and one output of a stored study in the order that its analysis expects.

    `park`, `package` and `symbiosis` choose where the study has several; `year` is the last one by
    default. Rows of the design that are one point share its runs.

    Errors: `InputError` where the study has no design, where a choice is missing or unknown, for
    an output that the store does not hold and a year that it does not have.
    """
    plan = plan_of(study)
    chosen = _context(study.design, {"park": park, "package": package, "symbiosis": symbiosis})
    design = study.design[chosen]
    points = design[[factor.column for factor in plan.factors]].to_numpy(np.float64)
    numbers, column = np.unique(design["replicate"].to_numpy(), return_inverse=True)
    values = study.outcomes([output]).of(output, year)[chosen]
    ids = design["run_id"].to_numpy(dtype=object)
    outputs = np.full((len(plan.rows), len(numbers)), np.nan)
    run_ids = np.full(outputs.shape, "", dtype=object)
    for row, runs in enumerate(places(plan, points)):
        outputs[row, column[runs]] = values[runs]
        run_ids[row, column[runs]] = ids[runs]
    return DesignSample(problem(study), plan.rows, plan.positions, outputs, run_ids)


def places(plan: Plan, points: Floats) -> list[list[int]]:
    """Return for each row of a design where it stands in `points` (point, factor)."""
    at: dict[tuple[float, ...], list[int]] = {}
    for place, point in enumerate(points.tolist()):
        at.setdefault(tuple(point), []).append(place)
    return [at.get(tuple(row), []) for row in plan.rows.tolist()]


def _context(design: DataFrame, asked: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Return which runs belong to the park, package and symbiosis asked for."""
    chosen = np.ones(len(design), dtype=bool)
    faults = []
    for name in CONTEXTS:
        known = list(dict.fromkeys(design[name].tolist()))
        value = asked[name] if asked[name] is not None or len(known) != 1 else known[0]
        if value is None:
            wrong = f"the study has {len(known)}"
            faults.append(Fault(f"{name}", wrong, f"choose one: {', '.join(map(str, known))}"))
        elif value not in known:
            mend = f"write {nearest(str(value), map(str, known))}"
            faults.append(Fault(f"{name} {value}", "the study does not have it", mend))
        chosen &= (design[name] == value).to_numpy()
    if faults:
        raise InputError(faults)
    return chosen
