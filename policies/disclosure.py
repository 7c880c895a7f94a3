"""Disclosure: enterprises report energy, carbon and discharges, and others see what they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from policies.land_use import equal_value_tce
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class Disclosure(Instrument):
    """Yearly green reports: who reports manages, and the park sees what its peers have installed.

    Enterprises that used at least the dated bound of energy last year (equal value) report. What
    others have installed then weighs more in whether an enterprise of the park considers a
    retrofit, in proportion to the share of the park's energy that is reported; a reporter, who runs
    a management system for it, considers more often. Strength scales both effects and the cost.

    Standing: `reports` (1 or 0), `seen` (share of the park's energy that is reported).

    >>> from policies.parameters import load_parameters
    >>> rule = Disclosure(load_parameters())
    >>> [rule.bound_tce(year) for year in (2022, 2023, 2025)]
    [inf, 10000.0, 5000.0]
    """

    name: ClassVar[str] = "disclosure"
    title_en: ClassVar[str] = "Reporting and disclosure of green information"
    title_zh: ClassVar[str] = "绿色低碳信息披露"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(1)4",
            "Park and enterprises publish a green low-carbon report every year.",
            "园区和企业每年发布绿色低碳发展报告。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(6); 3(1)4",
            "What concerns green development is published, so that others can see it.",
            "公开绿色低碳发展信息，供各方查阅。",
        ),
        Clause(
            "001_1b3850a509700704.txt",
            "II(5)",
            "Systems of environmental management are built for park, enterprise and product.",
            "在园区、企业、产品各层面建立环境管理体系。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "2(2)",
            "A digital platform of the province gathers data on energy and carbon.",
            "省级数智平台汇集能源和碳排放数据。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "disclosure_bound", "disclosure_peers", "disclosure_management", "disclosure_check_cost",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("peer_factor", "consider_factor")
    payer: ClassVar[str] = "park"
    local: ClassVar[bool] = True

    def bound_tce(self, year: int) -> float:
        """Return the yearly energy from which an enterprise reports; none did before the first."""
        return self.at("disclosure_bound", year, otherwise=np.inf)

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return who reports, and the share of each park's energy that is reported."""
        firms = view.enterprises
        here = firms.inside & firms.active & (view.book.output > 0)
        used = np.where(here, np.maximum(equal_value_tce(view), 0.0), 0.0)
        reports = here & (used >= self.bound_tce(view.year))
        order = np.argsort(firms.key, kind="stable")
        whole, told = (
            np.bincount(firms.park[order], weights=tce[order], minlength=view.parks)
            for tce in (used, np.where(reports, used, 0.0))
        )
        seen = np.divide(told, whole, out=np.zeros_like(told), where=whole > 0)
        return {"reports": reports.astype(np.float64), "seen": seen[firms.park]}

    def write(self, view: View) -> Sequence[Entry]:
        """Return how much more peers weigh, and how much likelier a reporter considers."""
        year = view.year
        if np.isinf(self.bound_tce(year)):
            return ()
        seen, reports = (np.nan_to_num(self.standing(view, name)) for name in ("seen", "reports"))
        peers = 1.0 + (self.at("disclosure_peers", year) - 1.0) * seen * view.strength
        more = (self.at("disclosure_management", year) - 1.0) * reports * view.strength
        return (
            Entry("peer_factor", "scale", where_known(peers, peers > 1.0)),
            Entry("consider_factor", "scale", where_known(1.0 + more, more > 0.0)),
        )

    def public_cost(self, view: View) -> Floats | None:
        """Return what checking the reports costs each park."""
        if np.isinf(self.bound_tce(view.year)):
            return None
        firms = view.enterprises
        order = np.argsort(firms.key, kind="stable")
        reports = np.nan_to_num(self.standing(view, "reports"))[order]
        count = np.bincount(firms.park[order], weights=reports, minlength=view.parks)
        each = self.at("disclosure_check_cost", view.year) * CNY_PER_WAN
        cost: Floats = each * count * view.park_strength
        return cost


POLICY = Disclosure
