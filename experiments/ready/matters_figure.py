"""The figures of `what_matters`: ranked bars with whiskers, and mu* against sigma."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.ready.levers import Words, pick, unit_text
from experiments.ready.matters_words import WORDS as KIND_WORDS
from experiments.ready.matters_words import factor_label, sampled_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.ready.base import Asked, Draw
    from experiments.ready.screen import Screen
    from experiments.statistics.sensitivity import Indices

Floats = NDArray[np.float64]

TOP = 15
"""Factors that a figure shows."""

NAMED = 8
"""Factors named in the scatter."""

WORDS: Words = {
    "ranked": ("What moves {outcome}", "{outcome}：影响因素排序"),
    "scatter": ("{outcome}: effect and how it varies", "{outcome}：影响大小与非线性"),
    "indices": ("What explains {outcome}", "{outcome}：方差来源"),
    "effect": (
        "mean absolute effect of the whole range, mu* ({unit})",
        "整个取值范围的平均绝对影响μ*（{unit}）",
    ),
    "sigma": ("spread of the effect, sigma ({unit})", "影响的离散度σ（{unit}）"),
    "equal": ("sigma = mu*: as much interaction or bend as effect", "σ=μ*：交互或非线性与影响相当"),
    "noise": (
        "Bars: {sampled}. Whisker: 90 % interval that the trajectories leave. Dot: twice the "
        "standard deviation over resampled seeds; a bar that ends before it is not "
        "shown to matter.",
        "柱：{sampled}。须线：轨迹抽样的90%区间。圆点：种子重抽样标准差的两倍，柱未超过圆点者不显著。",
    ),
    "few noise": (
        "{sampled}; all other factors at their values. Whisker: 90 % interval that the design "
        "leaves. Dot: standard deviation over resampled seeds.",
        "{sampled}；其余因素取表中值。须线：设计抽样的90%区间。圆点：种子重抽样的标准差。",
    ),
    "floor": ("reached by a factor without effect", "无影响因素可达到的值"),
    "of": ("{park} · {n} factors screened", "{park} · 筛选{n}个因素"),
    "few of": ("{park} · the {n} factors kept by the screening", "{park} · 筛选保留的{n}个因素"),
    "ST": (
        "total index ST (bar) and first-order index S1 (diamond)",
        "总效应指数ST（柱）与一阶指数S1（菱形）",
    ),
    "median": ("PAWN index, median", "PAWN指数（中位数）"),
    "delta": ("delta index", "delta指数"),
}  # fmt: skip


def colour_of(kind: str) -> str:
    """Return the colour of a kind of factor."""
    from experiments.figures.style import BLUE, GREEN, ORANGE

    return {"uncertainty": BLUE, "assumption": ORANGE, "strength": GREEN}[kind]


def morris_bars(asked: Asked, one: Screen) -> Draw:
    """Return ranked bars of mu*, with intervals and noise."""

    def draw(lang: str) -> Figure:
        sampled = sampled_text(one, one.morris, lang)
        figure, axes = _opened(
            asked, one, "ranked", "of", len(one.morris.names), lang, _height(one.morris)
        )
        _bars(axes, one, one.morris, one.scale, 2.0, lang)
        axes.set_xlabel(pick(WORDS, "effect", lang).format(unit=unit_text(one.unit, lang)))
        _legend(figure, one, pick(WORDS, "noise", lang).format(sampled=sampled), lang)
        return figure

    return draw


def index_bars(asked: Asked, one: Screen) -> Draw:
    """Return ranked bars of the main index of the few, with S1 where there is one."""

    def draw(lang: str) -> Figure:
        from experiments.figures.style import GREY, INK

        few = one.few
        assert few is not None
        figure, axes = _opened(asked, one, "indices", "few of", len(few.names), lang, _height(few))
        places = _bars(axes, one, few, 1.0, 1.0, lang)
        if "S1" in few.values:
            order = [few.names.index(name) for name in few.ranked()[:TOP]]
            axes.plot(few.values["S1"][order], places, "D", ms=4.0, color=INK, lw=0, zorder=5)
        if few.floor is not None:
            axes.axvline(few.floor, color=GREY, lw=0.9, ls="--")
            axes.text(
                few.floor, 1.0, " " + pick(WORDS, "floor", lang), fontsize=6.8, color=GREY,
                transform=axes.get_xaxis_transform(), va="bottom",
            )  # fmt: skip
        axes.set_xlabel(pick(WORDS, few.main, lang))
        sampled = sampled_text(one, few, lang)
        _legend(figure, one, pick(WORDS, "few noise", lang).format(sampled=sampled), lang)
        return figure

    return draw


def morris_scatter(asked: Asked, one: Screen) -> Draw:
    """Return mu* against sigma: what lies high bends, or works together with others."""

    def draw(lang: str) -> Figure:
        import seaborn

        from experiments.figures.style import GREY

        found = one.morris
        figure, axes = _opened(asked, one, "scatter", "of", len(found.names), lang, 4.6)
        x, y = (found.values[name] * one.scale for name in ("mu_star", "sigma"))
        kinds = [one.kinds[name] for name in found.names]
        seaborn.scatterplot(
            x=x, y=y, hue=kinds, palette={kind: colour_of(kind) for kind in set(kinds)}, ax=axes,
            s=22, legend=False, edgecolor="white", linewidth=0.3, zorder=3,
        )  # fmt: skip
        most = max(float(np.nanmax(x)), 1e-300)
        axes.plot([0.0, most], [0.0, most], color=GREY, lw=0.8, ls="--", zorder=1)
        axes.annotate(
            pick(WORDS, "equal", lang), (0.52 * most, 0.52 * most), fontsize=6.5, color=GREY,
            xytext=(4, -8), textcoords="offset points",
        )  # fmt: skip
        _name_points(axes, one, x, y, lang)
        unit = unit_text(one.unit, lang)
        axes.set_xlabel(pick(WORDS, "effect", lang).format(unit=unit))
        axes.set_ylabel(pick(WORDS, "sigma", lang).format(unit=unit))
        _legend(figure, one, sampled_text(one, found, lang), lang)
        return figure

    return draw


def _name_points(axes: Any, one: Screen, x: Floats, y: Floats, lang: str) -> None:
    """Name the points of the largest effects, but for one whose name would lie on another."""
    wide, high = max(float(np.nanmax(x)), 1e-300), max(float(np.nanmax(y)), 1e-300)
    named: list[tuple[float, float]] = []
    for name in one.morris.ranked()[:NAMED]:
        k = one.morris.names.index(name)
        at = float(x[k]) / wide, float(y[k]) / high
        near = any(abs(at[0] - a) < 0.25 and abs(at[1] - b) < 0.05 for a, b in named)
        if not x[k] > 0.0 or near:
            continue
        named.append(at)
        left = at[0] > 0.6
        axes.annotate(
            factor_label(name, one.kinds[name], lang), (x[k], y[k]), fontsize=6.8,
            xytext=(-4 if left else 4, 4), textcoords="offset points",
            ha="right" if left else "left",
        )  # fmt: skip


def _opened(
    asked: Asked, one: Screen, title: str, below: str, count: int, lang: str, height: float
) -> tuple[Figure, Any]:
    """Return the figure with its heading, and its axes."""
    from experiments.figures.charts.frame import opened
    from experiments.labels import park_label

    outcome = one.outcome.title(lang, asked.until, unit=False)
    park = park_label(one.park.info, lang)
    figure = opened(
        pick(WORDS, title, lang).format(outcome=outcome),
        pick(WORDS, below, lang).format(park=park, n=count),
        lang,
        height,
    )
    return figure, figure.add_subplot()


def _height(indices: Indices) -> float:
    return 1.9 + 0.21 * min(TOP, len(indices.names))


def _bars(
    axes: Any, one: Screen, indices: Indices, scale: float, times: float, lang: str
) -> NDArray[np.int64]:
    """Draw the main index of the largest factors as bars; return the places from the top."""
    from experiments.figures.style import INK, PALE

    names = indices.ranked()[:TOP]
    order = [indices.names.index(name) for name in names]
    places = np.arange(len(names))[::-1]
    values = indices.values[indices.main][order] * scale
    colours = [colour_of(one.kinds[name]) for name in names]
    axes.barh(places, values, height=0.68, color=colours, zorder=2)
    if indices.main in indices.interval:
        width = np.nan_to_num(indices.interval[indices.main][order]) * scale
        axes.errorbar(values, places, xerr=width, fmt="none", ecolor=INK, elinewidth=0.8, zorder=3)
    if indices.main in indices.noise:
        noise = times * np.nan_to_num(indices.noise[indices.main][order]) * scale
        axes.plot(noise, places, "o", ms=3.6, mfc="white", mec=INK, mew=0.8, lw=0, zorder=4)
    axes.set_yticks(places, [factor_label(name, one.kinds[name], lang) for name in names])
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.set_xlim(left=min(0.0, float(np.nanmin(values, initial=0.0))))
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=PALE, linewidth=0.5)
    axes.set_axisbelow(True)
    return places


def _legend(figure: Figure, one: Screen, text: str, lang: str) -> None:
    from matplotlib.patches import Patch

    from experiments.figures.charts.frame import foot

    kinds = [
        kind for kind in ("uncertainty", "assumption", "strength") if kind in one.kinds.values()
    ]
    handles = [Patch(color=colour_of(kind)) for kind in kinds]
    foot(figure, text, handles, [pick(KIND_WORDS, kind, lang) for kind in kinds])
