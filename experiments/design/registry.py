"""The designs there are: every module of this folder that defines `DESIGN`."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from experiments import design
from experiments.design.base import Design

OLD_NAMES: Mapping[str, str] = {"grid": "factorial"}
"""Names that read as another design."""


@cache
def designs() -> Mapping[str, Design]:
    """Return the designs by name.

    >>> sorted(designs())[:3]
    ['factorial', 'fast', 'latin_hypercube']
    """
    names = [f"{design.__name__}.{found.name}" for found in pkgutil.iter_modules(design.__path__)]
    modules = [import_module(name) for name in names]
    found: list[Design] = [vars(module)["DESIGN"] for module in modules if "DESIGN" in vars(module)]
    return {one.name: one for one in found}
