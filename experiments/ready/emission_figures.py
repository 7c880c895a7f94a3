"""Figures of emissions: bands with targets, probabilities, years met, avoided CO2, effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from experiments.decompose import EFFECTS
from experiments.figures.charts import bands, foot, forest, heat, looks, opened, stacks
from experiments.figures.charts.frame import CHARACTERS_PER_INCH, wrapped
from experiments.figures.scale import readable
from experiments.figures.style import GREY, INK, RED, grid, year_axis
from experiments.indicators import INDICATORS
from experiments.labels import effect_label, park_label, variable_label, word
from experiments.ready.base import Asked, Draw
from experiments.ready.emission_targets import Judged
from experiments.ready.sample import Sample, sampled
from experiments.ready.telling import band_note, broken, named, pick

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from experiments.ready.avoided import Avoided
    from sim.park import Park

PANELS = (
    ("co2", "Scopes 1 and 2", "范围一和二"),
    ("co2_scope_1", "Scope 1: fuels and processes", "范围一：燃料与工艺"),
    ("co2_scope_2", "Scope 2: power and heat bought", "范围二：外购电力与热力"),
    ("co2_intensity_change", "CO₂ per value added", "单位增加值二氧化碳排放"),
)  # fmt: skip

EFFECT_COLOURS = {
    "activity": "#332288", "structure": "#88CCEE", "entry_exit": "#44AA99",
    "intensity": "#DDCC77", "technologies": "#117733", "symbiosis": "#CC6677",
    "fuel_mix": "#882255", "park_plants": "#AA4499", "process": "#999933", "grid": "#BBBBBB",
}  # fmt: skip
"""Tol's muted scheme; the grid is grey, for the park did not move it."""


def figures(
    asked: Asked,
    park: Park,
    sample: Sample,
    targets: Sequence[Judged],
    against: Sequence[Avoided],
    reference: int,
) -> dict[str, Draw]:
    """Return the figures of a park by name."""
    mine = [one for one in targets if one.of_emissions]
    drawn: dict[str, Draw] = {
        "co2_bands": lambda lang: co2_bands(asked, park, sample, targets, lang),
        "co2_effects": lambda lang: effects(asked, park, sample, lang),
    }
    if targets:
        drawn["target_probability"] = lambda lang: odds(asked, park, sample, targets, lang)
    if mine:
        drawn["year_met"] = lambda lang: years_met(asked, park, sample, mine, lang)
    if against:
        drawn["avoided"] = lambda lang: avoided(asked, park, sample, against, reference, lang)
    return {named(name, park.park_id, len(asked.parks)): draw for name, draw in drawn.items()}


def co2_bands(
    asked: Asked, park: Park, sample: Sample, targets: Sequence[Judged], lang: str
) -> Figure:
    """Draw CO2 in all, by scope and per value added by year, with targets of the last."""
    title = pick(lang, f"CO₂ to {sample.years[-1]}", f"到{sample.years[-1]}年的二氧化碳排放")
    figure = opened(title, park_label(park.info, lang), lang, 5.0)
    look = looks(package.name for package in asked.packages)
    lines, labels = [], []
    for axes, (output, en, zh) in zip(figure.subplots(2, 2).ravel(), PANELS, strict=True):
        values = [sample.of(k, output) for k in range(len(asked.packages))]
        unit = INDICATORS[output].unit_of("year")
        factor, unit = readable(unit, max(float(np.nanmax(np.abs(v))) for v in values), lang)
        drawn = [
            bands(axes, sample.years, each / factor, look[package.name])
            for each, package in zip(values, asked.packages, strict=True)
        ]
        axes.set_title(pick(lang, en, zh))
        if output.endswith("_change"):
            axes.set_ylabel(word("since", lang).format(sample.years[0]))
            axes.axhline(0.0, color=INK, lw=0.6)
            _mark_targets(axes, targets, sample)
        else:
            axes.set_ylabel(unit)
            if min(float(np.nanmin(v)) for v in values) >= 0.0:
                axes.set_ylim(bottom=0.0)
            lines, labels = drawn, [p.title(lang) for p in asked.packages]
        year_axis(axes, sample.years, 0.5)
        grid(axes)
    text = band_note(asked, sample, lang)
    text += pick(
        lang, " Crosses: targets of CO₂ per value added that count from the first year.",
        "十字：以首年为基准的单位增加值二氧化碳目标。",
    )  # fmt: skip
    foot(figure, text, lines, labels)
    return figure


def _mark_targets(axes: Axes, targets: Sequence[Judged], sample: Sample) -> None:
    """Mark the falls asked of CO2 per value added since the first year, with their levels."""
    from matplotlib.patheffects import withStroke

    places: set[tuple[int, float]] = set()
    for one in targets:
        target = one.target
        if target.indicator != "co2_intensity" or target.rule != "fall":
            continue
        if target.base_year not in (None, sample.years[0]) or target.threshold is None:
            continue
        places.add((target.target_year or sample.years[-1], -target.threshold))
    for year in sorted({year for year, _ in places}):
        levels = sorted((level for when, level in places if when == year), reverse=True)
        axes.plot(
            [year] * len(levels), levels, marker="x", ms=5, mew=1.4, color=RED, lw=0, zorder=6
        )
        text = ", ".join(f"{level:g} %" for level in levels).replace("-", "\N{MINUS SIGN}")
        axes.annotate(
            text, (year, levels[0]), xytext=(0, 8), textcoords="offset points", fontsize=6.5,
            color=RED, path_effects=[withStroke(linewidth=1.8, foreground="white")],
        )  # fmt: skip


def _order(one: Judged) -> tuple[bool, str, int, int, float]:
    """Return by what targets are sorted: emissions first, by indicator, year and strictness."""
    target = one.target
    due, base, level = target.target_year or 0, target.base_year or 0, target.threshold or 0.0
    return not one.of_emissions, target.indicator, due, base, level


def odds(asked: Asked, park: Park, sample: Sample, targets: Sequence[Judged], lang: str) -> Figure:
    """Draw the probability that each target is met when due, by package."""
    title = pick(lang, "Probability that targets are met", "目标的达标概率")
    figure = opened(title, park_label(park.info, lang), lang, 1.45 + 0.195 * len(targets))
    targets = sorted(targets, key=_order)
    values = np.array([[odds.share for odds in one.probability] for one in targets])
    width = 12 if lang == "zh" else 13
    names = ["\n".join(wrapped(p.title(lang), width / CHARACTERS_PER_INCH)) for p in asked.packages]
    axes = figure.subplots()
    heat(axes, values, [one.label(lang) for one in targets], names)
    axes.xaxis.tick_top()
    text = pick(
        lang, f"Share of runs that meet the target in the year it is due. Sampled: "
        f"{sampled(asked, sample.left_out)}.",
        f"在目标年达标的模拟比例。抽样：{sampled(asked, sample.left_out)}。",
    )  # fmt: skip
    foot(figure, text)
    return figure


def years_met(
    asked: Asked, park: Park, sample: Sample, targets: Sequence[Judged], lang: str
) -> Figure:
    """Draw when each target is first met by package: median, 5-95 % and the share that never."""
    title = pick(lang, "Year in which targets are first met", "目标首次达到的年份")
    count, targets = len(asked.packages), sorted(targets, key=_order)
    figure = opened(
        title, park_label(park.info, lang), lang, 1.4 + (0.1 + 0.1 * count) * len(targets)
    )
    axes = figure.subplots()
    look = looks(package.name for package in asked.packages)
    years = list(sample.years)
    never, step = years[-1] + 1.5, 1.0 / (count + 1.2)
    handles = []
    for row, one in enumerate(targets):
        if row % 2:
            axes.axhspan(row - 0.5, row + 0.5, color="#F5F5F5", lw=0)
        due = float(one.target.target_year or years[-1])
        axes.plot([due] * 2, [row - 0.45, row + 0.45], color=RED, lw=1.0)
        for k, package in enumerate(asked.packages):
            mine, year = look[package.name], one.year[k]
            place = row + (k - (count - 1) / 2) * step
            ends = [never if end is None else float(end) for end in (year.low, year.high)]
            axes.plot(ends, [place] * 2, color=mine.colour, lw=1.3, ls=mine.dash)
            middle = never if year.median is None else float(year.median)
            (dot,) = axes.plot(
                middle, place, marker=mine.marker, ms=3.6, color=mine.colour, mfc="white", lw=0
            )
            if row == 0:
                handles.append(dot)
    axes.set_yticks(range(len(targets)), [one.label(lang) for one in targets])
    axes.set_ylim(len(targets) - 0.5, -0.5)
    step_of = 2 if len(years) > 6 else 1
    ticks = years[::step_of]
    axes.set_xticks(
        [*ticks, never], [*(str(year) for year in ticks), pick(lang, "never", "未达到")]
    )
    axes.axvline(never - 0.75, color=GREY, lw=0.6, ls=":")
    axes.tick_params(axis="y", length=0)
    text = pick(
        lang, f"Marks: median; lines: 5–95 % of the runs; red: year due. Sampled: "
        f"{sampled(asked, sample.left_out)}.",
        f"标记：中位数；线：5–95%区间；红线：目标年。抽样：{sampled(asked, sample.left_out)}。",
    )  # fmt: skip
    foot(figure, text, handles, [package.title(lang) for package in asked.packages])
    return figure


def avoided(
    asked: Asked,
    park: Park,
    sample: Sample,
    against: Sequence[Avoided],
    reference: int,
    lang: str,
) -> Figure:
    """Draw CO2 avoided over all years, its extra cost and the cost a tonne, a row a package."""
    beside = asked.packages[reference].title(lang)
    title = pick(lang, f"Avoided CO₂ against “{beside}”", f"相对“{beside}”避免的二氧化碳")
    figure = opened(title, park_label(park.info, lang), lang, 1.75 + 0.3 * len(against))
    look = looks(package.name for package in asked.packages)
    packages = [asked.packages[one.case] for one in against]
    names = [broken(package.title(lang), lang) for package in packages]
    whole = f"{sample.years[0]}–{sample.years[-1]}"
    panels = (
        (pick(lang, f"CO₂ avoided {whole}", f"{whole}年累计避免量"), "t CO2",
         [(one.tco2e.mean, one.tco2e.t_low, one.tco2e.t_high) for one in against]),
        (pick(lang, f"Extra cost {whole}", f"{whole}年增加成本"), "CNY",
         [(one.cny.mean, one.cny.t_low, one.cny.t_high) for one in against]),
        (pick(lang, "Cost a tonne avoided", "单位避免成本"), "",
         [one.cny_per_t for one in against]),
    )  # fmt: skip
    for axes, (head, base, estimates) in zip(
        figure.subplots(1, 3, sharey=True), panels, strict=True
    ):
        known = [abs(e) for estimate in estimates for e in estimate if np.isfinite(e)]
        factor, unit = readable(base, max(known, default=0.0), lang) if base else (
            1.0, pick(lang, "CNY/t CO₂", "元/吨二氧化碳")
        )  # fmt: skip
        forest(
            axes, names, [(v / factor, low / factor, high / factor) for v, low, high in estimates],
            [look[package.name].colour for package in packages],
            [look[package.name].marker for package in packages],
        )  # fmt: skip
        if not known:
            axes.set_xticks([])
        for place, (value, *_) in zip(range(len(estimates))[::-1], estimates, strict=True):
            if not np.isfinite(value):
                axes.text(
                    0.5, place, pick(lang, "not told", "不予给出"), color=GREY, fontsize=7,
                    ha="center", va="center", transform=axes.get_yaxis_transform(),
                )  # fmt: skip
        axes.set_title(head)
        axes.set_xlabel(unit)
    text = pick(
        lang,
        "Paired means with 90 % intervals (Fieller's for the ratio), filled where 0 is outside; no "
        "ratio is told where avoided CO₂ is not above 0 beyond its interval. Cost: net private plus"
        f" public, not discounted. Sampled: {sampled(asked, sample.left_out)}.",
        "配对均值及90%区间（比值用Fieller区间），实心表示区间不含0；避免量区间未高于0时不给出比值。"
        f"成本为企业净成本与财政支出之和，未折现。抽样：{sampled(asked, sample.left_out)}。",
    )
    foot(figure, text)
    return figure


def effects(asked: Asked, park: Park, sample: Sample, lang: str) -> Figure:
    """Draw the mean effects that make up the change of CO2 by package, with the change itself."""
    first, last = sample.years[0], sample.years[-1]
    title = pick(lang, f"Why CO₂ changed, {first}–{last}", f"{first}—{last}年二氧化碳变化的原因")
    figure = opened(title, park_label(park.info, lang), lang, 1.9 + 0.36 * len(asked.packages))
    axes = figure.subplots()
    count = range(len(asked.packages))
    parts = {
        name: np.array([sample.of(k, f"co2_effect.{name}")[:, -1].mean() for k in count])
        for name in EFFECTS
    }
    largest = max(float(np.sum(np.maximum(list(parts.values()), 0.0), axis=0).max()), 1.0)
    least = 0.004 * largest
    parts = {name: values for name, values in parts.items() if np.abs(values).max() > least}
    factor, unit = readable("t CO2/yr", largest, lang)
    places = np.arange(len(asked.packages))[::-1]
    stacks(
        axes, places, {name: values / factor for name, values in parts.items()}, EFFECT_COLOURS,
        {name: effect_label(name, lang) for name in parts}, flat=True,
    )  # fmt: skip
    net = [(sample.of(k, "co2")[:, -1] - sample.of(k, "co2")[:, 0]).mean() / factor for k in count]
    (dot,) = axes.plot(net, places, marker="D", ms=5, color=INK, mfc="white", lw=0, zorder=5)
    axes.axvline(0.0, color=INK, lw=0.7)
    axes.set_yticks(places, [broken(p.title(lang), lang) for p in asked.packages])
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(unit)
    handles, labels = axes.get_legend_handles_labels()
    variable = variable_label(INDICATORS["co2"].variable, lang)
    text = pick(
        lang, f"{variable}: additive LMDI, means over {sampled(asked, sample.left_out)}.",
        f"{variable}：加和LMDI分解，均值，抽样：{sampled(asked, sample.left_out)}。",
    )  # fmt: skip
    foot(figure, text, [*handles, dot], [*labels, pick(lang, "Change in all", "总变化")])
    return figure
