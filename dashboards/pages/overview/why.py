"""Rows that explain a figure: each part here, in the baseline, how it differs, and at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dashboards.board import Board, Goal
from dashboards.charts import goal_text
from dashboards.numbers import Scale, digits, percent, scale_of, subscript
from dashboards.pages.overview.goals import verdict
from dashboards.pages.overview.shares import BY, UNITS, Shares, kind_of
from dashboards.tables import Cell, number
from dashboards.texts import LANGUAGES, text

CARDS: Final = ("co2", "energy", "reused", "links", "cost", "targets")
MOST: Final = 10
"""Enterprises shown of those that contribute most, and of those that changed most."""

_LEAST: Final = 1e-9


@dataclass(frozen=True)
class Asked:
    """What is to be explained: a kind of figure, in a year, and the target it was asked from."""

    kind: str
    year: int
    title: str
    note: str = ""


def asked_of(word: str, board: Board, lang: str) -> Asked | None:
    """Return what a choice asks to explain: a card's key or a target's; None for neither."""
    first, last = board.years[0], board.years[-1]
    if word in CARDS:
        title = text(f"figure_{word}", lang, **({"first": first} if word == "cost" else {}),
                     **({} if word == "targets" else {"year": last}))  # fmt: skip
        return Asked(word, last, title)
    goal = next((goal for goal in board.goals if goal.target == word), None)
    if goal is None or not kind_of(goal.indicator):
        return None
    return _of_goal(goal, lang)


def _of_goal(goal: Goal, lang: str) -> Asked:
    kind = kind_of(goal.indicator)
    label = subscript(goal.label[LANGUAGES.index(lang)])
    said = text("why_goal", lang, label=label, goal=goal_text(goal, lang),
                verdict=verdict(goal, lang))  # fmt: skip
    return Asked(kind, goal.due, text(f"why_{kind}", lang, year=goal.due), said)


def facts(
    kind: str, here: Shares, before: Shares, start: Shares, lang: str
) -> list[tuple[str, str]]:
    """Return the figure in the scenario, in the baseline and at the start, with the changes."""
    scale = _scale(kind, here, before, lang)

    def amount(one: Shares) -> str:
        return f"{_written(one.total, kind, scale)} {scale.name}".strip()

    def against(other: Shares) -> str:
        change = _change(here, other, lang)
        return text("why_against", lang, amount=amount(other), change=change)

    found = [
        (text("scenario", lang), amount(here)),
        (text("why_baseline", lang), against(before)),
    ]
    if kind not in ("cost", "targets"):
        found.append((text("why_start", lang), against(start)))
    return found


def rows(
    kind: str, by: str, here: Shares, before: Shares, start: Shares, lang: str
) -> list[tuple[str, list[Cell]]]:
    """Return a row a part, the largest change first; of enterprises those that matter most.

    What is left out is summed in a last row, so that every column adds up to its figure.
    """
    k = LANGUAGES.index(lang)
    scale = _scale(kind, here, before, lang)
    names = {
        one.key: one.name[k] or text("why_no_firm", lang)
        for shares in (start, before, here)
        for one in shares.parts
    }
    columns = [{one.key: one.value for one in shares.parts} for shares in (here, before, start)]
    kept = _kept(columns[0], columns[1], by)
    shown = [
        (key, _cells(kind, names[key], [column.get(key, 0.0) for column in columns], here, scale))
        for key in kept
    ]
    rest = [[value for key, value in column.items() if key not in kept] for column in columns]
    if any(rest):
        count = len(names) - len(kept)
        name = text("why_others", lang, count=count)
        shown.append(("", _cells(kind, name, [_total(one) for one in rest], here, scale)))
    return shown


def heads(kind: str, by: str, here: Shares, before: Shares, year: int, lang: str) -> list[str]:
    """Return the headings of these rows."""
    unit = _scale(kind, here, before, lang).name
    scenario = text("scenario", lang)
    return [
        text(f"why_by_{by}", lang),
        f"{scenario} ({unit})" if unit else scenario,
        text("why_share", lang),
        text("why_baseline", lang),
        text("why_change", lang),
        text("why_start", lang),
    ]


def most_changed(here: Shares, before: Shares) -> str:
    """Return the enterprise that changed most against the baseline, or that contributes most."""
    columns = [{one.key: one.value for one in shares.parts} for shares in (here, before)]
    kept = [key for key in _kept(columns[0], columns[1], "firm") if key]
    return kept[0] if kept else ""


def ways(kind: str, year: int, first: int) -> tuple[str, ...]:
    """Return the ways to take a figure apart; without a decomposition in the first year."""
    return tuple(by for by in BY[kind] if by != "effects" or year > first)


def _kept(here: Mapping[str, float], before: Mapping[str, float], by: str) -> list[str]:
    """Return the keys of the rows: by change, then by size."""
    keys = here.keys() | before.keys()
    size = {key: max(abs(here.get(key, 0.0)), abs(before.get(key, 0.0))) for key in keys}
    change = {key: abs(here.get(key, 0.0) - before.get(key, 0.0)) for key in keys}
    least = _LEAST * max(size.values(), default=0.0)
    change = {key: value if value > least else 0.0 for key, value in change.items()}
    if by in ("firm", "link"):
        largest = sorted(keys, key=lambda key: (-size[key], key))[:MOST]
        moved = sorted(keys, key=lambda key: (-change[key], key))[:MOST]
        keys = {*largest, *(key for key in moved if change[key])}
    return sorted(keys, key=lambda key: (-change[key], -size[key], key))


def _cells(
    kind: str, name: str, values: list[float], whole: Shares, scale: Scale
) -> list[Cell]:  # fmt: skip
    here, before, start = (value / scale.divisor for value in values)
    share = 100.0 * values[0] / whole.total if whole.total else float("nan")
    change = here - before
    same = abs(change) <= _LEAST * max(abs(here), abs(before), _LEAST)
    count = UNITS[kind] == "count"
    sign = digits(change, whole=count and change == round(change), sign=True)
    return [
        name[:1].upper() + name[1:],
        number(here, _written(values[0], kind, scale)),
        number(share, f"{share:.0f} %" if share == share else "–"),
        number(before, _written(values[1], kind, scale)),
        number(0.0 if same else change, "–" if same else sign),
        number(start, _written(values[2], kind, scale)),
    ]


def _written(value: float, kind: str, scale: Scale) -> str:
    whole = UNITS[kind] == "count" and value == round(value)
    return digits(value / scale.divisor, whole)


def _scale(kind: str, here: Shares, before: Shares, lang: str) -> Scale:
    return scale_of(max(abs(here.total), abs(before.total)), UNITS[kind], lang)


def _change(here: Shares, other: Shares, lang: str) -> str:
    change = here.total - other.total
    if abs(change) <= _LEAST * abs(other.total):
        return text("why_same", lang)
    if not other.total:
        return digits(change, sign=True)
    return percent(100.0 * change / abs(other.total))


def _total(values: list[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total
