"""Energy-use rights: who uses much energy per value added pays for what is above its quota."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from policies.quotas import quotas
from sim.catalogue import of_role
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class EnergyRights(Instrument):
    """Paid use and trading of energy-use rights at a posted price.

    A firm whose energy at equal value over value added was above the control level last year holds
    a right to last year's use x its benchmark, and buys what it uses beyond at the posted price;
    what it leaves it sells at the same price, so that a tonne of coal equivalent costs it the price
    either way. Its benchmark is the benchmark level of its product's energy quota over its own unit
    energy, within a band, and a common yearly cut where no quota is known. Utilities turn energy
    into other energy and hold no rights. Strength scales the price.

    Standing: `intensity_tce_per_wan` (tce per 10^4 CNY), and `quota_tce` of who holds a right.

    >>> from policies.parameters import load_parameters
    >>> rights = EnergyRights(load_parameters())
    >>> rights.share_of_use(np.array([0.5, 0.97, 1.4, np.nan]), 2025).round(3).tolist()
    [0.95, 0.97, 1.0, 0.98]
    """

    name: ClassVar[str] = "energy_rights"
    title_en: ClassVar[str] = "Paid use and trading of energy-use rights"
    title_zh: ClassVar[str] = "用能权有偿使用和交易"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "4(5); 11(1)",
            "Energy-use rights are paid for and traded, by technical standards of energy "
            "efficiency.",
            "以能效技术标准为依据，推行用能权有偿使用和交易。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "eur_paid_use_fee", "eur_buyer_rule", "eur_common_share", "eur_least_share",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("energy_price_cny_per_tce", "energy_quota_tce")
    payer: ClassVar[str] = "enterprises"
    collector: ClassVar[str] = "local"

    def share_of_use(self, benchmark_over_own: Floats, year: int) -> Floats:
        """Return the share of last year's use that a firm holds a right to, 1 at most."""
        least = self.at("eur_least_share", year)
        common = self.at("eur_common_share", year)
        known = np.clip(benchmark_over_own, least, 1.0)
        return np.where(np.isnan(benchmark_over_own), common, known)

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return energy per value added, and the quota of those above the control level."""
        book, sector = view.book, view.enterprises.sector
        firm = of_role(view.catalogue, "firm")[sector]
        subject = firm & view.enterprises.inside & view.enterprises.active
        intensity = np.full(len(sector), np.nan)
        wan = book.value_added_cny / CNY_PER_WAN
        np.divide(book.energy_equal_tce, wan, out=intensity, where=subject & (wan > 0))
        quota = quotas(view.catalogue)
        own = quota.position[sector] * view.energy_over_base
        over_own = np.full(len(sector), np.nan)
        np.divide(quota.benchmark[sector], own, out=over_own, where=own > 0)
        share = self.share_of_use(over_own, view.year)
        holds = intensity > self.at("eur_buyer_rule", view.year, otherwise=np.inf)
        return {
            "intensity_tce_per_wan": intensity,
            "quota_tce": where_known(share * book.energy_equal_tce, holds),
        }

    def write(self, view: View) -> Sequence[Entry]:
        """Return the posted price and the quota of those who hold rights."""
        quota = self.standing(view, "quota_tce")
        price = self.at("eur_paid_use_fee", view.year, otherwise=0.0) * view.strength
        holds = ~np.isnan(quota) & (price > 0)
        return (
            Entry("energy_price_cny_per_tce", "add", where_known(price, holds)),
            Entry("energy_quota_tce", "add", where_known(quota, holds)),
        )


POLICY = EnergyRights
