"""The symbiosis network of several runs side by side, one small map a run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from experiments.figures.charts.frame import TWO_COLUMNS, foot, opened
from experiments.figures.map_frame import MapFrame
from experiments.figures.network_map import draw_enterprises, draw_links, linked, partners_of
from experiments.figures.sector_group import group_of
from experiments.figures.style import CLASS_COLOURS, GROUP_COLOURS, INK
from experiments.labels import class_label, group_label, park_label, word

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.frame import Frame
    from experiments.run_data import RunData

Links = dict[tuple[str, str, str], float]

_COLUMNS = 2


def panels(runs: Sequence[RunData], lang: str, year: int | None = None) -> Figure:
    """Draw the links that ran in a year (the last by default) of runs of one park, a map each.

    Marks as on `experiments.figures.network_map`, without names; all maps have one scale.
    """
    shown = int(runs[0].years[-1]) if year is None else year
    region = runs[0].regions[0]
    firms = [run.enterprises.where(year=shown, region=region) for run in runs]
    links = [linked(run.links, shown) for run in runs]
    partners = set().union(*(partners_of(one) for one in links))
    frames = [MapFrame(one, run.plots, partners) for one, run in zip(firms, runs, strict=True)]
    edges = [frame.extent for frame in frames]
    extent = (
        min(e[0] for e in edges), max(e[1] for e in edges),
        min(e[2] for e in edges), max(e[3] for e in edges),
    )  # fmt: skip
    rows = math.ceil(len(runs) / _COLUMNS)
    each = TWO_COLUMNS / _COLUMNS * (extent[3] - extent[2]) / (extent[1] - extent[0])
    height = 1.5 + rows * (min(max(each, 1.8), 3.4) + 0.25)
    title = word("network_map", lang).format(shown)
    seed = word("seed", lang).format(runs[0].info["seed"])
    figure = opened(title, f"{park_label(runs[0].parks[0], lang)} · {seed}", lang, height)
    places = list(figure.subplots(rows, _COLUMNS, squeeze=False).ravel())
    for axes, run, frame, own, mine in zip(places, runs, frames, firms, links, strict=False):
        frame.draw_ground(axes, lang)
        draw_links(axes, mine, frame.places)
        draw_enterprises(axes, own, frame)
        axes.set_xlim(extent[0], extent[1])
        axes.set_ylim(extent[2], extent[3])
        axes.set_title(f"{_title(run, lang)} ({len(mine)})")
    for axes in places[len(runs) :]:
        axes.set_axis_off()
    handles, labels = _legend(firms, links, lang)
    note = {
        "en": "In brackets: pairs of a giver and a taker by class. Arrows: width by amount, "
        "circles: area by revenue; triangles: partners far away.",
        "zh": "括号内为供需对（按物料类别）数；箭头粗细表示交换量，圆面积表示营业收入，"
        "三角为园区外远处伙伴。",
    }[lang]
    foot(figure, note, handles, labels)
    return figure


def _title(run: RunData, lang: str) -> str:
    package = run.info["package"]
    return str(package[f"title_{lang}"] or package["name"])


def _legend(
    firms: Sequence[Frame], links: Sequence[Links], lang: str
) -> tuple[list[Any], list[str]]:
    from matplotlib.lines import Line2D

    kinds = {kind for one in links for _, _, kind in one}
    shown = [kind for kind in CLASS_COLOURS if kind in kinds]
    handles: list[Any] = [Line2D([], [], color=CLASS_COLOURS[kind], lw=2.4) for kind in shown]
    labels = [class_label(kind, lang) for kind in shown]
    seen = {
        group_of(sector) if inside else "outside"
        for one in firms
        for sector, inside in zip(one["sector"], one["inside"], strict=True)
    }
    for group in (group for group in GROUP_COLOURS if group in seen):
        handles.append(
            Line2D([], [], marker="o", ls="", ms=5, color=GROUP_COLOURS[group], mec=INK, mew=0.5)
        )
        labels.append(group_label(group, lang))
    return handles, labels
