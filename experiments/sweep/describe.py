"""A study as its store describes it: the manifest, the columns, and each run's values of them."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.scenario import MODEL_VERSION, tables_digest
from experiments.sweep.job import Job
from experiments.sweep.parts import Layout
from sim.assumptions import assumptions
from sim.catalogue import load_catalogue

if TYPE_CHECKING:
    from experiments.study import Run, Study

STORE_VERSION = 1


def manifest(study: Study, layout: Layout) -> dict[str, Any]:
    """Return all that determines a study, as `study.json` holds it; `made_with` is for people."""
    return {
        "format_version": STORE_VERSION,
        "name": study.name,
        "model": MODEL_VERSION,
        "tables": tables_digest(),
        "parks": {park.park_id: park.digest() for park in study.parks.values()},
        "packages": {package.name: package.digest() for package in study.packages.values()},
        "until": study.until,
        "seeds": list(study.seeds),
        "design": study.design,
        "strength": {name: list(values) for name, values in study.strength.items()},
        "assumption": {name: list(values) for name, values in study.assumption.items()},
        "symbiosis": list(study.symbiosis),
        "points": [point.point_id for point in study.points()],
        "outputs": list(study.outputs),
        "columns": layout.columns(),
        "description": study.description,
        "made_with": {
            "parkloop": _version("parkloop"),
            "python": platform.python_version(),
            "numpy": np.__version__,
            "machine": platform.machine(),
        },
    }


def layout(study: Study, runs: Sequence[Run]) -> Layout:
    """Return the columns of the store and each run's values of them.

    `strength_*` is the lever in force, also where it comes from the package; `assumption_*` the
    value used, also where it is the model's own.
    """
    points = study.points()
    levers = sorted({name for point in points for name in point.strength})
    assumed = sorted({name for point in points for name in point.assumption})
    defaults = assumptions(load_catalogue())
    parameters = {
        "park": "string",
        "package": "string",
        "symbiosis": "bool",
        **{f"strength_{name}": "double" for name in levers},
        **{f"assumption_{name}": "double" for name in assumed},
    }
    of_id = {run.run_id: run for run in runs}
    return Layout(
        parameters,
        study.outputs,
        lambda run_id: _label(of_id[run_id], levers, assumed, defaults),
    )


def loose(runs: Iterable[Run], outputs: Sequence[str]) -> Layout:
    """Return the columns of a store of runs that belong to no study."""
    of_id = {run.run_id: run for run in runs}
    parameters = {"park": "string", "package": "string", "symbiosis": "bool"}
    return Layout(parameters, outputs, lambda run_id: _label(of_id[run_id], (), (), {}))


def job(run: Run) -> Job:
    """Return a run as a worker gets it."""
    point = run.point
    return Job(
        run.run_id,
        point.park_digest,
        point.package,
        run.seed,
        point.until,
        point.strength,
        point.assumption,
        point.symbiosis,
        point.uncertainty,
        point.draw,
    )


def _label(
    run: Run, levers: Iterable[str], assumed: Iterable[str], defaults: Mapping[str, float]
) -> dict[str, Any]:
    point = run.point
    used = {**defaults, **point.assumption}
    return {
        "point_id": point.point_id,
        "replicate": run.replicate,
        "seed": run.seed,
        "park": point.park.park_id,
        "package": point.package.name,
        "symbiosis": point.symbiosis,
        **{f"strength_{name}": point.package.strength.get(name, 0.0) for name in levers},
        **{f"assumption_{name}": used[name] for name in assumed},
    }


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"
