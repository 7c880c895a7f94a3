"""Libraries that come with an extra of the package: imported when they are asked for."""

from __future__ import annotations

import importlib
import warnings
from types import ModuleType

from sim.faults import Fault, InputError


def load(module: str, extra: str) -> ModuleType:
    """Import a module of an optional library.

    Errors: `InputError` with the extra to install where the library is missing.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(module)
    except ModuleNotFoundError as error:
        library = module.partition(".")[0]
        wrong = f"{error.name or library} is not installed"
        mend = f"pip install 'parkloop[{extra}]'"
        raise InputError([Fault(library, wrong, mend)]) from error
