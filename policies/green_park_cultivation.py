"""Cultivation list: parks on their way to the title get diagnoses and a grant for their plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from policies.park_books import CNY_PER_WAN, ParkBooks, by_park, on_rows, ratio
from policies.park_score import LEADING, Trend, score
from sim.catalogue import of_role
from sim.policy import View
from sim.sums import sum_one
from sim.terms import Entry

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class GreenParkCultivation(Instrument):
    """The list of parks that are brought up to be green low-carbon and zero-carbon pilots.

    A park whose score (`policies.park_score`, last year's books) lies between the floor of the list
    and the score of the title is listed, for `cult_years` at most: it leaves when it reaches the
    title's score or its time is over, and is listed once. While it is listed a share of its firms
    is diagnosed each year at the public's cost and the committee gets a grant for plan and staff.
    Strength scales share and grant.

    Standing, the same on all rows of a park: `score`, `listed` (1 on the list), `since` (year of
    listing), `intensity` and `first_year` (CO2 per value added of the first year known).

    What a listed park is given in a year, 10^4 CNY:

    >>> from policies.parameters import load_parameters
    >>> GreenParkCultivation(load_parameters()).at("cult_grant", 2025)
    50.0
    """

    name: ClassVar[str] = "green_park_cultivation"
    title_en: ClassVar[str] = "Cultivation list of green and zero-carbon parks"
    title_zh: ClassVar[str] = "绿色低碳园区梯度培育与零碳试点"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "11(3)",
            "Low-carbon and zero-carbon pilots are set up in many fields, industry among them.",
            "在工业等多个领域开展低碳、零碳试点。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(3)10",
            "Guidance and services for the building of green low-carbon parks are strengthened, "
            "with third parties that review and operate.",
            "加强绿色低碳园区建设的指导和服务，由第三方机构承担评价和运营。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "3(3)",
            "Regions build provincial zero-carbon parks and give them support.",
            "各地结合实际建设省级零碳园区并给予支持。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        *LEADING, "title_pass_score", "cult_floor", "cult_years", "cult_diagnosed", "cult_grant",
        "diagnosis_free",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("audited", "committee_grant_cny")
    payer: ClassVar[str] = "province"
    titles: ClassVar[Mapping[str, str]] = {"listed": "park"}

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return score and listing of each park."""
        books, year = ParkBooks.of(view), view.book.year
        intensity = ratio(books.tco2e, books.value_added_wan)
        kept = (by_park(view, self.standing(view, name)) for name in ("intensity", "first_year"))
        trend = Trend(*kept).known(intensity, year)
        leading = {name: self.at(name, view.year) for name in LEADING}
        found = score(books, trend.yearly_cut(intensity, year), leading)
        since = by_park(view, self.standing(view, "since"))
        floor = self.at("cult_floor", view.year, otherwise=np.inf)
        below = (found >= floor) & (found < self.at("title_pass_score", max(view.year, 2023)))
        new = np.isnan(since) & below & (view.park_strength > 0)
        since = np.where(new, float(view.year), since)
        listed = below & (view.year - since < self.at("cult_years", view.year))
        columns = {
            "score": found,
            "listed": listed.astype(np.float64),
            "since": since,
            "intensity": trend.intensity,
            "first_year": trend.year,
        }
        return {name: on_rows(view, column) for name, column in columns.items()}

    def listed(self, view: View) -> Floats:
        """Return the lever of the parks on the list, 0 for others."""
        return np.nan_to_num(by_park(view, self.standing(view, "listed"))) * view.park_strength

    def diagnosed(self, view: View) -> Floats:
        """Return the share of each kind of firm that is diagnosed this year, by enterprise."""
        firm = of_role(view.catalogue, "firm")[view.enterprises.sector]
        firm &= view.enterprises.inside & view.enterprises.active
        share = self.at("cult_diagnosed", view.year) * on_rows(view, self.listed(view))
        return np.where(firm, np.minimum(share, 1.0), 0.0)

    def grant(self, view: View) -> Floats:
        """Return the yearly grant to the committees of listed parks, CNY by park."""
        return self.at("cult_grant", view.year) * CNY_PER_WAN * self.listed(view)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the diagnoses of firms and the grant to the committee."""
        share = self.diagnosed(view)
        return (
            Entry("audited", "add", where_known(share, share > 0)),
            Entry("committee_grant_cny", "add", self.grant(view)),
        )

    def public_cost(self, view: View) -> Floats | None:
        """Return what grants and diagnoses cost, by park."""
        per_firm = self.at("diagnosis_free", view.year, otherwise=0.0) * CNY_PER_WAN
        diagnoses = sum_one(view.enterprises.park, self.diagnosed(view) * per_firm, view.parks)
        return diagnoses + self.grant(view)


POLICY = GreenParkCultivation
