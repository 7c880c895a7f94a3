"""Chart options and table rows of a sweep."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dashboards.charts import TARGET_COLOUR
from dashboards.numbers import Scale, digits, rounded, spread, subscript
from dashboards.pages.sweep.data import Points
from dashboards.sweeps.measures import MEASURES
from dashboards.tables import Cell, number
from dashboards.texts import text
from experiments.labels import unit_label

if TYPE_CHECKING:
    from dashboards.pages.sweep.data import Figures
    from dashboards.sweeps.sweep import Sweep

Option = dict[str, Any]

COLOURS: Final = ["#2b4f9e", "#1c7fa8", "#1a9a7b", "#8aa820", "#e0a800"]
HERE_COLOUR: Final = "#b3261e"
MOST_ROWS: Final = 200
"""Rows of the table, the best; the files hold all."""

MOST_SEEDS: Final = 4000
"""Faint points drawn at most."""


@dataclass(frozen=True)
class Drawn:
    """What is drawn of a sweep, with how its numbers are written and the names of its levers."""

    sweep: Sweep
    points: Points
    x: str
    y: str
    colour: str
    rank: str
    seeds: bool
    titles: dict[str, str]
    years: tuple[int, ...]
    lang: str

    def label(self, name: str) -> str:
        """Return the name of a measure or lever."""
        if name in MEASURES:
            return MEASURES[name].label(self.years, self.lang)
        return self.titles[name]

    def scale(self, name: str, figures: Figures) -> Scale:
        """Return how a measure is written."""
        return MEASURES[name].scale(figures.mean, self.lang)

    def said(self, name: str, value: float, scale: Scale, deviation: float = 0.0) -> str:
        """Return a value of a measure in words, with its deviation over seeds where it has one."""
        if deviation > 0.0:
            return (
                f"{spread(value / scale.divisor, deviation / scale.divisor)} {scale.name}".strip()
            )
        whole = MEASURES[name].unit() == "count" and value == round(value)
        return f"{digits(value / scale.divisor, whole)} {scale.name}".strip()


def scatter_frame(drawn: Drawn) -> Option:
    """Return what the scatter keeps while results come in and sliders move."""
    lang = drawn.lang
    axes = [(name, drawn.scale(name, figures)) for name, figures in
            ((drawn.x, drawn.points.x), (drawn.y, drawn.points.y))]  # fmt: skip
    across, up = (f"{drawn.label(name)} ({scale.name})" if scale.name else drawn.label(name)
                  for name, scale in axes)  # fmt: skip
    return {
        "animation": False,
        "grid": {"left": 8, "right": 18, "top": 58, "bottom": 84, "containLabel": True},
        "tooltip": {"trigger": "item", "confine": True},
        "legend": {"type": "scroll", "top": 0, "left": 0, "itemWidth": 18, "data": [
            text(key, lang) for key in ("sweep_point", "sweep_front", "sweep_here")]},
        "xAxis": {"type": "value", "scale": True, "name": across, "nameLocation": "middle",
                  "nameGap": 28, "splitNumber": 5},
        "yAxis": {"type": "value", "scale": True, "name": up, "nameLocation": "end",
                  "nameGap": 12, "nameTextStyle": {"align": "left"}},
        "visualMap": {"type": "continuous", "dimension": 2, "seriesIndex": [2], "bottom": 0,
                      "left": "center", "orient": "horizontal", "itemWidth": 12,
                      "itemHeight": 120, "inRange": {"color": COLOURS}, "min": 0, "max": 1},
        "series": [
            {"id": "spread", "type": "custom", "draw": "cross", "silent": True, "z": 1,
             "dimensions": ["x", "y", "x0", "x1", "y0", "y1"],
             "encode": {"x": [0, 2, 3], "y": [1, 4, 5]}, "itemStyle": {"color": "#7d8894"}},
            {"id": "seeds", "type": "scatter", "symbolSize": 4, "z": 1, "silent": True,
             "itemStyle": {"color": "#7d8894", "opacity": 0.35}},
            {"id": "points", "name": text("sweep_point", lang), "type": "scatter", "z": 3,
             "symbolSize": 12, "cursor": "pointer", "itemStyle": {"color": COLOURS[2]}},
            {"id": "front", "name": text("sweep_front", lang), "type": "line", "z": 2,
             "symbol": "circle", "symbolSize": 19, "silent": True,
             "lineStyle": {"color": TARGET_COLOUR, "width": 1.5, "type": [4, 3]},
             "itemStyle": {"color": "transparent", "borderColor": TARGET_COLOUR,
                           "borderWidth": 1.5}},
            {"id": "here", "name": text("sweep_here", lang), "type": "scatter", "z": 4,
             "symbol": "diamond", "symbolSize": 15,
             "itemStyle": {"color": "transparent", "borderColor": HERE_COLOUR, "borderWidth": 2}},
        ],
    }  # fmt: skip


def scatter_step(drawn: Drawn) -> Option:
    """Return the points so far."""
    p = drawn.points
    across, up = drawn.scale(drawn.x, p.x), drawn.scale(drawn.y, p.y)
    there = [at for at in range(len(p.front)) if math.isfinite(p.x.mean[at] + p.y.mean[at])]
    places = {at: [rounded(p.x.mean[at] / across.divisor, 5), rounded(p.y.mean[at] / up.divisor, 5)]
              for at in there}  # fmt: skip
    known = p.colour[np.isfinite(p.colour)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    front = sorted((places[at] for at in there if p.front[at]), key=lambda one: one[0] or 0.0)
    return {
        "visualMap": {
            "min": low,
            "max": high if high > low else low + 1.0,
            "text": [_coloured(drawn, high), _coloured(drawn, low)],
        },
        "series": [
            {"id": "spread", "data": [] if drawn.seeds else list(_crosses(drawn, there))},
            {"id": "seeds", "data": _seeds(drawn) if drawn.seeds else []},
            {
                "id": "points",
                "data": [
                    {
                        "value": [*places[at], rounded(float(p.colour[at]))],
                        "key": str(at),
                        "text": said_of(drawn, at),
                    }
                    for at in there
                ],
            },
            {"id": "front", "data": front},
        ],
    }  # fmt: skip


def scatter_overlay(drawn: Drawn, measured: dict[str, float] | None, seed: int = -1) -> Option:
    """Return the mark of the scenario that the sliders show; none where it is of another park.

    Where its seed is one of the sweep's, it is moved as the runs with that seed are.
    """
    if measured is None:
        return {"series": [{"id": "here", "data": []}]}
    at = drawn.sweep.study.seeds.index(seed) if seed in drawn.sweep.study.seeds else None
    lines, place = [text("sweep_here", drawn.lang)], []
    for name, figures in ((drawn.x, drawn.points.x), (drawn.y, drawn.points.y)):
        scale = drawn.scale(name, figures)
        lines.append(f"{drawn.label(name)}: {drawn.said(name, measured[name], scale)}")
        shift = 0.0 if at is None else float(figures.shifts[at])
        place.append(rounded((measured[name] - shift) / scale.divisor, 5))
    return {"series": [{"id": "here", "data": [{"value": place, "text": "\n".join(lines)}]}]}


def said_of(drawn: Drawn, at: int) -> str:
    """Return what pointing at a point says: its levers and the two measures with their spread."""
    lines = [f"{drawn.titles[name]}: {value:g}" for name, value in _levers(drawn, at).items()]
    for name, figures in ((drawn.x, drawn.points.x), (drawn.y, drawn.points.y)):
        scale = drawn.scale(name, figures)
        said = drawn.said(name, figures.mean[at], scale, figures.spread[at])
        lines.append(f"{drawn.label(name)}: {said}")
    return "\n".join(lines)


def rows(drawn: Drawn) -> tuple[list[str], list[tuple[str, list[Cell]]]]:
    """Return the head and the best rows of the table."""
    lang, p = drawn.lang, drawn.points
    shown = {drawn.rank: p.rank, drawn.x: p.x, drawn.y: p.y}
    scales = {name: drawn.scale(name, figures) for name, figures in shown.items()}
    levers = list(drawn.titles)
    head = [text("sweep_place", lang), *(drawn.titles[name] for name in levers)]
    head += [_headed(drawn.label(name), MEASURES[name].unit(), lang) for name in shown]
    head += [text("sweep_done_seeds", lang), text("sweep_front", lang)]
    found: list[tuple[str, list[Cell]]] = []
    for place, at in enumerate(p.ranked[:MOST_ROWS], 1):
        cells: list[Cell] = [number(float(place), text("sweep_load", lang, place=place))]
        cells += [number(drawn.sweep.points[at][name], f"{drawn.sweep.points[at][name]:g}")
                  for name in levers]  # fmt: skip
        for name, figures in shown.items():
            value = float(figures.mean[at])
            cells.append(number(value, drawn.said(name, value, scales[name], figures.spread[at])))
        count = int(p.count[at])
        cells += [number(float(count), str(count)), text("sweep_yes", lang) if p.front[at] else ""]
        found.append((str(at), cells))
    return head, found


def _headed(label: str, unit: str, lang: str) -> str:
    named = "" if unit == "count" else subscript(unit_label(unit, lang))
    return f"{label} ({named})" if named else label


def _levers(drawn: Drawn, at: int) -> dict[str, float]:
    return {name: drawn.sweep.points[at][name] for name in drawn.titles}


def _coloured(drawn: Drawn, value: float) -> str:
    if drawn.colour not in MEASURES:
        return f"{value:g}"
    measure = MEASURES[drawn.colour]
    return drawn.said(drawn.colour, value, measure.scale(drawn.points.colour, drawn.lang))


def _crosses(drawn: Drawn, there: list[int]) -> Iterator[list[float | None]]:
    """Yield each point with its mean less and plus one standard deviation, across and up."""
    p = drawn.points
    across, up = drawn.scale(drawn.x, p.x).divisor, drawn.scale(drawn.y, p.y).divisor
    for at in there:
        x, y, wide, high = (float(one[at]) for one in (p.x.mean, p.y.mean, p.x.spread, p.y.spread))
        if math.isfinite(wide + high):
            places = [(x, across), (y, up), (x - wide, across), (x + wide, across),
                      (y - high, up), (y + high, up)]  # fmt: skip
            yield [rounded(value / divisor, 5) for value, divisor in places]


def _seeds(drawn: Drawn) -> list[list[float]]:
    """Return every run as a faint point."""
    p = drawn.points
    across, up = drawn.scale(drawn.x, p.x).divisor, drawn.scale(drawn.y, p.y).divisor
    pairs = p.runs / np.array([across, up])
    pairs = pairs[np.isfinite(pairs).all(axis=1)][:MOST_SEEDS]
    return [[float(f"{x:.5g}"), float(f"{y:.5g}")] for x, y in pairs.tolist()]
