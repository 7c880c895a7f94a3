"""Demonstration: cases are shown at meetings, and enterprises hear of options and imitate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class Demonstration(Instrument):
    """Benchmark cases, meetings and a catalogue of technologies.

    At a meeting an enterprise hears of exchange options that other parks use, each with the same
    chance; the cases of the park make what peers have installed weigh more, and a catalogue with an
    online market makes enterprises consider a retrofit more often. Strength scales the number of
    meetings, the effects and the cost.

    Two meetings a year, of which half the enterprises attend one and then hear of an option with
    0.04, are 0.04 a year.

    >>> from policies.parameters import load_parameters
    >>> rule = Demonstration(load_parameters())
    >>> round(rule.notice(2024), 6), rule.notice(2020)
    (0.04, 0.0)
    """

    name: ClassVar[str] = "demonstration"
    title_en: ClassVar[str] = "Demonstration cases, meetings and technology catalogue"
    title_zh: ClassVar[str] = "典型示范推广与绿色技术目录"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(1)4",
            "Benchmark cases are gathered and shown at promotion meetings.",
            "汇总标杆案例，通过现场推进会推广。",
        ),
        Clause(
            "001_1b3850a509700704.txt",
            "III(6)",
            "Experience with the transformation is summed up, exchanged and publicised.",
            "总结循环化改造的经验，组织交流并加以宣传。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "11(1)-(2)",
            "A catalogue of green technologies is published and an online market trades them.",
            "发布绿色技术推广目录，依托线上市场开展技术交易。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "demo_meetings", "demo_attendance", "demo_told", "demo_peers", "demo_catalogue",
        "demo_meeting_cost",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("option_notice", "peer_factor", "consider_factor")
    payer: ClassVar[str] = "park"
    local: ClassVar[bool] = True

    def notice(self, year: int) -> float:
        """Return the chance a year that an enterprise hears of an option at a meeting."""
        meetings = self.at("demo_meetings", year, otherwise=0.0)
        if not meetings:
            return 0.0
        return meetings * self.at("demo_attendance", year) * self.at("demo_told", year)

    def write(self, view: View) -> Sequence[Entry]:
        """Return what enterprises hear, and how much more they heed peers and consider."""
        year, strength = view.year, view.strength
        if not self.notice(year):
            return ()
        peers = 1.0 + (self.at("demo_peers", year) - 1.0) * strength
        more = 1.0 + (self.at("demo_catalogue", year) - 1.0) * strength
        return (
            Entry("option_notice", "add", np.minimum(self.notice(year) * strength, 1.0)),
            Entry("peer_factor", "scale", peers),
            Entry("consider_factor", "scale", more),
        )

    def public_cost(self, view: View) -> Floats | None:
        """Return what the meetings cost each park."""
        meetings = self.at("demo_meetings", view.year, otherwise=0.0)
        if not meetings:
            return None
        cost: Floats = meetings * self.at("demo_meeting_cost", view.year) * view.park_strength
        return cost * CNY_PER_WAN


POLICY = Demonstration
