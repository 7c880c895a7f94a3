"""Figures of reuse: over time, by stream and class, what is left and why, against the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from experiments.figures.charts import bands, foot, forest, heat, looks, opened, stacks
from experiments.figures.charts.frame import CHARACTERS_PER_INCH, wrapped
from experiments.figures.charts.stacks import largest_first
from experiments.figures.scale import readable
from experiments.figures.stream_look import stream_look
from experiments.figures.style import grid, year_axis
from experiments.indicators import INDICATORS
from experiments.labels import class_label, park_label, stream_label, variable_label, word
from experiments.outputs.wastes import waste_classes, waste_streams
from experiments.ready.base import Asked, Draw
from experiments.ready.sample import Sample, sampled
from experiments.ready.telling import (
    band_note,
    broken,
    difference,
    named,
    pick,
)
from experiments.ready.waste_words import LEFT, LEFT_COLOURS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.park import Park

STREAMS = 8
REST, REST_COLOUR = "", "#BFBFBF"
DIFFERENCES = ("reused", "solid_disposed", "solid_utilisation")


def figures(asked: Asked, park: Park, sample: Sample, reference: int) -> dict[str, Draw]:
    """Return the figures of a park by name."""
    drawn: dict[str, Draw] = {
        "reuse_over_time": lambda lang: over_time(asked, park, sample, lang),
        "reuse_by_stream": lambda lang: by_stream(asked, park, sample, lang),
        "waste_left": lambda lang: left(asked, park, sample, lang),
    }
    if len(sample.cases) > 1:
        drawn["differences"] = lambda lang: differences(asked, park, sample, reference, lang)
    return {named(name, park.park_id, len(asked.parks)): draw for name, draw in drawn.items()}


def over_time(asked: Asked, park: Park, sample: Sample, lang: str) -> Figure:
    """Draw tonnes reused and the utilisation rate by year, a band a package."""
    title = pick(lang, "Waste and by-products reused", "废物与副产物利用量")
    figure = opened(title, park_label(park.info, lang), lang, 3.1)
    look = looks(package.name for package in asked.packages)
    lines, labels = [], []
    for axes, name in zip(figure.subplots(1, 2), ("reused", "solid_utilisation"), strict=True):
        values = [sample.of(k, name) for k in range(len(asked.packages))]
        one = INDICATORS[name]
        factor, unit = readable(one.unit_of("year"), max(float(np.nanmax(v)) for v in values), lang)
        lines = [
            bands(axes, sample.years, each / factor, look[package.name])
            for each, package in zip(values, asked.packages, strict=True)
        ]
        labels = [package.title(lang) for package in asked.packages]
        axes.set_title(variable_label(one.variable, lang))
        axes.set_ylabel(unit)
        axes.set_ylim(bottom=0.0)
        year_axis(axes, sample.years, 0.5)
        grid(axes)
    foot(figure, band_note(asked, sample, lang), lines, labels)
    return figure


def by_stream(asked: Asked, park: Park, sample: Sample, lang: str) -> Figure:
    """Draw mean tonnes reused by stream in the last year, and the rate of each class."""
    year = sample.years[-1]
    title = pick(lang, f"What is reused in {year}", f"{year}年利用了哪些废物")
    figure = opened(title, park_label(park.info, lang), lang, 3.6)
    axes, aside = figure.subplots(1, 2, width_ratios=(1.55, 1.0))
    count = range(len(asked.packages))
    means = {
        stream: np.array([sample.of(k, f"waste_given.{stream}")[:, -1].mean() for k in count])
        for stream in waste_streams()
    }
    parts = largest_first(means, STREAMS, REST)
    total = np.sum(list(parts.values()), axis=0) if parts else np.zeros(1)
    factor, unit = readable("t/yr", float(np.max(total)), lang)
    own = {stream: stream_look(stream) for stream in parts if stream != REST}
    colours = {REST: REST_COLOUR, **{stream: look.colour for stream, look in own.items()}}
    labels = {REST: word("other streams", lang), **{s: stream_label(s, lang) for s in own}}
    places = np.arange(len(asked.packages))[::-1]
    stacks(
        axes, places, {stream: tonnes / factor for stream, tonnes in parts.items()}, colours,
        labels, flat=True, hatches={stream: look.hatch for stream, look in own.items()},
    )  # fmt: skip
    axes.set_title(pick(lang, "Given to others, by stream", "供他人利用的物料"))
    axes.set_xlabel(unit)
    axes.set_yticks(places, [broken(p.title(lang), lang) for p in asked.packages])
    axes.tick_params(axis="y", length=0)
    rates, kinds = _rates(sample, len(asked.packages))
    texts = [["–" if np.isnan(r) else f"{r:.1f}" for r in row] for row in rates]
    names = ["\n".join(wrapped(class_label(kind, lang), 9 / CHARACTERS_PER_INCH)) for kind in kinds]
    heat(
        aside,
        rates,
        [""] * len(rates),
        names,
        texts,
        (0.0, max(float(np.nanmax(rates, initial=0.0)), 5.0)),
    )
    aside.set_title(pick(lang, "Given over made, %", "利用量占产生量，%"))
    handles, found = axes.get_legend_handles_labels()
    text = pick(lang, "Means over ", "均值，抽样：") + sampled(asked, sample.left_out)
    foot(figure, text, handles, found)
    return figure


def _rates(sample: Sample, packages: int) -> tuple[np.ndarray, list[str]]:
    """Return what was given over made in percent, (package, class), for classes made at all."""
    sums = {
        kind: np.array([
            [sample.of(k, f"waste_{what}_by_class.{kind}")[:, -1].mean() for k in range(packages)]
            for what in ("given", "made")
        ])
        for kind in waste_classes()
    }  # fmt: skip
    kinds = [kind for kind, (_, made) in sums.items() if made.any()]
    columns = [
        np.divide(given, made, out=np.full(packages, np.nan), where=made > 0.0)
        for given, made in (sums[kind] for kind in kinds)
    ]
    return 100.0 * np.array(columns).T.reshape(packages, len(kinds)), kinds


def left(asked: Asked, park: Park, sample: Sample, lang: str) -> Figure:
    """Draw the mean waste disposed of in the last year by why nobody takes it."""
    year = sample.years[-1]
    title = pick(lang, f"Waste left in {year}, and why", f"{year}年未利用的废物及原因")
    figure = opened(title, park_label(park.info, lang), lang, 2.1 + 0.34 * len(asked.packages))
    axes = figure.subplots()
    count = range(len(asked.packages))
    parts = {
        why: np.array([sample.of(k, f"waste_left_by.{why}")[:, -1].mean() for k in count])
        for why in LEFT
    }
    parts = {why: tonnes for why, tonnes in parts.items() if tonnes.max() > 0.0}
    total = np.sum(list(parts.values()), axis=0) if parts else np.zeros(1)
    factor, unit = readable("t/yr", float(np.max(total)), lang)
    places = np.arange(len(asked.packages))[::-1]
    stacks(
        axes, places, {why: tonnes / factor for why, tonnes in parts.items()}, LEFT_COLOURS,
        {why: LEFT[why][lang == "zh"] for why in parts}, flat=True,
    )  # fmt: skip
    axes.set_yticks(places, [broken(p.title(lang), lang) for p in asked.packages])
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(unit)
    text = pick(
        lang,
        "The plan of most reuse beside today's contracts, split by what keeps each pair from "
        "exchanging; the rest by what its takers lack. Means over "
        f"{sampled(asked, sample.left_out)}.",
        "在现有合同之外使利用量最大的方案，按各供需对未成交的原因划分；其余按接收方情况划分。"
        f"均值，抽样：{sampled(asked, sample.left_out)}。",
    )
    foot(figure, text, *axes.get_legend_handles_labels())
    return figure


def differences(asked: Asked, park: Park, sample: Sample, reference: int, lang: str) -> Figure:
    """Draw paired differences to the reference in the last year, a panel an indicator."""
    beside = asked.packages[reference].title(lang)
    year = sample.years[-1]
    title = pick(lang, f"Against “{beside}”, {year}", f"相对“{beside}”的变化（{year}年）")
    others = [k for k in range(len(asked.packages)) if k != reference]
    figure = opened(title, park_label(park.info, lang), lang, 1.75 + 0.3 * len(others))
    look = looks(package.name for package in asked.packages)
    packages = [asked.packages[k] for k in others]
    names = [broken(package.title(lang), lang) for package in packages]
    for axes, name in zip(figure.subplots(1, 3, sharey=True), DIFFERENCES, strict=True):
        found = [difference(sample, k, reference, name) for k in others]
        one = INDICATORS[name]
        spread = [abs(e) for f in found for e in (f.mean, f.t_low, f.t_high) if np.isfinite(e)]
        factor, unit = readable(one.unit_of("year"), max(spread, default=0.0), lang)
        forest(
            axes, names, [(f.mean / factor, f.t_low / factor, f.t_high / factor) for f in found],
            [look[package.name].colour for package in packages],
            [look[package.name].marker for package in packages],
        )  # fmt: skip
        heading = variable_label(one.variable, lang)
        axes.set_title("\n".join(wrapped(heading, 2.0, 0.72)))
        axes.set_xlabel(pick(lang, "points", "百分点") if unit == "%" else unit)
    text = pick(
        lang, "Paired means with 90 % intervals; filled where 0 is outside. Sampled: "
        f"{sampled(asked, sample.left_out)}.",
        f"配对均值及90%区间；实心表示区间不含0。抽样：{sampled(asked, sample.left_out)}。",
    )  # fmt: skip
    foot(figure, text)
    return figure
