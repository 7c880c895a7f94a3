"""Ladder tariff: power costs more where a plant used more energy per unit than its quota allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from policies.quotas import LADDERS, Quotas, quotas
from sim.catalogue import FIRST_YEAR, of_role
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

_, ALUMINIUM, CEMENT, STEEL, UNIFIED = range(len(LADDERS))

OLD_ALUMINIUM_STEP_KWH_PER_T = 100.0
"""Width of the middle step of the aluminium ladder until 2021 (13,700 to 13,800 kWh/t)."""

CLOSE = 1e-9
"""Unit energies this near to a bound stand on it."""


@dataclass(frozen=True)
class LadderTariff(Instrument):
    """Adders on purchased power by last year's unit energy: the highest that applies.

    Unit energy is the archetype's (`policies.quotas`) times the enterprise's energy over that of
    the archetype last year; clinker plants are read by the power they bought per tonne. Ladder,
    punitive and differential adders are merged and never stacked, as the unified ladder has it (so
    too Hebei's draft for steel of 2024: the highest adder holds). Enterprises outside the fence,
    utilities and plants without output last year pay none; the first year has no books before it.

    Standing: `excess_over_quota` (unit energy over the limit, less 1), `ladder_step` (steps of
    20 kWh/t for aluminium since 2022, else tier 0, 1 or 2), `price_class` of the differential
    price (0 free, 1 restricted, 2 eliminated) and `adder_cny_per_kwh`, the highest that applies at
    full strength; nan where a plant has no quota or is not known yet.
    """

    name: ClassVar[str] = "ladder_tariff"
    title_en: ClassVar[str] = "Ladder, differential and punitive power prices"
    title_zh: ClassVar[str] = "阶梯电价、差别电价与惩罚性电价"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(I)3",
            "The ladder tariff is applied strictly to enterprises whose energy per unit of product "
            "exceeds the quota.",
            "对单位产品能耗超过限额的企业严格执行阶梯电价。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "10(2)",
            "Tiered power prices are carried out for energy-intensive industries.",
            "对高耗能行业实行阶梯电价。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "diff_restricted", "diff_eliminated", "diff_restricted_steel", "diff_eliminated_steel",
        "diff_eliminated_cement", "diff_restricted_excess", "diff_eliminated_excess",
        "punish_over_quota_le100", "punish_over_quota_gt100",
        "alu_threshold", "alu_ladder_step", "alu_2014_adder1", "alu_2014_adder2",
        "cement_tier1_cement", "cement_tier1_clinker", "cement_tier2_cement",
        "cement_adder1", "cement_adder2",
        "steel_ladder_adder1", "steel_ladder_adder2", "steel_ladder_tier3_excess",
        "unified_ladder_rule", "unified_ladder_below_benchmark", "unified_ladder_below_baseline",
        "ladder_notice_factor",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("power_adder_cny_per_kwh", "consider_factor")
    payer: ClassVar[str] = "enterprises"

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return excess over the quota, ladder step, price class and adder of each enterprise."""
        quota, sector = quotas(view.catalogue), view.enterprises.sector
        firm = of_role(view.catalogue, "firm")[sector]
        subject = firm & view.enterprises.inside & view.enterprises.active
        over_limit = where_known(quota.position[sector] * view.energy_over_base, subject)
        ladder = quota.ladder[sector]
        steps = self._steps(view, quota, over_limit)
        restricted = self.at("diff_restricted_excess", view.year)
        eliminated = self.at("diff_eliminated_excess", view.year)
        price_class = tiers(over_limit, 1.0 + restricted, 1.0 + eliminated)
        price_class = where_known(price_class, quota.of_eight[sector])
        return {
            "excess_over_quota": over_limit - 1.0,
            "ladder_step": steps,
            "price_class": price_class,
            "adder_cny_per_kwh": self._adder(view.year, ladder, steps, price_class, over_limit),
        }

    def _steps(self, view: View, quota: Quotas, over_limit: Floats) -> Floats:
        """Return the step of each enterprise on the ladder of its sector; nan without a quota.

        On the unified ladder 1 lies between benchmark and limit, and a new plant must meet the
        benchmark.
        """
        sector, year = view.enterprises.sector, view.year
        ladder, benchmark = quota.ladder[sector], quota.benchmark[sector]
        unified, new = ladder == UNIFIED, view.enterprises.start_month >= self._rule_month()
        second = np.ones(len(LADDERS))
        tier1, tier2 = self.at("cement_tier1_cement", year), self.at("cement_tier2_cement", year)
        second[CEMENT] = tier2 / tier1
        second[STEEL] = 1.0 + self.at("steel_ladder_tier3_excess", year)
        low = np.where(unified & ~np.isnan(benchmark), benchmark, 1.0)
        high = np.where(unified & new, low, second[ladder])
        value = np.where(view.sector_in("cement_clinker"), self._clinker(view), over_limit)
        steps = tiers(value, low, high)
        if (ladder == ALUMINIUM).any():
            kwh_per_t = quota.limit[sector] * over_limit
            own = self.aluminium_steps_of(kwh_per_t, year)
            steps = np.where(ladder == ALUMINIUM, own, steps)
        return where_known(steps, ~np.isnan(over_limit) & (ladder > 0))

    def aluminium_steps_of(self, kwh_per_t: Floats, year: int) -> Floats:
        """Return the steps of smelters by power per tonne, by the rule of the year."""
        threshold = self.at("alu_threshold", year)
        if self.at("alu_ladder_step", year, otherwise=0.0):
            return aluminium_steps(kwh_per_t, threshold)
        return tiers(kwh_per_t, threshold, threshold + OLD_ALUMINIUM_STEP_KWH_PER_T)

    def _clinker(self, view: View) -> Floats:
        """Return power bought per tonne last year over the first tier of clinker."""
        bought, output = view.book.power_kwh, view.book.output
        per_t = np.divide(bought, output, out=np.full_like(output, np.nan), where=output > 0)
        return per_t / self.at("cement_tier1_clinker", view.year)

    def _rule_month(self) -> int:
        """Return the month from which a plant counts as new: that year's January."""
        since = int(self.parameters.steps("unified_ladder_rule")[0].valid_from[:4])
        return (since - FIRST_YEAR) * 12

    def write(self, view: View) -> Sequence[Entry]:
        """Return a block on the power price, the highest adder times the strength, and its notice.

        Who pays an adder is told why, and is likelier to consider a retrofit.
        """
        paid = self.standing(view, "adder_cny_per_kwh") * view.strength
        more = (self.at("ladder_notice_factor", view.year) - 1.0) * view.strength
        return (
            Entry("power_adder_cny_per_kwh", "block", where_known(paid, paid > 0)),
            Entry("consider_factor", "scale", where_known(1.0 + more, paid > 0)),
        )

    def _adder(
        self,
        year: int,
        ladder: NDArray[np.int64],
        steps: Floats,
        price_class: Floats,
        over_limit: Floats,
    ) -> Floats:
        """Return the highest of ladder, punitive and differential adder; nan without a quota."""
        adders = self.adders(year)
        rung = tier_adder(steps, adders["first"][ladder], adders["second"][ladder])
        rung = np.where(ladder == ALUMINIUM, self.aluminium_adder(steps, year), rung)
        le100 = self.at("punish_over_quota_le100", year)
        punitive = tier_adder(
            tiers(over_limit, 1.0, 2.0), le100, self.at("punish_over_quota_gt100", year)
        )
        classed = tier_adder(
            price_class, adders["restricted"][ladder], adders["eliminated"][ladder]
        )
        return np.fmax(np.fmax(rung, where_known(punitive, ladder == UNIFIED)), classed)

    def aluminium_adder(self, steps: Floats, year: int) -> Floats:
        """Return the adder of smelters on a step, CNY/kWh.

        NDRC and MIIT, December 2013: 0.02 above 13,700 and 0.08 above 13,800 kWh/t of liquid
        aluminium. From 2022 (NDRC Fa Gai Jia Ge [2021] No. 1239): 0.01 for each 20 kWh/t, or part
        of them, above 13,650 in 2022, 13,450 in 2023 and 13,300 in 2025.

        >>> from policies.parameters import load_parameters
        >>> rule = LadderTariff(load_parameters())
        >>> kwh_per_t = np.array([13200.0, 13310.0, 13460.0, 13700.0, 13750.0, 13900.0])
        >>> for year in (2021, 2022, 2023, 2024, 2025):
        ...     steps = rule.aluminium_steps_of(kwh_per_t, year)
        ...     print(year, rule.aluminium_adder(steps, year).round(2).tolist())
        2021 [0.0, 0.0, 0.0, 0.0, 0.02, 0.08]
        2022 [0.0, 0.0, 0.0, 0.03, 0.05, 0.13]
        2023 [0.0, 0.0, 0.01, 0.13, 0.15, 0.23]
        2024 [0.0, 0.0, 0.01, 0.13, 0.15, 0.23]
        2025 [0.0, 0.01, 0.08, 0.2, 0.23, 0.3]
        """
        per_step = self.at("alu_ladder_step", year, otherwise=0.0)
        if per_step:
            return steps * per_step
        adders = self.adders(year)
        return tier_adder(steps, adders["first"][ALUMINIUM], adders["second"][ALUMINIUM])

    def adders(self, year: int) -> Mapping[str, Floats]:
        """Return adders in CNY/kWh by ladder: first and second tier, restricted and eliminated.

        What is not yet in force is 0. By ladder (none, aluminium, cement, steel, unified):

        >>> from policies.parameters import load_parameters
        >>> adders = LadderTariff(load_parameters()).adders(2021)
        >>> {name: adders[name].tolist() for name in ("first", "second")}
        {'first': [0.0, 0.02, 0.1, 0.05, 0.0], 'second': [0.0, 0.08, 0.2, 0.1, 0.0]}

        The differential price of the eight industries (NDRC, SERC and NEA, May 2010): 0.10 for the
        restricted and 0.30 for the eliminated class; steel 0.10 and 0.50 from 2017 (NDRC Fa Gai Jia
        Ge [2016] No. 2803); in cement the eliminated class alone.

        >>> {name: adders[name].tolist() for name in ("restricted", "eliminated")}
        {'restricted': [0.0, 0.1, 0.0, 0.1, 0.1], 'eliminated': [0.0, 0.3, 0.4, 0.5, 0.3]}
        """
        return _adders(self, year)


POLICY = LadderTariff


@lru_cache(maxsize=64)
def _adders(rule: LadderTariff, year: int) -> dict[str, Floats]:
    names = {
        "first": ("alu_2014_adder1", "cement_adder1", "steel_ladder_adder1",
                  "unified_ladder_below_benchmark"),
        "second": ("alu_2014_adder2", "cement_adder2", "steel_ladder_adder2",
                   "unified_ladder_below_baseline"),
        "restricted": ("diff_restricted", "", "diff_restricted_steel", "diff_restricted"),
        "eliminated": ("diff_eliminated", "diff_eliminated_cement", "diff_eliminated_steel",
                       "diff_eliminated"),
    }  # fmt: skip
    return {
        kind: np.array([0.0, *(rule.at(n, year, otherwise=0.0) if n else 0.0 for n in row)])
        for kind, row in names.items()
    }


def tiers(values: Floats, first: Floats | float, second: Floats | float) -> Floats:
    """Return 0 up to the first bound, 1 up to the second, 2 above; nan where a value is unknown.

    >>> tiers(np.array([0.9, 1.0, 1.02, 1.2, np.nan]), 1.0, 1.1).tolist()
    [0.0, 0.0, 1.0, 2.0, nan]
    """
    passed = np.zeros(np.shape(values))
    for bound in (first, second):
        passed = passed + (values > np.asarray(bound) * (1.0 + CLOSE))
    return where_known(passed, ~np.isnan(values))


def aluminium_steps(kwh_per_t: Floats, threshold: float, width: float = 20.0) -> Floats:
    """Return how many steps of 20 kWh/t a smelter stands over the threshold; a part counts whole.

    NDRC Fa Gai Jia Ge [2021] No. 1239. The adder is on all power of the smelter, so one kWh/t over
    the threshold costs as much as twenty (a notch).

    >>> aluminium_steps(np.array([13450.0, 13451.0, 13470.0, 13471.0]), 13450.0).tolist()
    [0.0, 1.0, 1.0, 2.0]
    """
    over = (kwh_per_t - threshold * (1.0 + CLOSE)) / width
    return np.maximum(np.ceil(over), 0.0)


def tier_adder(tier: Floats, first: Floats | float, second: Floats | float) -> Floats:
    """Return 0, the first or the second adder by tier 0, 1 or 2; nan stays nan.

    The punitive price of Zhejiang, from 1 June 2011: 0.10 CNY/kWh up to 100 percent over the quota
    and 0.30 beyond.

    >>> over_limit = np.array([0.8, 1.0, 1.01, 2.0, 2.01, np.nan])
    >>> tier_adder(tiers(over_limit, 1.0, 2.0), 0.10, 0.30).tolist()
    [0.0, 0.0, 0.1, 0.1, 0.3, nan]
    """
    adder = np.where(tier >= 2, second, np.where(tier >= 1, first, 0.0))
    return where_known(adder, ~np.isnan(tier))
