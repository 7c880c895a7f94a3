"""What the page shows, as one value; a link carries its differences from the defaults."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dashboards.navigation import NAMES
from dashboards.shelf import BASELINE, OWN, UNTIL, Shelf
from dashboards.texts import LANGUAGES
from sim.catalogue import FIRST_YEAR

LONGEST_QUERY = 8000
MOST_WORDS = 160
MOST_PINS = 4
LONGEST_PICK = 200
LARGEST_SEED = 2**31 - 1
STEP = 0.05
"""Sliders move by this much; strengths are rounded to it, so that near values share a run."""

SINCE = 2026
"""The first year that no table observes: packages come into force in it unless a user says else."""

_SHOWN = 40
"""Characters of a wrong word that a notice repeats."""


Pairs = tuple[tuple[str, Any], ...]
Key = tuple[str, str, Pairs, int, int]
"""Park, package, levers moved, seed, and the year in which the package comes into force."""


@dataclass(frozen=True)
class ViewState:
    """What is shown: a scenario, how the page shows it, and the scenarios pinned beside it.

    The scenario is park, package, levers moved away from the package (sorted by name), seed and
    the year in which package and levers come into force.
    `page` is a page's name, `picks` what was chosen on pages (sorted by name, see
    `dashboards.room.PageKind.picks`), `pins` the scenarios of earlier states.
    """

    park: str
    package: str = BASELINE
    moved: tuple[tuple[str, float], ...] = ()
    seed: int = 1
    since: int = SINCE
    lang: str = "en"
    page: str = NAMES[0]
    picks: tuple[tuple[str, str], ...] = ()
    pins: tuple[Key, ...] = ()

    @property
    def key(self) -> Key:
        """All that determines the run."""
        return self.park, self.package, self.moved, self.seed, self.since

    def with_key(self, key: Key) -> ViewState:
        """Return the state with the scenario of another one."""
        park, package, moved, seed, since = key
        return replace(self, park=park, package=package, moved=moved, seed=seed, since=since)

    def with_pick(self, name: str, value: str) -> ViewState:
        """Return the state with another choice on a page; an empty one is the usual choice."""
        picks = {**dict(self.picks), name: value[:LONGEST_PICK]}
        return replace(self, picks=tuple(sorted((n, v) for n, v in picks.items() if v)))

    def with_pin(self) -> ViewState:
        """Return the state with its scenario pinned; the oldest pin gives way to a fifth."""
        pins = (*(pin for pin in self.pins if pin != self.key), self.key)
        return replace(self, pins=pins[-MOST_PINS:])

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
        """Return the state that this one is compared with: same park, seed and year."""
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


def read_query(
    query: str | None, shelf: Shelf, picks: Iterable[str] = ()
) -> tuple[ViewState, list[Notice]]:
    """Return the state a link asks for, and a notice for each word of it that cannot be.

    Only what the shelf offers can be asked for, and of `picks` only those named; numbers are
    bounded; nothing raises.
    """
    start = ViewState(park=next(iter(shelf.parks)))
    if len(query or "") > LONGEST_QUERY:
        return start, [Notice("notice_long", str(LONGEST_QUERY))]
    try:
        words = parse_qsl(query or "", keep_blank_values=True, max_num_fields=MOST_WORDS)
    except ValueError:
        return start, [Notice("notice_many", str(MOST_WORDS))]
    given = dict(words)
    notices: list[Notice] = []
    given.pop("pin", None)
    state = _scenario(given, shelf, notices)
    state = replace(
        state,
        lang=_choice(given, "lang", LANGUAGES, state.lang, notices),
        page=_choice(given, "page", NAMES, state.page, notices),
    )
    for name in sorted(set(given) & set(picks)):
        state = state.with_pick(name, given.pop(name))
    for pin in [word for name, word in words if name == "pin"][:MOST_PINS]:
        pinned = dict(parse_qsl(pin))
        state = replace(state, pins=(*state.pins, _scenario(pinned, shelf, notices).key))
        given |= pinned
    notices += [Notice("notice_unknown", name[:_SHOWN]) for name in given]
    return state, notices


def _scenario(given: dict[str, str], shelf: Shelf, notices: list[Notice]) -> ViewState:
    """Return the scenario that words ask for; the words it takes are taken out."""
    state = ViewState(park=next(iter(shelf.parks)))
    state = ViewState(
        park=_choice(given, "park", shelf.parks, state.park, notices),
        package=_choice(given, "package", shelf.packages, state.package, notices),
    )
    state = replace(
        state,
        seed=_whole(given, "seed", range(LARGEST_SEED + 1), state.seed, notices),
        since=_whole(given, "since", range(FIRST_YEAR, UNTIL + 1), state.since, notices),
    )
    values = state.strengths(shelf)
    for lever in shelf.levers:
        word = given.pop(lever.name, None)
        number = _number(word)
        if number is not None and 0.0 <= number <= lever.most:
            values[lever.name] = number
        elif word is not None:
            notices.append(Notice("notice_value", lever.name, word[:_SHOWN]))
    return state.with_strengths(values, shelf)


def _choice(
    given: dict[str, str], name: str, offered: Container[str], usual: str, notices: list[Notice]
) -> str:
    word = given.pop(name, usual)
    if word in offered:
        return word
    own = name == "park" and word.startswith(OWN)
    notices.append(Notice("notice_own" if own else "notice_value", name, word[:_SHOWN]))
    return usual


def _whole(
    given: dict[str, str], name: str, offered: Container[int], usual: int, notices: list[Notice]
) -> int:
    word = given.pop(name, str(usual))
    if word.isascii() and word.isdigit() and len(word) <= 10 and int(word) in offered:
        return int(word)
    notices.append(Notice("notice_value", name, word[:_SHOWN]))
    return usual


def write_query(state: ViewState, shelf: Shelf) -> str:
    """Return the query of a link to a state: only what differs from the defaults."""
    start = ViewState(park=next(iter(shelf.parks)))
    words = [
        (name, str(getattr(state, name)))
        for name in ("park", "package", "seed", "since", "lang", "page")
        if getattr(state, name) != getattr(start, name)
    ]
    words += [(name, f"{value:g}") for name, value in state.moved]
    words += state.picks
    words += [("pin", write_query(start.with_key(pin), shelf)) for pin in state.pins]
    return urlencode(words)


def _number(word: str | None) -> float | None:
    try:
        return None if word is None else float(word)
    except ValueError:
        return None
