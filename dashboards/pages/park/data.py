"""What stands in a park and who gives what to whom, as plain data: in a year, and over a run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from experiments.labels import sector_label, stream_label
from sim.tables import read_tables

if TYPE_CHECKING:
    from experiments.results import Results

Pair = tuple[str, str]


@dataclass(frozen=True)
class Place:
    """An enterprise that stands: where, what it is, its names by language."""

    enterprise: str
    name: Pair
    sector: Pair
    role: str
    """`firm`, `utility` or `outside`."""
    x_km: float
    y_km: float
    land_mu: float


@dataclass(frozen=True)
class Tie:
    """What one enterprise gave another in a year, in the unit of the stream."""

    giver: str
    taker: str
    kind: str
    stream: Pair
    amount: float
    unit: str
    piped: bool = False
    """Whether it goes by pipe; the rest goes by road."""


@dataclass(frozen=True)
class ParkYear:
    """A park in one year: who stands, and what moved between them."""

    places: tuple[Place, ...]
    ties: tuple[Tie, ...]

    def partners(self) -> dict[str, set[str]]:
        """Return whom each enterprise gives to or takes from, by its id."""
        found: dict[str, set[str]] = {place.enterprise: set() for place in self.places}
        for tie in self.ties:
            for one, other in ((tie.giver, tie.taker), (tie.taker, tie.giver)):
                if one in found and other in found:
                    found[one].add(other)
        return found

    def busiest(self) -> str:
        """Return the enterprise with the most partners, the first of equals; empty for none."""
        partners = self.partners()
        return max(partners, key=lambda one: len(partners[one]), default="")


@dataclass(frozen=True)
class Site:
    """A park over a whole run: what keeps its place while years and levers change."""

    places: tuple[Place, ...]
    """Everyone that ever stands."""
    pairs: tuple[tuple[str, str, int], ...]
    """Giver, taker, and in how many years something moved between them."""
    largest: dict[str, float]
    """The largest amount of a year by unit."""
    plots: tuple[tuple[float, float, str, float], ...]
    """East km, north km, status and area (mu) of each plot with a place."""


def places_of(results: Results, year: int) -> ParkYear:
    """Return who stands in a year, and what moved in it."""
    return ParkYear(_places(results, year), _ties(results, year))


def site_of(results: Results) -> Site:
    """Return the park of a run over all its years."""
    places: dict[str, Place] = {}
    years: dict[tuple[str, str], int] = {}
    largest: dict[str, float] = {}
    for year in results.years.tolist():
        found = places_of(results, year)
        places |= {place.enterprise: place for place in found.places}
        for pair in {(tie.giver, tie.taker) for tie in found.ties}:
            years[pair] = years.get(pair, 0) + 1
        for tie in found.ties:
            largest[tie.unit] = max(largest.get(tie.unit, 0.0), tie.amount)
    return Site(
        places=tuple(places.values()),
        pairs=tuple((giver, taker, count) for (giver, taker), count in sorted(years.items())),
        largest=largest,
        plots=tuple(
            (row["x_km"], row["y_km"], row["status"], row["area_mu"])
            for row in results.plots.rows()
            if math.isfinite(row["x_km"]) and math.isfinite(row["y_km"])
        ),
    )


@cache
def sector_names(sector: str) -> Pair:
    """Return a sector's name by language."""
    return sector_label(sector, "en"), sector_label(sector, "zh")


@cache
def stream_names(stream: str) -> Pair:
    """Return a stream's name by language."""
    return stream_label(stream, "en"), stream_label(stream, "zh")


@cache
def goes_by_pipe(stream: str) -> bool:
    """Say whether a stream goes by pipe: by the table's mode, and all heat."""
    row = read_tables()["streams"].row(stream)
    return bool(row["transport_mode"] == "pipe" or row["unit"] == "MJ")


def _places(results: Results, year: int) -> tuple[Place, ...]:
    frame = results.enterprises
    rows = frame["year"] == year
    names = ("enterprise", "name_en", "name_zh", "sector", "role", "inside", "x_km", "y_km",
             "land_mu")  # fmt: skip
    columns = (frame[name][rows].tolist() for name in names)
    return tuple(
        Place(
            enterprise=enterprise,
            name=(en, zh),
            sector=sector_names(sector),
            role=role if inside else "outside",
            x_km=x_km,
            y_km=y_km,
            land_mu=land_mu,
        )
        for enterprise, en, zh, sector, role, inside, x_km, y_km, land_mu in zip(
            *columns, strict=True
        )
    )


def _ties(results: Results, year: int) -> tuple[Tie, ...]:
    """Return what moved in a year, contracts of the same pair and stream added up."""
    links = results.links
    if not len(links):
        return ()
    amounts = links[str(year)]
    moved = amounts > 0.0
    columns = (
        links[name][moved].tolist() for name in ("giver", "taker", "stream", "class", "unit")
    )
    added: dict[tuple[str, str, str], float] = {}
    facts: dict[tuple[str, str, str], Pair] = {}
    for giver, taker, stream, kind, unit, amount in zip(
        *columns, amounts[moved].tolist(), strict=True
    ):
        key = (giver, taker, stream)
        added[key] = added.get(key, 0.0) + amount
        facts[key] = (kind, unit)
    return tuple(
        Tie(
            giver=giver,
            taker=taker,
            kind=facts[giver, taker, stream][0],
            stream=stream_names(stream),
            amount=amount,
            unit=facts[giver, taker, stream][1],
            piped=goes_by_pipe(stream),
        )
        for (giver, taker, stream), amount in added.items()
    )
