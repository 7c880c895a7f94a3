"""The figure and the sentences of `policy_mix`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.labels import park_label
from experiments.ready.levers import (
    Words,
    lever_names,
    listed,
    number,
    park_name,
    pick,
    short_title,
    unit_text,
)
from experiments.statistics.paired import Paired

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.ready.base import Asked, Draw
    from experiments.ready.mix import Mix, Pair

WORDS: Words = {
    "title": ("Policy mix: {outcome}", "政策组合：{outcome}"),
    "below": (
        "{park} · {sampled}",
        "{park} · {sampled}",
    ),
    "note": (
        "Diagonal: gain of the instrument alone. Below: both together less the sum of each alone.",
        "对角线：单独实施的改善量；下方：两项同时实施与各自之和的差。",
    ),
    "bar": ("better > 0 ({unit})", "大于0为改善（{unit}）"),
    "marks": (
        "●  shown among all pairs (Bonferroni, 90 %)\n○  shown on its own (90 %)\n"
        "no mark: within the band of no effect",
        "●  在全部组合中仍显著（Bonferroni，90%）\n○  单独看显著（90%）\n无标记：不显著",
    ),
    "no shown": (
        "{park}, {outcome}: no two of {n} instruments are shown to help or hinder each other; of "
        "{pairs} interactions the largest is {largest} ({sampled}).",
        "{park}，{outcome}：{n}项工具两两之间未见显著的交互作用；{pairs}个组合中最大者为{largest}（{sampled}）。",
    ),
    "shown": (
        "{park}, {outcome}: of {pairs} pairs {synergy} help each other, {redundant} repeat each "
        "other, {conflict} conflict and of {overlap} the losses overlap at 90 percent, where "
        "{chance:.0f} of {pairs} would show something by chance; {firm} hold among all pairs "
        "({sampled}).",
        "{park}，{outcome}：{pairs}个组合中，{synergy}个协同、{redundant}个重复、{conflict}个冲突、"
        "{overlap}个损失重叠（90%区间；纯属偶然约{chance:.0f}个）；{firm}个在全部组合中仍显著（{sampled}）。",
    ),
    "synergy": ("Synergy: {names}: {text}", "协同：{names}：{text}"),
    "redundant": ("Redundant: {names}: {text}", "重复：{names}：{text}"),
    "conflict": ("Conflict: {names}: {text}", "冲突：{names}：{text}"),
    "overlap": ("Losses overlap: {names}: {text}", "损失重叠：{names}：{text}"),
    "parts": (
        "{interaction} beside {a} and {b} alone and {both} together{firm}.",
        "交互{interaction}；单独{a}与{b}，同时{both}{firm}。",
    ),
    "firm": (", which holds among all pairs", "，在全部组合中仍显著"),
    "alone": (
        "{park}, {outcome}: alone, {names} is shown to bring the most: {text} ({sampled}).",
        "{park}，{outcome}：单独实施时，{names}的改善最大：{text}（{sampled}）。",
    ),
}


_LEAST = 0.1
"""Percent at which the colours end at least: smaller effects must not look strong."""


def matrix(asked: Asked, mix: Mix) -> Draw:
    """Return the heat map of an outcome: gains on the diagonal, interactions below it."""

    def draw(lang: str) -> Figure:
        from experiments.figures.charts import foot, opened

        count = len(mix.levers)
        outcome = mix.outcome.title(lang, asked.until, unit=False)
        below = pick(WORDS, "below", lang).format(
            park=park_label(mix.park.info, lang), sampled=mix.single[0].sampled.text(lang)
        )
        title = pick(WORDS, "title", lang).format(outcome=outcome)
        figure = opened(title, below, lang, 1.9 + 0.42 * count)
        axes = figure.add_subplot()
        table, marks = _table(mix)
        least = _LEAST if mix.unit == "%" else 0.0
        most = max(float(np.nanmax(np.abs(table))), least) or 1.0
        image = axes.imshow(table, cmap="RdBu", vmin=-most, vmax=most, aspect="auto")
        for (row, column), value in np.ndenumerate(table):
            if not np.isnan(value):
                _cell(axes, row, column, value, most, marks[row][column])
        names = lever_names(mix.levers, lang)
        axes.set_xticks(range(count), names, rotation=40, ha="right", rotation_mode="anchor")
        axes.set_yticks(range(count), names)
        for side in axes.spines.values():
            side.set_visible(False)
        axes.tick_params(length=0)
        bar = figure.colorbar(image, ax=axes, shrink=0.75, pad=0.02)
        bar.outline.set_visible(False)
        bar.set_label(pick(WORDS, "bar", lang).format(unit=unit_text(mix.unit, lang)))
        axes.text(
            1.0, 1.0, pick(WORDS, "marks", lang), transform=axes.transAxes, ha="right", va="top",
            fontsize=7, linespacing=1.6,
        )  # fmt: skip
        foot(figure, pick(WORDS, "note", lang))
        return figure

    return draw


def _table(mix: Mix) -> tuple[Any, list[list[str]]]:
    """Return values and marks by (row, column); nan above the diagonal."""
    count = len(mix.levers)
    at = {lever: k for k, lever in enumerate(mix.levers)}
    table = np.full((count, count), np.nan)
    marks = [[""] * count for _ in range(count)]
    for k, one in enumerate(mix.single):
        table[k, k] = one.mean
        marks[k][k] = "○" if one.shown else ""
    for pair in mix.pairs:
        row, column = at[pair.second], at[pair.first]
        table[row, column] = pair.interaction.mean
        marks[row][column] = "●" if pair.firm else "○" if pair.interaction.shown else ""
    return table, marks


def _cell(axes: Any, row: int, column: int, value: float, most: float, mark: str) -> None:
    from experiments.figures.style import INK

    colour = "white" if abs(value) > 0.6 * most else INK
    places = max(0, 1 - int(np.floor(np.log10(most))))
    text = f"{value:+.{places}f}".replace("-", "−")
    text = "0" if not text.strip("+−0.") else text
    weight = "bold" if row == column else "normal"
    axes.text(column, row - 0.08, text, ha="center", va="center", fontsize=6.8, color=colour,
              fontweight=weight)  # fmt: skip
    if mark:
        axes.plot(
            column, row + 0.28, marker="o", ms=3.2, mec=colour, mew=0.7,
            mfc=colour if mark == "●" else "none",
        )  # fmt: skip


def sentences(asked: Asked, mix: Mix) -> list[str]:
    """Return the findings of an outcome: the best alone, the count of pairs, the strongest."""
    lang = asked.language
    facts = {
        "park": park_name(mix.park, lang),
        "outcome": short_title(mix.outcome, lang, asked.until),
        "sampled": mix.single[0].sampled.text(lang), "n": len(mix.levers),
        "pairs": len(mix.pairs),
    }  # fmt: skip
    said = _alone(mix, facts, lang)
    shown = [one for one in mix.pairs if one.interaction.shown]
    if not shown:
        largest = max(mix.pairs, key=lambda one: abs(one.interaction.mean))
        text = f"{_names(largest, lang)} {_text(largest.interaction, mix.unit, lang)}"
        return [*said, pick(WORDS, "no shown", lang).format(**facts, largest=text)]
    counts = {kind: sum(one.kind == kind for one in shown) for kind in _KINDS}
    firm = sum(one.firm for one in shown)
    line = pick(WORDS, "shown", lang)
    said.append(line.format(**facts, **counts, firm=firm, chance=0.1 * len(mix.pairs)))
    for kind in _KINDS:
        found = [one for one in shown if one.kind == kind]
        found.sort(key=lambda one: (not one.firm, -abs(one.interaction.mean)))
        said += [_pair_line(one, kind, mix.unit, lang) for one in found[:2]]
    return said


_KINDS = ("synergy", "redundant", "conflict", "overlap")


def _alone(mix: Mix, facts: dict[str, Any], lang: str) -> list[str]:
    shown = [k for k, one in enumerate(mix.single) if one.shown and one.mean > 0.0]
    if not shown:
        return []
    best = max(shown, key=lambda k: mix.single[k].mean)
    name, text = lever_names(mix.levers, lang)[best], _text(mix.single[best], mix.unit, lang)
    return [pick(WORDS, "alone", lang).format(**facts, names=name, text=text)]


def _pair_line(one: Pair, kind: str, unit: str, lang: str) -> str:
    text = pick(WORDS, "parts", lang).format(
        interaction=_text(one.interaction, unit, lang),
        a=_number(one.a.mean, unit, lang), b=_number(one.b.mean, unit, lang),
        both=_number(one.both.mean, unit, lang),
        firm=pick(WORDS, "firm", lang) if one.firm else "",
    )  # fmt: skip
    return pick(WORDS, kind, lang).format(names=_names(one, lang), text=text)


def _names(one: Pair, lang: str) -> str:
    return listed(lever_names([one.first, one.second], lang), lang)


def _number(value: float, unit: str, lang: str) -> str:
    return f"{number(value)} {unit_text(unit, lang)}"


def _text(one: Paired, unit: str, lang: str) -> str:
    to = "至" if lang == "zh" else "to"
    band = f"{number(one.t_low)} {to} {number(one.t_high)}"
    return f"{number(one.mean)} ({band}) {unit_text(unit, lang)}"
