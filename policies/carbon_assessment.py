"""Carbon assessment: entrants whose CO2 over value added exceeds a bound are refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument
from sim.policy import View
from sim.terms import Entry


@dataclass(frozen=True)
class CarbonAssessment(Instrument):
    """Assessment of the carbon of new projects: no entrant above a bound of CO2 over value added.

    CO2 of a new plant of the sector is that of its fuels and process, and of its power at the
    grid's factor. Strength s divides the bound.

    >>> from policies.parameters import load_parameters
    >>> rule = CarbonAssessment(load_parameters())
    >>> [rule.at("assessment_limit", year, otherwise=999.0) for year in (2020, 2024)]
    [999.0, 2.5]
    """

    name: ClassVar[str] = "carbon_assessment"
    title_en: ClassVar[str] = "Carbon assessment of new projects"
    title_zh: ClassVar[str] = "建设项目碳排放评价"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "3(1)",
            "Construction projects are assessed for carbon, as a pilot.",
            "开展建设项目碳排放评价试点。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("assessment_limit",)
    terms: ClassVar[tuple[str, ...]] = ("entry_carbon_limit_t_per_10k_cny",)
    payer: ClassVar[str] = "enterprises"

    def write(self, view: View) -> Sequence[Entry]:
        """Return the bound of each park."""
        limit = self.at("assessment_limit", view.year, otherwise=np.inf)
        if np.isinf(limit):
            return ()
        bound = np.full(view.parks, np.nan)
        acts = view.park_strength > 0.0
        bound[acts] = limit / view.park_strength[acts]
        return (Entry("entry_carbon_limit_t_per_10k_cny", "cap", bound),)


POLICY = CarbonAssessment
