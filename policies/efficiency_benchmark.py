"""Baseline of efficiency: plants that miss it rectify by a date, or are limited and closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from policies.quotas import quotas
from sim.catalogue import of_role
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class EfficiencyBenchmark(Instrument):
    """Rectification of plants whose unit energy is above the baseline level of their product.

    A plant above it is audited and may not expand. Up to the deadline it knows what restriction
    threatens; from the January after it, a plant still above runs at most `eb_output_cap` of its
    capacity, and closes when it is still above `eb_close_years` later. What is written of a plant
    rests on last year's books. Strength scales the restriction, and the shares audited and closed.

    Standing: `over_limit` (unit energy over the baseline) and `late_years` (Januaries after the
    deadline at which the plant was above it); nan where a plant has no baseline.

    >>> from policies.parameters import load_parameters
    >>> rule = EfficiencyBenchmark(load_parameters())
    >>> [rule.deadline_is_over(year) for year in (2024, 2025, 2026)]
    [False, False, True]
    """

    name: ClassVar[str] = "efficiency_benchmark"
    title_en: ClassVar[str] = "Baseline of energy efficiency: rectify, or be limited and closed"
    title_zh: ClassVar[str] = "能效标杆水平与基准水平约束（限期改造、限产与淘汰）"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(III)3",
            "Key industries are retrofitted against benchmark and baseline levels.",
            "对照能效标杆水平和基准水平，推动重点行业节能改造。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(II)1",
            "Enterprises that fall short and have not rectified in time are limited in the energy "
            "they may use.",
            "能效不达基准且未按期改造提升的企业，限制其用能。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("eb_deadline", "eb_output_cap", "eb_close_years")
    terms: ClassVar[tuple[str, ...]] = (
        "energy_limit_over_base", "threatened_output_share", "output_cap_share", "expansion_share",
        "closure_order", "audited",
    )  # fmt: skip
    payer: ClassVar[str] = "enterprises"

    def deadline_is_over(self, year: int) -> bool:
        """Say whether the time to rectify was over before a year began."""
        until = self.parameters.central("eb_deadline")
        return year > until

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return unit energy over the baseline, and the years a plant is late."""
        quota, sector = quotas(view.catalogue), view.enterprises.sector
        firm = of_role(view.catalogue, "firm")[sector]
        subject = firm & view.enterprises.inside & view.enterprises.active
        over_limit = where_known(quota.position[sector] * view.energy_over_base, subject)
        before = np.nan_to_num(self.standing(view, "late_years"))
        late = (over_limit > 1.0) & self.deadline_is_over(view.year)
        years = np.where(late, before + 1.0, 0.0)
        return {
            "over_limit": over_limit,
            "late_years": where_known(years, ~np.isnan(over_limit)),
        }

    def write(self, view: View) -> Sequence[Entry]:
        """Return limit and threat for all subjects, and what those above it have to bear."""
        if self.parameters.row("eb_output_cap", view.year) is None:
            return ()
        over_limit, late = (self.standing(view, name) for name in ("over_limit", "late_years"))
        subject = ~np.isnan(quotas(view.catalogue).position[view.enterprises.sector])
        subject &= view.strength > 0
        above = (over_limit > 1.0) & subject
        limit = 1.0 / quotas(view.catalogue).position[view.enterprises.sector]
        part = np.minimum(view.strength, 1.0)
        cut = 1.0 - self.at("eb_output_cap", view.year)
        cap = np.maximum(1.0 - cut * view.strength, 0.0)
        closing = above & (late > self.at("eb_close_years", view.year))
        return (
            Entry("energy_limit_over_base", "cap", where_known(limit, subject)),
            Entry("threatened_output_share", "cap", where_known(cap, subject)),
            Entry("audited", "floor", where_known(part, above)),
            Entry("expansion_share", "cap", where_known(1.0 - part, above)),
            Entry("output_cap_share", "cap", where_known(cap, above & (late > 0))),
            Entry("closure_order", "floor", where_known(part, closing)),
        )


POLICY = EfficiencyBenchmark
