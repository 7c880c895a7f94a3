"""Which ready experiments exist: every file of this package that names one in `EXPERIMENT`."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache
from pathlib import Path

from experiments.ready.base import Experiment
from sim.faults import Fault, InputError


@cache
def all_experiments() -> dict[str, Experiment]:
    """Return the ready experiments by name, sorted."""
    found: dict[str, Experiment] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules([str(Path(__file__).parent)])):
        experiment = getattr(
            importlib.import_module(f"experiments.ready.{module}"), "EXPERIMENT", None
        )
        if experiment is not None:
            found[experiment.name] = experiment
    return found


def find(name: str) -> Experiment:
    """Return the experiment of a name.

    Errors: `InputError` with the nearest name for an unknown one.
    """
    known = all_experiments()
    if name not in known:
        near = difflib.get_close_matches(name, known, 1) or list(known)
        wrong = "there is no such experiment"
        raise InputError([Fault(f"experiment {name}", wrong, f"write {' or '.join(near)}")])
    return known[name]
