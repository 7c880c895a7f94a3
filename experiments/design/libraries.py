"""Libraries that designs and their analysis need beyond those always installed."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from sim.faults import Fault, InputError


def salib(module: str) -> ModuleType:
    """Return a module of SALib, say `sample.sobol`.

    Errors: `InputError` where SALib is not installed.
    """
    try:
        return import_module(f"SALib.{module}")
    except ImportError as error:
        mend = "give the command pip install 'parkloop[analysis]'"
        raise InputError([Fault(f"SALib.{module}", "SALib is not installed", mend)]) from error


def unit_problem(factors: int) -> dict[str, object]:
    """Return the SALib problem of factors between 0 and 1."""
    names = [f"x{k}" for k in range(factors)]
    return {"num_vars": factors, "names": names, "bounds": [[0.0, 1.0]] * factors}
