"""County-wide photovoltaics: roofs are offered a project each year, and its power an award."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument
from sim.policy import View
from sim.terms import Entry


@dataclass(frozen=True)
class PvPromotion(Instrument):
    """A programme that brings projects to the roofs of a county, with an award for their power.

    Each year a share of enterprises is offered photovoltaics on its roof, whether or not it
    considers other retrofits: it builds where that pays. The county pays for each kWh made while
    the award is in force. Strength scales the share, to all of them at most, and the award.

    >>> from policies.parameters import load_parameters
    >>> rule = PvPromotion(load_parameters())
    >>> rule.at("pv_programme_share", 2022, 0.0), rule.at("pv_award", 2022, 0.0)
    (0.06, 0.1)
    """

    name: ClassVar[str] = "pv_promotion"
    title_en: ClassVar[str] = "County-wide rooftop photovoltaics"
    title_zh: ClassVar[str] = "整县推进屋顶分布式光伏"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "4(4)",
            "Distributed photovoltaics are pushed county by county.",
            "整县推进分布式光伏建设。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(II)4",
            "New factories take photovoltaics into their buildings, and distributed photovoltaics "
            "grow.",
            "推动新建厂房光伏建筑一体化，扩大分布式光伏装机。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(1)",
            "Parks are supported in using photovoltaics and smart micro-grids.",
            "支持园区利用光伏和智能微电网。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("pv_programme_share", "pv_award")
    terms: ClassVar[tuple[str, ...]] = ("pv_offer_share", "pv_award_cny_per_kwh")
    payer: ClassVar[str] = "county"

    def write(self, view: View) -> Sequence[Entry]:
        """Return the offer and the award that each enterprise faces."""
        share = self.at("pv_programme_share", view.year, otherwise=0.0) * view.strength
        award = self.at("pv_award", view.year, otherwise=0.0) * view.strength
        return (
            Entry("pv_offer_share", "floor", np.minimum(share, 1.0)),
            Entry("pv_award_cny_per_kwh", "add", award),
        )


POLICY = PvPromotion
