"""Reclaimed water: those who can use it must cover a share of their water with it, or pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

OPTION = "X197"
"""Exchange option of reclaimed water: its takers can use it."""
PLANT = "wwtp"


@dataclass(frozen=True)
class ReclaimedWater(Instrument):
    """A quota of reclaimed water for those who can use it, in parks with a waste-water plant.

    An enterprise whose reused water fell short of the quota last year pays a charge on the missing
    part, as an adder on its fresh water: charge x (1 - share / quota), at most the charge. Water of
    any kind that contracts bring in place of fresh water counts. The waste-water plant is asked to
    plan a reclaimed-water plant, so it is likelier to consider it. Strength scales both.

    Standing: `share`, reused water over reused and fresh water of last year (nan without water).
    """

    name: ClassVar[str] = "reclaimed_water"
    title_en: ClassVar[str] = "Quota for reclaimed water"
    title_zh: ClassVar[str] = "再生水配额使用"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(2)",
            "More water of industry is used again, and more reclaimed water is used.",
            "提高工业用水重复利用和再生水回用。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(4)",
            "Parks recycle their water.",
            "园区推进水资源循环利用。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "reclaimed_quota_share", "reclaimed_shortfall_charge", "reclaimed_plan_factor",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("water_adder_cny_per_m3", "consider_factor")
    payer: ClassVar[str] = "enterprises"

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return the share of reused water of last year."""
        reused = view.book.reused_water_m3
        taken = reused + view.book.fresh_water_m3
        share = np.divide(reused, taken, out=np.full(len(taken), np.nan), where=taken > 0)
        return {"share": share}

    def charge(self, share: Floats, year: int) -> Floats:
        """Return the charge by the share of reused water at strength 1, CNY/m3 of fresh water.

        The quota is a quarter and the charge 2.1 CNY/m3: whoever reuses an eighth pays half of it.

        >>> from policies.parameters import load_parameters
        >>> table = load_parameters()
        >>> rule = ReclaimedWater(table)
        >>> rule.charge(np.array([0.0, 0.125, 0.25, 0.9]), 2025).tolist()
        [2.1, 1.05, 0.0, 0.0]
        """
        quota = self.at("reclaimed_quota_share", year)
        short = np.clip(1.0 - share / max(quota, 1e-9), 0.0, 1.0)
        return self.at("reclaimed_shortfall_charge", year) * short

    def concerned(self, view: View) -> Flags:
        """Say which enterprises can use reclaimed water that their park could supply."""
        firms, catalogue = view.enterprises, view.catalogue
        plants = view.sector_in(PLANT) & firms.active
        supplied = np.isin(firms.park, firms.park[plants])
        flags: Flags = catalogue.takes[firms.sector, catalogue.exchange[OPTION]]
        return flags & supplied & firms.inside

    def write(self, view: View) -> Sequence[Entry]:
        """Return the charge on who fell short, and how likelier a plant considers the retrofit."""
        year = view.year
        paid = self.charge(self.standing(view, "share"), year) * view.strength
        more = 1.0 + (self.at("reclaimed_plan_factor", year) - 1.0) * view.strength
        return (
            Entry("water_adder_cny_per_m3", "add", where_known(paid, self.concerned(view))),
            Entry("consider_factor", "scale", where_known(more, view.sector_in(PLANT))),
        )


POLICY = ReclaimedWater
