"""Chart options and table rows of the links page."""

from __future__ import annotations

from typing import Any, Final

from dashboards.numbers import digits
from dashboards.pages.links.data import RENEWED, Counts, Link, Pair, Years
from dashboards.pages.park.picture import CLASS_COLOURS
from dashboards.tables import Cell, number
from dashboards.texts import LANGUAGES, text
from experiments.explain.event_words import REASON_WORDS
from experiments.labels import class_label, unit_label

Option = dict[str, Any]
Rows = list[tuple[str, list[Cell]]]

BASELINE_COLOUR: Final = "#8a8f98"
REASON_COLOURS: Final = {
    "found": "#0f8a7e", "brokered": "#2d7fd0", "term": "#a8852b", "partner_left": "#c9641c",
    "no_gain": "#b3437c", "trust_lost": "#7d55c7", "stream_ended": "#7a8088",
}  # fmt: skip
FORMED: Final = ("found", "brokered")
"""Reasons for which links form; for the others they end, drawn below the axis."""


def reason_text(reason: str, lang: str) -> str:
    """Return why a link formed or ended."""
    if reason == RENEWED:
        return text("links_renewed", lang)
    pair = REASON_WORDS.get(reason.replace("_", " "), (reason, reason))
    return pair[LANGUAGES.index(lang)]


def active_frame(years: Years, package: str, lang: str) -> Option:
    """Return the bars of active links by class, and the line of the baseline's total."""
    bars = [
        _bar(kind, class_label(kind, lang), colour, "class")
        for kind, colour in CLASS_COLOURS.items()
    ]
    line = {
        "id": "baseline",
        "name": text("baseline", lang, package=package),
        "type": "line",
        "showSymbol": False,
        "step": "middle",
        "z": 5,
        "lineStyle": {"color": BASELINE_COLOUR, "width": 2},
        "itemStyle": {"color": BASELINE_COLOUR},
    }
    return _frame(years, [*bars, line])


def active_step(years: Years, before: Years) -> Option:
    """Return the numbers of active links."""
    bars = [_points(kind, years.active.get(kind), years) for kind in CLASS_COLOURS]
    return {"series": [*bars, _points("baseline", before.total, years)]}


def turnover_frame(years: Years, lang: str) -> Option:
    """Return the bars of links formed, above the axis, and ended, below it."""
    frame = _frame(
        years,
        [
            _bar(name, _capital(reason_text(name, lang)), colour, "turnover")
            for name, colour in REASON_COLOURS.items()
        ],
    )
    return {**frame, "yAxis": {**frame["yAxis"], "bothWays": True}}


def turnover_step(years: Years) -> Option:
    """Return the numbers of links formed and ended."""
    return {
        "series": [
            _points(name, years.formed.get(name), years)
            if name in FORMED
            else _points(name, years.ended.get(name), years, -1)
            for name in REASON_COLOURS
        ]
    }


def counts_table(years: Years, parts: Counts, named: dict[str, str], lang: str) -> dict[str, Any]:
    """Return numbers by year as a table to save."""
    return {
        "columns": [text("year", lang), *(named[part] for part in parts)],
        "rows": [
            [year, *(counts[k] for counts in parts.values())] for k, year in enumerate(years.years)
        ],
    }


def link_rows(links: tuple[Link, ...], names: dict[str, Pair], lang: str) -> Rows:
    """Return a row a contract."""
    k = LANGUAGES.index(lang)
    return [
        (
            one.key,
            [
                names.get(one.giver, (one.giver,) * 2)[k],
                names.get(one.taker, (one.taker,) * 2)[k],
                one.stream[k],
                number(one.agreed),
                unit_label(one.unit, lang),
                number(one.price_cny),
                one.since,
                one.until,
                reason_text(one.reason, lang) if one.reason else text("links_runs", lang),
                _origin(one, lang),
            ],
        )
        for one in links
    ]


def _origin(link: Link, lang: str) -> str:
    kind = "file" if link.from_file else "renewal" if link.renewal else "new"
    return text(f"links_origin_{kind}", lang)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _frame(years: Years, series: list[Option]) -> Option:
    return {
        "animation": False,
        "grid": {"left": 4, "right": 14, "top": 56, "bottom": 2, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 12, "itemHeight": 10},
        "tooltip": {"trigger": "axis", "confine": True},
        "xAxis": {
            "type": "category",
            "data": [str(year) for year in years.years],
            "axisLine": {"onZero": False},
        },
        "yAxis": {"type": "value", "minInterval": 1, "splitNumber": 4},
        "series": series,
        "narrow": {"legend": {"type": "scroll", "top": 0, "left": 0, "itemWidth": 12},
                   "grid": {"left": 4, "right": 14, "top": 34, "bottom": 2, "containLabel": True}},
    }  # fmt: skip


def _bar(name: str, title: str, colour: str, stack: str) -> Option:
    return {
        "id": name, "name": title, "type": "bar", "stack": stack, "barCategoryGap": "35%",
        "itemStyle": {"color": colour},
    }  # fmt: skip


def _points(name: str, counts: tuple[int, ...] | None, years: Years, sign: int = 1) -> Option:
    values = counts or (0,) * len(years.years)
    return {
        "id": name,
        "data": [{"value": sign * one, "text": digits(float(one), whole=True)} for one in values],
    }
