"""Green buildings: new buildings keep a standard, existing ones a quota of energy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument
from sim.catalogue import FIRST_YEAR
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class GreenBuildings(Instrument):
    """A building standard for those who enter, and an energy quota for those who stand.

    Of enterprises that entered in the year before, the dated share is offered efficient lighting of
    its buildings, the part of buildings' energy that the tables know; of all others the share whose
    buildings a quota reaches in a year. Who is offered decides as on any retrofit. Strength scales
    both shares, to all at most, and the cost of checks.

    >>> from policies.parameters import load_parameters
    >>> rule = GreenBuildings(load_parameters())
    >>> [rule.at("building_new_share", year, otherwise=0.0) for year in (2020, 2023)]
    [0.0, 0.5]
    """

    name: ClassVar[str] = "green_buildings"
    title_en: ClassVar[str] = "Green buildings"
    title_zh: ClassVar[str] = "绿色建筑与建筑用能限额"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(3)",
            "New buildings follow the standards for green buildings and green industrial "
            "buildings (GB/T 50378 and GB/T 50878).",
            "新建建筑执行绿色建筑和绿色工业建筑标准（GB/T 50378、GB/T 50878）。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(5)",
            "Buildings of ultra-low and near-zero energy are built.",
            "新建建筑按超低能耗、近零能耗标准建设。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "6(1)-(2)",
            "Levels of green building rise, and existing buildings get quotas of energy and "
            "carbon.",
            "提高绿色建筑等级，对既有建筑逐步实行能耗和碳排放限额。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "building_new_share", "building_low_energy_share", "building_quota_share",
        "building_check_cost",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("lighting_offer_share",)
    payer: ClassVar[str] = "county"

    def write(self, view: View) -> Sequence[Entry]:
        """Return the share of enterprises, new and standing, that is offered lighting."""
        year = view.year
        new = self.at("building_new_share", year, otherwise=0.0)
        new += self.at("building_low_energy_share", year, otherwise=0.0)
        old = self.at("building_quota_share", year, otherwise=0.0)
        if not new and not old:
            return ()
        months = (year - FIRST_YEAR) * 12 - view.enterprises.start_month
        share = np.where(months <= 12, new, old) * view.strength
        return (Entry("lighting_offer_share", "floor", np.minimum(share, 1.0)),)

    def public_cost(self, view: View) -> Floats | None:
        """Return what checks of the quota cost for each park."""
        share = self.at("building_quota_share", view.year, otherwise=0.0)
        if not share:
            return None
        firms = view.enterprises
        here = firms.active & firms.inside
        count = np.bincount(firms.park[here], minlength=view.parks)
        each = self.at("building_check_cost", view.year) * CNY_PER_WAN
        cost: Floats = each * share * count * view.park_strength
        return cost


POLICY = GreenBuildings
