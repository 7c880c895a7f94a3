"""Chart options of the network on the park's map: places in km, ties by class of stream."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dashboards.board import Board, Place, Tie
from dashboards.charts import Option, amount_text
from dashboards.numbers import digits, rounded
from dashboards.texts import LANGUAGES, text

CLASS_COLOURS = {
    "mineral": "#96714a",
    "metal": "#5b7a99",
    "organic": "#4b9440",
    "chemical": "#9b59b6",
    "heat": "#d9482b",
    "fuel gas": "#c98a12",
    "water": "#2d8fd5",
}
"""Colour of each class of streams; a class this table lacks is drawn grey."""

ROLE_MARKS = {"firm": ("circle", "#64748b"), "utility": ("diamond", "#0f8a7e")}
OUTSIDE_MARK = ("triangle", "#a05a2c")
PLOT_COLOUR = "#8a8f98"

ASPECT = 3.0 / 2.0
MARGIN = 0.08
REACH = 0.6
"""A place outside the fence stands on the map within this share of the park's extent, else at
the edge."""

MOST_NAMED = 40
"""With more places than this only pointing at one shows its name."""

THINNEST, THICKEST = 1.0, 9.0
_NAME_LENGTH = 26


@dataclass(frozen=True)
class Box:
    """The part of the plane that is drawn, in km."""

    west: float
    east: float
    south: float
    north: float

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point lies inside."""
        return self.west <= x <= self.east and self.south <= y <= self.north

    def grown(self, share: float) -> Box:
        """Return the box larger by a share of its longer side on each side."""
        more = share * max(self.east - self.west, self.north - self.south, 0.5)
        return Box(self.west - more, self.east + more, self.south - more, self.north + more)

    def shaped(self, aspect: float) -> Box:
        """Return the smallest box of this aspect (width over height) around this one."""
        width, height = self.east - self.west, self.north - self.south
        wide, high = max(width, height * aspect), max(height, width / aspect)
        x, y = (self.west + self.east) / 2, (self.south + self.north) / 2
        return Box(x - wide / 2, x + wide / 2, y - high / 2, y + high / 2)

    def edge(self, x: float, y: float) -> tuple[float, float]:
        """Return where the ray from the middle to a point outside leaves the box."""
        middle_x, middle_y = (self.west + self.east) / 2, (self.south + self.north) / 2
        dx, dy = x - middle_x, y - middle_y
        half_x, half_y = (self.east - self.west) / 2, (self.north - self.south) / 2
        share = min(half_x / abs(dx) if dx else math.inf, half_y / abs(dy) if dy else math.inf)
        return middle_x + share * dx, middle_y + share * dy


def map_box(board: Board) -> Box:
    """Return the box around the park and its near partners."""
    inside = [(p.x_km, p.y_km) for p in board.places if p.role != "outside"]
    inside += [(x, y) for x, y, _ in board.plots]
    core = _around(inside or [(p.x_km, p.y_km) for p in board.places] or [(0.0, 0.0)])
    reach = core.grown(REACH)
    near = [(p.x_km, p.y_km) for p in board.places if reach.holds(p.x_km, p.y_km)]
    return (
        _around([(core.west, core.south), (core.east, core.north), *near])
        .grown(MARGIN)
        .shaped(ASPECT)
    )


def map_frame(baseline: Board, lang: str) -> Option:
    """Return what the map keeps while sliders move: box, legend, series and their styles."""
    from experiments.labels import class_label, role_label

    box = map_box(baseline)
    axis = {"type": "value", "show": False}
    marks = [
        _marks(role, role_label(role, lang), *ROLE_MARKS[role], named=_named(baseline))
        for role in ROLE_MARKS
    ]
    marks.append(_marks("outside", role_label("outside", lang), *OUTSIDE_MARK, named=True))
    plots = [
        _marks(f"plot_{status}", text(f"plot_{status}", lang), "rect", PLOT_COLOUR, named=False)
        for status in ("free", "idle")
    ]
    for series, kind in zip(plots, ("solid", "dashed"), strict=True):
        series["itemStyle"] = {"color": "transparent", "borderColor": PLOT_COLOUR,
                               "borderWidth": 1.5, "borderType": kind}  # fmt: skip
        series["symbolSize"] = 11
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
            *(_strands(kind, class_label(kind, lang)) for kind in CLASS_COLOURS), *plots, *marks
        ],
    }  # fmt: skip


def map_step(board: Board, baseline: Board, lang: str) -> Option:
    """Return the places and ties of one run."""
    box = map_box(baseline)
    at = {place.enterprise: _spot(place, box) for place in board.places}
    series = [
        {"id": kind, "data": [strand for _, strand in strands]}
        for kind, strands in _strands_by_class(board, baseline, at, lang).items()
    ]
    for role in (*ROLE_MARKS, "outside"):
        placed = [place for place in board.places if place.role == role]
        series.append({"id": role, "data": [_mark(p, at[p.enterprise], box, lang) for p in placed]})
    for status in ("free", "idle"):
        points = [
            {"value": [rounded(x), rounded(y)], "text": text(f"plot_{status}", lang)}
            for x, y, found in board.plots
            if found == status
        ]
        series.append({"id": f"plot_{status}", "data": points})
    return {"series": series}


def _around(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), max(xs), min(ys), max(ys))


def _named(board: Board) -> bool:
    return len(board.places) <= MOST_NAMED


def _spot(place: Place, box: Box) -> tuple[float, float]:
    """Return where a place is drawn: where it is, or at the edge in its direction."""
    if box.holds(place.x_km, place.y_km):
        return place.x_km, place.y_km
    inner = Box(*(0.97 * side + 0.03 * middle for side, middle in (
        (box.west, (box.west + box.east) / 2), (box.east, (box.west + box.east) / 2),
        (box.south, (box.south + box.north) / 2), (box.north, (box.south + box.north) / 2),
    )))  # fmt: skip
    return inner.edge(place.x_km, place.y_km)


def _marks(series: str, name: str, symbol: str, colour: str, named: bool) -> Option:
    return {
        "id": series,
        "name": name,
        "type": "scatter",
        "symbol": symbol,
        "z": 4,
        "itemStyle": {"color": colour, "opacity": 0.9},
        "label": {"show": named, "position": "top", "distance": 3, "fontSize": 11,
                  "formatter": "{b}"},
        **({"labelLayout": {"hideOverlap": True}} if named else {}),
        "emphasis": {"scale": 1.25},
    }  # fmt: skip


def _mark(place: Place, spot: tuple[float, float], box: Box, lang: str) -> Option:
    k = LANGUAGES.index(lang)
    name = place.name[k]
    mark: Option = {
        "name": name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1] + "…",
        "value": [rounded(spot[0]), rounded(spot[1])],
        "symbolSize": round(7.0 + min(15.0, 0.8 * math.sqrt(max(place.land_mu, 0.0))), 1),
    }
    lines = [name, place.sector[k]]
    if place.land_mu > 0.0:
        lines.append(text("land", lang, mu=digits(place.land_mu)))
    if not box.holds(place.x_km, place.y_km):
        west, east = spot[0] < (box.west + box.east) / 2, spot[1] > (box.south + box.north) / 2
        away = text("far", lang, name=mark["name"], km=digits(_away(place, box)))
        lines[0] = text("far", lang, name=name, km=digits(_away(place, box)))
        angle = math.degrees(math.atan2(place.y_km - spot[1], place.x_km - spot[0]))
        mark |= {
            "name": away,
            "symbolRotate": round(angle - 90.0),
            "label": {"position": ["0%", "0%"], "align": "left" if west else "right",
                      "verticalAlign": "top" if east else "bottom",
                      "offset": [10 if west else 4, 14 if east else -4]},
        }  # fmt: skip
    return {**mark, "text": "\n".join(lines)}


def _away(place: Place, box: Box) -> float:
    """Return the distance from the middle of the map, km."""
    x, y = (box.west + box.east) / 2, (box.south + box.north) / 2
    return math.hypot(place.x_km - x, place.y_km - y)


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
    board: Board, baseline: Board, at: dict[str, tuple[float, float]], lang: str
) -> dict[str, list[tuple[float, Option]]]:
    """Return the ties of each class, the widest first so that thin ones stay visible."""
    largest: dict[str, float] = {}
    for tie in baseline.ties:
        largest[tie.unit] = max(largest.get(tie.unit, 0.0), tie.amount)
    names = {place.enterprise: place.name[LANGUAGES.index(lang)] for place in board.places}
    pairs: dict[tuple[str, str], int] = {}
    found: dict[str, list[tuple[float, Option]]] = {kind: [] for kind in CLASS_COLOURS}
    for tie in board.ties:
        if tie.giver not in at or tie.taker not in at:
            continue
        nth = pairs[tie.giver, tie.taker] = pairs.get((tie.giver, tie.taker), -1) + 1
        share = math.sqrt(min(1.0, tie.amount / largest.get(tie.unit, tie.amount)))
        width = round(THINNEST + (THICKEST - THINNEST) * share, 1)
        found[tie.kind].append((-width, _strand(tie, at, names, width, nth, lang)))
    return {kind: sorted(ties, key=lambda tie: tie[0]) for kind, ties in found.items()}


def _strand(
    tie: Tie, at: dict[str, tuple[float, float]], names: dict[str, str], width: float, nth: int,
    lang: str,
) -> Option:  # fmt: skip
    ends = [[rounded(x), rounded(y)] for x, y in (at[tie.giver], at[tie.taker])]
    pair = f"{names[tie.giver]} → {names[tie.taker]}"
    amount = amount_text(tie.amount, f"{tie.unit}/yr", lang)
    return {
        "coords": ends,
        "lineStyle": {"width": width, "curveness": round(0.18 + 0.09 * nth, 2)},
        "symbolSize": round(5.0 + width, 1),
        "text": "\n".join((pair, tie.stream[LANGUAGES.index(lang)], amount)),
    }
