"""Figures of links: over time, kinds, endings, survival, and with against without symbiosis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from experiments.figures.charts import bands, foot, forest, looks, opened, stacks, steps
from experiments.figures.scale import readable
from experiments.figures.style import CLASS_COLOURS, grid, year_axis
from experiments.indicators import INDICATORS
from experiments.labels import class_label, park_label, variable_label
from experiments.ready.base import Asked, Draw
from experiments.ready.link_lives import Survival
from experiments.ready.link_words import ENDED, ENDED_COLOURS
from experiments.ready.sample import Sample, sampled
from experiments.ready.telling import (
    band_note,
    broken,
    difference,
    named,
    pick,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.results import Results
    from sim.park import Park

SHOWN = ("co2", "solid_disposed", "water_fresh", "value_added_constant")
"""Indicators of the figure with against without symbiosis."""

LEAST_AT_RISK = 5
"""Survival is drawn while so many links are left."""


def figures(
    asked: Asked,
    park: Park,
    sample: Sample,
    survived: Mapping[str, Survival],
    mapped: Mapping[str, Results],
) -> dict[str, Draw]:
    """Return the figures of a park by name."""
    drawn: dict[str, Draw] = {
        "links_over_time": lambda lang: over_time(asked, park, sample, lang),
        "link_kinds": lambda lang: kinds(asked, park, sample, lang),
        "with_without": lambda lang: with_without(asked, park, sample, lang),
    }
    if survived:
        drawn["link_survival"] = lambda lang: lived(asked, park, survived, lang)
    if mapped:
        from experiments.figures.network_panels import panels

        drawn["network_maps"] = lambda lang: panels(list(mapped.values()), lang)
    return {named(name, park.park_id, len(asked.parks)): draw for name, draw in drawn.items()}


def over_time(asked: Asked, park: Park, sample: Sample, lang: str) -> Figure:
    """Draw links running and CO2 avoided through links by year, a band a package."""
    title = pick(lang, "Symbiosis links over time", "共生链接变化")
    figure = opened(title, park_label(park.info, lang), lang, 3.1)
    left, right = figure.subplots(1, 2)
    look = looks(package.name for package in asked.packages)
    lines, labels = [], []
    largest = max(float(np.nanmax(sample.of(k, "co2_avoided"))) for k in range(len(asked.packages)))
    factor, unit = readable("t CO2/yr", largest, lang)
    for k, package in enumerate(asked.packages):
        mine = look[package.name]
        lines.append(bands(left, sample.years, sample.of(k, "links_active"), mine))
        bands(right, sample.years, sample.of(k, "co2_avoided") / factor, mine)
        labels.append(package.title(lang))
    left.set_title(pick(lang, "Links running in December", "年末运行链接数"))
    right.set_title(pick(lang, "CO₂ avoided elsewhere through links", "链接在园外避免的二氧化碳"))
    right.set_ylabel(unit)
    for axes in (left, right):
        axes.set_ylim(bottom=0.0)
        year_axis(axes, sample.years)
        grid(axes)
    foot(figure, band_note(asked, sample, lang), lines, labels)
    return figure


def kinds(asked: Asked, park: Park, sample: Sample, lang: str) -> Figure:
    """Draw mean links by class in the first and last year, and all that ended by reason."""
    year = sample.years[-1]
    title = pick(lang, f"Kinds of links in {year}, and why links end", "链接类别与终止原因")
    figure = opened(title, park_label(park.info, lang), lang, 3.4)
    left, right = figure.subplots(1, 2)
    names = [package.title(lang) for package in asked.packages]
    places = np.arange(len(names))[::-1]
    count = range(len(names))
    by_class = {
        kind: np.array([sample.of(k, f"links_by_class.{kind}")[:, -1].mean() for k in count])
        for kind in CLASS_COLOURS
    }
    by_class = {kind: values for kind, values in by_class.items() if values.any()}
    labels = {kind: class_label(kind, lang) for kind in by_class}
    stacks(left, places, by_class, CLASS_COLOURS, labels, flat=True)
    by_reason = {
        part: np.array([sample.of(k, f"links_ended_by.{part}").sum(axis=1).mean() for k in count])
        for part in ENDED
    }
    by_reason = {part: values for part, values in by_reason.items() if values.any()}
    reasons = {part: ENDED[part][lang == "zh"] for part in by_reason}
    stacks(right, places, by_reason, ENDED_COLOURS, reasons, flat=True)
    left.set_title(pick(lang, f"Links running in December {year}", f"{year}年末运行链接数"))
    years = f"{sample.years[0]}–{year}"
    right.set_title(pick(lang, f"Links ended {years}, by reason", f"{years}年终止链接数（按原因）"))
    left.set_yticks(places, [broken(name, lang) for name in names])
    right.set_yticks(places, [""] * len(names))
    for axes, columns in ((left, 2), (right, 1)):
        axes.legend(
            loc="upper left", bbox_to_anchor=(0.0, -0.1), ncols=columns, borderaxespad=0.2,
            handlelength=1.4,
        )  # fmt: skip
        axes.tick_params(axis="y", length=0)
    foot(figure, pick(lang, "Means over ", "均值，抽样：") + sampled(asked, sample.left_out))
    return figure


def with_without(asked: Asked, park: Park, sample: Sample, lang: str) -> Figure:
    """Draw paired differences of runs with symbiosis less without, a panel an indicator."""
    year = sample.years[-1]
    title = pick(lang, f"With symbiosis less without, {year}", f"有共生与无共生之差（{year}年）")
    figure = opened(title, park_label(park.info, lang), lang, 2.0 + 0.28 * len(asked.packages) * 2)
    grid_of = figure.subplots(2, 2, sharey=True)
    look = looks(package.name for package in asked.packages)
    count = len(asked.packages)
    names = [broken(package.title(lang), lang) for package in asked.packages]
    for axes, indicator in zip(grid_of.ravel(), SHOWN, strict=True):
        found = [difference(sample, k, count + k, indicator) for k in range(count)]
        one = INDICATORS[indicator]
        spread = [abs(e) for f in found for e in (f.mean, f.t_low, f.t_high) if np.isfinite(e)]
        factor, unit = readable(one.unit_of("year"), max(spread, default=0.0), lang)
        forest(
            axes, names,
            [(f.mean / factor, f.t_low / factor, f.t_high / factor) for f in found],
            [look[package.name].colour for package in asked.packages],
            [look[package.name].marker for package in asked.packages],
        )  # fmt: skip
        axes.set_title(variable_label(one.variable, lang))
        axes.set_xlabel(unit)
    text = pick(
        lang,
        f"Paired means with 90 % intervals; filled where 0 is outside. Sampled: "
        f"{sampled(asked, sample.left_out)}.",
        f"配对均值及90%区间；实心表示区间不含0。抽样：{sampled(asked, sample.left_out)}。",
    )
    foot(figure, text)
    return figure


def lived(asked: Asked, park: Park, survived: Mapping[str, Survival], lang: str) -> Figure:
    """Draw the share of links that live on by age, a step curve a package."""
    title = pick(lang, "How long links live", "链接的存续时间")
    figure = opened(title, park_label(park.info, lang), lang, 3.3, 4.6)
    axes = figure.subplots()
    look = looks(package.name for package in asked.packages)
    lines, labels = [], []
    for package in asked.packages:
        curve = survived.get(package.name)
        if curve is None:
            continue
        shown = curve.at_risk >= min(LEAST_AT_RISK, curve.at_risk[0])
        years, mine = curve.months[shown] / 12.0, look[package.name]
        low, high = curve.low[shown], curve.high[shown]
        lines.append(steps(axes, years, curve.share[shown], mine, low=low, high=high))
        labels.append(f"{package.title(lang)} (n = {int(curve.at_risk[0])})")
    axes.set_ylim(0.0, 1.02)
    axes.set_xlim(left=0.0)
    axes.set_xlabel(pick(lang, "Years since the first delivery", "首次交付后的年数"))
    axes.set_ylabel(pick(lang, "Share of links still running", "仍在运行的链接比例"))
    grid(axes)
    runs = min(asked.options["detail"], len(asked.pairs))
    text = pick(
        lang,
        f"Kaplan–Meier, renewals joined on; band: 90 % (log-log). Links begun in {runs} runs a "
        f"package, pooled; drawn while {LEAST_AT_RISK} are left.",
        f"Kaplan–Meier估计，续约视为同一链接；阴影：90%区间。每组合{runs}次模拟中新增的链接合并计算，"
        f"剩余不足{LEAST_AT_RISK}个时不再绘出。",
    )
    foot(figure, text, lines, labels, columns=1)
    return figure
