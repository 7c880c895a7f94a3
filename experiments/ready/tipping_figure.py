"""The figure and the sentences of `tipping`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from experiments.pareto.goal import Goal
from experiments.pareto.objective import Objective
from experiments.ready.base import Asked, Draw
from experiments.ready.levers import (
    Words,
    goal_title,
    lever_names,
    number,
    park_name,
    pick,
    short_title,
    unit_text,
)
from experiments.ready.threshold import isotonic
from experiments.statistics.paired import paired, sampling
from experiments.statistics.targets import probability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from experiments.ready.response import Response

WORDS: Words = {
    "title": ("Response to the strength of instruments: {outcome}", "政策强度的响应：{outcome}"),
    "below": ("{park} · {sampled} · aim: {aim}", "{park} · {sampled} · 目标：{aim}"),
    "strength": ("Strength (1: as written)", "强度（1为政策文本）"),
    "gain": ("Gain ({unit})", "改善量（{unit}）"),
    "share": ("Aim reached (share)", "达成概率"),
    "note": (
        "Above: mean gain against strength 0 with its 90 percent interval, and in pale the range "
        "of 90 percent of the pairs. Below: share of pairs that reach the aim (90 percent "
        "intervals) and the nearest share that never falls. Vertical: strength from which the aim "
        "is reached with probability {p:g}; shaded, where the intervals below do not speak against "
        "it. Each strength is a run of its own from the first month: no path is assumed.",
        "上：相对强度0的平均改善量及90%区间，浅色为90%样本范围。下：达成目标的样本比例（90%区间）及其保序拟合。"
        "竖线：以概率{p:g}达成目标所需强度，阴影为下图区间所不能排除的强度。每个强度均从首月独立模拟，不假设路径。",
    ),
    "gain aim": ("{outcome} better by {gain}", "{outcome}改善{gain}"),
    "together": ("all together", "同时加强"),
    "reached": (
        "{park}, {lever}: {aim} is reached with probability {p:g} from strength {at} "
        "(90 percent interval {low} to {high}; tried: not at {below}, at {above}).{half}{bend} "
        "({sampled})",
        "{park}，{lever}：强度达到{at}时，以{p:g}的概率实现{aim}（90%区间{low}至{high}；"
        "已试：{below}未达成，{above}达成）。{half}{bend}（{sampled}）",
    ),
    "always": (
        "{park}, {lever}: {aim} is reached with probability {p:g} at strength 0 already. "
        "({sampled})",
        "{park}，{lever}：强度为0时即以{p:g}的概率实现{aim}。（{sampled}）",
    ),
    "never": (
        "{park}, {lever}: {aim} is not reached with probability {p:g} up to strength {most}, where "
        "the probability is {share}.{half}{bend}",
        "{park}，{lever}：强度至{most}仍未以{p:g}的概率实现{aim}，此时概率为{share}。{half}{bend}",
    ),
    "half": (
        " Strength {most} brings {gain}; half of it is there at strength {half}.",
        "强度{most}的改善量为{gain}，其一半在强度{half}时已实现。",
    ),
    "bend": (
        " The share does not rise throughout: at some higher strength fewer pairs reach the aim.",
        "比例并非处处上升：某些更高强度下达成的样本更少。",
    ),
    "beyond": ("beyond {most}", "{most}以上"),
}


def aim_text(asked: Asked, unit: str, lang: str) -> str:
    """Return the aim in words."""
    given = asked.options
    if given["goal"]:
        return goal_title(Goal.read(given["goal"]), lang, asked.until)
    outcome = short_title(Objective.read(given["outcome"]), lang, asked.until)
    gain = f"{given['gain']:g} {unit_text(unit, lang)}"
    return pick(WORDS, "gain aim", lang).format(outcome=outcome, gain=gain)


def response_figure(asked: Asked, found: Sequence[Response]) -> Draw:
    """Return the figure of a park: response above, share that reaches the aim below, by lever."""

    def draw(lang: str) -> Figure:
        from experiments.figures.charts import foot, opened

        outcome = short_title(Objective.read(asked.options["outcome"]), lang, asked.until)
        below = pick(WORDS, "below", lang).format(
            park=park_name(found[0].park, lang), aim=aim_text(asked, found[0].unit, lang),
            sampled=sampling(found[0].gains[0]).text(lang),
        )  # fmt: skip
        title = pick(WORDS, "title", lang).format(outcome=outcome)
        figure = opened(title, below, lang, 4.9)
        panels = figure.subplots(
            2, len(found), squeeze=False, sharex=True, sharey="row", height_ratios=(1.5, 1.0)
        )
        for k, one in enumerate(found):
            _gain(panels[0, k], asked, one)
            _share(panels[1, k], asked, one)
            panels[0, k].set_title(_name(one.lever, lang))
            panels[1, k].set_xlabel(pick(WORDS, "strength", lang))
        unit = unit_text(found[0].unit, lang)
        panels[0, 0].set_ylabel(pick(WORDS, "gain", lang).format(unit=unit))
        panels[1, 0].set_ylabel(pick(WORDS, "share", lang))
        foot(figure, pick(WORDS, "note", lang).format(p=float(asked.options["probability"])))
        return figure

    return draw


def _gain(axes: Axes, asked: Asked, one: Response) -> None:
    """Draw the mean gain with its interval and the range of the pairs."""
    from experiments.figures.style import BLUE, GREY, grid

    rows = [paired(gain, np.zeros_like(gain), drop=True, resamples=2) for gain in one.gains]
    x = one.strengths
    spread = np.array([(row.low, row.high) for row in rows]).T
    band = np.array([(row.t_low, row.t_high) for row in rows]).T
    axes.fill_between(x, *spread, color=BLUE, alpha=0.12, lw=0)
    axes.fill_between(x, *band, color=BLUE, alpha=0.28, lw=0)
    axes.plot(x, [row.mean for row in rows], color=BLUE, marker="o", ms=3, mfc="white", lw=1.3)
    if not asked.options["goal"]:
        axes.axhline(float(asked.options["gain"]), color=GREY, lw=0.8, ls=":")
    axes.axhline(0.0, color=GREY, lw=0.6)
    grid(axes)
    _tip(axes, one)


def _share(axes: Axes, asked: Asked, one: Response) -> None:
    """Draw the share of pairs that reach the aim, with intervals and its isotonic fit."""
    from experiments.figures.style import BLUE, GREY, grid

    rows = [probability(met) for met in one.met]
    x, share = one.strengths, np.array([row.share for row in rows])
    error = np.array([(row.share - row.low, row.high - row.share) for row in rows]).T
    axes.errorbar(
        x, share, np.maximum(error, 0.0), fmt="o", ms=3, mfc="white", color=BLUE, lw=0.8, capsize=0
    )
    axes.plot(x, isotonic(share), color=BLUE, lw=1.1)
    axes.axhline(float(asked.options["probability"]), color=GREY, lw=0.8, ls=":")
    axes.set_ylim(-0.04, 1.04)
    grid(axes)
    _tip(axes, one)


def _tip(axes: Axes, one: Response) -> None:
    from experiments.figures.style import RED

    most = float(one.strengths[-1])
    axes.set_xlim(-0.03 * most, 1.03 * most)
    if math.isfinite(one.tip.low):
        axes.axvspan(one.tip.low, min(one.tip.high, 1.03 * most), color=RED, alpha=0.10, lw=0)
    if math.isfinite(one.tip.strength):
        axes.axvline(one.tip.strength, color=RED, lw=1.1)


def sentence(asked: Asked, one: Response) -> str:
    """Return the finding of a lever in a park."""
    lang, tip, most = asked.language, one.tip, float(one.strengths[-1])

    def at(value: float) -> str:
        return f"{value:.2f}" if math.isfinite(value) else beyond

    beyond = pick(WORDS, "beyond", lang).format(most=f"{most:g}")
    last = probability(one.met[-1])
    half = ""
    gap = paired(one.gains[-1], np.zeros_like(one.gains[-1]), drop=True)
    if gap.shown and gap.mean > 0.0:
        gain = f"{number(gap.mean)} ({number(gap.t_low)} to {number(gap.t_high)})"
        gain = f"{gain} {unit_text(one.unit, lang)}"
        gain = gain.replace(" to ", "至") if lang == "zh" else gain
        half = pick(WORDS, "half", lang).format(most=f"{most:g}", gain=gain, half=at(one.half))
    key = "never" if math.isinf(tip.strength) else "always" if math.isnan(tip.below) else "reached"
    return pick(WORDS, key, lang).format(
        park=park_name(one.park, lang), lever=_name(one.lever, lang), most=f"{most:g}",
        aim=aim_text(asked, one.unit, lang), p=float(asked.options["probability"]),
        at=at(tip.strength), low=at(tip.low), high=at(tip.high), below=f"{tip.below:g}",
        above=f"{tip.above:g}", half=half, bend="" if tip.monotone else pick(WORDS, "bend", lang),
        share=last.text(lang), sampled=last.sampled.text(lang),
    )  # fmt: skip


def _name(lever: str, lang: str) -> str:
    return pick(WORDS, lever, lang) if lever == "together" else lever_names([lever], lang)[0]
