"""What determined a run, as plain text and numbers: the head of `run.json`."""

from __future__ import annotations

import math
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.catalogue import FIRST_YEAR

if TYPE_CHECKING:
    from experiments.scenario import Scenario
    from sim.world import World


def describe(scenario: Scenario, world: World) -> dict[str, Any]:
    """Return run id, model, scenario, parks, package, levers, assumptions, seed and versions."""
    from experiments.version import MODEL_VERSION, tables_digest

    package = scenario.package
    return {
        "run_id": scenario.run_id(),
        "model": f"ParkLoop {MODEL_VERSION}",
        "scenario": scenario_name(scenario),
        "parks": [{**_plain(scenario.park.info), "digest": scenario.park.digest()}],
        "package": {
            "name": package.name,
            "title_en": package.title_en,
            "title_zh": package.title_zh,
            "digest": package.digest(),
            "parameters": {name: dict(changed) for name, changed in package.parameters.items()},
        },
        "strength": {k: float(v) for k, v in sorted(package.strength.items())},
        "assumption": dict(sorted(scenario.assumption.items())),
        "assumptions": dict(sorted(world.assumption.items())),
        "symbiosis": scenario.symbiosis,
        "uncertainty": dict(sorted(scenario.uncertainty.items())),
        "draw": scenario.draw,
        "seed": scenario.seed,
        "first_year": FIRST_YEAR,
        "until": scenario.until,
        "tables_digest": tables_digest(),
        "versions": versions(MODEL_VERSION),
    }


def scenario_name(scenario: Scenario) -> str:
    """Return the package's name and, in brackets, what was changed: `baseline (subsidy=2)`."""
    changes = [
        f"{name}={value:g}"
        for given in (scenario.strength, scenario.assumption, scenario.uncertainty)
        for name, value in sorted(given.items())
    ]
    if not scenario.symbiosis:
        changes.append("no symbiosis")
    if scenario.draw:
        changes.append(f"draw {scenario.draw}")
    name = scenario.package.name
    return f"{name} ({', '.join(changes)})" if changes else name


def versions(model: str) -> dict[str, str]:
    """Return the versions on which the bits of a run depend."""
    try:
        own = version("parkloop")
    except PackageNotFoundError:
        own = model
    return {
        "parkloop": own,
        "model": model,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "machine": platform.machine(),
    }


def _plain(info: Mapping[str, Any]) -> dict[str, Any]:
    """Return a park sheet's row as JSON can hold it: an empty number is None."""
    plain: dict[str, Any] = {}
    for name, value in info.items():
        number = isinstance(value, float | np.floating)
        empty = number and math.isnan(value)
        plain[name] = None if empty else float(value) if number else value
    return plain
