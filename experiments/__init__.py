"""Scenarios, studies and results: the public face of ParkLoop in Python.

>>> from experiments import Scenario
>>> Scenario("kalundborg", package="none", until=2021).park.park_id
'kalundborg'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.results import Results as Results
    from experiments.scenario import Scenario as Scenario
    from experiments.study import Study as Study

_HOMES = {
    "Scenario": "experiments.scenario",
    "Study": "experiments.study",
    "Results": "experiments.results",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that the command line starts at once."""
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'experiments' has no attribute {name!r}")
