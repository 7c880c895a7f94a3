"""The rows of an evaluation system: which indicator, by which rule, against which threshold."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from experiments.targets import DATA
from sim.faults import Fault, InputError
from sim.tables import read_tables

VETO, REQUIRED, ONE_OF, CHOSEN, GUIDING = "veto", "required", "one_of", "chosen", "guiding"
"""Standing of an indicator: a veto and a required one must be met, one of a bundle must be."""

LEVEL, IMPROVE, INDEX, ELASTICITY, NONE = "level", "improve", "index", "elasticity", "none"
"""How a value is judged; `none` is shown only."""


@dataclass(frozen=True)
class System:
    """An evaluation system: how it scores, and whether a park passes or fails it."""

    key: str
    name_en: str
    name_zh: str
    scoring: str
    judged: bool
    source: str
    confidence: str
    basis: str

    def label(self, lang: str) -> str:
        """Return the name in a language."""
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True)
class Row:
    """One indicator of a system as the table has it; `level` is nan where the rule needs none."""

    system: str
    indicator: str
    name_en: str
    name_zh: str
    unit: str
    direction: str
    threshold: str
    standing: str
    bundle: str
    measured_by: str
    factor: float
    inverse: bool
    rule: str
    sign: str
    level: float
    size_from_tce: float
    size_below_tce: float
    why_not: str
    source: str
    confidence: str
    basis: str

    def label(self, lang: str) -> str:
        """Return the name in a language."""
        return self.name_zh if lang == "zh" else self.name_en

    @property
    def sized(self) -> bool:
        """Whether it applies to parks of some size only."""
        return not (math.isnan(self.size_from_tce) and math.isnan(self.size_below_tce))


@cache
def systems() -> dict[str, System]:
    """Return the evaluation systems by key, in table order.

    >>> list(systems())[:3]
    ['NDRC14_expected_results', 'ZeroCarbonPark_2025', 'HJ274_2015']
    """
    table = read_tables(DATA)["systems"]
    found = (table.row_at(k) for k in range(len(table)))
    return {row["system"]: System(key=row.pop("system"), **row) for row in found}


@cache
def rows_of(system: str) -> tuple[Row, ...]:
    """Return the indicators of a system, in table order.

    Errors: `InputError` for an unknown system.
    """
    if system not in systems():
        import difflib

        near = difflib.get_close_matches(system, systems(), 3) or list(systems())
        wrong, mend = "there is no such evaluation system", f"write one of {', '.join(near)}"
        raise InputError([Fault(f"system {system}", wrong, mend)])
    table = read_tables(DATA)["indicator_systems"].rows(system=system)
    names = Row.__dataclass_fields__
    found = []
    for k in range(len(table)):
        cells = {name: value for name, value in table.row_at(k).items() if name in names}
        if math.isnan(cells["factor"]):
            cells["factor"] = 1.0
        found.append(Row(**cells))
    return tuple(found)
