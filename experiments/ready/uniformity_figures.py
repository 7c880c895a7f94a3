"""Figures of `one_park_one_policy`: fronts by park, strengths by park, regret by objective."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.ready.base import Asked, Draw
from experiments.ready.levers import (
    Words,
    goal_title,
    lever_names,
    park_name,
    pick,
    short_title,
    unit_text,
)
from experiments.ready.uniformity import ParkFound, Uniformity
from experiments.ready.uniformity_report import regrets, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WORDS: Words = {
    "fronts": ("Pareto-optimal packages by park", "各园区的帕累托最优政策组合"),
    "fronts below": (
        "Changes against the park without the {n} instruments · points: means on {fit}",
        "相对于不实施{n}项工具的变化 · 各点为{fit}上的均值",
    ),
    "fronts note": (
        "Filled: on the pairs optimised on. Hollow: the same package on {held}, held back. "
        "The front is that of {others}, thinned to boxes of a twentieth of each range.",
        "实心：优化样本；空心：同一组合在留出样本（{held}）上。前沿针对{others}，按各目标范围的二十分之一分格。",
    ),
    "valued": ("valued", "已评估"),
    "front": ("Pareto front", "帕累托前沿"),
    "own": ("the park's own package", "园区自身最优组合"),
    "uniform": ("one package for all", "统一政策"),
    "strengths": ("Recommended strengths by park", "各园区推荐的政策强度"),
    "strengths below": (
        "1 is the instrument as written, 0 absent · optimised on {fit}",
        "1为政策文本强度，0为不实施 · 优化样本：{fit}",
    ),
    "all": ("One for all", "统一政策"),
    "regret": ("What one package for all gives up", "统一政策的代价"),
    "regret below": (
        "Own package less uniform package, scored on {held}",
        "自身最优减统一政策，评分样本：{held}",
    ),
    "regret note": (
        "Right of 0: the park is better off with its own package. Bars: 90 percent intervals of "
        "the mean over the pairs held back; filled where they leave out 0. Goal: {goal}.",
        "0右侧：自身最优组合更好。横线为留出样本均值的90%区间，不含0者为实心。目标：{goal}。",
    ),
    "goal": ("Goal met (points)", "目标达成概率（百分点）"),
}  # fmt: skip


def front_figure(asked: Asked, found: Uniformity) -> Draw:
    """Return the fronts: cost across, the first other objective up, one panel a park."""
    cost = int(asked.options["cost"])
    other = next(k for k in range(len(found.problem.objectives)) if k != cost)

    def draw(lang: str) -> Figure:
        from matplotlib.lines import Line2D

        from experiments.figures.charts import foot, opened
        from experiments.figures.style import BLUE, GREEN, ORANGE, PALE

        held = int(asked.options["held"])
        below = pick(WORDS, "fronts below", lang).format(
            n=len(found.problem.space.names), fit=span(asked, 0, lang)
        )
        columns = min(3, len(found.parks))
        rows = -(-len(found.parks) // columns)
        figure = opened(pick(WORDS, "fronts", lang), below, lang, 1.3 + 2.3 * rows)
        panels = figure.subplots(rows, columns, squeeze=False).ravel()
        for axes, one in zip(panels, found.parks, strict=False):
            _front(axes, found, one, cost, other, lang)
        for axes in panels[len(found.parks) :]:
            axes.set_visible(False)
        handles = [
            Line2D([], [], marker="o", ms=3, color=PALE, lw=0),
            Line2D([], [], marker="o", ms=4, color=BLUE, lw=0),
            Line2D([], [], marker="*", ms=10, color=ORANGE, mec="black", mew=0.5, lw=0),
            Line2D([], [], marker="D", ms=6, color=GREEN, mec="black", mew=0.5, lw=0),
        ]
        names = [pick(WORDS, key, lang) for key in ("valued", "front", "own", "uniform")]
        others = ", ".join(short_title(one, lang, asked.until) for one in found.problem.objectives)
        note = pick(WORDS, "fronts note", lang).format(held=span(asked, held, lang), others=others)
        foot(figure, note, handles, names)
        for k in range(0, len(found.parks), columns):
            _axis(panels[k], "y", found, found.parks[k], other, asked, lang)
        for k in range(max(0, len(found.parks) - columns), len(found.parks)):
            _axis(panels[k], "x", found, found.parks[k], cost, asked, lang)
        return figure

    return draw


def _front(axes: Axes, found: Uniformity, one: ParkFound, cost: int, other: int, lang: str) -> None:
    from experiments.figures.style import BLUE, GREEN, ORANGE, PALE

    signs = np.array([objective.sign for objective in found.problem.objectives])
    change = -signs * one.candidates.gains
    front = one.candidates.front
    axes.plot(change[~front, cost], change[~front, other], "o", ms=2.2, color=PALE, zorder=1)
    axes.plot(change[front, cost], change[front, other], "o", ms=3.4, color=BLUE, zorder=2)
    for name, marker, size, colour in (("own", "*", 11, ORANGE), ("uniform", "D", 6, GREEN)):
        ends = [-signs * np.nanmean(held[name].gains, axis=0) for held in (one.fit, one.held)]
        (x, y), (x_held, y_held) = ((end[cost], end[other]) for end in ends)
        axes.plot([x, x_held], [y, y_held], color=colour, lw=0.9, zorder=3)
        look: dict[str, Any] = {"marker": marker, "ms": size, "zorder": 4, "lw": 0}
        axes.plot([x_held], [y_held], **look, color=colour, mfc="white", mew=1.0)
        axes.plot([x], [y], **look, color=colour, mec="black", mew=0.5)
    axes.set_title(park_name(one.park, lang))
    axes.axhline(0.0, color=PALE, lw=0.6, zorder=0)


def _axis(
    axes: Axes, which: str, found: Uniformity, one: ParkFound, k: int, asked: Asked, lang: str
) -> None:
    title = short_title(found.problem.objectives[k], lang, asked.until)
    text = f"{_wrap(title)}\n({unit_text(one.units[k], lang)})"
    (axes.set_ylabel if which == "y" else axes.set_xlabel)(text, fontsize=7.2)


def strength_figure(asked: Asked, found: Uniformity) -> Draw:
    """Return the heat map of recommended strengths, one row a park and one for all."""

    def draw(lang: str) -> Figure:
        from experiments.figures.charts import heat, opened

        names = found.problem.space.names
        choices = [*(one.own for one in found.parks), found.uniform]
        values = np.array([[choice.strength[name] for name in names] for choice in choices])
        rows = [park_name(one.park, lang) for one in found.parks]
        rows.append(pick(WORDS, "all", lang))
        below = pick(WORDS, "strengths below", lang).format(fit=span(asked, 0, lang))
        title = pick(WORDS, "strengths", lang)
        figure = opened(title, below, lang, 1.5 + 0.36 * len(choices))
        axes = figure.add_subplot()
        texts = [[f"{value:g}" for value in row] for row in values]
        most = float(max(found.problem.space.high))
        heat(axes, values, rows, [_wrap(name, 14) for name in lever_names(names, lang)], texts,
             (0.0, most), "Blues")  # fmt: skip
        axes.axhline(len(found.parks), color="black", lw=0.9)
        return figure

    return draw


def regret_figure(asked: Asked, found: Uniformity) -> Draw:
    """Return the regret of uniformity: one panel an objective, one row a park."""

    def draw(lang: str) -> Figure:
        from experiments.figures.charts import foot, forest, opened
        from experiments.figures.style import BLUE

        held = span(asked, int(asked.options["held"]), lang)
        below = pick(WORDS, "regret below", lang).format(held=held)
        figure = opened(pick(WORDS, "regret", lang), below, lang, 1.75 + 0.32 * len(found.parks))
        count = len(found.problem.objectives)
        panels = figure.subplots(1, count + 1, sharey=True, squeeze=False).ravel()
        rows = [park_name(one.park, lang) for one in found.parks]
        gaps = [regrets(asked, one) for one in found.parks]
        for k, objective in enumerate(found.problem.objectives):
            estimates = [(gap[k].mean, gap[k].t_low, gap[k].t_high) for gap in gaps]
            forest(panels[k], rows, estimates, [BLUE] * len(rows))
            title = short_title(objective, lang, asked.until)
            panels[k].set_title(_wrap(title, 20), fontsize=7.5)
            units = dict.fromkeys(unit_text(one.units[k], lang) for one in found.parks)
            panels[k].set_xlabel(" / ".join(units), fontsize=7.2)
        shares = [
            100.0 * (one.held["own"].met.mean() - one.held["uniform"].met.mean())
            for one in found.parks
        ]
        nan = float("nan")
        forest(panels[-1], rows, [(share, nan, nan) for share in shares])
        panels[-1].set_title(_wrap(pick(WORDS, "goal", lang), 20), fontsize=7.5)
        goal = goal_title(found.goal.goal, lang, asked.until)
        foot(figure, pick(WORDS, "regret note", lang).format(goal=goal))
        return figure

    return draw


def _wrap(text: str, width: int = 30) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width)) or text
