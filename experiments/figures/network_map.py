"""The symbiosis network drawn on the park's map: who gives what to whom, and where."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from experiments.figures.map_frame import PLOT_LOOKS, MapFrame, short_name
from experiments.figures.map_labels import place_labels
from experiments.figures.sector_group import group_of
from experiments.figures.style import (
    CLASS_COLOURS,
    GREY,
    GROUP_COLOURS,
    INK,
    WIDTH,
    head,
    new_figure,
)
from experiments.labels import class_label, group_label, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from experiments.frame import Frame
    from experiments.run_data import RunData

_HEAD, _MAP_WIDTH = 0.6, 5.45
_FAR_AREA = 34.0
_LEGEND: dict[str, Any] = {
    "borderaxespad": 0.0,
    "alignment": "left",
    "borderpad": 0.0,
    "handlelength": 1.4,
}
_NAMED = 14
"""Enterprises that are named: those with the most links; far ones always."""


def draw(results: RunData, *, lang: str = "en", year: int | None = None) -> Figure:
    """Draw the links that ran in a year (the last by default) on the map of the park.

    Squares are the land of enterprises and the plots; circles are enterprises, their area by
    revenue, coloured by group of sectors. A link is an arrow from giver to taker, coloured by
    class of stream, its width by amount (t; GJ x 0.1 and m3 / 1000 stand for t). Partners far away
    stand as triangles on the edge with their distance.
    """
    shown = int(results.years[-1]) if year is None else year
    firms = results.enterprises.where(year=shown, region=results.regions[0])
    links = linked(results.links, shown)
    frame = MapFrame(firms, results.plots, partners_of(links))
    figure = new_figure(height=_HEAD + frame.height(_MAP_WIDTH))
    head(figure, results, word("network_map", lang).format(shown), lang)
    axes, aside = figure.subplots(1, 2, width_ratios=(_MAP_WIDTH, WIDTH - _MAP_WIDTH))
    frame.draw_ground(axes, lang)
    arrows = draw_links(axes, links, frame.places)
    areas = draw_enterprises(axes, firms, frame)
    if not links:
        axes.set_title(word("no links", lang).format(shown), color=GREY, fontweight="normal")
    _legends(aside, firms, results.plots, links, lang)
    names = {**frame.far_names(lang), **_names(firms, links, frame, lang)}
    place_labels(figure, axes, names, frame.places, areas, arrows)
    return figure


def linked(links: Frame, year: int) -> dict[tuple[str, str, str], float]:
    """Return the amount given in a year by (giver, taker, class), in the unit of each stream."""
    found: dict[tuple[str, str, str], float] = {}
    rows = zip(
        links["giver"], links["taker"], links["class"], links["unit"], links[str(year)], strict=True
    )
    for giver, taker, kind, unit, amount in rows:
        if amount > 0:
            key = (str(giver), str(taker), str(kind))
            found[key] = found.get(key, 0.0) + float(amount) * (0.1 if unit == "GJ" else 1.0)
    return found


def partners_of(links: dict[tuple[str, str, str], float]) -> set[str]:
    """Return who gives or takes."""
    return {name for giver, taker, _ in links for name in (giver, taker)}


def draw_links(
    axes: Axes,
    links: dict[tuple[str, str, str], float],
    places: dict[str, tuple[float, float]],
) -> list[Any]:
    """Draw the arrows and return them; each further class of the same pair bends further."""
    import networkx

    most = max(links.values(), default=0.0)
    by_bend: dict[int, dict[tuple[str, str], tuple[str, float]]] = {}
    for (giver, taker, kind), amount in sorted(links.items(), key=lambda item: -item[1]):
        if giver in places and taker in places:
            bend = next(k for k in range(1, len(CLASS_COLOURS) + 1)
                        if (giver, taker) not in by_bend.get(k, {}))  # fmt: skip
            by_bend.setdefault(bend, {})[giver, taker] = kind, amount
    arrows: list[Any] = []
    for bend, pairs in by_bend.items():
        arrows += networkx.draw_networkx_edges(
            networkx.DiGraph(list(pairs)), places, ax=axes, edgelist=list(pairs),
            width=[0.5 + 3.5 * math.sqrt(amount / most) for _, amount in pairs.values()],
            edge_color=[CLASS_COLOURS[kind] for kind, _ in pairs.values()],
            alpha=0.75, arrowsize=6, arrowstyle="-|>", node_size=25,
            connectionstyle=f"arc3,rad={0.12 * bend}",
        )  # fmt: skip
    for arrow in arrows:
        arrow.set_zorder(2)
    return arrows


def draw_enterprises(axes: Axes, firms: Frame, frame: MapFrame) -> dict[str, float]:
    """Draw the enterprises that stand on the map; return the area of each mark, points^2."""
    revenue = firms["revenue_cny"][firms["inside"]]
    most = float(revenue.max(initial=0.0))
    areas = {}
    for row in firms.rows():
        name = row["enterprise"]
        if name not in frame.places:
            continue
        share = min(max(row["revenue_cny"] / most, 0.0), 1.0) if most > 0 else 0.0
        far = name in frame.far
        areas[name] = _FAR_AREA if far else 10.0 + 150.0 * share
        group = group_of(row["sector"]) if row["inside"] else "outside"
        axes.scatter(
            *frame.places[name], s=areas[name], color=GROUP_COLOURS[group], edgecolor=INK,
            linewidth=0.5, zorder=3, marker="^" if far else "o",
        )  # fmt: skip
    return areas


def _names(
    firms: Frame, links: dict[tuple[str, str, str], float], frame: MapFrame, lang: str
) -> dict[str, str]:
    """Return the labels of the enterprises on the map with the most links, those first."""
    count: dict[str, int] = {}
    for giver, taker, _ in links:
        for name in (giver, taker):
            count[name] = count.get(name, 0) + 1
    title = "name_zh" if lang == "zh" else "name_en"
    names = dict(zip(firms["enterprise"], firms[title], strict=True))
    near = [n for n in sorted(count, key=lambda n: (-count[n], n)) if n not in frame.far]
    return {name: short_name(str(names.get(name, name))) for name in near[:_NAMED]}


def _legends(
    aside: Axes, firms: Frame, plots: Frame, links: dict[tuple[str, str, str], float], lang: str
) -> None:
    """Write the legends into the axes beside the map."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    aside.set_axis_off()
    seen = {
        group_of(sector) if inside else "outside"
        for sector, inside in zip(firms["sector"], firms["inside"], strict=True)
    }
    groups = [group for group in GROUP_COLOURS if group in seen]
    handles: list[Any] = [
        Line2D([], [], marker="o", ls="", ms=6, color=GROUP_COLOURS[group], mec=INK, mew=0.5)
        for group in groups
    ]
    labels = [group_label(group, lang) for group in groups]
    for status, look in PLOT_LOOKS.items():
        if (plots["status"] == status).any():
            handles.append(Patch(**look))
            labels.append(word(f"{status} plot", lang))
    first = aside.legend(
        handles, labels, loc="upper left",
        title=word("enterprises by group", lang), **_LEGEND,
    )  # fmt: skip
    aside.add_artist(first)
    classes = [kind for kind in CLASS_COLOURS if kind in {kind for _, _, kind in links}]
    if classes:
        lines = [Line2D([], [], color=CLASS_COLOURS[kind], lw=2.4, alpha=0.75) for kind in classes]
        names = [class_label(kind, lang) for kind in classes]
        aside.legend(lines, names, loc="lower left", title=word("links by class", lang), **_LEGEND)
