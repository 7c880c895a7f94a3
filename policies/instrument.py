"""What every instrument has: its clause, parameters, terms and payer, and defaults that do nothing.

An instrument is one file of this package with a frozen dataclass named in `POLICY`. It overrides
what it needs of `assess`, `write`, `award_rule`, `orders` and `public_cost`, pure functions of a
view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.parameters import Parameters
from sim.policy import AwardRule, FacilityOrder, View
from sim.terms import Entry

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Clause:
    """Where an instrument comes from: document, section and what it says, in our own words.

    What it says is a summary in English and in Chinese, never the text of the document itself;
    `policies.documents` tells which document it is and from when it holds.
    """

    document: str
    section: str
    says: str
    says_zh: str


@dataclass(frozen=True)
class Instrument:
    """Base of an instrument. A subclass says what it is and overrides what it does."""

    parameters: Parameters

    name: ClassVar[str] = ""
    """What packages and levers call it; also the name of its file."""
    title_en: ClassVar[str] = ""
    title_zh: ClassVar[str] = ""
    clauses: ClassVar[tuple[Clause, ...]] = ()
    uses: ClassVar[tuple[str, ...]] = ()
    """Parameters (or series) it reads; a package may override these and no others."""
    terms: ClassVar[tuple[str, ...]] = ()
    """Terms it writes."""
    payer: ClassVar[str] = ""
    """Who bears the cost: a budget, or `enterprises`."""
    collector: ClassVar[str] = ""
    """The budget that gets what it charges."""
    local: ClassVar[bool] = False
    """Whether the park's committee may set its lever, as an adaptive one does."""
    titles: ClassVar[Mapping[str, str]] = {}
    """Standing columns that are titles, held by the `park` or the `enterprise`: won or lost, they
    make an event."""
    max_strength: ClassVar[float] = 2.0
    """The largest lever that still means something; 1 is the instrument as written, 0 is absent."""

    _declared: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        cls._declared = frozenset(cls.uses)

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return standing columns from last year's books."""
        return {}

    def write(self, view: View) -> Sequence[Entry]:
        """Return the entries on the sheet of terms for the year."""
        return ()

    def award_rule(self, view: View) -> AwardRule | None:
        """Return how support is awarded this year, or None."""
        return None

    def orders(self, view: View) -> Sequence[FacilityOrder]:
        """Return the facilities it has built this year."""
        return ()

    def public_cost(self, view: View) -> Floats | None:
        """Return what running it costs its payer this year, CNY by park, or None."""
        return None

    def at(self, name: str, year: int, otherwise: float | None = None) -> float:
        """Return one of the parameters it uses, as in force in a year."""
        assert name in self._declared, f"{self.name} does not declare {name}"
        return self.parameters.at(name, year, otherwise=otherwise)

    def standing(self, view: View, column: str) -> Floats:
        """Return a column this instrument assessed, nan where nothing is known."""
        known = view.standing.get(f"{self.name}.{column}")
        unknown = np.full(len(view.enterprises), np.nan)
        if known is not None:
            unknown[: len(known)] = known
        return unknown


def where_known(values: Floats, meant: NDArray[np.bool_]) -> Floats:
    """Return values where meant and nan elsewhere: an entry leaves those rows alone."""
    return np.where(meant, values, np.nan)
