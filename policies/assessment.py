"""The committee is assessed: what its park owes by a plan, and how that moves its effort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument
from policies.park_books import ParkBooks, by_park, on_rows, ratio
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

PLAN_YEARS = 5
FIRST_PLAN = 2020
"""Base year of the plan whose acceptance is due with the books of 2025."""
GOALS = ("energy_tce", "tco2e", "fresh_water_m3", "solid_disposed_t")
"""What is to fall per value added, each by the parameter `plan_fall_<goal>` in a plan."""


@dataclass(frozen=True)
class Assessment(Instrument):
    """Responsibility of the park's committee: yearly assessment, and acceptance of each plan.

    A plan runs five years from the books of its base year (2020, 2025). Energy, CO2, fresh water
    and solid waste disposed of per value added are to fall to its end along a straight line; the
    gap is the mean relative excess over it, and what is better than its path counts as 0. Being
    assessed makes a committee work, the gap makes it work harder, and the more the nearer
    acceptance is:

        effort beyond the ordinary = strength x (weight + gap effort x gap x (1 + press x share of
        the plan that has passed)), at most `assess_effort_most`,

    and a plan that was not accepted adds the effort of putting it right in the year after. Effort
    mobilises enterprises and, with an adaptive committee, widens its purse and its moves.

    Standing, the same on all rows of a park: `gap`, `effort`, `accepted` (1, 0 or nan before),
    `base_year`, and the base of each goal.

    >>> from policies.parameters import load_parameters
    >>> rule = Assessment(load_parameters())
    >>> [round(float(rule.effort(np.array([gap]), year)[0]), 3)
    ...  for gap, year in ((0.0, 2022), (0.1, 2022), (0.1, 2025), (9.0, 2025))]
    [0.1, 0.438, 0.55, 1.0]
    """

    name: ClassVar[str] = "assessment"
    title_en: ClassVar[str] = "Responsibility and assessment of the park's committee"
    title_zh: ClassVar[str] = "园区管委会责任考核与验收"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(1)1",
            "Committees of parks bear the main responsibility and set up a mechanism that pushes "
            "the green and low-carbon park on.",
            "园区管委会承担主体责任，建立绿色低碳园区建设的推进机制。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(1)3",
            "The green and low-carbon park, circular transformation and their indicators enter the "
            "comprehensive evaluation of development zones as key points of assessment.",
            "把绿色低碳园区建设、园区循环化改造及相关指标列为开发区综合评价的考核重点。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt", "2(6)", "A park makes a plan for its development every "
            "five years.",
            "园区每五年编制一次绿色低碳发展规划。",
        ),
        Clause(
            "001_1b3850a509700704.txt",
            "III(1)",
            "The park's committee is the body responsible for circular transformation.",
            "园区管委会是循环化改造的责任主体。",
        ),
        Clause(
            "001_1b3850a509700704.txt",
            "III(5)",
            "Provinces supervise, evaluate the results and accept the transformation of each park.",
            "各省对园区改造进行督促指导，并组织成效评估和验收。",
        ),
    )  # fmt: skip
    uses: ClassVar[tuple[str, ...]] = (
        *(f"plan_fall_{goal}" for goal in GOALS), "assess_weight", "assess_gap_effort",
        "assess_press", "assess_effort_most", "assess_tolerance", "assess_rectify",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("committee_effort_factor",)
    payer: ClassVar[str] = "park"
    titles: ClassVar[Mapping[str, str]] = {"accepted": "park"}

    def effort(self, gap: Floats, year: int) -> Floats:
        """Return the effort beyond the ordinary one at strength 1 that a gap brings in a year."""
        passed = (year - FIRST_PLAN - 1) % PLAN_YEARS / (PLAN_YEARS - 1)
        press = 1.0 + self.at("assess_press", year) * passed
        more = self.at("assess_gap_effort", year, otherwise=0.0) * gap * press
        weight = self.at("assess_weight", year, otherwise=0.0)
        return np.minimum(weight + more, self.at("assess_effort_most", year))

    def gap(self, used: Sequence[Floats], base: Sequence[Floats], years: Floats) -> Floats:
        """Return the mean relative excess over the paths of the goals, by park."""
        excess = []
        for goal, now, then in zip(GOALS, used, base, strict=True):
            fall = self.parameters.central(f"plan_fall_{goal}") * years / PLAN_YEARS
            excess.append(np.fmax(ratio(now, then * (1.0 - fall)) - 1.0, 0.0))
        return np.asarray(np.mean(excess, axis=0), dtype=np.float64)

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return gap, effort and acceptance of each park, and the base of its plan."""
        books, year = ParkBooks.of(view), view.book.year
        used = [ratio(getattr(books, goal), books.value_added_wan) for goal in GOALS]
        base = [by_park(view, self.standing(view, goal)) for goal in GOALS]
        base_year = by_park(view, self.standing(view, "base_year"))
        gap = np.nan_to_num(self.gap(used, base, year - base_year))
        ends = (year - FIRST_PLAN) % PLAN_YEARS == 0
        due = ~np.isnan(base_year) & ends
        accepted = by_park(view, self.standing(view, "accepted"))
        met = gap <= self.at("assess_tolerance", view.year)
        accepted = np.where(due, met, accepted)
        effort = self.effort(np.where(ends, 0.0, gap), view.year)
        effort += np.where(due & ~met, self.at("assess_rectify", view.year), 0.0)
        anew = ~np.isnan(books.value_added_wan) & (np.isnan(base_year) | ends)
        columns = {
            "gap": gap,
            "effort": effort,
            "accepted": accepted,
            "base_year": np.where(anew, float(year), base_year),
            **{
                goal: np.where(anew, now, then)
                for goal, now, then in zip(GOALS, used, base, strict=True)
            },
        }
        return {name: on_rows(view, column) for name, column in columns.items()}

    def write(self, view: View) -> Sequence[Entry]:
        """Return the effort of each park's committee beyond its ordinary one."""
        effort = np.nan_to_num(by_park(view, self.standing(view, "effort")))
        return (Entry("committee_effort_factor", "add", effort * view.park_strength),)


POLICY = Assessment
