"""Access threshold: entrants that use more energy per value added than allowed are refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument, where_known
from sim.policy import View
from sim.terms import Entry


@dataclass(frozen=True)
class AccessThreshold(Instrument):
    """A limit on the energy per value added of entrants: the province's control level.

    The rule in force asks projects above the level to balance their energy; here they are refused.
    Value added per mu of entrants is asked for by standard land (`land_use`). Strength tightens
    the limit: level / strength, so that 0.5 asks half as much.

    >>> from policies.parameters import load_parameters
    >>> AccessThreshold(load_parameters()).limit(2025)
    0.52
    """

    name: ClassVar[str] = "access_threshold"
    title_en: ClassVar[str] = "Energy access threshold for new projects"
    title_zh: ClassVar[str] = "新增项目能耗准入标准"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "3(1)",
            "Access standards for the energy of new and expanded industrial projects are set and "
            "raised.",
            "对新建、扩建工业项目制定并提高用能准入标准。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(II)1",
            "Access of projects of high energy use and emission is strictly controlled.",
            "严格控制高耗能、高排放项目准入。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("zj_va_energy_limit", "access_energy_factor")
    terms: ClassVar[tuple[str, ...]] = ("entry_energy_limit_tce_per_10k_cny",)
    payer: ClassVar[str] = "enterprises"

    def limit(self, year: int) -> float:
        """Return the limit at strength 1, tce per 10^4 CNY at equal value; 99 before it holds."""
        level = self.at("zj_va_energy_limit", year, otherwise=99.0)
        return level * self.at("access_energy_factor", year, otherwise=1.0)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the limit of each park."""
        strength = np.asarray(view.park_strength, dtype=np.float64)
        limit = self.limit(view.year) / np.maximum(strength, 1e-9)
        return (
            Entry("entry_energy_limit_tce_per_10k_cny", "cap", where_known(limit, strength > 0)),
        )


POLICY = AccessThreshold
