"""Carbon market: allowances surrendered for direct emissions, free ones by output and benchmark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.benchmarks import FIRST, NEXT, POWER, archetype_tco2e, power_and_heat, sectors_of
from policies.instrument import Clause, Instrument, where_known
from sim.catalogue import Catalogue
from sim.clearing import uniform_price
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

PUBLISHED = 2024
"""The last year with a published benchmark."""
SINCE = 2025
"""The year of the notice that gives the threshold."""


@dataclass(frozen=True)
class CarbonMarket(Instrument):
    """The national carbon market: a price on direct emissions, and free allowances by output.

    An enterprise of a covered sector is in once its direct emissions of a year reach the threshold,
    and stays in. It surrenders allowances for every tonne; free ones are benchmark x output: for
    heat and power plants the published benchmarks per MWh and GJ, else those of the sector's
    archetype, within a band around the enterprise's own intensity of last year. What it lacks it
    buys, what is over it sells. So the price cuts intensity and hardly output: free allowances per
    product unit give back on average what emitting costs, and a plant below the benchmark gains.

    Strength scales the price. Switches: `ets_full_auction` (no free allowances, revenue to the
    budget), `ets_indirect_power`, `ets_clears_inside` (a uniform price over the parks of the run
    from last year's balance, `sim.clearing.uniform_price`). A part of last year's surplus is
    carried over, within 10,000 t plus 1.5 x net sales, and is worth this year's price.

    Standing: `covered` (1 in, 0 out), `benchmark_tco2e_per_unit` (free at full free allocation),
    `price_cny_per_t`, `position_tco2e` (last year's free allowances less emissions) and
    `banked_tco2e`.

    A heat and power plant at 0.805 t/MWh and 0.1033 t/GJ in 2024, making 1 MWh and 6 GJ a unit:

    >>> from policies.parameters import load_parameters
    >>> from sim.catalogue import load_catalogue
    >>> market, catalogue = CarbonMarket(load_parameters()), load_catalogue()
    >>> [round(float(market.benchmarks(catalogue, year)[catalogue.sector["coal_chp"]]), 4)
    ...  for year in (2021, 2024, 2025)]
    [1.5439, 1.4248, 1.4177]
    >>> [market.reference_price(year) for year in (2020, 2021, 2024, 2026, 2030)]
    [0.0, 42.85, 95.84, 72.0, 115.0]
    """

    name: ClassVar[str] = "carbon_market"
    title_en: ClassVar[str] = "National carbon market with output-based allocation"
    title_zh: ClassVar[str] = "全国碳排放权交易市场（基准法配额）"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "11(1)",
            "The province takes full part in the national carbon market and sets up its own "
            "management of quotas.",
            "全省充分参与全国碳市场，并建立省级碳排放配额管理机制。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "ets_sectors_power", "ets_sectors_2025", "ets_sectors_next", "ets_threshold",
        "cea_year_average", "cea_projection", "ets_bm_lt300", "ets_bm_heat_coal",
        "ets_bm_over_archetype", "ets_bm_tightening", "ets_nonpower_band", "ets_auction_share",
        "ets_full_auction", "ets_indirect_power", "ets_clears_inside", "ets_offer_slope",
        "ets_price_bound", "ets_bank_share", "ets_bank_base", "ets_bank_multiple",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = (
        "carbon_price_cny_per_t", "carbon_power_share", "carbon_allocation_tco2e_per_unit",
        "carbon_allocation_tco2e", "carbon_auction_share",
    )  # fmt: skip
    payer: ClassVar[str] = "enterprises"
    collector: ClassVar[str] = "central"

    def reference_price(self, year: int) -> float:
        """Return the price of the national market, CNY/t: year averages, then the scenario."""
        average = self.at("cea_year_average", year, otherwise=0.0)
        return self.at("cea_projection", year, otherwise=average)

    def benchmarks(self, catalogue: Catalogue, year: int) -> Floats:
        """Return free allowances by sector before bands and auctions, t per product unit."""
        power, heat = power_and_heat(catalogue)
        made = self.at("ets_bm_lt300", year) * power + self.at("ets_bm_heat_coal", year) * heat
        own = self.at("ets_bm_over_archetype", max(year, PUBLISHED)) * archetype_tco2e(catalogue)
        fall = self.at("ets_bm_tightening", max(year, SINCE))
        left = (1.0 - fall) ** max(year - PUBLISHED, 0)
        return np.where(sectors_of(catalogue, POWER), made, np.maximum(own, 0.0)) * left

    def covered_sectors(self, catalogue: Catalogue, year: int) -> NDArray[np.bool_]:
        """Say which sectors are covered in a year."""
        covered = np.zeros(len(catalogue.sectors), dtype=bool)
        for flag, names in (
            ("ets_sectors_power", POWER),
            ("ets_sectors_2025", FIRST),
            ("ets_sectors_next", NEXT),
        ):
            if self.at(flag, year, otherwise=0.0):
                covered |= sectors_of(catalogue, names)
        return covered

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return who is in, its benchmark, the year's price, and last year's position and bank."""
        enterprises, book = view.enterprises, view.book
        sector = enterprises.sector
        emitted = book.scope_1_tco2e
        large = emitted >= self.at("ets_threshold", max(view.year, SINCE))
        inside = np.nan_to_num(self.standing(view, "covered")) > 0
        covered = self.covered_sectors(view.catalogue, view.year)[sector]
        covered &= (large | inside) & enterprises.inside & enterprises.active
        free = np.nan_to_num(self.standing(view, "benchmark_tco2e_per_unit")) * book.output
        position = np.where(inside, free - emitted, np.nan)
        price = self._price(view, np.nan_to_num(-position), emitted * inside)
        return {
            "covered": covered * 1.0,
            "benchmark_tco2e_per_unit": where_known(self._free(view), covered),
            "price_cny_per_t": np.full(len(enterprises), price),
            "last_price_cny_per_t": self.standing(view, "price_cny_per_t"),
            "position_tco2e": position,
            "banked_tco2e": self._banked(view.year, np.nan_to_num(position)),
        }

    def _free(self, view: View) -> Floats:
        """Return the benchmark of each enterprise, within the band around its own intensity."""
        sector, book = view.enterprises.sector, view.book
        benchmark = self.benchmarks(view.catalogue, view.year)[sector]
        if view.year < SINCE:
            return benchmark
        band = self.at("ets_nonpower_band", view.year)
        own = np.divide(
            book.scope_1_tco2e, book.output, out=benchmark.copy(), where=book.output > 0
        )
        held = np.clip(benchmark, (1.0 - band) * own, (1.0 + band) * own)
        return np.where(sectors_of(view.catalogue, POWER)[sector], benchmark, held)

    def _price(self, view: View, short: Floats, emitted: Floats) -> float:
        reference = self.reference_price(view.year)
        if not (reference and self.at("ets_clears_inside", view.year)):
            return reference
        slope = self.at("ets_offer_slope", view.year)
        bound = self.at("ets_price_bound", view.year)
        return uniform_price(short, emitted, reference, slope, bound)

    def _banked(self, year: int, position: Floats) -> Floats:
        """Return what of a surplus is carried over: a share, within the base plus net sales.

        >>> from policies.parameters import load_parameters
        >>> market = CarbonMarket(load_parameters().changed({"ets_bank_share": 0.8}))
        >>> market._banked(2025, np.array([-5e3, 1e4, 1e5])).tolist()
        [0.0, 8000.0, 40000.0]
        """
        surplus = np.maximum(position, 0.0)
        kept = surplus * self.at("ets_bank_share", year, otherwise=0.0)
        most = self.at("ets_bank_base", year, otherwise=0.0)
        multiple = self.at("ets_bank_multiple", year, otherwise=0.0)
        return np.minimum(kept, most + multiple * (surplus - kept))

    def write(self, view: View) -> Sequence[Entry]:
        """Return price, allowances and switches for those who are in."""
        year = view.year
        covered = np.nan_to_num(self.standing(view, "covered")) > 0
        price = self.standing(view, "price_cny_per_t")
        before = self.standing(view, "last_price_cny_per_t")
        gain = 1.0 - np.divide(before, price, out=np.ones_like(price), where=price > 0)
        carried = self.standing(view, "banked_tco2e") * gain
        auctioned = self.at("ets_auction_share", year, otherwise=0.0)
        if self.at("ets_full_auction", year, otherwise=0.0):
            auctioned = 1.0
        free = self.standing(view, "benchmark_tco2e_per_unit") * (1.0 - auctioned)
        on_power = self.at("ets_indirect_power", year, otherwise=0.0)
        if not self.reference_price(year):
            return ()
        return (
            Entry("carbon_price_cny_per_t", "add", where_known(price * view.strength, covered)),
            Entry("carbon_power_share", "add", where_known(np.full_like(price, on_power), covered)),
            Entry("carbon_allocation_tco2e_per_unit", "add", where_known(free, covered)),
            Entry("carbon_allocation_tco2e", "add", where_known(carried, covered)),
            Entry(
                "carbon_auction_share", "add", where_known(np.full_like(price, auctioned), covered)
            ),
        )


POLICY = CarbonMarket
