"""The words by which an enterprise of a year is found: its names, its sector, and its streams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from dashboards.numbers import subscript
from dashboards.pages.park.data import Pair, places_of, stream_names
from dashboards.texts import LANGUAGES
from dashboards.toolkit import packed
from sim.tables import read_tables

if TYPE_CHECKING:
    from experiments.results import Results


def index_of(results: Results, year: int, lang: str) -> str:
    """Return the index of a year as JSON text: `streams` and `firms`, found in both languages.

    A stream is its title and what is looked through, a firm its key, name, sector, what is looked
    through, and the places of the streams it gives and takes: those of its processes (the recipe
    of its sector) and those of its links in the year.
    """
    k, park = LANGUAGES.index(lang), places_of(results, year)
    sides: dict[str, tuple[dict[Pair, None], dict[Pair, None]]] = {}
    for tie in park.ties:
        for side, one in enumerate((tie.giver, tie.taker)):
            sides.setdefault(one, ({}, {}))[side][tie.stream] = None
    streams: dict[Pair, int] = {}

    def numbered(found: Iterable[Pair]) -> list[int]:
        return [streams.setdefault(pair, len(streams)) for pair in found]

    sectors = dict(zip(*(_column(results, year, n) for n in ("enterprise", "sector")), strict=True))
    firms = []
    for place in sorted(park.places, key=lambda one: (one.name[k].casefold(), one.enterprise)):
        linked, recipe = (
            sides.get(place.enterprise, ({}, {})),
            _recipes().get(sectors[place.enterprise], ({}, {})),
        )
        firms.append(
            {
                "key": place.enterprise,
                "name": place.name[k],
                "sector": place.sector[k],
                "find": _looked_through((place.enterprise, *place.name, *place.sector)),
                "gives": numbered({**linked[0], **recipe[0]}),
                "takes": numbered({**linked[1], **recipe[1]}),
            }
        )
    told = [[subscript(pair[k]), _looked_through(pair)] for pair in streams]
    return packed({"streams": told, "firms": firms})


def _looked_through(words: Iterable[str]) -> str:
    return "\n".join(words).lower()


def _column(results: Results, year: int, name: str) -> list[str]:
    frame = results.enterprises
    found: list[str] = frame[name][frame["year"] == year].tolist()
    return found


@cache
def _recipes() -> Mapping[str, tuple[dict[Pair, None], dict[Pair, None]]]:
    """Return the streams that a sector's recipe gives and takes."""
    table = read_tables()["recipes"]
    found: dict[str, tuple[dict[Pair, None], dict[Pair, None]]] = {}
    columns = (table[name] for name in ("sector", "direction", "stream", "kind"))
    for sector, direction, stream, kind in zip(*columns, strict=True):
        if kind != "memo":
            sides = found.setdefault(str(sector), ({}, {}))
            sides[direction == "input"][stream_names(str(stream))] = None
    return found
