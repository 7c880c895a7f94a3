"""Ladder tariff: power costs more where a plant used more energy per unit than its quota allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from policies.quotas import Quotas, quotas
from sim.catalogue import FIRST_YEAR
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

OWN_LADDERS = ("aluminium", "cement", "steel")
"""Ladders that replace the punitive and the unified adders in their sectors."""

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
    price (0 free, 1 restricted, 2 eliminated).
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
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "10(2)",
            "Tiered power prices are carried out for energy-intensive industries.",
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
        """Return excess over the quota, ladder step and price class of each enterprise."""
        quota = quotas(view.catalogue)
        sector = view.enterprises.sector
        firm = view.catalogue.tables["sectors"]["role"][sector] == "firm"
        subject = firm & view.enterprises.inside & view.enterprises.active
        over_limit = where_known(quota.position[sector] * view.energy_over_base, subject)
        classes = tiers(
            over_limit,
            1.0 + self.at("diff_restricted_excess", view.year),
            1.0 + self.at("diff_eliminated_excess", view.year),
        )
        return {
            "excess_over_quota": over_limit - 1.0,
            "ladder_step": self._steps(view, quota, over_limit),
            "price_class": where_known(classes, quota.of_eight[sector]),
        }

    def _steps(self, view: View, quota: Quotas, over_limit: Floats) -> Floats:
        """Return the step of each enterprise on the ladder of its sector; nan without one."""
        year, ladder = view.year, quota.ladder[view.enterprises.sector]
        steps = np.full(len(ladder), np.nan)
        kwh_per_t = quota.limit[view.enterprises.sector] * over_limit
        steps = np.where(ladder == "aluminium", self._aluminium_steps(kwh_per_t, year), steps)
        second = self.at("cement_tier2_cement", year) / self.at("cement_tier1_cement", year)
        cement = np.where(view.sector_in("cement_clinker"), self._clinker(view), over_limit)
        steps = np.where(ladder == "cement", tiers(cement, 1.0, second), steps)
        top = 1.0 + self.at("steel_ladder_tier3_excess", year)
        steps = np.where(ladder == "steel", tiers(over_limit, 1.0, top), steps)
        unified = self._unified_steps(view, quota, over_limit)
        steps = np.where(ladder == "unified", unified, steps)
        return where_known(steps, ~np.isnan(over_limit))

    def _aluminium_steps(self, kwh_per_t: Floats, year: int) -> Floats:
        threshold = self.at("alu_threshold", year)
        if self.at("alu_ladder_step", year, otherwise=0.0):
            return aluminium_steps(kwh_per_t, threshold)
        return tiers(kwh_per_t, threshold, threshold + OLD_ALUMINIUM_STEP_KWH_PER_T)

    def _clinker(self, view: View) -> Floats:
        """Return power bought per tonne last year over the first tier of clinker."""
        bought, output = view.book.power_kwh, view.book.output
        per_t = np.divide(bought, output, out=np.full_like(output, np.nan), where=output > 0)
        return per_t / self.at("cement_tier1_clinker", view.year)

    def _unified_steps(self, view: View, quota: Quotas, over_limit: Floats) -> Floats:
        """Return 1 between benchmark and limit and 2 above; a new plant must meet the benchmark."""
        benchmark = quota.benchmark[view.enterprises.sector]
        benchmark = np.where(np.isnan(benchmark), 1.0, benchmark)
        since = int(self.parameters.steps("unified_ladder_rule")[0].valid_from[:4])
        new = view.enterprises.start_month >= (since - FIRST_YEAR) * 12
        return tiers(over_limit, benchmark, np.where(new, benchmark, 1.0))

    def write(self, view: View) -> Sequence[Entry]:
        """Return a block on the power price, the highest adder times the strength, and its notice.

        Who pays an adder is told why, and is likelier to consider a retrofit.
        """
        paid = self.adder(view) * view.strength
        more = (self.at("ladder_notice_factor", view.year) - 1.0) * view.strength
        return (
            Entry("power_adder_cny_per_kwh", "block", where_known(paid, paid > 0)),
            Entry("consider_factor", "scale", where_known(1.0 + more, paid > 0)),
        )

    def adder(self, view: View) -> Floats:
        """Return the adder at full strength in CNY/kWh; 0 where none applies or is known."""
        ladder = quotas(view.catalogue).ladder[view.enterprises.sector]
        steps, year = self.standing(view, "ladder_step"), view.year
        of_step = {
            "aluminium": self._aluminium_adder(steps, year),
            "cement": tier_adder(
                steps, self.at("cement_adder1", year), self.at("cement_adder2", year)
            ),
            "steel": tier_adder(
                steps, self.at("steel_ladder_adder1", year), self.at("steel_ladder_adder2", year)
            ),
            "unified": tier_adder(
                steps,
                self.at("unified_ladder_below_benchmark", year, otherwise=0.0),
                self.at("unified_ladder_below_baseline", year, otherwise=0.0),
            ),
        }
        highest = self._differential(view)
        for name, adder in of_step.items():
            highest = np.fmax(highest, where_known(adder, ladder == name))
        punitive = punitive_adder(
            self.standing(view, "excess_over_quota"),
            self.at("punish_over_quota_le100", year),
            self.at("punish_over_quota_gt100", year),
        )
        return np.fmax(highest, where_known(punitive, ~np.isin(ladder, OWN_LADDERS)))

    def _aluminium_adder(self, steps: Floats, year: int) -> Floats:
        per_step = self.at("alu_ladder_step", year, otherwise=0.0)
        if per_step:
            return steps * per_step
        return tier_adder(steps, self.at("alu_2014_adder1", year), self.at("alu_2014_adder2", year))

    def _differential(self, view: View) -> Floats:
        """Return the adder of the price class; in cement only the eliminated class has one."""
        ladder = quotas(view.catalogue).ladder[view.enterprises.sector]
        price_class, year = self.standing(view, "price_class"), view.year
        adder = tier_adder(
            price_class, self.at("diff_restricted", year), self.at("diff_eliminated", year)
        )
        steel = tier_adder(
            price_class,
            self.at("diff_restricted_steel", year),
            self.at("diff_eliminated_steel", year),
        )
        cement = tier_adder(price_class, 0.0, self.at("diff_eliminated_cement", year))
        adder = np.where(ladder == "steel", steel, adder)
        return np.nan_to_num(np.where(ladder == "cement", cement, adder))


POLICY = LadderTariff


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


def tier_adder(tier: Floats, first: float, second: float) -> Floats:
    """Return 0, the first or the second adder by tier 0, 1 or 2; nan stays nan.

    >>> tier_adder(np.array([0.0, 1.0, 2.0, np.nan]), 0.02, 0.08).tolist()
    [0.0, 0.02, 0.08, nan]
    """
    adder = np.where(tier >= 2, second, np.where(tier >= 1, first, 0.0))
    return where_known(adder, ~np.isnan(tier))


def punitive_adder(excess: Floats, up_to_double: float = 0.1, beyond: float = 0.3) -> Floats:
    """Return the punitive adder by the excess over the energy quota; nan stays nan.

    Zhejiang, from 1 June 2011: 0.10 CNY/kWh up to 100 percent over, 0.30 beyond.

    >>> punitive_adder(np.array([-0.2, 0.0, 0.01, 1.0, 1.01])).tolist()
    [0.0, 0.0, 0.1, 0.1, 0.3]
    """
    return tier_adder(tiers(excess + 1.0, 1.0, 2.0), up_to_double, beyond)
