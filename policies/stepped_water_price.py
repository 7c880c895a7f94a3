"""Stepped water price: fresh water over the quota costs more, the further over the more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from sim.catalogue import Catalogue, per_catalogue
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

TIER = 1.2
"""Use over quota up to which the second tier holds (its basis: about 20 percent over)."""


@dataclass(frozen=True)
class SteppedWaterPrice(Instrument):
    """A progressive price on the fresh water that an enterprise took beyond its quota last year.

    Quota: a share of what the archetype of the sector takes per product unit. Water up to the quota
    costs the price, up to 20 percent above it the second tier's adder more, beyond that the third
    tier's. Each pays its mean adder over all its water, so that the bill is that of the steps;
    strength scales it. Who took no more than the quota pays nothing.

    Standing: `over_quota`, last year's fresh water over the quota (nan without output).

    >>> from policies.parameters import load_parameters
    >>> rule = SteppedWaterPrice(load_parameters())
    >>> [round(float(x), 4) for x in rule.mean_adder(np.array([0.9, 1.0, 1.2, 1.4, 2.4]), 2025)]
    [0.0, 0.0, 0.0833, 0.2143, 0.5417]
    """

    name: ClassVar[str] = "stepped_water_price"
    title_en: ClassVar[str] = "Progressive price of water over the quota"
    title_zh: ClassVar[str] = "非居民用水超定额累进加价"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "10(2)",
            "Tiered prices of water and gas are improved.",
            "完善阶梯水价、阶梯气价。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(2)",
            "Water is recycled, so that more is earned with each cubic metre.",
            "推进水资源循环利用，提高每立方米水的产出。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("water_quota_share", "overplan_tier2", "overplan_tier3")
    terms: ClassVar[tuple[str, ...]] = ("water_adder_cny_per_m3",)
    payer: ClassVar[str] = "enterprises"

    def mean_adder(self, over: Floats, year: int) -> Floats:
        """Return the adder over all water taken, as a share of the price, by use over quota."""
        second = self.at("overplan_tier2", year) * np.clip(over - 1.0, 0.0, TIER - 1.0)
        third = self.at("overplan_tier3", year) * np.maximum(over - TIER, 0.0)
        mean: Floats = (second + third) / np.maximum(over, 1.0)
        return mean

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return last year's fresh water over the quota."""
        per_unit = recipe_water(view.catalogue)[view.enterprises.sector]
        quota = self.at("water_quota_share", view.year) * per_unit * view.book.output
        counted = (quota > 0) & view.enterprises.inside
        taken = view.book.fresh_water_m3
        over = np.divide(taken, quota, out=np.full(len(quota), np.nan), where=counted)
        return {"over_quota": over}

    def write(self, view: View) -> Sequence[Entry]:
        """Return the mean adder on the water of those who were over the quota."""
        catalogue = view.catalogue
        price = catalogue.price[catalogue.stream["fresh_water"], catalogue.year_index(view.year)]
        paid = price * self.mean_adder(self.standing(view, "over_quota"), view.year)
        paid = paid * view.strength
        return (Entry("water_adder_cny_per_m3", "block", where_known(paid, paid > 0)),)


POLICY = SteppedWaterPrice


@per_catalogue
def recipe_water(catalogue: Catalogue) -> Floats:
    """Return the fresh water that each sector's recipe takes in, m3 per product unit."""
    water = catalogue.stream["fresh_water"]
    return np.array(
        [
            float(recipe.quantity[(recipe.stream == water) & ~recipe.out].sum())
            for recipe in catalogue.recipes
        ]
    )
