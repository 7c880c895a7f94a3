"""Ready experiment: CO2 to 2030 under packages, the targets met, and what each avoided tonne costs.

Every package meets the same seeds and draws. Avoided CO2 and cost are paired differences against
the reference: the baseline where it is among the packages, else the first.
"""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from experiments.decompose import EFFECTS
from experiments.labels import effect_label
from experiments.ready.avoided import Avoided, avoided
from experiments.ready.base import Asked, Carrier, Found, Option
from experiments.ready.emission_figures import figures
from experiments.ready.emission_targets import Judged, judge
from experiments.ready.sample import Case, Sample, gather, reference_of
from experiments.ready.shared_outputs import CO2_OVER_TIME, shared_outputs
from experiments.ready.telling import (
    Told,
    about,
    band_text,
    by_park,
    difference_row,
    number,
    pick,
    quantile_band,
    trajectory,
)
from sim.park import Park

Floats = NDArray[np.float64]


class Emissions:
    """CO2 by scope to 2030 with bands, targets with probability and year, cost of avoided CO2."""

    name = "emissions_2030"
    title_en, title_zh = "Emissions to 2030 and targets", "到2030年的排放与目标"
    question_en = "How do CO2 emissions go to 2030, which targets are met and when, at which cost?"
    question_zh = "到2030年二氧化碳排放如何变化，哪些目标在何年以多大概率达到，成本多少？"
    parks: ClassVar[tuple[str, ...]] = ("zhejiang_dyeing_60",)
    packages: ClassVar[tuple[str, ...]] = ("none", "baseline", "brokered", "green_upgrade")
    seeds, draws = 20, 0
    options: ClassVar[dict[str, Option]] = {}

    def run(self, asked: Asked, runner: Carrier) -> Found:
        """Carry out the runs and return what they say."""
        return by_park(asked, lambda park: _told(asked, runner, park))


EXPERIMENT = Emissions()


def _told(asked: Asked, runner: Carrier, park: Park) -> Told:
    cases = [Case(park, package) for package in asked.packages]
    sample = gather(asked, runner, cases, shared_outputs(), f"emissions_2030-{park.park_id}")
    targets, reference = judge(park, sample, range(len(cases))), reference_of(asked)
    against = [avoided(sample, k, reference) for k in range(len(cases)) if k != reference]
    return (
        _rows(sample, targets, against, reference),
        figures(asked, park, sample, targets, against, reference),
        _said(asked, park, sample, targets, against, reference),
    )


def _rows(
    sample: Sample, targets: list[Judged], against: list[Avoided], reference: int
) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of a park: trajectories, targets, avoided CO2 and effects."""
    park, names = sample.cases[0].park.park_id, [case.package.name for case in sample.cases]
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("trajectories", "targets", "avoided", "effects")
    }
    for k, name in enumerate(names):
        for output in CO2_OVER_TIME:
            rows["trajectories"] += trajectory(
                park, name, output, sample.of(k, output), sample.years
            )
        for effect in EFFECTS:
            values = sample.of(k, f"co2_effect.{effect}")[:, -1]
            middle, low, high = quantile_band(values)
            rows["effects"].append({
                "park": park, "package": name, "effect": effect, "mean_tco2e": values.mean(),
                "median_tco2e": middle, "p05_tco2e": low, "p95_tco2e": high,
            })  # fmt: skip
        rows["targets"] += [_target_row(park, name, one, k) for one in targets]
    for one in against:
        case_of = {"park": park, "package": names[one.case], "against": names[reference]}
        rows["avoided"].append(difference_row(one.tco2e, **case_of, of="co2_avoided_tco2e"))
        rows["avoided"].append(difference_row(one.cny, **case_of, of="cost_cny"))
        value, low, high = one.cny_per_t
        rows["avoided"].append({
            **case_of, "of": "cost_cny_per_tco2e", "mean": value, "t_low": low, "t_high": high,
            "sampled": one.tco2e.sampled.text(),
        })  # fmt: skip
    return {name: table for name, table in rows.items() if table}


def _target_row(park: str, package: str, one: Judged, case: int) -> dict[str, Any]:
    target, odds, year = one.target, one.probability[case], one.year[case]
    return {
        "park": park, "package": package, "target": target.target,
        "same_as": " ".join(one.same[1:]), "document": target.document, "place": target.place,
        "indicator": target.indicator, "rule": target.rule, "sign": target.sign,
        "threshold": target.threshold, "unit": target.unit, "base_year": target.base_year,
        "due": target.target_year, "probability": odds.share, "low": odds.low, "high": odds.high,
        "year_p05": year.low, "year_median": year.median, "year_p95": year.high,
        "never": year.never, "sampled": odds.sampled.text(),
    }  # fmt: skip


def _said(
    asked: Asked,
    park: Park,
    sample: Sample,
    targets: list[Judged],
    against: list[Avoided],
    reference: int,
) -> list[str]:
    """Return the findings of a park as sentences."""
    lang, lines = asked.language, []
    last, by = sample.years[-1], against[0].tco2e.sampled.text(lang) if against else ""
    due = [one for one in targets if one.of_emissions]
    for k, case in enumerate(sample.cases):
        co2 = sample.of(k, "co2")
        change = quantile_band((co2[:, -1] / co2[:, 0] - 1.0) * 100.0)
        rate = quantile_band(sample.of(k, "co2_intensity_change")[:, -1])
        sure = sum(one.probability[k].share >= 0.9 for one in due)
        never = sum(one.probability[k].share <= 0.1 for one in due)
        bands = [band_text(band, lang, sign=True) for band in (change, rate)]
        lines.append(pick(
            lang,
            f"{about(asked, park, case.package)}: CO2 changes by {bands[0]} % from"
            f" {sample.years[0]} to {last}, per value added by {bands[1]} % (median, 5-95 %); of"
            f" {len(due)} targets of emissions and energy {sure} are met with 90 % probability or"
            f" more, {never} with 10 % or less.",
            f"{about(asked, park, case.package)}：{sample.years[0]}—{last}年二氧化碳变化"
            f" {bands[0]}%，单位增加值变化 {bands[1]}%（中位数，5-95%）；{len(due)} 项排放与能源"
            f"目标中达标概率不低于90%的 {sure} 项，不高于10%的 {never} 项。",
        ))  # fmt: skip
        effects = {name: float(sample.of(k, f"co2_effect.{name}")[:, -1].mean())
                   for name in EFFECTS}  # fmt: skip
        lines.append(_because(about(asked, park, case.package), effects, lang))
    beside = about(asked, park, sample.cases[reference].package)
    for one in against:
        title = about(asked, park, sample.cases[one.case].package)
        lines.append(_costs(title, beside, one, lang))
    if by:
        lines.append(pick(lang, f"Sampled: {by}.", f"抽样：{by}。"))
    return lines


def _because(title: str, effects: dict[str, float], lang: str) -> str:
    largest = sorted(effects, key=lambda name: -abs(effects[name]))[:3]
    parts = [
        f"{effect_label(name, lang)} {number(effects[name] / 1e3, sign=True)}" for name in largest
    ]
    text = pick(lang, ", ", "，").join(parts)
    return pick(
        lang, f"{title}: the largest effects, mean kt CO2: {text}.",
        f"{title}：主要影响因素（均值，千吨二氧化碳）：{text}。",
    )  # fmt: skip


def _costs(title: str, beside: str, one: Avoided, lang: str) -> str:
    tonnes = band_text((one.tco2e.mean, one.tco2e.t_low, one.tco2e.t_high), lang, 1e3, sign=True)
    money = band_text((one.cny.mean, one.cny.t_low, one.cny.t_high), lang, 1e6, sign=True)
    if math.isnan(one.cny_per_t[0]):
        each = pick(
            lang, "no cost per tonne, as avoided CO2 is not above 0 beyond its interval",
            "避免量的区间未高于0，不给出单位成本",
        )  # fmt: skip
    else:
        each = pick(lang, "{} CNY a tonne", "每吨 {} 元").format(band_text(one.cny_per_t, lang))
    return pick(
        lang,
        f"{title} against {beside}: avoids {tonnes} kt CO2 over all years for {money} million CNY"
        f" (paired means, 90 % intervals): {each}.",
        f"{title} 相对 {beside}：累计避免二氧化碳 {tonnes} 千吨，增加成本 {money} 百万元（配对"
        f"均值，90%区间）：{each}。",
    )
