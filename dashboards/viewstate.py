"""What the page shows, as one value; a link carries its differences from the defaults."""

from __future__ import annotations

import math
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from dashboards.shelf import BASELINE, Shelf
from dashboards.texts import LANGUAGES

LONGEST_QUERY = 4000
MOST_WORDS = 100
LARGEST_SEED = 2**31 - 1
STEP = 0.05
"""Sliders move by this much; strengths are rounded to it, so that near values share a run."""

_SHOWN = 40
"""Characters of a wrong word that a notice repeats."""


@dataclass(frozen=True)
class ViewState:
    """Park, package, levers moved away from the package (sorted by name), seed and language."""

    park: str
    package: str = BASELINE
    moved: tuple[tuple[str, float], ...] = ()
    seed: int = 1
    lang: str = "en"

    def strengths(self, shelf: Shelf) -> dict[str, float]:
        """Return the strength of every lever."""
        moved = dict(self.moved)
        return {
            lever.name: moved.get(lever.name, shelf.strength(self.package, lever.name))
            for lever in shelf.levers
        }

    def with_strengths(self, values: Mapping[str, float], shelf: Shelf) -> ViewState:
        """Return the state with its levers at `values`, each rounded and kept in its range."""
        moved = []
        for lever in sorted(shelf.levers, key=lambda one: one.name):
            value = snap(values.get(lever.name, 0.0), lever.most)
            if value != shelf.strength(self.package, lever.name):
                moved.append((lever.name, value))
        return replace(self, moved=tuple(moved))

    def with_package(self, package: str) -> ViewState:
        """Return the state under another package, its levers as that package has them."""
        return replace(self, package=package, moved=())

    def baseline(self) -> ViewState:
        """Return the state that this one is compared with: same park and seed."""
        return replace(self, package=BASELINE, moved=())


@dataclass(frozen=True)
class Notice:
    """Something a link said that was not taken: a key of the text table and the words."""

    key: str
    word: str
    value: str = ""


def snap(value: float, most: float) -> float:
    """Return a strength on the slider's grid, from 0 to `most`.

    >>> snap(0.52, 2.0), snap(7, 2.0), snap(float("nan"), 2.0)
    (0.5, 2.0, 0.0)
    """
    if not math.isfinite(value):
        return 0.0
    return round(round(min(max(value, 0.0), most) / STEP) * STEP, 2)


def read_query(query: str | None, shelf: Shelf) -> tuple[ViewState, list[Notice]]:
    """Return the state a link asks for, and a notice for each word of it that cannot be.

    Only what the shelf offers can be asked for; numbers are bounded; nothing raises.
    """
    state = ViewState(park=next(iter(shelf.parks)))
    if len(query or "") > LONGEST_QUERY:
        return state, [Notice("notice_long", str(LONGEST_QUERY))]
    try:
        words = parse_qsl(query or "", max_num_fields=MOST_WORDS)
    except ValueError:
        return state, [Notice("notice_many", str(MOST_WORDS))]
    given = dict(words)
    notices: list[Notice] = []

    def choice(name: str, offered: Container[str], usual: str) -> str:
        word = given.pop(name, usual)
        if word in offered:
            return word
        notices.append(Notice("notice_value", name, word[:_SHOWN]))
        return usual

    state = ViewState(
        park=choice("park", shelf.parks, state.park),
        package=choice("package", shelf.packages, state.package),
        lang=choice("lang", LANGUAGES, state.lang),
    )
    seed = given.pop("seed", None)
    if seed is not None:
        if seed.isascii() and seed.isdigit() and len(seed) <= 10 and int(seed) <= LARGEST_SEED:
            state = replace(state, seed=int(seed))
        else:
            notices.append(Notice("notice_value", "seed", seed[:_SHOWN]))
    values = state.strengths(shelf)
    for lever in shelf.levers:
        word = given.pop(lever.name, None)
        number = _number(word)
        if number is not None and 0.0 <= number <= lever.most:
            values[lever.name] = number
        elif word is not None:
            notices.append(Notice("notice_value", lever.name, word[:_SHOWN]))
    notices += [Notice("notice_unknown", name[:_SHOWN]) for name in given]
    return state.with_strengths(values, shelf), notices


def write_query(state: ViewState, shelf: Shelf) -> str:
    """Return the query of a link to a state: only what differs from the defaults."""
    start = ViewState(park=next(iter(shelf.parks)))
    words = [
        (name, str(getattr(state, name)))
        for name in ("park", "package", "seed", "lang")
        if getattr(state, name) != getattr(start, name)
    ]
    words += [(name, f"{value:g}") for name, value in state.moved]
    return urlencode(words)


def _number(word: str | None) -> float | None:
    try:
        return None if word is None else float(word)
    except ValueError:
        return None
