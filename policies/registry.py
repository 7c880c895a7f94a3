"""Which instruments exist: every file of this package that names one in `POLICY`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import policies
from policies.instrument import Instrument


@cache
def all_policies() -> dict[str, type[Instrument]]:
    """Return the instruments by name, sorted; each is built from `Parameters`.

    A new instrument is one new file: a frozen dataclass derived from `Instrument`, named in
    `POLICY`, whose `name` is that of the file.

    >>> "subsidy" in all_policies()
    True
    """
    found = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(policies.__path__)):
        kind = getattr(importlib.import_module(f"policies.{module}"), "POLICY", None)
        if kind is not None:
            found[kind.name] = kind
    return found
