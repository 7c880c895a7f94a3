"""What is sampled: the parks and the seeds that facts are read from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from sim.park import Park, empty_sheet
from sim.parkfile import read_park
from sim.synth import synth

MIXES = ("comprehensive", "fine_chemical", "dyeing_textile", "steel", "paper")
"""Park mixes of the composed parks, of different anchors."""

FEWEST, MOST = 20, 200
"""Firms of the smallest and of the largest composed park."""


@dataclass(frozen=True)
class Place:
    """A park to run: an example by its name, or a composed one by mix, firms and seed.

    `bare` parks start without the links of their park file.
    """

    name: str
    firms: int = 0
    seed: int = 0
    bare: bool = False

    def park(self) -> Park:
        """Return the park."""
        park = _park(self.name, self.firms, self.seed)
        return replace(park, links=empty_sheet("links")) if self.bare else park


@cache
def _park(name: str, firms: int, seed: int) -> Park:
    return synth(firms, seed, name) if firms else read_park(name)


@dataclass(frozen=True)
class Sample:
    """Seeds 1 to `seeds`, the horizon, and the mixes of the composed parks.

    Each seed draws one composed park of each mix and its run; their sizes are spread evenly from
    `FEWEST` to `MOST` firms over the seeds, in another order for each mix.
    """

    seeds: int
    mixes: tuple[str, ...] = MIXES
    until: int = 2030

    @property
    def numbers(self) -> range:
        """The seeds."""
        return range(1, self.seeds + 1)

    def crowd(self, bare: bool = False) -> list[tuple[Place, int]]:
        """Return every composed park with its seed."""
        step = (MOST - FEWEST) / max(self.seeds - 1, 1)
        return [
            (Place(mix, round(FEWEST + step * ((seed - 1 + 3 * k) % self.seeds)), seed, bare), seed)
            for k, mix in enumerate(self.mixes)
            for seed in self.numbers
        ]

    def says(self, parks: str) -> str:
        """Return what was sampled in words.

        >>> Sample(3).says("kalundborg")
        'kalundborg, seeds 1-3'
        """
        return f"{parks}, seeds 1-{self.seeds}" + (
            "" if self.until == 2030 else f", to {self.until}"
        )

    @property
    def crowd_says(self) -> str:
        """What `crowd` samples, in words."""
        return self.says(f"{len(self.mixes)} mixes of {FEWEST}-{MOST} firms")


QUICK = Sample(3, MIXES[:2])
"""A few seeds, for the quick tests."""

FULL = Sample(20)
"""What `docs/validation.md` quotes."""
