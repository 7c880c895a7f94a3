"""Chart options of the park's map and network: the same marks and ties on either ground."""

from __future__ import annotations

import math
from typing import Any, Final

from dashboards.charts import Option, amount_text
from dashboards.numbers import digits, rounded
from dashboards.pages.park.data import ParkYear, Place, Site, Tie
from dashboards.pages.park.ground import Ground, Spot
from dashboards.texts import LANGUAGES, text
from experiments.explain.event_words import UNIT_WORDS, word_of
from experiments.labels import class_label, role_label

CLASS_COLOURS = {
    "mineral": "#96714a",
    "metal": "#5b7a99",
    "organic": "#4b9440",
    "chemical": "#9b59b6",
    "heat": "#d9482b",
    "fuel gas": "#c98a12",
    "water": "#2d8fd5",
}
"""Colour of each class of streams, in the legend's order."""

MARKS: Final = {
    "firm": ("circle", "#64748b"),
    "utility": ("diamond", "#0f8a7e"),
    "outside": ("triangle", "#a05a2c"),
}
"""Symbol and colour of each role."""

STATUSES: Final = ("free", "idle")
PLOT_COLOUR = "#8a8f98"
RING: Final = "#c026d3"
"""Around the enterprise whose card is shown."""

MOST_NAMED = 40
"""With more places than this only pointing at one shows its name."""

THINNEST, THICKEST = 1.0, 9.0
FADED: Final = 0.12
_NAME_LENGTH = 26
ROAD_DASH: Final = [5, 3]


def park_frame(site: Site, ground: Ground, lang: str) -> Option:
    """Return what a picture keeps while sliders move: box, legend, series and their styles."""
    box = ground.box
    axis = {"type": "value", "show": False}
    marks = [_marks(role, role_label(role, lang), named=_named(site)) for role in MARKS]
    return {
        "animation": False,
        "legend": {"type": "scroll", "top": 0, "left": 0, "itemWidth": 18, "itemHeight": 10},
        "grid": {"left": 2, "right": 2, "top": 34, "bottom": 2},
        "tooltip": {"trigger": "item", "confine": True},
        "xAxis": {**axis, "min": box.west, "max": box.east},
        "yAxis": {**axis, "min": box.south, "max": box.north},
        "dataZoom": [
            {"type": "inside", f"{axis_name}AxisIndex": 0, "filterMode": "none",
             "zoomOnMouseWheel": "ctrl", "minSpan": 4}
            for axis_name in ("x", "y")
        ],
        "series": [
            *(_strands(kind, class_label(kind, lang)) for kind in CLASS_COLOURS),
            *(_lots(status, lang) for status in STATUSES if ground.true),
            *marks,
        ],
    }  # fmt: skip


def park_step(
    year: ParkYear, site: Site, ground: Ground, lang: str, chosen: str = "", picked: bool = False
) -> Option:
    """Return the places and ties of a year: `chosen` ringed and, where `picked`, others faded."""
    at = ground.place(year.places)
    near = {chosen, *year.partners().get(chosen, ())} if picked else set(at)
    series: list[Option] = [
        {"id": kind, "data": [strand for _, strand in strands]}
        for kind, strands in _strands_by_class(year, site, at, lang, chosen if picked else "")
    ]
    for role in MARKS:
        points = []
        for place in year.places:
            if place.role == role:
                mark = _mark(place, at[place.enterprise], ground, lang)
                points.append(_shaded(mark, place.enterprise, chosen, near))
        series.append({"id": role, "data": points})
    for status in STATUSES if ground.true else ():
        lots = [
            {
                "value": [rounded(x), rounded(y)],
                "text": text(f"park_lot_{status}", lang, mu=digits(area)),
            }
            for x, y, found, area in site.plots
            if found == status
        ]
        series.append({"id": f"plot_{status}", "data": lots})
    return {"series": series}


def park_table(year: ParkYear, lang: str) -> dict[str, Any]:
    """Return the ties of a year as a table to save: giver, taker, stream, class, amount, how."""
    k = LANGUAGES.index(lang)
    names = {place.enterprise: place.name[k] for place in year.places}
    heads = ("giver", "taker", "stream", "class", "amount", "unit", "way")
    return {
        "columns": [text(f"park_col_{head}", lang) for head in heads],
        "rows": [
            [
                names.get(tie.giver, tie.giver),
                names.get(tie.taker, tie.taker),
                tie.stream[k],
                class_label(tie.kind, lang),
                tie.amount,
                word_of(UNIT_WORDS, tie.unit, lang),
                way(tie.piped, lang),
            ]
            for tie in year.ties
        ],
    }


def way(piped: bool, lang: str) -> str:
    """Return how a stream goes, in words."""
    return text("park_by_pipe" if piped else "park_by_road", lang)


def _named(site: Site) -> bool:
    return len(site.places) <= MOST_NAMED


def _marks(role: str, name: str, named: bool) -> Option:
    symbol, colour = MARKS[role]
    return {
        "id": role,
        "name": name,
        "type": "scatter",
        "symbol": symbol,
        "z": 4,
        "itemStyle": {"color": colour, "opacity": 0.9},
        "label": {"show": named or role == "outside", "position": "top", "distance": 3,
                  "fontSize": 11, "formatter": "{b}"},
        "labelLayout": {"hideOverlap": True},
        "emphasis": {"scale": 1.25},
    }  # fmt: skip


def _lots(status: str, lang: str) -> Option:
    kind = "solid" if status == "free" else "dashed"
    return {
        "id": f"plot_{status}",
        "name": text(f"plot_{status}", lang),
        "type": "scatter",
        "symbol": "rect",
        "symbolSize": 11,
        "z": 4,
        "itemStyle": {"color": "transparent", "borderColor": PLOT_COLOUR, "borderWidth": 1.5,
                      "borderType": kind},
    }  # fmt: skip


def _mark(place: Place, spot: Spot, ground: Ground, lang: str) -> Option:
    k = LANGUAGES.index(lang)
    name, short = place.name[k], shortened(place.name[k])
    mark: Option = {
        "key": place.enterprise,
        "name": short,
        "value": [rounded(spot[0]), rounded(spot[1])],
        "symbolSize": round(7.0 + min(15.0, 0.8 * math.sqrt(max(place.land_mu, 0.0))), 1),
    }
    lines = [name, place.sector[k]]
    if place.land_mu > 0.0:
        lines.append(text("land", lang, mu=digits(place.land_mu)))
    if ground.true and not ground.box.holds(place.x_km, place.y_km):
        x, y = ground.box.middle
        km = digits(math.hypot(place.x_km - x, place.y_km - y))
        lines[0] = text("far", lang, name=name, km=km)
        angle = math.degrees(math.atan2(place.y_km - spot[1], place.x_km - spot[0]))
        west, high = spot[0] < x, spot[1] > y
        mark |= {
            "name": text("far", lang, name=short, km=km),
            "symbolRotate": round(angle - 90.0),
            "label": {"position": ["0%", "0%"], "align": "left" if west else "right",
                      "verticalAlign": "top" if high else "bottom",
                      "offset": [10 if west else 4, 14 if high else -4]},
        }  # fmt: skip
    return {**mark, "text": "\n".join(lines)}


def shortened(name: str) -> str:
    """Return a name that fits beside a mark."""
    return name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1] + "…"


def _shaded(mark: Option, enterprise: str, chosen: str, near: set[str]) -> Option:
    """Return a mark with the ring of the chosen one, or faded where it is none of its own."""
    label = mark.get("label", {})
    if enterprise == chosen:
        ring = {"borderColor": RING, "borderWidth": 3.5, "opacity": 1.0}
        return {**mark, "itemStyle": ring, "label": {**label, "show": True}}
    if enterprise not in near:
        return {**mark, "itemStyle": {"opacity": 2 * FADED}, "label": {**label, "show": False}}
    return mark


def _strands(kind: str, name: str) -> Option:
    return {
        "id": kind,
        "name": name,
        "type": "lines",
        "coordinateSystem": "cartesian2d",
        "symbol": ["none", "arrow"],
        "z": 3,
        "itemStyle": {"color": CLASS_COLOURS[kind]},
        "lineStyle": {"color": CLASS_COLOURS[kind], "opacity": 0.65, "curveness": 0.18},
        "emphasis": {"lineStyle": {"opacity": 1.0}},
    }


def _strands_by_class(
    year: ParkYear, site: Site, at: dict[str, Spot], lang: str, picked: str
) -> list[tuple[str, list[tuple[float, Option]]]]:
    """Return the ties of each class, the widest first so that thin ones stay visible."""
    names = {place.enterprise: place.name[LANGUAGES.index(lang)] for place in year.places}
    pairs: dict[tuple[str, str], int] = {}
    found: dict[str, list[tuple[float, Option]]] = {kind: [] for kind in CLASS_COLOURS}
    for tie in year.ties:
        if tie.giver not in at or tie.taker not in at:
            continue
        nth = pairs[tie.giver, tie.taker] = pairs.get((tie.giver, tie.taker), -1) + 1
        share = math.sqrt(min(1.0, tie.amount / site.largest.get(tie.unit, tie.amount)))
        width = round(THINNEST + (THICKEST - THINNEST) * share, 1)
        style: Option = {
            "width": width,
            "curveness": round((0.0 if tie.piped else 0.18) + 0.09 * nth, 2),
        }
        if not tie.piped:
            style["type"] = ROAD_DASH
        if picked:
            style["opacity"] = 0.9 if picked in (tie.giver, tie.taker) else FADED
        found[tie.kind].append((-width, _strand(tie, at, names, style, lang)))
    return [(kind, sorted(ties, key=lambda tie: tie[0])) for kind, ties in found.items()]


def _strand(
    tie: Tie, at: dict[str, Spot], names: dict[str, str], style: Option, lang: str
) -> Option:
    ends = [[rounded(x), rounded(y)] for x, y in (at[tie.giver], at[tie.taker])]
    pair = f"{names[tie.giver]} → {names[tie.taker]}"
    amount = amount_text(tie.amount, f"{tie.unit}/yr", lang)
    stream = text(
        "park_stream_by", lang, stream=tie.stream[LANGUAGES.index(lang)], way=way(tie.piped, lang)
    )
    return {
        "coords": ends,
        "lineStyle": style,
        "symbolSize": round(5.0 + style["width"], 1),
        "text": "\n".join((pair, stream, amount)),
    }
