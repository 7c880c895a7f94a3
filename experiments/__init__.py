"""Scenarios, studies, results and stores: the public face of ParkLoop in Python.

>>> from experiments import Scenario
>>> Scenario("kalundborg", package="none", until=2021).park.park_id
'kalundborg'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.results import Results as Results
    from experiments.scenario import Scenario as Scenario
    from experiments.store.reader import Stored as Stored
    from experiments.study import Study as Study

_HOMES = {
    "Scenario": "experiments.scenario",
    "Stored": "experiments.store.reader",
    "Study": "experiments.study",
    "Results": "experiments.results",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that the command line starts at once."""
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'experiments' has no attribute {name!r}")
