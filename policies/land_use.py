"""Land use: the per-mu ranking of a park's firms, and what land, power and money it brings them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from policies.per_mu import CLASSES, classes, groups_of, scores, years_in_row
from sim.catalogue import FIRST_YEAR, Catalogue, of_role, per_catalogue
from sim.kernel import kernel
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WEIGHTS = (
    "tax_per_mu", "va_per_mu", "labour_productivity", "va_per_energy", "va_per_emission",
)  # fmt: skip
"""Indicators of the ranking; R&D share, the sixth, is unknown here and its weight is shared out."""

CLASS_D = 1.0 + CLASSES.index("D")

BY_CLASS = (
    ("land_tax_cny_per_m2", "scale"), ("power_adder_cny_per_kwh", "add"),
    ("water_adder_cny_per_m3", "add"), ("sewage_adder_cny_per_m3", "add"),
    ("loan_spread_pp", "add"), ("expansion_share", "scale"), ("consider_factor", "scale"),
)  # fmt: skip
"""Terms on which classes act, and how: the rows of `LandUse.consequences`."""
LAND_TAX, POWER, _, _, _, EXPANSION, NOTICE = range(len(BY_CLASS))


@dataclass(frozen=True)
class LandUse(Instrument):
    """Firms ranked by what they yield per mu last year, in classes A to D with consequences.

    Ranking: firms of the park that have run long enough, by sector where enough of them exist
    (`policies.per_mu`); energy at equal value, emissions as pollutants and, since 2022, carbon.
    Consequences by class: relief of the land use tax; adders on power, water and sewage, that on
    power rising after years in D; a loan spread; the share of an expansion that the energy quota
    leaves; a plan to improve, which makes C and D consider a retrofit. For the park: land for the
    better half of entrants, a least value added per mu of entrants (standard land), and idle land
    brought back faster.
    Strength scales each consequence; a relief never exceeds the tax, and entrants are never asked
    more than the standard. The first year has no books
    before it: nobody is ranked, and only the terms of land hold.

    Standing: `class` (1 to 4, nan unranked), `score` (0 to 1) and `years_in_d` in a row.
    """

    name: ClassVar[str] = "land_use"
    title_en: ClassVar[str] = "Per-mu ranking and standard land"
    title_zh: ClassVar[str] = "亩均论英雄与标准地"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "000_9f0314fff9a56bed.txt",
            "2(2)",
            "Led by the heroes-per-mu evaluation, enterprises raise what an area of land yields.",
            "以“亩均论英雄”评价为导向，促使企业提高单位土地产出。",
        ),
        Clause(
            "000_9f0314fff9a56bed.txt",
            "3(2)6",
            "Land and energy quota go first to low-carbon new industries and to retrofits.",
            "土地和用能指标优先用于低碳新兴产业和节能降碳改造项目。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "3(1)",
            "Carbon intensity enters the indicators of heroes per mu and of standard land.",
            "把碳排放强度纳入“亩均论英雄”和“标准地”指标体系。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(I)2",
            "Results of the per-mu evaluation are applied, incentives and pressure together, so "
            "that resources move to efficient places; development zones are integrated.",
            "强化亩均效益评价结果应用，激励与倒逼并举，引导资源向高效区域集中，"
            "并推进开发区整合提升。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        *(f"hpm_weight_{name}" for name in WEIGHTS),
        *(f"hpm_share_{name}" for name in CLASSES),
        *(f"hpm_lut_relief_{name}" for name in CLASSES),
        "hpm_carbon_share", "hpm_least_group", "hpm_years_before",
        "hpm_elec_adder_C", "hpm_elec_adder_D", "hpm_elec_D3_ratio", "hpm_years_to_D3",
        "hpm_water_adder_C", "hpm_water_adder_D", "hpm_sewage_adder_C", "hpm_sewage_adder_D",
        "hpm_loan_spread_A", "hpm_loan_spread_D",
        "hpm_expansion_share_C", "hpm_expansion_share_D",
        "hpm_notice_factor_C", "hpm_notice_factor_D",
        "std_land_tax", "hpm_tax_per_mu_avg", "land_entry_priority", "land_redevelopment_gain",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = (
        "land_tax_cny_per_m2", "power_adder_cny_per_kwh", "water_adder_cny_per_m3",
        "sewage_adder_cny_per_m3", "loan_spread_pp", "expansion_share", "consider_factor",
        "entry_priority", "entry_va_per_mu_10k_cny", "redevelopment_share",
    )  # fmt: skip
    payer: ClassVar[str] = "county"
    local: ClassVar[bool] = True

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return class, score and years in class D from last year's books."""
        firms, year = view.enterprises, view.year
        least = self.at("hpm_least_group", year)
        group = groups_of(firms.park, firms.sector, self.ranked(view), least)
        weights = {name: self.at(f"hpm_weight_{name}", year) for name in WEIGHTS}
        score = self._score(view, group, weights)
        shares = [self.at(f"hpm_share_{name}", year) for name in CLASSES]
        found = classes(score, group, firms.key, shares)
        before = self.standing(view, "years_in_d")
        return {
            "class": found,
            "score": score,
            "years_in_d": years_in_row(found == CLASS_D, before),
        }

    def ranked(self, view: View) -> Flags:
        """Say which enterprises are ranked: firms in the park, on land, running long enough."""
        firms = view.enterprises
        firm = of_role(view.catalogue, "firm")[firms.sector]
        months = self.at("hpm_years_before", view.year) * 12.0
        old = (view.year - FIRST_YEAR) * 12 - firms.start_month >= months
        works = (view.book.output > 0) & (firms.land_mu > 0) & firms.active & firms.inside
        flags: Flags = firm & old & works
        return flags

    def _score(self, view: View, group: NDArray[np.int64], weights: Mapping[str, float]) -> Floats:
        firms, book = view.enterprises, view.book
        indicators = {
            "tax_per_mu": per(book.tax_cny, firms.land_mu),
            "va_per_mu": per(book.value_added_cny, firms.land_mu),
            "labour_productivity": per(book.value_added_cny, firms.jobs),
            "va_per_energy": per(book.value_added_cny, equal_value_tce(view)),
            "va_per_emission": per(book.value_added_cny, book.air_pollutants_t),
        }
        carbon = self.at("hpm_carbon_share", view.year, otherwise=0.0)
        if carbon:
            indicators["va_per_carbon"] = per(book.value_added_cny, book.tco2e)
            emission = weights["va_per_emission"]
            weights = {
                **weights,
                "va_per_emission": emission * (1.0 - carbon),
                "va_per_carbon": emission * carbon,
            }
        return scores(indicators, weights, group)

    def write(self, view: View) -> Sequence[Entry]:
        """Return what each class pays and gets, and the terms of land."""
        return (*self._by_class(view), *self._land(view))

    def _by_class(self, view: View) -> list[Entry]:
        column, years = self.standing(view, "class"), self.standing(view, "years_in_d")
        late, rise = (
            self.at(f"hpm_{name}", view.year) for name in ("years_to_D3", "elec_D3_ratio")
        )
        acts = act_by_class(column, years, view.strength, self.consequences(view.year), late, rise)
        return [
            Entry(term, operation, values)
            for (term, operation), values in zip(BY_CLASS, acts, strict=True)
        ]

    def consequences(self, year: int) -> Floats:
        """Return what a class brings at full strength: (consequence, unranked and A to D).

        Rows: relief of land tax (share), power (CNY/kWh), water and sewage (CNY/m3), loan spread
        (percentage points), share of an expansion withheld, rise of the chance to consider.

        >>> from policies.parameters import load_parameters
        >>> rule = LandUse(load_parameters())
        >>> rule.consequences(2021)[0].tolist(), rule.consequences(2022)[0].tolist()
        ([0.0, 1.0, 0.8, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0])
        """
        return _consequences(self, year)

    def _land(self, view: View) -> list[Entry]:
        year, strength = view.year, view.park_strength
        priority = np.minimum(self.at("land_entry_priority", year) * strength, 1.0)
        gain = self.at("land_redevelopment_gain", year) * strength
        asked = self.standard_share(year) * mean_va_per_mu(view) * np.minimum(strength, 1.0)
        return [
            Entry("entry_priority", "floor", _change(priority)),
            Entry("entry_va_per_mu_10k_cny", "floor", _change(asked)),
            Entry("redevelopment_share", "add", _change(gain)),
        ]

    def standard_share(self, year: int) -> float:
        """Return what standard land asks over the mean: tax per mu asked over the province's mean.

        >>> from policies.parameters import load_parameters
        >>> round(LandUse(load_parameters()).standard_share(2024), 3)
        0.806
        """
        mean = self.parameters.central("hpm_tax_per_mu_avg")
        return self.at("std_land_tax", year) / self.at("hpm_tax_per_mu_avg", year, otherwise=mean)


POLICY = LandUse


@lru_cache(maxsize=64)
def _consequences(rule: LandUse, year: int) -> Floats:
    def for_c_and_d(name: str) -> list[float]:
        return [0.0, 0.0, 0.0, *(rule.at(f"{name}_{c}", year) for c in "CD")]

    relief = [rule.at(f"hpm_lut_relief_{c}", year, otherwise=0.0) for c in CLASSES]
    spread = [rule.at("hpm_loan_spread_A", year), 0.0, 0.0, rule.at("hpm_loan_spread_D", year)]
    left, notice = for_c_and_d("hpm_expansion_share"), for_c_and_d("hpm_notice_factor")
    return np.array(
        [
            [0.0, *relief],
            for_c_and_d("hpm_elec_adder"),
            for_c_and_d("hpm_water_adder"),
            for_c_and_d("hpm_sewage_adder"),
            [0.0, *spread],
            [0.0, 0.0, 0.0, 1.0 - left[3], 1.0 - left[4]],
            [0.0, 0.0, 0.0, notice[3] - 1.0, notice[4] - 1.0],
        ]
    )


@kernel
def act_by_class(
    place: Floats, years_in_d: Floats, strength: Floats, consequences: Floats, late: float,
    rise: float,
) -> Floats:  # fmt: skip
    """Return the entries of `BY_CLASS`, (term, enterprise); nan where a class changes nothing.

    `place` is the class, nan where unranked; after `late` years in class D the adder on power is
    `rise` times as high.
    """
    entries = np.full((len(consequences), len(place)), np.nan)
    for i in range(len(place)):
        of = 0 if np.isnan(place[i]) else int(place[i])
        for k in range(len(consequences)):
            change = consequences[k, of] * strength[i]
            if k == POWER and years_in_d[i] >= late:
                change = change * rise
            if change == 0.0:
                continue
            if k in (LAND_TAX, EXPANSION):
                change = 1.0 - min(change, 1.0)
            elif k == NOTICE:
                change = 1.0 + change
            entries[k, i] = change
    return entries


def _change(values: Floats, neutral: float = 0.0) -> Floats:
    """Return values with nan where they change nothing, so that entries list only what acts."""
    return where_known(values, values != neutral)


@kernel
def per(value: Floats, base: Floats) -> Floats:
    """Return value over base; infinite where the base is not positive.

    >>> per(np.array([6.0, 6.0]), np.array([3.0, 0.0])).tolist()
    [2.0, inf]
    """
    over = np.full(len(value), np.inf)
    for row in range(len(value)):
        if base[row] > 0.0:
            over[row] = value[row] / base[row]
    return over


def equal_value_tce(view: View) -> Floats:
    """Return last year's energy with purchased power at equal value, as the ranking counts it.

    The books count power at 0.1229 kgce/kWh; equal value is the coal rate of thermal power.
    """
    more = _extra_tce_per_kwh(view.catalogue)
    energy: Floats = view.book.energy_tce + view.book.power_kwh * more(view.book.year)
    return energy


@per_catalogue
def _extra_tce_per_kwh(catalogue: Catalogue) -> Callable[[int], float]:
    """Return, by year, equal less calorific value of power: linear between years, flat beyond."""
    rows = catalogue.tables["carriers"].rows(carrier="electricity_grid", place="CN")
    equal = rows.rows(parameter="to_tce_equal_value")
    calorific = float(rows.rows(parameter="to_tce_equivalent_value")["value"][0])
    years, values = equal["year"], equal["value"]
    return lambda year: (float(np.interp(year, years, values)) - calorific) / 1000.0


def mean_va_per_mu(view: View) -> Floats:
    """Return last year's value added per mu of each park's firms, 10^4 CNY; summed in key order."""
    firms, book = view.enterprises, view.book
    firm = of_role(view.catalogue, "firm")[firms.sector]
    counted = firm & firms.inside & (book.output > 0) & (firms.land_mu > 0)
    order = np.argsort(firms.key, kind="stable")
    order = order[counted[order]]
    value, land = (
        np.bincount(firms.park[order], weights=column[order], minlength=view.parks)
        for column in (book.value_added_cny, firms.land_mu)
    )
    mean = np.divide(value, land, out=np.zeros(view.parks), where=land > 0)
    return mean / 1e4
