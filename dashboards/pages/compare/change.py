"""Why a run's CO2 changed since its first year: the effects, as plain data and as a waterfall."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from dashboards.numbers import Scale, digits, rounded, scale_of, subscript
from dashboards.tables import table
from dashboards.texts import LANGUAGES, text

if TYPE_CHECKING:
    from experiments.results import Results

Option = dict[str, Any]

OF: Final = ("co2", "energy")
UNITS: Final = {"co2": "t CO2/yr", "energy": "tce/yr"}
MORE, LESS, GRID, ALL = "#c9641c", "#2d8fd5", "#8a8f98", "#0f8a7e"
"""Colours of what rose, what fell, the grid's own change and the whole."""

LEAST: Final = 5e-5
"""Effects below this share of the first year's total are left out of the drawing."""


@dataclass(frozen=True)
class Change:
    """Totals at both ends and the effects between them, which add up to the difference."""

    first: int
    last: int
    start: float
    end: float
    effects: tuple[tuple[str, float], ...]


def change_of(results: Results, last: int, of: str) -> Change:
    """Return why a run's CO2 or energy changed from its first year to another."""
    from experiments.decompose import decompose

    first = int(results.years[0])
    found = decompose(results, first, last, of)
    return Change(first, last, found.start, found.end, tuple(found.effects.items()))


def waterfall_frame(lang: str) -> Option:
    """Return what a waterfall keeps while sliders move."""
    return {
        "animation": False,
        "grid": {"left": 8, "right": 84, "top": 4, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "item", "confine": True},
        "xAxis": {"type": "value", "splitNumber": 4},
        "yAxis": {"type": "category", "inverse": True, "data": [], "axisTick": {"show": False}},
        "series": [
            {
                "id": "effects",
                "name": text("compare_effect", lang),
                "type": "custom",
                "draw": "floating",
                "dimensions": ["place", "from", "to", {"name": "words", "type": "ordinal"}],
                "encode": {"y": 0, "x": [1, 2]},
            }
        ],
    }


def waterfall_scale(change: Change, of: str, lang: str) -> Scale:
    """Return how a waterfall's numbers are written."""
    largest = max(abs(high - low) for _, low, high in waterfall(change))
    return scale_of(largest, UNITS[of], lang)


def waterfall_step(change: Change, of: str, lang: str) -> Option:
    """Return the effects as floating bars, the whole change last."""
    steps, scale = waterfall(change), waterfall_scale(change, of, lang)
    data = [
        {
            "value": [
                place,
                rounded(low / scale.divisor),
                rounded(high / scale.divisor),
                digits((high - low) / scale.divisor, sign=True),
            ],
            "itemStyle": {"color": _colour(name, high - low)},
            "text": "\n".join(
                [
                    f"{_label(name, lang)}: {_amount(high - low, of, lang)}",
                    *([] if name == "all" else [_meaning(name, lang)]),
                ]
            ),
        }
        for place, (name, low, high) in enumerate(steps)
    ]
    names = [_label(name, lang) for name, *_ in steps]
    return {
        "yAxis": {"data": names},
        "series": [{"id": "effects", "data": data}],
    }


def waterfall(change: Change) -> list[tuple[str, float, float]]:
    """Return (effect, from, to) of each bar, in the order of the ladder; the last is `all`.

    >>> waterfall(Change(2020, 2030, 10.0, 13.0, (("activity", 4.0), ("grid", -1.0))))
    [('activity', 0.0, 4.0), ('grid', 4.0, 3.0), ('all', 0.0, 3.0)]
    """
    level, found = 0.0, []
    for name, effect in change.effects:
        if abs(effect) > LEAST * abs(change.start):
            found.append((name, level, level + effect))
        level += effect
    return [*found, ("all", 0.0, change.end - change.start)]


def waterfall_table(change: Change, of: str, lang: str) -> dict[str, Any]:
    """Return the effects as a table to save, in the unit of the whole."""
    ends = ((change.first, change.start), (change.last, change.end))
    return {
        "columns": [text("compare_effect", lang), UNITS[of], text("compare_effect_is", lang)],
        "rows": [
            [str(ends[0][0]), ends[0][1], ""],
            *(
                [_label(name, lang), effect, _meaning(name, lang)]
                for name, effect in change.effects
            ),
            [str(ends[1][0]), ends[1][1], ""],
        ],
    }


def meanings_table(lang: str) -> str:
    """Return what each effect is, as a table of the page."""
    from experiments.decompose import EFFECTS

    columns = [text("compare_effect", lang), text("compare_effect_is", lang)]
    return table(columns, [(name, [_label(name, lang), _meaning(name, lang)]) for name in EFFECTS])


def change_text(change: Change, of: str, lang: str) -> str:
    """Return the totals of both ends and the change without the grid's own."""
    grid = dict(change.effects).get("grid", 0.0)
    return text(
        "compare_change_said",
        lang,
        first=change.first,
        last=change.last,
        start=_amount(change.start, of, lang, sign=False),
        end=_amount(change.end, of, lang, sign=False),
        own=_amount(change.end - change.start - grid, of, lang),
    )


def _amount(value: float, of: str, lang: str, sign: bool = True) -> str:
    scale = scale_of(value, UNITS[of], lang)
    return f"{digits(value / scale.divisor, sign=sign)} {scale.name}"


def _colour(name: str, effect: float) -> str:
    return {"all": ALL, "grid": GRID}.get(name, MORE if effect > 0 else LESS)


def _label(name: str, lang: str) -> str:
    return text("compare_all", lang) if name == "all" else _effect(name)[LANGUAGES.index(lang)]


def _meaning(name: str, lang: str) -> str:
    return _effect(name)[len(LANGUAGES) + LANGUAGES.index(lang)]


@cache
def _effect(name: str) -> tuple[str, ...]:
    """Return an effect's name, then its meaning, in the order of `LANGUAGES`."""
    from experiments.labels import effect_label, effect_meaning

    return tuple(
        subscript(told(name, one)) for told in (effect_label, effect_meaning) for one in LANGUAGES
    )
