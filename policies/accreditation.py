"""Accreditation: the province names green low-carbon parks, inspects them and revokes the title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument
from policies.park_books import CNY_PER_WAN, ParkBooks, by_park, on_rows, ratio
from policies.park_score import LEADING, Trend, nearness, score
from sim.policy import AwardRule, View
from sim.projects import green_projects
from sim.terms import Entry

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LARGE_TCE = 1e6
"""Energy use a year from which the zero-carbon list asks for less."""


@dataclass(frozen=True)
class Accreditation(Instrument):
    """The title of a green low-carbon park, and that of a zero-carbon park.

    Each January the province scores a park from last year's closed books (`policies.park_score`).
    One that reaches `title_pass_score` wins the title. A title holder is inspected on the spot in
    a year with a chance, and reviewed every `title_review_years` after the award; found below
    (1 - tolerance) x the score asked it loses the title, and may win it again after
    `title_wait_years`. A zero-carbon park is one whose CO2 per tce is at most the core indicator of
    its size; it holds that title for as long as the books show it.

    What a title brings: in its first January a grant to the committee; while it holds, grants to
    projects in the park (the share of demonstration projects in a zero-carbon park). What the
    prospect brings: effort of the committee, most where the score is nearest to what is asked -
    below it the title is within reach, above it may be lost. Strength scales grants and effort.

    Standing, the same on all rows of a park: `score`, `title`, `zero_carbon`, `won` and `lost`
    (years), `intensity` and `since` (CO2 per value added of the first year known).
    """

    name: ClassVar[str] = "accreditation"
    title_en: ClassVar[str] = "Accreditation of green and zero-carbon parks"
    title_zh: ClassVar[str] = "绿色低碳与零碳园区认定、检查与撤销"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(3)11",
            "Green low-carbon parks are inspected on the spot from time to time and reviewed "
            "regularly; with pollution or other problems the title is revoked.",
            "对绿色低碳园区不定期现场检查、定期评价复核，出现环境污染等问题的撤销称号。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "1",
            "By 2025 fifty provincial green low-carbon industrial parks are built.",
            "到2025年建成省级绿色低碳工业园区50个。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(2)5",
            "Qualified projects of green and low-carbon parks are helped to national special funds "
            "and provincial funds for retrofits.",
            "帮助绿色低碳园区内符合条件的项目争取国家专项资金和省级技术改造资金。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "3(4)",
            "Parks that have been built are assessed by the index system of zero-carbon parks.",
            "对建设期满的园区按零碳园区指标体系开展评估验收。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        *LEADING, "title_pass_score", "title_tolerance", "title_inspection_chance",
        "title_review_years", "title_wait_years", "title_effort", "title_reach",
        "title_zero_small", "title_zero_large", "green_park_award", "title_project_share",
        "title_project_cap", "title_project_budget", "cb_demo",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("committee_effort_factor", "committee_grant_cny")
    payer: ClassVar[str] = "province"
    titles: ClassVar[Mapping[str, str]] = {"title": "park", "zero_carbon": "park"}

    def asked(self, year: int) -> float:
        """Return the score asked for the title in a year; inf before there is one.

        >>> from policies.parameters import load_parameters
        >>> rule = Accreditation(load_parameters())
        >>> rule.asked(2020), rule.asked(2025)
        (inf, 0.5)
        """
        return self.at("title_pass_score", year, otherwise=np.inf)

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return score and titles of each park, with the years they were won and lost."""
        books, year = ParkBooks.of(view), view.book.year
        intensity = ratio(books.tco2e, books.value_added_wan)
        trend = Trend(
            *(by_park(view, self.standing(view, name)) for name in ("intensity", "since"))
        )
        trend = trend.known(intensity, year)
        cut = trend.yearly_cut(intensity, year)
        found = score(books, cut, {name: self.at(name, view.year) for name in LEADING})
        held = np.nan_to_num(by_park(view, self.standing(view, "title"))) > 0
        won, lost = (by_park(view, self.standing(view, name)) for name in ("won", "lost"))
        least = self.asked(view.year) * (1.0 - self.at("title_tolerance", view.year))
        fails = held & self.inspected(view, won) & ~(found >= least)
        waited = ~(view.year - lost < self.at("title_wait_years", view.year))
        wins = ~held & waited & (found >= self.asked(view.year)) & (view.park_strength > 0)
        columns = {
            "score": found,
            "title": ((held & ~fails) | wins) * 1.0,
            "zero_carbon": self.zero_carbon(books, view.year) * (view.park_strength > 0),
            "won": np.where(wins, float(view.year), won),
            "lost": np.where(fails, float(view.year), lost),
            "intensity": trend.intensity,
            "since": trend.year,
        }
        return {name: on_rows(view, column) for name, column in columns.items()}

    def inspected(self, view: View, won: Floats) -> Flags:
        """Say which parks are looked at this year: by a draw on the spot, or as review is due."""
        drawn = view.park_chance("inspection") < self.at("title_inspection_chance", view.year)
        review = (view.year - won) % self.at("title_review_years", view.year) == 0
        looked: Flags = drawn | (review & (view.year > won))
        return looked

    def zero_carbon(self, books: ParkBooks, year: int) -> Floats:
        """Return 1 for parks at or below the core indicator of their size, 0 for others."""
        small, large = (
            self.at(f"title_zero_{size}", year, otherwise=-1.0) for size in ("small", "large")
        )
        limit = np.where(books.energy_tce >= LARGE_TCE, large, small)
        return np.asarray(ratio(books.tco2e, books.energy_tce) <= limit, dtype=np.float64)

    def _parks(self, view: View, column: str) -> Floats:
        return np.nan_to_num(by_park(view, self.standing(view, column)))

    def grant(self, view: View) -> Floats:
        """Return the grant to the committees of parks named this year, CNY by park."""
        award = self.at("green_park_award", view.year, otherwise=0.0) * CNY_PER_WAN
        return np.where(self._parks(view, "won") == view.year, award * view.park_strength, 0.0)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the effort that the title asks for and the grant that comes with it."""
        found = by_park(view, self.standing(view, "score"))
        near = nearness(found, self.asked(view.year), self.at("title_reach", view.year))
        effort = self.at("title_effort", view.year) * near * view.park_strength
        return (
            Entry("committee_effort_factor", "add", effort),
            Entry("committee_grant_cny", "add", self.grant(view)),
        )

    def award_rule(self, view: View) -> AwardRule | None:
        """Return the grants for projects in parks that hold a title, or None where none does."""
        green, zero = (self._parks(view, name) > 0 for name in ("title", "zero_carbon"))
        share = np.where(green, self.at("title_project_share", view.year), 0.0)
        demo = self.at("cb_demo", view.year, otherwise=0.0)
        share = np.where(zero, np.maximum(share, demo), share) * view.park_strength
        budget = self.at("title_project_budget", view.year) * CNY_PER_WAN * view.park_strength
        cap = self.at("title_project_cap", view.year) * CNY_PER_WAN
        if not share.any():
            return None
        return AwardRule(
            rank="tco2e_per_cny",
            share=on_rows(view, share),
            project_cap_cny=cap,
            budget_cny=np.where(share > 0, budget, 0.0),
            payer=self.payer,
            eligible=green_projects(view.catalogue),
        )

    def public_cost(self, view: View) -> Floats | None:
        """Return the grants to committees, by park."""
        return self.grant(view)


POLICY = Accreditation
