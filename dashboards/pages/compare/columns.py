"""The scenarios that stand side by side: the one shown, the pins and the baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dashboards.charts import BASELINE_COLOUR, SCENARIO_COLOUR
from dashboards.numbers import digits
from dashboards.pages.compare.measured import Measured, measured_of
from dashboards.room import Room
from dashboards.shelf import Shelf
from dashboards.texts import text
from dashboards.viewstate import Key

NOW, BEFORE = "now", "baseline"

LOOKS: Final[Mapping[str, tuple[str, str]]] = {
    "A": ("#2d7fd0", "rect"),
    "B": ("#d55e00", "triangle"),
    "C": ("#b4589a", "diamond"),
    "D": ("#9a7400", "roundRect"),
}
"""Colour and mark of each pin, told apart by those who see no red or no green; at least 3:1
against the light and the dark page."""


@dataclass(frozen=True)
class Column:
    """A scenario of the comparison: `name` is `now`, `baseline` or the letter of a pin.

    `before` is the baseline of its own park and seed, which its differences are taken from.
    """

    name: str
    key: Key
    title: str
    colour: str
    symbol: str
    measured: Measured
    before: Measured


def pins_of(room: Room) -> dict[str, Key]:
    """Return the pins by letter, equal ones once."""
    return dict(zip(LOOKS, dict.fromkeys(room.state.pins), strict=False))


def columns_of(room: Room) -> list[Column]:
    """Return the columns: the scenario shown, each pin, the baseline of the scenario shown."""
    lang, state = room.lang, room.state
    found = [_column(room, NOW, state.key, text("scenario", lang), SCENARIO_COLOUR, "circle")]
    for letter, key in pins_of(room).items():
        title = f"{letter} · {short_name(key, room.shelf, lang, state.key)}"
        found.append(_column(room, letter, key, title, *LOOKS[letter]))
    title = text("baseline", lang, package=room.compared)
    key = state.baseline().key
    return [*found, _column(room, BEFORE, key, title, BASELINE_COLOUR, "circle")]


def _column(room: Room, name: str, key: Key, title: str, colour: str, symbol: str) -> Column:
    baseline = room.state.with_key(key).baseline().key
    return Column(
        name=name,
        key=key,
        title=title,
        colour=colour,
        symbol=symbol,
        measured=room.runs.view(key, measured_of),
        before=room.runs.view(baseline, measured_of),
    )


def short_name(key: Key, shelf: Shelf, lang: str, now: Key) -> str:
    """Return a scenario's package, how many levers are moved, and where it is not as now."""
    park, package, moved, seed, since = key
    parts = [shelf.package_title(package, lang)]
    if moved:
        parts.append(text("compare_moved", lang, count=len(moved)))
    if park != now[0]:
        parts.append(shelf.park_title(park, lang))
    if seed != now[3]:
        parts.append(text("compare_seed", lang, seed=seed))
    if since != now[4]:
        parts.append(text("compare_since", lang, since=since))
    return text("compare_comma", lang).join(parts)


def full_name(key: Key, shelf: Shelf, lang: str) -> str:
    """Return every moved lever of a scenario, its park and its seed."""
    park, _, moved, seed, since = key
    levers = _levers(key, shelf, lang) if moved else [text("compare_as_written", lang)]
    where = [
        shelf.park_title(park, lang),
        text("compare_since", lang, since=since),
        text("compare_seed", lang, seed=seed),
    ]
    return text("compare_comma", lang).join([*levers, *where])


def _levers(key: Key, shelf: Shelf, lang: str) -> list[str]:
    titles = {lever.name: lever.title[lang] for lever in shelf.levers}
    return [f"{titles[name]} {_strength(value)}" for name, value in key[2]]


def _strength(value: float) -> str:
    """Write a strength with no more places than it has.

    >>> _strength(0.5), _strength(2.0)
    ('0.5', '2')
    """
    return f"{value:g}" if value else digits(0.0)
