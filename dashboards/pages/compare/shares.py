"""The levers' shares of a change as a chart and a table, and what they only do together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from dashboards.numbers import Scale, digits, rounded, scale_of
from dashboards.pages.compare.attribution import Attribution
from dashboards.pages.compare.levers import ALONE, COMMITTEE, WHOLE, WITHOUT
from dashboards.pages.compare.measured import known
from dashboards.shelf import Shelf
from dashboards.tables import Cell, number
from dashboards.texts import text

Option = dict[str, Any]

MOST: Final = 14
"""Levers drawn, the largest; the table holds them all."""

REST, TOGETHER = "rest", "all"
COLOURS: Final = {ALONE: "#2d7fd0", WITHOUT: "#d55e00"}


@dataclass(frozen=True)
class Share:
    """Mean, least and largest effect over the seeds of one lever, of the rest or of all."""

    lever: str
    alone: tuple[float, float, float]
    without: tuple[float, float, float]


def shares_of(found: Attribution, name: str) -> list[Share]:
    """Return the levers, the largest first, then the rest and the whole.

    The rest is the whole less the sum of the levers: what they do only together (below 0: what
    they take from each other).
    """
    whole = found.effects(WHOLE, "", name)
    listed = [
        Share(lever, *(_span(found.effects(kind, lever, name)) for kind in (ALONE, WITHOUT)))
        for lever in found.levers
    ]
    listed.sort(key=lambda one: (-max(abs(one.alone[0]), abs(one.without[0])), one.lever))
    rests = [_rest(found, kind, name, whole) for kind in (ALONE, WITHOUT)]
    return [*listed, Share(REST, *rests), Share(TOGETHER, _span(whole), _span(whole))]


def _rest(
    found: Attribution, kind: str, name: str, whole: list[float]
) -> tuple[float, float, float]:
    by_lever = [found.effects(kind, lever, name) for lever in found.levers]
    if any(len(effects) != len(whole) for effects in by_lever):
        return _span([])
    rests = []
    for k, total in enumerate(whole):
        for effects in by_lever:
            total -= effects[k]
        rests.append(total)
    return _span(rests)


def _span(values: list[float]) -> tuple[float, float, float]:
    """Return mean, least and largest; nan of none.

    >>> _span([1.0, 4.0, 1.0])
    (2.0, 1.0, 4.0)
    """
    if not values:
        return float("nan"), float("nan"), float("nan")
    total = 0.0
    for value in values:
        total += value
    return total / len(values), min(values), max(values)


def shares_frame(lang: str) -> Option:
    """Return the frame of the chart: two bars a lever, each with the span of its seeds."""
    bars = [
        {
            "id": kind,
            "name": text(f"compare_{kind}", lang),
            "type": "bar",
            "barWidth": "32%",
            "barGap": "0%",
            "itemStyle": {"color": colour},
        }
        for kind, colour in COLOURS.items()
    ]
    spans = {
        "id": "spans",
        "type": "custom",
        "draw": "whisker",
        "silent": True,
        "dimensions": ["place", "low", "high", "offset"],
        "encode": {"y": 0, "x": [1, 2]},
        "z": 5,
    }
    return {
        "animation": False,
        "grid": {"left": 8, "right": 24, "top": 4, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "confine": True},
        "xAxis": {"type": "value", "splitNumber": 4},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [],
            "axisTick": {"show": False},
            "axisLabel": {"width": 200, "overflow": "truncate"},
        },
        "series": [*bars, spans],
    }


def shares_step(shares: list[Share], name: str, shelf: Shelf, lang: str) -> Option:
    """Return the bars of the largest levers, the rest and the whole."""
    drawn = [*shares[:-2][:MOST], *shares[-2:]]
    scale = shares_scale(shares, name, lang)
    parts = {
        ALONE: [one.alone for one in drawn],
        WITHOUT: [one.without for one in drawn],
    }
    spans = [
        [place, rounded(low / scale.divisor), rounded(high / scale.divisor), offset]
        for offset, kind in ((-0.16, ALONE), (0.16, WITHOUT))
        for place, (_, low, high) in enumerate(parts[kind])
        if high > low
    ]
    return {
        "yAxis": {"data": [lever_title(one.lever, shelf, lang) for one in drawn]},
        "series": [
            *(
                {
                    "id": kind,
                    "data": [
                        {"value": rounded(part[0] / scale.divisor), "text": _said(part, name, lang)}
                        for part in parts[kind]
                    ],
                }
                for kind in COLOURS
            ),
            {"id": "spans", "data": spans},
        ],
    }


def shares_scale(shares: list[Share], name: str, lang: str) -> Scale:
    """Return how the effects are written."""
    sizes = [abs(part[0]) for one in shares for part in (one.alone, one.without)]
    return scale_of(max((s for s in sizes if s == s), default=0.0), known(name).figure_unit, lang)


def shares_rows(
    shares: list[Share], name: str, shelf: Shelf, lang: str
) -> list[tuple[str, list[Cell]]]:
    """Return the rows of the table: a lever, added alone, and taken out."""
    return [
        (
            one.lever,
            [
                lever_title(one.lever, shelf, lang),
                *(number(part[0], _said(part, name, lang)) for part in (one.alone, one.without)),
            ],
        )
        for one in shares
    ]


def lever_title(lever: str, shelf: Shelf, lang: str) -> str:
    """Return what a row is called."""
    if lever in (REST, TOGETHER, COMMITTEE):
        return text(f"compare_lever_{lever}", lang)
    return {one.name: one.title[lang] for one in shelf.levers}[lever]


def _said(part: tuple[float, float, float], name: str, lang: str) -> str:
    """Write a mean with its span, on a scale of its own: small ones are not lost."""
    scale = scale_of(max((abs(one) for one in part if one == one), default=0.0),
                     known(name).figure_unit, lang)  # fmt: skip
    mean, low, high = (digits(one / scale.divisor, sign=True) for one in part)
    span = f" ({low} … {high})" if part[2] > part[1] else ""
    return f"{mean} {scale.name}{span}"
